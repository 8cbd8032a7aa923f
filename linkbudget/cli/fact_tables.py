"""Tables of one thing, a row a fact: ``listen``, ``signal``, ``measure``, ``picture`` and ``pattern``."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from linkbudget.formatting import (
    angle_text,
    count_text,
    decibels_text,
    decimals_text,
    distance_text,
    duration_text,
    frequency_text,
    number_text,
    odds_text,
    percent_text,
    rate_text,
    span_text,
)
from linkbudget.link.budget_tables import heading
from linkbudget.tables import Column, Paragraph, Table, facts

if TYPE_CHECKING:
    from linkbudget.mission.imaging import ReceivedPicture
    from linkbudget.mission.listening import Recording
    from linkbudget.mission.measuring import Measurement
    from linkbudget.mission.signals import Signal


def recording_parts(recording: "Recording", said: dict[str, Any]) -> list[Table | Paragraph]:
    """Figures of a recording, its notes and its files."""

    def span(key: str, text: Callable[[float], str]) -> str:
        return span_text(*(text(said[f"{end}_{key}"]) for end in ("lowest", "highest")))

    side = "above" if said["tuned_hz"] >= 0.0 else "below"
    level, less = (decibels_text(said[f"{key}_db"]) for key in ("noise_level", "turned_down"))
    rows = [
        ("Start, length", f"{said['start']}, {duration_text(said['duration_s'])}"),
        ("Distance", span("range_m", distance_text)),
        ("Doppler shift", span("doppler_shift_hz", lambda hz: frequency_text(hz, 6))),
        ("C/N0 of the carrier", span("carrier_cn0_dbhz", lambda level: decibels_text(level, "dBHz"))),
        (f"Over noise in {frequency_text(said['bandwidth_hz'])}", span("snr_db", decibels_text)),
        (
            "Heard at",
            f"{frequency_text(said['pitch_hz'])}, tuned {frequency_text(abs(said['tuned_hz']), 6)} {side} nominal",
        ),
        ("Level of the noise", f"{level} of full scale, turned down {less}"),
    ]
    notes = [Paragraph(f"Note: {note}.", "note") for note in recording.notes]
    return [facts("recording", "", rows, said), *notes, *map(Paragraph, said["files"])]


def signal_parts(made: "Signal", said: dict[str, Any]) -> list[Table | Paragraph]:
    """Figures of a signal, its notes and its files."""
    levels = span_text(*(decibels_text(said[f"{end}_cn0_dbhz"], "dBHz") for end in ("lowest", "highest")))
    shifts = span_text(*(frequency_text(said[f"{end}_doppler_shift_hz"], 6) for end in ("lowest", "highest")))
    rows = [
        ("Start, length", f"{said['start']}, {duration_text(made.duration_s)}"),
        ("Waveform", made.what),
        ("Samples a second", frequency_text(made.sample_rate_hz, 6).replace("Hz", "samples/s")),
        ("Frequency at zero", frequency_text(made.centre_hz, 12)),
        ("Doppler shift", shifts),
        ("C/N0", levels),
    ]
    notes = [Paragraph(f"Note: {note}.", "note") for note in made.notes]
    return [facts("signal", "", rows, said), *notes, *map(Paragraph, said["files"])]


def measured_table(found: "Measurement", said: dict[str, float], data: dict[str, Any], *, square: bool) -> Table:
    """Measured values of a recording, beside the budget where there is one."""
    rows: list[tuple[str, ...]] = [("From zero of the samples", frequency_text(found.frequency_hz, 9))]
    if found.radio_frequency_hz is not None:
        radio = (found.radio_frequency_hz, *([said["radio_frequency_hz"]] if said else []))
        rows.append(("Radio frequency", *(frequency_text(each, 12) for each in radio)))
        if said:
            nominal = said["radio_frequency_hz"] - said["doppler_shift_hz"]
            shifts = found.radio_frequency_hz - nominal, said["doppler_shift_hz"]
            rows.append(("Doppler shift", *(frequency_text(shift, 9) for shift in shifts)))
    slides = (found.slide_hz_per_s, *([said["slide_hz_per_s"]] if said else []))
    rows.append(("Slide", *(f"{frequency_text(each, 5)}/s" for each in slides)))
    if not square:
        levels = (found.carrier_cn0_dbhz, *([said["carrier_cn0_dbhz"]] if said else []))
        rows.append(("C/N0 of the carrier", *(decibels_text(each, "dBHz") for each in levels)))
        rows.append(("Standard error", decibels_text(found.cn0_error_db)))
    heads = ("", "Found", *(["Budget"] if said else []))
    texts = [(*row, *[""] * (len(heads) - len(row))) for row in rows]
    columns = (Column("", fold=12), *(Column(head, right=True) for head in heads[1:]))
    return Table("carrier", "", columns, texts, lambda: [data])


def picture_parts(data: dict[str, Any], arrived: "list[ReceivedPicture]") -> list[Table | Paragraph]:
    """Notes on the picture, what arrived over each link, and the file; the records are of all links."""
    notes = [Paragraph(f"{data['picture']}: {note}") for note in data["notes"]]
    return [*notes, *(_received_table(each, data["links"]) for each in arrived), Paragraph(data["file"])]


def _received_table(received: "ReceivedPicture", records: list[dict[str, Any]]) -> Table:
    from linkbudget.mission.imaging import picture_modulation

    lines, wide = received.grey.shape
    coded, greys = received.coded, picture_modulation(received.budget.link).grey_levels.value
    rows = [
        ("Distance", distance_text(received.budget.get("range_m")), str(received.budget.verdict)),
        ("Picture", f"{wide} x {lines}", f"{count_text(greys)} grey levels"),
        (
            "Transmission time",
            duration_text(received.transmission_time_s),
            f"at {rate_text(received.budget['pixel_rate_pixels_per_s'], 'pixel/s')}",
        ),
        _flaws_row(received),
        (
            "Lines out of sync",
            count_text(received.lost_lines),
            f"{number_text(received.expected_lost_lines, 2)} expected",
        ),
        *_clock_rows(received),
        (
            "Peak signal-to-noise ratio",
            decibels_text(received.psnr_db),
            f"{decibels_text(received.best_psnr_db)} without errors",
        ),
        (
            "Structural similarity",
            decimals_text(received.structural_similarity, 3),
            f"{decimals_text(received.best_structural_similarity, 3)} without errors",
        ),
        (
            "A modern coded link",
            duration_text(received.coded_time_s),
            f"{coded.title}, {rate_text(coded.bit_rate_bps)} from the same power, not compressed",
        ),
    ]
    columns = (Column("Quantity", fold=16), Column("Value", right=True), Column("Beside it", fold=16))
    return Table("picture", heading(received.budget), columns, rows, lambda: records, has_heads=False)


def _flaws_row(received: "ReceivedPicture") -> tuple[str, str, str]:
    """Flaws of the pixels: of an analogue link how far the greys are off, of pulses how many are wrong."""
    from linkbudget.mission.imaging import grey_noise

    noise, wrong = grey_noise(received.budget), odds_text(received.pixel_error_rate, "pixel")
    if noise is not None:
        said = f"of black to white, rms, clicks counted; in another grey level: {wrong}"
        return "Greys off by", percent_text(noise, 2), said
    how = "expected while the slot clock holds" if received.clock_losses else "expected exactly"
    return "Wrong pixels", wrong, f"{odds_text(received.expected_pixel_error_rate, 'pixel')} {how}"


def _clock_rows(received: "ReceivedPicture") -> list[tuple[str, str, str]]:
    """The slot clock of a link whose loop makes it."""
    if received.clock_losses is None:
        return []
    expected = number_text(received.expected_clock_losses, 2)
    return [("Slot clock lost", count_text(received.clock_losses), f"{expected} expected")]


def pattern_parts(said: dict[str, Any]) -> list[Table | Paragraph]:
    """Contents of a file, shares of the sphere above each gain, and notes."""
    from linkbudget.hardware.antenna_kinds import MOST_CIRCULAR_DB

    unit = "dBi" if said["states_gain"] else "dB"
    cuts = said["cuts"]
    rows = [
        ("Frequency", "not stated" if said["frequency_hz"] is None else frequency_text(said["frequency_hz"], 6)),
        ("Cuts", cuts[0] if len(cuts) == 1 else f"{len(cuts)}, {span_text(cuts[0], cuts[-1])}"),
        ("Greatest gain", decibels_text(said["peak_gain_dbi"], unit, 2)),
    ]
    if said["narrowest_beamwidth_deg"] is not None:
        rows.append(("Narrowest half-power beam", angle_text(said["narrowest_beamwidth_deg"], 1)))
    if "covered_share" in said:
        rows[2] = (
            "Greatest gain",
            f"{rows[2][1]} at theta {angle_text(said['peak_theta_deg'])}, phi {angle_text(said['peak_phi_deg'])}",
        )
        rows.append(("Share of the sphere", percent_text(said["covered_share"])))
    if "peak_axial_ratio_db" in said:
        hand = "right-handed" if said["peak_right_share"] > 0.5 else "left-handed"
        ratio = decibels_text(said["peak_axial_ratio_db"])
        is_linear = said["peak_axial_ratio_db"] >= MOST_CIRCULAR_DB
        rows.append(("Axial ratio there", f"{ratio}, {'linear' if is_linear else hand}"))
    if "mean_gain_dbi" in said:
        rows.append(("Mean over the sphere", decibels_text(said["mean_gain_dbi"], unit, 2)))
    parts: list[Table | Paragraph] = [
        facts(
            "facts",
            "",
            rows,
            {key: value for key, value in said.items() if key not in ("gain_exceeded", "share_above")},
        )
    ]
    if "mean_gain_dbi" in said:
        parts.append(_shares_table(said, unit))
    notes = list(said["remarks"])
    if "no_sphere" in said:
        notes.append(said["no_sphere"])
    elif "mean_gain_dbi" not in said:
        notes.append("without the whole sphere there is no gain of a body that tumbles")
    return [*parts, *(Paragraph(f"Note: {note}.", "note") for note in notes)]


def _shares_table(said: dict[str, Any], unit: str) -> Table:
    """Gains, and the share of all directions that have as much or more."""
    exceeded, asked = said["gain_exceeded"], said["share_above"]
    rows = [(percent_text(row["share"]), decibels_text(row["gain_dbi"], unit, 2)) for row in exceeded]
    rows += [(percent_text(row["share"], 3), decibels_text(row["gain_dbi"], unit)) for row in asked]
    records = [{"share": row["share"], "gain_dbi": row["gain_dbi"]} for row in (*exceeded, *asked)]
    columns = Column("Share of directions", right=True), Column("have this gain or more", right=True)
    return Table("shares", "", columns, rows, lambda: records)
