"""From C/N0 to margin: what each kind of modulation makes of the received signal.

``digital``: carrier and data split, Eb/N0, required Eb/N0, rate.  ``pulse-position``: energy of a pulse, slot errors,
picture.  ``analog-video``: the threshold of frequency modulation, picture.
"""

from dataclasses import replace

from linkbudget.hardware.parts import (
    AnalogVideoModulation,
    DigitalModulation,
    Link,
    PulsePositionModulation,
    Ranging,
    ResidualCarrier,
)
from linkbudget.link import equations, sums
from linkbudget.link.receiving import NO_LOSS_DB
from linkbudget.link.terms import Sign, Term, given, restated, term
from linkbudget.physics.analog import fm_output_snr_db, fm_threshold_cn0_dbhz, peak_to_peak_snr_db
from linkbudget.physics.capacity import ebn0_from_esn0_db, shannon_capacity_bps
from linkbudget.physics.carrier import (
    carrier_suppression_loss_db,
    carrier_to_noise_ratio_in_loop_db,
    data_modulation_loss_db,
    modulation_index_for_suppression_deg,
)
from linkbudget.physics.coding import codes, required_coded_ebn0_db
from linkbudget.physics.modulation import MODULATIONS, required_ebn0_db
from linkbudget.physics.noise import bandwidth_dbhz, carrier_to_noise_ratio_db
from linkbudget.physics.picture import (
    analog_picture_snr_db,
    analog_pixel_error_probability,
    pulse_picture_snr_db,
    pulse_pixel_error_probability,
    required_cn0_for_picture_snr_dbhz,
    required_es_over_n0_for_picture_snr_db,
)
from linkbudget.physics.pulse_jitter import slot_error_probability_with_jitter
from linkbudget.physics.pulse_position import (
    pulse_energy_j,
    pulse_energy_to_noise_density_db,
    pulse_width_s,
    slot_count,
)

SNR_KEYS = {
    "digital": ("ebn0_db", "required_ebn0_db"),
    "pulse-position": ("es_over_n0_db", "required_es_over_n0_db"),
    "analog-video": ("video_cnr_db", "required_video_cnr_db"),
}
"""Kind of modulation -> the lines whose difference is the margin: what there is, and what is needed."""


def modulation_terms(link: Link, above: dict[str, Term]) -> dict[str, Term]:
    """The lines of a budget below C/N0, from those above."""
    kinds = {"digital": _digital, "pulse-position": _pulse_position, "analog-video": _analog_video}
    lines = kinds[link.modulation.kind](link, above)
    cn0, distance = above["cn0_dbhz"], above.get("range_m")
    lines["shannon_limit_bps"] = term("Shannon limit, any bandwidth", shannon_capacity_bps, cn0_dbhz=cn0)
    lines["closing_margin_db"] = term(
        "Closing margin, of data or carrier", equations.closing_margin_db, **_margins(link, lines)
    )
    if distance is not None:
        lines["maximum_range_m"] = term(
            "Distance at which the link ends",
            equations.maximum_range_m,
            range_m=distance,
            closing_margin_db=lines["closing_margin_db"],
        )
    return lines


def _carrier(carrier: ResidualCarrier, ranging: Ranging | None, above: dict[str, Term]) -> dict[str, Term]:
    """The residual carrier: what is left of it, and what its tracking loop makes of that."""
    cn0 = above["cn0_dbhz"]
    lines = {"carrier_start_dbhz": restated("C/N0, again", cn0), "carrier_suppression_db": _suppression(carrier, "-")}
    lost = [lines["carrier_suppression_db"]]
    if ranging is not None:
        lines["carrier_ranging_suppression_db"] = _ranging_suppression(ranging)
        lost.append(lines["carrier_ranging_suppression_db"])
    if carrier.implementation_loss_db is not None:
        lines["carrier_implementation_loss_db"] = given(
            "Carrier implementation loss", carrier.implementation_loss_db, "dB", "-"
        )
        lost.append(lines["carrier_implementation_loss_db"])
    left = _after_losses("C/N0 of the carrier", cn0, lost)
    lines["carrier_cn0_dbhz"] = left
    lines["loop_bandwidth_dbhz"] = term("Loop bandwidth", bandwidth_dbhz, "-", bandwidth_hz=carrier.loop_bandwidth_hz)
    lines["loop_snr_db"] = term(
        "Signal-to-noise ratio of the carrier loop",
        carrier_to_noise_ratio_in_loop_db,
        "=",
        carrier_cn0_dbhz=left,
        loop_bandwidth_hz=carrier.loop_bandwidth_hz,
    )
    required = given("Required loop signal-to-noise ratio", carrier.required_loop_snr_db, "dB", "-")
    lines["required_loop_snr_db"] = required
    lines["carrier_margin_db"] = term(
        "Carrier margin",
        equations.margin_db,
        "=",
        available_db=lines["loop_snr_db"],
        required_db=carrier.required_loop_snr_db,
    )
    return lines | (_carrier_power(above | lines) if "received_power_dbw" in above else {})


def _carrier_power(lines: dict[str, Term]) -> dict[str, Term]:
    """The carrier as a power, and the least that can be tracked; of a station whose gain and noise are known apart."""
    power = term(
        "Carrier power",
        sums.carrier_power_dbw,
        received_power_dbw=lines["received_power_dbw"],
        carrier_suppression_db=lines["carrier_suppression_db"],
        ranging_suppression_db=lines.get("carrier_ranging_suppression_db", NO_LOSS_DB),
    )
    required = term(
        "Required carrier power",
        sums.required_carrier_power_dbw,
        noise_density_dbw_per_hz=lines["noise_density_dbw_per_hz"],
        loop_bandwidth_dbhz=lines["loop_bandwidth_dbhz"],
        required_loop_snr_db=lines["required_loop_snr_db"],
        implementation_loss_db=lines.get("carrier_implementation_loss_db", NO_LOSS_DB),
    )
    return {"carrier_power_dbw": power, "required_carrier_power_dbw": required}


def _after_losses(name: str, cn0: Term, losses: list[Term]) -> Term:
    """What several losses leave of C/N0, one after another."""
    for loss in losses:
        cn0 = term(name, equations.cn0_after_loss_dbhz, "=", cn0_dbhz=cn0, loss_db=loss)
    return cn0


def _suppression(carrier: ResidualCarrier, sign: Sign = "") -> Term:
    if carrier.suppression_db is not None:
        return given("Carrier suppression", carrier.suppression_db, "dB", sign)
    return term(
        "Carrier suppression",
        carrier_suppression_loss_db,
        sign,
        modulation_index_deg=carrier.modulation_index_deg,
        subcarrier=carrier.subcarrier,
    )


def _ranging_suppression(ranging: Ranging) -> Term:
    """What the ranging signal takes from the carrier and from the data alike."""
    if ranging.suppression_db is not None:
        return given("Suppression by ranging", ranging.suppression_db, "dB", "-")
    return term(
        "Suppression by ranging",
        carrier_suppression_loss_db,
        "-",
        modulation_index_deg=ranging.modulation_index_deg,
        subcarrier=ranging.waveform,
    )


def _index(name: str, signal: ResidualCarrier | Ranging, waveform: str) -> Term:
    """Modulation index, which is given or follows from the suppression."""
    if signal.suppression_db is None:
        return given(name, signal.modulation_index_deg, "deg")
    return term(
        name,
        modulation_index_for_suppression_deg,
        carrier_suppression_loss_db=signal.suppression_db,
        subcarrier=waveform,
    )


def _data_share(carrier: ResidualCarrier, ranging: Ranging | None = None) -> dict[str, Term]:
    """The share of the power that carries data, as a loss."""
    index = _index("Modulation index", carrier, carrier.subcarrier)
    loss = term(
        "Data modulation loss", data_modulation_loss_db, "-", modulation_index_deg=index, subcarrier=carrier.subcarrier
    )
    lines = {"modulation_index_deg": index, "data_modulation_loss_db": loss}
    return lines if ranging is None else lines | {"data_ranging_suppression_db": _ranging_suppression(ranging)}


def _ranging(ranging: Ranging, carrier: ResidualCarrier, cn0: Term) -> dict[str, Term]:
    """The ranging signal: its share of the power against what the station needs."""
    lines = {
        "ranging_start_dbhz": restated("C/N0, again", cn0),
        "ranging_data_suppression_db": replace(_suppression(carrier, "-"), name="Suppression by data"),
        "ranging_modulation_loss_db": term(
            "Ranging modulation loss",
            data_modulation_loss_db,
            "-",
            modulation_index_deg=_index("Modulation index of ranging", ranging, ranging.waveform),
            subcarrier=ranging.waveform,
        ),
    }
    lost = [lines["ranging_data_suppression_db"], lines["ranging_modulation_loss_db"]]
    if ranging.implementation_loss_db is not None:
        lines["ranging_implementation_loss_db"] = given(
            "Ranging implementation loss", ranging.implementation_loss_db, "dB", "-"
        )
        lost.append(lines["ranging_implementation_loss_db"])
    lines["ranging_pr_n0_dbhz"] = _after_losses("Ranging power over noise density", cn0, lost)
    if ranging.required_pr_n0_dbhz is None:
        return lines
    lines["required_pr_n0_dbhz"] = given("Required ranging power", ranging.required_pr_n0_dbhz, "dBHz", "-")
    margin = _margin(lines, "ranging_pr_n0_dbhz", "required_pr_n0_dbhz")
    return lines | {"ranging_margin_db": replace(margin, name="Ranging margin")}


def _digital(link: Link, above: dict[str, Term]) -> dict[str, Term]:
    modulation: DigitalModulation = link.modulation
    cn0 = above["cn0_dbhz"]
    lines = _data_share(modulation.carrier, modulation.ranging) if modulation.carrier else {}
    lines["implementation_loss_db"] = given("Implementation loss", modulation.implementation_loss_db, "dB", "-")
    lines["bit_rate_bps"] = given("Bit rate", modulation.bit_rate_bps, "bit/s")
    lines["bit_rate_dbhz"] = term(
        "Bit rate in decibels", equations.bit_rate_dbhz, "-", bit_rate_bps=modulation.bit_rate_bps
    )
    lines["ebn0_db"] = term(
        "Eb/N0",
        equations.ebn0_db,
        "=",
        cn0_dbhz=cn0,
        modulation_loss_db=_modulation_loss(lines),
        implementation_loss_db=modulation.implementation_loss_db,
        bit_rate_bps=modulation.bit_rate_bps,
    )
    if modulation.required_ebn0_db is not None:
        lines["required_ebn0_db"] = given("Required Eb/N0", modulation.required_ebn0_db, "dB", "-")
    elif modulation.code is not None:
        required = term(
            "Required Eb/N0, coded",
            required_coded_ebn0_db,
            "-",
            error_rate=modulation.error_rate,
            code=modulation.code,
        )
        lines["required_ebn0_db"] = replace(required, document=codes()[modulation.code]["bit"].reference)
    else:
        required = term(
            "Required Eb/N0",
            required_ebn0_db,
            "-",
            error_rate=modulation.error_rate,
            modulation=modulation.scheme,
        )
        lines["required_ebn0_db"] = replace(required, document=MODULATIONS[modulation.scheme].reference)
    lines["margin_db"] = _margin(lines, "ebn0_db", "required_ebn0_db")
    lines["required_cn0_dbhz"] = term(
        "Required C/N0 of the data",
        sums.required_cn0_dbhz,
        required_ebn0_db=lines["required_ebn0_db"],
        data_modulation_loss_db=lines.get("data_modulation_loss_db", NO_LOSS_DB),
        ranging_suppression_db=lines.get("data_ranging_suppression_db", NO_LOSS_DB),
        implementation_loss_db=lines["implementation_loss_db"],
        bit_rate_dbhz=lines["bit_rate_dbhz"],
    )
    if modulation.carrier:
        lines |= _carrier(modulation.carrier, modulation.ranging, above)
    if modulation.ranging:
        lines |= _ranging(modulation.ranging, modulation.carrier, cn0)
    return lines | _rate_limit(link, lines, modulation.bit_rate_bps, modulation.rate_ladder_bps)


def _modulation_loss(lines: dict[str, Term]):
    """What does not carry data: the carrier's share, and that of ranging beside it."""
    loss = lines.get("data_modulation_loss_db", NO_LOSS_DB)
    if "data_ranging_suppression_db" not in lines:
        return loss
    both = {"data_modulation_loss_db": loss, "ranging_suppression_db": lines["data_ranging_suppression_db"]}
    return term("Modulation loss with ranging", equations.modulation_loss_db, **both)


def _rate_limit(link: Link, lines: dict[str, Term], rate, ladder) -> dict[str, Term]:
    limit = term("Highest data rate", equations.data_rate_limit_bps, data_rate_bps=rate, **_margins(link, lines))
    new = {"required_margin_db": given("Required margin", link.required_margin_db, "dB"), "data_rate_limit_bps": limit}
    if ladder:
        new["data_rate_on_ladder_bps"] = term(
            "Highest rate of the equipment",
            equations.rate_on_ladder_bps,
            data_rate_limit_bps=limit,
            rate_ladder_bps=tuple(rung.value for rung in ladder),
        )
    return new


def _pixel_rate_limit(link: Link, lines: dict[str, Term]) -> dict[str, Term]:
    modulation = link.modulation
    limit = term(
        "Highest pixel rate",
        equations.pixel_rate_limit_pixels_per_s,
        pixel_rate_pixels_per_s=modulation.pixel_rate_pixels_per_s,
        **_margins(link, lines),
    )
    new = {
        "required_margin_db": given("Required margin", link.required_margin_db, "dB"),
        "pixel_rate_limit_pixels_per_s": limit,
        "data_rate_limit_bps": term(
            "Highest pixel rate in bits of grey",
            equations.grey_bit_rate_bps,
            pixel_rate_pixels_per_s=limit,
            bits_per_pixel=term("Bits a pixel", equations.bits_per_pixel, grey_levels=modulation.grey_levels),
        ),
    }
    if modulation.rate_ladder_pixels_per_s:
        new["pixel_rate_on_ladder_pixels_per_s"] = term(
            "Highest pixel rate of the equipment",
            equations.pixel_rate_on_ladder_pixels_per_s,
            pixel_rate_limit_pixels_per_s=limit,
            rate_ladder_pixels_per_s=tuple(rung.value for rung in modulation.rate_ladder_pixels_per_s),
        )
    return new


def _margins(link: Link, lines: dict[str, Term]) -> dict:
    carrier = {"carrier_margin_db": lines["carrier_margin_db"]} if "carrier_margin_db" in lines else {}
    return {"data_margin_db": lines["margin_db"], "required_margin_db": link.required_margin_db, **carrier}


def _pulse_position(link: Link, above: dict[str, Term]) -> dict[str, Term]:
    modulation: PulsePositionModulation = link.modulation
    cn0 = above["cn0_dbhz"]
    power = {"average_power_w": link.transmitter.power_w}
    peak = power | {"peak_power_w": link.transmitter.peak_power_w}
    rate = {"pixel_rate_pixels_per_s": modulation.pixel_rate_pixels_per_s}
    lines = {
        "pulse_energy_j": term("Energy of a sent pulse", pulse_energy_j, **power, **rate),
        "pulse_width_s": term("Width of a pulse", pulse_width_s, **peak, **rate),
        "slots": term("Slots a pixel", slot_count, **peak),
        "implementation_loss_db": given("Implementation loss", modulation.implementation_loss_db, "dB", "-"),
        "pixel_rate_pixels_per_s": given("Pixel rate", modulation.pixel_rate_pixels_per_s, "pixel/s"),
        "pixel_rate_dbhz": term("Pixel rate in decibels", equations.pixel_rate_dbhz, "-", **rate),
    }
    detected = term(
        "C/N0 at the detector",
        equations.cn0_after_loss_dbhz,
        cn0_dbhz=cn0,
        loss_db=modulation.implementation_loss_db,
    )
    lines["es_over_n0_db"] = term(
        "Pulse energy over noise density",
        pulse_energy_to_noise_density_db,
        "=",
        carrier_to_noise_density_dbhz=detected,
        **rate,
    )
    channel = {
        "slots": lines["slots"],
        "timing_jitter": modulation.timing_jitter,
        "grey_levels": modulation.grey_levels,
    }
    lines["required_es_over_n0_db"] = term(
        "Required pulse energy over noise density",
        required_es_over_n0_for_picture_snr_db,
        "-",
        picture_snr_db=modulation.required_picture_snr_db,
        **channel,
    )
    lines["margin_db"] = _margin(lines, "es_over_n0_db", "required_es_over_n0_db")
    energy = {"es_over_n0_db": lines["es_over_n0_db"]}
    lines["slot_error_probability"] = term(
        "Slot error probability",
        slot_error_probability_with_jitter,
        **energy,
        slots=lines["slots"],
        timing_jitter=modulation.timing_jitter,
    )
    lines["pixel_error_probability"] = term(
        "Pixel error probability", pulse_pixel_error_probability, **energy, **channel
    )
    lines["picture_snr_db"] = term("Picture signal-to-noise ratio", pulse_picture_snr_db, **energy, **channel)
    bits = term("Bits a pixel", equations.bits_per_pixel, grey_levels=modulation.grey_levels)
    for key, name in (("", "Eb/N0"), ("required_", "Required Eb/N0")):
        lines[f"{key}ebn0_db"] = term(
            f"{name}, a bit of grey",
            ebn0_from_esn0_db,
            esn0_db=lines[f"{key}es_over_n0_db"],
            spectral_efficiency=bits,
        )
    return lines | _pixel_rate_limit(link, lines)


def _analog_video(link: Link, above: dict[str, Term]) -> dict[str, Term]:
    modulation: AnalogVideoModulation = link.modulation
    cn0 = above["cn0_dbhz"]
    lines = _data_share(modulation.carrier)
    lines["implementation_loss_db"] = given("Implementation loss", modulation.implementation_loss_db, "dB", "-")
    lines["pixel_rate_pixels_per_s"] = given("Pixel rate", modulation.pixel_rate_pixels_per_s, "pixel/s")
    bandwidth = term(
        "Video bandwidth", equations.video_bandwidth_hz, pixel_rate_pixels_per_s=modulation.pixel_rate_pixels_per_s
    )
    subcarrier = term(
        "Subcarrier C/N0",
        equations.cn0_after_loss_dbhz,
        cn0_dbhz=term(
            "Subcarrier C/N0 before the detector",
            equations.cn0_after_loss_dbhz,
            cn0_dbhz=cn0,
            loss_db=lines["data_modulation_loss_db"],
        ),
        loss_db=modulation.implementation_loss_db,
    )
    fm = {"video_bandwidth_hz": bandwidth, "deviation_ratio": modulation.deviation_ratio}
    required = term(
        "Required subcarrier C/N0",
        required_cn0_for_picture_snr_dbhz,
        picture_snr_db=modulation.required_picture_snr_db,
        grey_levels=modulation.grey_levels,
        **fm,
    )
    video = term("Video signal-to-noise ratio", fm_output_snr_db, carrier_to_noise_density_dbhz=subcarrier, **fm)
    lines |= {
        "video_bandwidth_hz": bandwidth,
        "video_bandwidth_dbhz": term("Video bandwidth in decibels", bandwidth_dbhz, "-", bandwidth_hz=bandwidth),
        "video_cnr_db": term(
            "Subcarrier over noise in the video bandwidth",
            carrier_to_noise_ratio_db,
            "=",
            cn0_dbhz=subcarrier,
            bandwidth_hz=bandwidth,
        ),
        "required_video_cnr_db": term(
            "Required subcarrier over noise",
            carrier_to_noise_ratio_db,
            "-",
            cn0_dbhz=required,
            bandwidth_hz=bandwidth,
        ),
    }
    lines["margin_db"] = _margin(lines, "video_cnr_db", "required_video_cnr_db")
    lines["video_threshold_db"] = term(
        "Threshold of frequency modulation",
        carrier_to_noise_ratio_db,
        cn0_dbhz=term("Subcarrier C/N0 at threshold", fm_threshold_cn0_dbhz, **fm),
        bandwidth_hz=bandwidth,
    )
    contrast = term("Black-to-white signal-to-noise ratio", peak_to_peak_snr_db, sinusoid_snr_db=video)
    levels = {"peak_to_peak_snr_db": contrast, "grey_levels": modulation.grey_levels}
    lines["video_snr_db"], lines["contrast_snr_db"] = video, contrast
    lines["pixel_error_probability"] = term("Pixel error probability", analog_pixel_error_probability, **levels)
    lines["picture_snr_db"] = term("Picture signal-to-noise ratio", analog_picture_snr_db, **levels)
    lines |= _carrier(modulation.carrier, None, above)
    return lines | _pixel_rate_limit(link, lines)


def _margin(lines: dict[str, Term], available: str, required: str) -> Term:
    return term("Margin", equations.margin_db, "=", available_db=lines[available], required_db=lines[required])
