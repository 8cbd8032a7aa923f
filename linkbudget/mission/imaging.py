"""Picture through a link, as it would have been seen on the ground.

The map: :func:`send_picture` sends 8-bit grey through the pulse-position or analogue channel of a budget and gives a
:class:`ReceivedPicture`; :class:`LineSync` is how the receiver finds the start of a line, and what becomes of lines
whose start it does not find; :func:`flaw_text` puts the flaws of the pixels into words.

What is exact and what is assumed.  Pixels of a pulse-position link are detected with the exact statistics of the
channel (:mod:`linkbudget.physics.pulse_picture`), those of an analogue one with Gaussian noise and Rice's clicks
(:mod:`linkbudget.physics.video_picture`).  How lines were synchronised was never published: :class:`LineSync` says what
is assumed.  The carrier loop of an analogue link is taken to hold; a note says where it would not.  The slot clock of a
pulse-position link with a ``clock_loop_gain`` is lost at random, by a slot up or down each time: the greys that follow
are a slot too bright or too dark, until a line's word is found or, with ``clock_restored_by = "picture"``, to the end.
"""

from dataclasses import dataclass
from numbers import Integral
from typing import NamedTuple

import numpy as np

from linkbudget.errors import InputError, shortened
from linkbudget.formatting import count_text, decibels_text, odds_text, percent_text
from linkbudget.hardware.modulation_kinds import AnalogVideoModulation, PictureModulation, PulsePositionModulation
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Budget
from linkbudget.link.budget_tables import verdict_dict
from linkbudget.link.coded import CodedLink, coded_link
from linkbudget.physics.picture_quality import peak_snr_db, structural_similarity
from linkbudget.physics.pulse_jitter import neighbour_and_distant_error_probability
from linkbudget.physics.pulse_picture import (
    expected_pixel_error_probability,
    grey_level_of_slot,
    grey_of_level,
    received_slot,
    slot_of_grey,
    sync_miss_probability,
)
from linkbudget.physics.video_picture import (
    gaussian_pixel_error_probability,
    grey_level_of_video,
    received_video,
    sync_pulse_miss_probability,
)

PICTURE_KINDS = ("pulse-position", "analog-video")


def picture_modulation(link: Link) -> PictureModulation:
    """The modulation of a link that carries pictures."""
    if not isinstance(link.modulation, PictureModulation):
        raise InputError(f"{link.title}: carries no pictures; expected a link with {' or '.join(PICTURE_KINDS)}")
    return link.modulation


"""Kinds of modulation that carry pictures."""

GREYS_8_BIT = (np.arange(256) + 0.5) / 256.0
"""Grey that each value of an 8-bit picture stands for: the middle of its step [-]."""

_BLOCK = 1 << 20  # pixels of an analogue picture that are under way at once


@dataclass(frozen=True)
class LineSync:
    """Line synchronisation: assumed values, since nothing was published.

    Each line begins with a word of known pulses (or, on an analogue link, a pulse blacker than black as long), and a
    pixel clock counts from there.  Where the receiver misses the word it goes on counting from the last line, while the
    scanner's line period wanders: the line is shown shifted, more with every line, until a word is found again.  A word
    that is found also tells in which slots its pulses should be, so a slot clock that is whole slots off is set right,
    unless ``clock_restored_by`` of the link says otherwise.
    """

    symbols: int = 7
    """Pulses of the word, or pixels of the analogue pulse."""
    symbols_needed: int = 5
    """Number of bits that must be right for the word to be found."""
    depth: float = 0.4
    """Swing of the analogue pulse beyond black, of the swing from black to white [-]."""
    wander_pixels: float = 2.0
    """Rms wander of a line's start against the pixel clock in the time of a line [-]."""


DEFAULT_SYNC = LineSync()


@dataclass(frozen=True)
class ReceivedPicture:
    """Picture as received, and its quality."""

    grey: np.ndarray
    """8-bit grey, lines by columns, as shown on the ground."""
    sent: np.ndarray
    """8-bit grey as sent."""
    pixel_error_rate: float
    """Share of pixels shown in another grey level than sent, before lines are shifted [-]."""
    expected_pixel_error_rate: float
    """The same from the channel's formulas, for the greys of this picture [-]."""
    wrong_pixels: int
    """Number of such pixels."""
    lost_lines: int
    """Lines whose sync word was missed."""
    expected_lost_lines: float
    """The same in the mean."""
    clock_losses: int | None
    """Number of times that the slot clock was lost by a slot; None of a link without a loop that makes it."""
    expected_clock_losses: float | None
    """The same in the mean."""
    clock_off_pixels: int | None
    """Pixels received while the clock was a slot or more off."""
    most_clock_slots: int | None
    """Largest error of the slot clock, in slots."""
    psnr_db: float
    """Peak signal-to-noise ratio of shown against sent; infinity where they are equal [dB]."""
    structural_similarity: float
    """Structural similarity of the two; NaN below 11 pixels a side [-]."""
    best_psnr_db: float
    """The same of a picture received without an error: what the grey levels allow [dB]."""
    best_structural_similarity: float
    """The same of a picture received without an error [-]."""
    transmission_time_s: float
    """Pixels over pixel rate; sync words are not counted [s]."""
    bits_per_pixel: float
    """Bits that the grey levels stand for [-]."""
    coded: CodedLink
    """A modern coded link of the same power."""
    budget: Budget
    """The budget it was sent with."""
    seed: int
    """Of the random numbers."""

    @property
    def coded_time_s(self) -> float:
        """Time in which the coded link would send the same picture, uncompressed [s]."""
        bits = self.grey.size * self.bits_per_pixel
        return bits / self.coded.bit_rate_bps if self.coded.bit_rate_bps > 0.0 else np.inf

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes on the link for the reader of the picture."""
        notes, loop_margin_db = list(self.budget.notes), self.budget.get("carrier_margin_db")
        if loop_margin_db is not None and loop_margin_db < 0.0:
            short = decibels_text(-loop_margin_db)
            notes.append(f"the carrier loop is {short} below what it needs; the picture is shown as if it held")
        if self.clock_losses:
            notes.append(self._clock_note())
        return tuple(notes)

    def _clock_note(self) -> str:
        """One sentence on what the lost slot clock did to the picture."""
        modulation = self.budget.link.modulation
        assert isinstance(modulation, PulsePositionModulation)
        assert self.clock_off_pixels is not None
        assert self.most_clock_slots is not None
        times = "once" if self.clock_losses == 1 else f"{count_text(self.clock_losses)} times"
        until = "until the sync word of a line" if modulation.clock_restored_by == "line" else "to the end"
        grey = percent_text(self.most_clock_slots / int(self.budget["slots"]), 2)
        share = percent_text(self.clock_off_pixels / self.grey.size, 2)
        return (
            f"the slot clock was lost {times}, by a slot each time; {share} of the pixels, {until}, are too dark or "
            f"too bright by up to {grey} of the scale"
        )

    def _clock_dict(self) -> dict:
        """The figures of the slot clock, where a loop makes it."""
        keys = "clock_losses", "expected_clock_losses", "clock_off_pixels", "most_clock_slots"
        return {} if self.clock_losses is None else {key: getattr(self, key) for key in keys}

    def to_dict(self) -> dict:
        """Figures as plain data, fit for JSON; what has no finite value is None."""
        lines, columns = self.grey.shape
        said = {
            "scenario": self.budget.scenario,
            "link": self.budget.name,
            "at": self.budget.at,
            "range_m": self.budget.get("range_m"),
            "seed": self.seed,
            "lines": lines,
            "columns": columns,
            "pixel_error_rate": self.pixel_error_rate,
            "expected_pixel_error_rate": self.expected_pixel_error_rate,
            "wrong_pixels": self.wrong_pixels,
            "lost_lines": self.lost_lines,
            "expected_lost_lines": self.expected_lost_lines,
            **self._clock_dict(),
            "psnr_db": self.psnr_db,
            "structural_similarity": self.structural_similarity,
            "best_psnr_db": self.best_psnr_db,
            "best_structural_similarity": self.best_structural_similarity,
            "picture_snr_db": self.budget["picture_snr_db"],
            "margin_db": self.budget["margin_db"],
            "verdict": verdict_dict(self.budget),
            "transmission_time_s": self.transmission_time_s,
            "coded_link": {
                "code": self.coded.code,
                "required_ebn0_db": self.coded.required_ebn0_db,
                "bit_rate_bps": self.coded.bit_rate_bps,
                "transmission_time_s": self.coded_time_s,
            },
            "notes": list(self.notes),
        }
        return _plain(said)


def _plain(value):
    """Numbers without the types of NumPy, and none that JSON does not know."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (np.floating, np.integer, float)):
        number = value.item() if isinstance(value, np.generic) else value
        return number if np.isfinite(number) else None
    return value


def grey_noise(budget: Budget) -> float | None:
    """Rms noise of the greys of an analogue link, in parts of the way from black to white; None of pulses [-].

    Its clicks are counted as noise.

    Examples
    --------
    >>> import linkbudget
    >>> mars1 = linkbudget.load("mars1")
    >>> print(f"{grey_noise(mars1.budget('television-8cm', range_m=200e9)):.3f}")
    0.024
    """
    if budget.link.modulation.kind != "analog-video":
        return None
    return float(10.0 ** (-budget["contrast_snr_db"] / 20.0))


def flaw_text(budget: Budget, share: float, pixels: int | None = None) -> str:
    """Flaws of the pixels of a picture in a few words.

    A pulse is found in its slot or in another: ``share`` of the pixels are wrong.  The greys of an analogue picture are
    never quite right: what matters is how far noise moves them.

    Parameters
    ----------
    budget : Budget
        Of the link that sends it.
    share : float
        Share of the pixels in another grey level than sent [-].
    pixels : int, optional
        How many pixels a picture has [-].

    Examples
    --------
    >>> import linkbudget
    >>> mars1 = linkbudget.load("mars1")
    >>> for link in ("imaging-5cm-one-dish", "television-8cm"):
    ...     budget = mars1.budget(link, range_m=400e9)
    ...     print(flaw_text(budget, budget["pixel_error_probability"]))
    1 pixel in 29 wrong
    greys off by 20 %
    """
    noise = grey_noise(budget)
    return f"{odds_text(share, 'pixel', pixels)} wrong" if noise is None else f"greys off by {percent_text(noise, 2)}"


def send_picture(
    budget: Budget, picture: np.ndarray, *, seed: int = 0, sync: LineSync | None = DEFAULT_SYNC
) -> ReceivedPicture:
    """Send a picture through the link of a budget.

    Parameters
    ----------
    budget : Budget
        Of one instant or distance, with pulse-position or analogue video modulation.
    picture : ndarray
        8-bit grey, lines by columns.
    seed : int, optional
        Of the random numbers; the same seed gives the same picture.
    sync : LineSync or None, optional
        How lines are synchronised; ``None`` for a receiver that always knows where a line begins.

    Returns
    -------
    ReceivedPicture
        Shown picture and figures of merit.

    Raises
    ------
    InputError
        If the link carries no pictures, or there is no link because the spacecraft is too low.
    LinkBudgetError
        If the array is not 8-bit grey.

    Examples
    --------
    >>> import linkbudget
    >>> from linkbudget.mission.chart import draw_chart
    >>> budget = linkbudget.load("mars1").budget("imaging-5cm-one-dish", range_m=400e9)
    >>> received = send_picture(budget, draw_chart(256), seed=1962)
    >>> print(f"{received.pixel_error_rate:.4f} where {received.expected_pixel_error_rate:.4f} are to be expected")
    0.0347 where 0.0346 are to be expected
    """
    picture = _checked(picture)
    modulation = budget.link.modulation
    if not isinstance(modulation, PictureModulation):
        raise InputError(f"{budget.name}: carries no pictures; expected a link with {' or '.join(PICTURE_KINDS)}")
    if np.ndim(budget["cn0_dbhz"]) or np.isnan(budget["cn0_dbhz"]):
        raise InputError(f"{budget.name}: no link at this instant, below the station's lowest elevation; try --range")
    if not (isinstance(seed, Integral) and seed >= 0):
        raise InputError(f"seed = {shortened(seed)}: expected a whole number of zero or more")
    if sync is not None and not isinstance(sync, LineSync):
        raise InputError(f"sync = {shortened(sync)}: expected a LineSync, or none")
    generator = np.random.default_rng(int(seed))
    grey_levels = int(modulation.grey_levels.value)
    if isinstance(modulation, PulsePositionModulation):
        through = _through_pulses(budget, modulation, picture, sync, generator)
    else:
        through = _through_video(budget, modulation, picture, sync, generator)
    levels, sent, expected, lines, clock = through
    wrong = np.count_nonzero(levels != sent)
    offsets = _line_offsets(lines.missed, sync or DEFAULT_SYNC, generator)
    tones = np.floor(256.0 * grey_of_level(np.arange(grey_levels), grey_levels)).astype(np.uint8)
    grey, best = _with_shifted_lines(tones[levels], offsets), tones[sent]
    return ReceivedPicture(
        grey=grey,
        sent=picture,
        pixel_error_rate=wrong / picture.size,
        expected_pixel_error_rate=float(expected),
        wrong_pixels=int(wrong),
        lost_lines=int(lines.missed.sum()),
        expected_lost_lines=picture.shape[0] * lines.miss,
        clock_losses=clock.losses if clock else None,
        expected_clock_losses=clock.expected if clock else None,
        clock_off_pixels=int(np.count_nonzero(clock.slots_off)) if clock else None,
        most_clock_slots=int(np.abs(clock.slots_off).max()) if clock else None,
        psnr_db=peak_snr_db(picture, grey),
        structural_similarity=structural_similarity(picture, grey),
        best_psnr_db=peak_snr_db(picture, best),
        best_structural_similarity=structural_similarity(picture, best),
        transmission_time_s=picture.size / budget["pixel_rate_pixels_per_s"],
        bits_per_pixel=float(np.log2(grey_levels)),
        coded=coded_link(budget),
        budget=budget,
        seed=seed,
    )


def _checked(picture) -> np.ndarray:
    picture = np.asarray(picture)
    if picture.dtype != np.uint8 or picture.ndim != 2 or picture.size == 0:
        raise InputError(
            f"a picture of {picture.dtype} with shape {picture.shape}: expected 8-bit grey, lines by columns"
        )
    return picture


class _Lines(NamedTuple):
    """Lines whose word is missed, and the probability that one is."""

    missed: np.ndarray
    miss: float


class _Clock(NamedTuple):
    """By how many slots the clock is off in each pixel, how often it was lost, and how often in the mean."""

    slots_off: np.ndarray
    losses: int
    expected: float


def _lines(count: int, miss: float, sync: LineSync | None, generator) -> _Lines:
    miss = float(miss) if sync else 0.0
    return _Lines(generator.random(count) < miss, miss)


def _through_pulses(budget: Budget, modulation: PulsePositionModulation, picture, sync: LineSync | None, generator):
    """Levels shown and sent, the share of them expected to differ, lines missed, the slot clock if a loop makes it."""
    slots, grey_levels = int(budget["slots"]), int(modulation.grey_levels.value)
    stated = modulation.timing_jitter
    jitter = budget["clock_jitter"] if stated is None else stated.value
    errors = neighbour_and_distant_error_probability(budget["es_over_n0_db"], float(slots), jitter)
    neighbour, distant = (float(np.clip(error, 0.0, 1.0)) for error in errors)
    slot_of = slot_of_grey(GREYS_8_BIT, slots).astype(np.uint16 if slots <= 65_536 else np.int64)
    level_of = _compact(grey_level_of_slot(np.arange(slots), slots, grey_levels))
    sent = slot_of[picture]
    received = received_slot(sent, slots, neighbour, distant, generator)
    counts = np.bincount(slot_of, weights=np.bincount(picture.ravel(), minlength=256), minlength=slots)
    expected = expected_pixel_error_probability(counts, grey_levels, neighbour, distant)
    word = sync or DEFAULT_SYNC
    miss = sync_miss_probability(neighbour + distant, word.symbols, word.symbols_needed)
    lines, clock = _lines(picture.shape[0], miss, sync, generator), None
    if stated is None:
        clock = _slot_clock(budget, modulation, picture.shape, lines.missed, generator)
        received = np.clip(received.astype(np.int64) + clock.slots_off, 0, slots - 1)
    return level_of[received], level_of[sent], expected, lines, clock


def _slot_clock(budget: Budget, modulation: PulsePositionModulation, shape, missed, generator) -> _Clock:
    """Losses of the clock, drawn without memory, each a slot up or down; a line's word sets it right or does not."""
    lines, columns = shape
    mean_pixels = float(budget["clock_loss_time_s"] * budget["pixel_rate_pixels_per_s"])
    expected = lines * columns / mean_pixels
    losses = int(generator.poisson(expected))
    steps = np.zeros(lines * columns, dtype=np.int64)
    np.add.at(steps, generator.integers(0, steps.size, losses), 2 * generator.integers(0, 2, losses) - 1)
    off = np.cumsum(steps).reshape(shape)
    if modulation.clock_restored_by == "line":
        before = np.append(0, off[:-1, -1])  # where the clock is when a line begins
        off = off - before[_last_found(missed)][:, None]
    return _Clock(off, losses, expected)


def _last_found(missed: np.ndarray) -> np.ndarray:
    """For each line the last, up to itself, whose word was found; the first where none was."""
    return np.maximum(np.maximum.accumulate(np.where(missed, -1, np.arange(missed.size))), 0)


def _through_video(budget: Budget, modulation: AnalogVideoModulation, picture, sync: LineSync | None, generator):
    """The same for an analogue link; the expected share of wrong pixels counts clicks as Gaussian noise."""
    grey_levels = int(modulation.grey_levels.value)
    cn0_dbhz = budget["video_cnr_db"] + budget["video_bandwidth_dbhz"]
    level_of = _compact(grey_level_of_video(GREYS_8_BIT, grey_levels))
    levels = np.empty(picture.size, dtype=level_of.dtype)
    channel = float(cn0_dbhz), float(budget["video_bandwidth_hz"]), modulation.deviation_ratio.value, generator
    for first in range(0, picture.size, _BLOCK):
        video = received_video(GREYS_8_BIT[picture.reshape(-1)[first : first + _BLOCK]], *channel)
        levels[first : first + _BLOCK] = grey_level_of_video(video, grey_levels)
    sigma = grey_noise(budget)
    share = np.bincount(picture.ravel(), minlength=256) / picture.size
    expected = share @ gaussian_pixel_error_probability(GREYS_8_BIT, sigma, grey_levels)
    pulse = sync or DEFAULT_SYNC
    miss = sync_pulse_miss_probability(sigma, pulse.depth, pulse.symbols)
    return levels.reshape(picture.shape), level_of[picture], expected, _lines(len(picture), miss, sync, generator), None


def _compact(levels: np.ndarray) -> np.ndarray:
    """Numbers of grey levels in as few bytes as hold them: there are 65 536 of them at most."""
    return levels.astype(np.uint8 if levels.max() < 256 else np.uint16)


def _line_offsets(missed: np.ndarray, sync: LineSync, generator) -> np.ndarray:
    """Pixels by which each line is shown shifted."""
    lines = missed.size
    wander = np.cumsum(np.where(missed, sync.wander_pixels * generator.standard_normal(lines), 0.0))
    found = np.maximum.accumulate(np.where(missed, -1, np.arange(lines)))
    start = np.where(found >= 0, wander[found], 0.0)
    return np.rint(wander - start).astype(np.int64)


def _with_shifted_lines(grey: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Each line cut from the stream of pixels where the receiver takes its start to be."""
    shifted = np.flatnonzero(offsets)
    if shifted.size == 0:
        return grey
    lines, columns = grey.shape
    where = (shifted * columns + offsets[shifted])[:, None] + np.arange(columns)
    out = grey.copy()
    out[shifted] = grey.reshape(-1)[np.clip(where, 0, lines * columns - 1)]
    return out
