"""Waterfall of a recording.

The map: :func:`carrier_waterfall`.
"""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes

from linkbudget.formatting import decibels_text, distance_text, frequency_text, instant_text, span_text
from linkbudget.mission.listening import Recording
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import INK, PAPER, Canvas, canvas, color_bar, in_house_style, settled

COLUMNS, ROWS = 400, 300
"""Most columns and rows of the waterfall."""

_NOISE_DB = -6.0  # the darkest colour: noise falls below that in few places
_LEAST_SPAN_DB = 18.0


@in_house_style
def carrier_waterfall(recording: Recording, ax: Canvas = None) -> Axes:
    """Waterfall of a recording: frequency to the right, time downwards, power over the noise density as colour.

    Parameters
    ----------
    recording : Recording
        As from :func:`linkbudget.mission.listening.listen`.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        Frequencies in hertz from the one that the receiver is tuned to, times in seconds from the start.
    """
    given, (ax,) = ax, canvas(ax, figsize=(10.0, 7.6))
    density_db, edges_hz, end_s = _density(recording)
    top_db = max(float(density_db.max()), _NOISE_DB + _LEAST_SPAN_DB)
    unit_hz, unit = (1e3, "kHz") if recording.bandwidth_hz > 5e3 else (1.0, "Hz")
    image = ax.imshow(
        density_db,
        extent=(edges_hz[0] / unit_hz, edges_hz[-1] / unit_hz, end_s, 0.0),
        aspect="auto",
        interpolation="nearest",
        cmap="viridis",
        vmin=_NOISE_DB,
        vmax=top_db,
    )
    ax.grid(False)
    offset = recording.doppler_shift_hz - recording.tuned_hz
    heard = np.isfinite(recording.carrier_cn0_dbhz)
    first, last = np.flatnonzero(heard)[[0, -1]]
    for place, marker in ((first, "v"), (last, "^")):
        if abs(offset[place]) < 0.5 * recording.bandwidth_hz:
            where = offset[place] / unit_hz, recording.time_s[place]
            ax.plot(*where, marker, color=PAPER, markeredgecolor=INK, markersize=10, clip_on=False, zorder=3)
    ax.set_xlabel(f"Frequency, from where the receiver is tuned to [{unit}]")
    ax.set_ylabel("Time [s]")
    bar = color_bar(ax, image, pad=0.02)
    bar.set_label(f"Power over that of the noise, in {frequency_text(edges_hz[1] - edges_hz[0], 2)} [dB]")
    link = recording.scenario.links[recording.link]
    middle = recording.range_m.size // 2
    cn0 = recording.carrier_cn0_dbhz[heard]
    Heading(
        ax,
        f"{link.title}, heard from {distance_text(recording.range_m[middle], 3)}",
        f"From {instant_text(recording.start_utc_s)} UTC, through a receiver of "
        f"{frequency_text(recording.bandwidth_hz)}: a C/N0 of {_ends_text(cn0)}. Triangles: where the carrier must be, "
        "first and last.",
    )
    return settled(ax, given)


def _density(recording: Recording):
    """Power density over that of the noise, rows of time by columns of frequency; edges of the columns; end."""
    rate, samples = recording.sample_rate_hz, recording.samples
    size = 1 << int(np.ceil(np.log2(max(rate * COLUMNS / recording.bandwidth_hz, 16.0))))
    size = min(size, samples.size)
    rows = max(min(ROWS, samples.size // size), 1)
    window = np.hanning(size) if size > 2 else np.ones(size)
    scale = 2.0 / (rate * np.sum(window**2)) / (32767.0 * recording.gain) ** 2
    frequency = np.fft.rfftfreq(size, 1.0 / rate) - recording.pitch_hz
    inside = np.flatnonzero(np.abs(frequency) <= max(0.5 * recording.bandwidth_hz, np.abs(frequency).min()))
    density = np.empty((rows, inside.size))
    starts = np.linspace(0, samples.size, rows + 1).astype(np.int64)
    for row, (first, last) in enumerate(pairwise(starts)):
        first = min(first, samples.size - size)
        count = max((last - first) // size, 1)
        pieces = samples[first : first + count * size].reshape(count, size) * window
        density[row] = scale * np.mean(np.abs(np.fft.rfft(pieces)[:, inside]) ** 2, axis=0)
    step = rate / size
    edges = np.concatenate([frequency[inside] - 0.5 * step, frequency[inside[-1:]] + 0.5 * step])
    return 10.0 * np.log10(np.maximum(density, 1e-12)), edges, recording.duration_s


def _ends_text(cn0_dbhz) -> str:
    return span_text(*(decibels_text(end, "dBHz") for end in (cn0_dbhz.min(), cn0_dbhz.max())))
