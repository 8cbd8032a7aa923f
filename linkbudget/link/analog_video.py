"""Pictures by frequency modulation of a subcarrier: the ratio in the video bandwidth, its threshold, the picture."""

from linkbudget.hardware.modulation_kinds import AnalogVideoModulation
from linkbudget.link.carrier_and_ranging import enter_carrier, enter_data_share
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import Term, term
from linkbudget.physics.analog import fm_output_snr_db, fm_threshold_cn0_dbhz, peak_to_peak_snr_db
from linkbudget.physics.noise import bandwidth_dbhz, carrier_to_noise_ratio_db
from linkbudget.physics.picture import (
    analog_picture_snr_db,
    analog_pixel_error_probability,
    required_cn0_for_picture_snr_dbhz,
)
from linkbudget.physics.picture_rates import video_bandwidth_hz


def enter_analog_video(ledger: Ledger, modulation: AnalogVideoModulation) -> None:
    """The lines from C/N0 to the margins of picture and carrier, and picture quality."""
    ledger.once(_enter_share, modulation)
    subcarrier = ledger.total("subcarrier_cn0_dbhz", "Subcarrier C/N0")
    ledger.once(_enter_band, modulation)
    band = ledger["video_bandwidth_hz"]
    ledger.total("video_cnr_db", "Subcarrier over noise in the video bandwidth")
    ledger.once(_enter_required, modulation, band)
    ledger.total("margin_db", "Data margin")
    ledger.once(_enter_threshold, modulation, band)
    _enter_picture(ledger, subcarrier, _fm(modulation, band), modulation)
    enter_carrier(ledger, modulation.carrier)


def _fm(modulation: AnalogVideoModulation, band: Term) -> dict:
    return {"video_bandwidth_hz": band, "deviation_ratio": modulation.deviation_ratio}


def _enter_share(ledger: Ledger, modulation: AnalogVideoModulation) -> None:
    """The losses between C/N0 and the subcarrier, and the pixel rate."""
    enter_data_share(ledger, modulation.carrier)
    ledger.less("implementation_loss_db", "Implementation loss", modulation.implementation_loss_db)
    ledger.state("pixel_rate_pixels_per_s", "Pixel rate", modulation.pixel_rate_pixels_per_s)


def _enter_band(ledger: Ledger, modulation: AnalogVideoModulation) -> None:
    rate = {"pixel_rate_pixels_per_s": modulation.pixel_rate_pixels_per_s}
    band = ledger.state("video_bandwidth_hz", "Video bandwidth", video_bandwidth_hz, **rate)
    ledger.less("video_bandwidth_dbhz", "Video bandwidth in decibels", bandwidth_dbhz, bandwidth_hz=band)


def _enter_required(ledger: Ledger, modulation: AnalogVideoModulation, band: Term) -> None:
    required = term(
        "Required subcarrier C/N0",
        required_cn0_for_picture_snr_dbhz,
        picture_snr_db=modulation.required_picture_snr_db,
        grey_levels=modulation.grey_levels,
        **_fm(modulation, band),
    )
    name = "Required subcarrier over noise"
    ledger.less("required_video_cnr_db", name, carrier_to_noise_ratio_db, cn0_dbhz=required, bandwidth_hz=band)


def _enter_threshold(ledger: Ledger, modulation: AnalogVideoModulation, band: Term) -> None:
    threshold = {
        "cn0_dbhz": term("Subcarrier C/N0 at threshold", fm_threshold_cn0_dbhz, **_fm(modulation, band)),
        "bandwidth_hz": band,
    }
    name = "Threshold of frequency modulation"
    ledger.state("video_threshold_db", name, carrier_to_noise_ratio_db, **threshold)


def _enter_picture(ledger: Ledger, subcarrier: Term, fm: dict, modulation: AnalogVideoModulation) -> None:
    given = {"carrier_to_noise_density_dbhz": subcarrier, **fm}
    video = ledger.state("video_snr_db", "Video signal-to-noise ratio, fine detail", fm_output_snr_db, **given)
    name = "Video signal-to-noise ratio, broad areas"
    ledger.state("broad_area_snr_db", name, fm_output_snr_db, fine_detail=False, **given)
    name = "Black-to-white signal-to-noise ratio"
    contrast = ledger.state("contrast_snr_db", name, peak_to_peak_snr_db, sinusoid_snr_db=video)
    levels = {"peak_to_peak_snr_db": contrast, "grey_levels": modulation.grey_levels}
    ledger.state("pixel_error_probability", "Pixel error probability", analog_pixel_error_probability, **levels)
    ledger.state("picture_snr_db", "Picture signal-to-noise ratio", analog_picture_snr_db, **levels)
