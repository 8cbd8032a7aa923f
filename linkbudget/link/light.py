"""Optical links from the laser to the received photons: telescopes, pointing, received power, photon rate."""

from linkbudget.hardware.light import TelescopeAntenna
from linkbudget.hardware.parts import Link
from linkbudget.hardware.terminals import Transmitter
from linkbudget.link.ledger import Ledger
from linkbudget.link.sent_power import enter_power
from linkbudget.link.terms import Term, given, term
from linkbudget.physics.beam_pointing import (
    beam_pointing_loss_db,
    beam_pointing_loss_exceeded_db,
    mean_beam_pointing_loss_db,
)
from linkbudget.physics.photons import level_in_dbm, optical_frequency_hz, photon_energy_dbj, photon_rate_per_s
from linkbudget.physics.telescopes import (
    beam_gain_dbi,
    divergence_of_beamwidth_deg,
    half_power_beamwidth_of_divergence_deg,
    optimum_truncation,
    stated_telescope_gain_dbi,
    telescope_beamwidth_deg,
    truncated_gain_dbi,
    uniform_telescope_gain_dbi,
    wavefront_loss_db,
)


def enter_transmitter(ledger: Ledger, link: Link) -> None:
    """The lines from the wavelength to EIRP."""
    ledger.once(_enter_transmitter, link)


def _enter_transmitter(ledger: Ledger, link: Link) -> None:
    transmitter, antenna = link.transmitter, link.transmitter.antenna
    assert isinstance(antenna, TelescopeAntenna)  # which the part has checked
    ledger.state("wavelength_m", "Wavelength", link.wavelength_m)
    ledger.state("frequency_hz", "Frequency", optical_frequency_hz, wavelength_m=link.wavelength_m)
    enter_power(ledger, transmitter)
    ledger.less("transmit_line_loss_db", "Transmit optics loss", transmitter.line_loss_db)
    ledger.enter("transmit_antenna_gain_dbi", telescope_gain("Transmit telescope gain", antenna, link.wavelength_m))
    _enter_wavefront(ledger, "Transmit", link, antenna)
    _enter_pointing(ledger, transmitter, antenna, link)
    ledger.total("eirp_dbw", "EIRP")


def telescope_gain(name: str, antenna: TelescopeAntenna, wavelength_m) -> Term:
    """Gain of a telescope on axis, from the keys that are stated."""
    if antenna.divergence_deg is not None:
        return term(name, beam_gain_dbi, "+", divergence_deg=antenna.divergence_deg)
    if antenna.beamwidth_deg is not None:
        width = term("Width between 1/e2 points", divergence_of_beamwidth_deg, beamwidth_deg=antenna.beamwidth_deg)
        return term(name, beam_gain_dbi, "+", divergence_deg=width)
    size = {"wavelength_m": wavelength_m, "diameter_m": antenna.diameter_m}
    if antenna.aperture_efficiency is not None:
        return term(name, stated_telescope_gain_dbi, "+", **size, aperture_efficiency=antenna.aperture_efficiency)
    if antenna.illumination == "gaussian":
        return term(name, truncated_gain_dbi, "+", **size, truncation=_truncation(antenna), **_obscuration(antenna))
    return term(name, uniform_telescope_gain_dbi, "+", **size, **_obscuration(antenna))


def telescope_beamwidth(name: str, antenna: TelescopeAntenna, wavelength_m) -> Term:
    """Half-power beamwidth of a telescope that sends."""
    if antenna.beamwidth_deg is not None:
        return given(name, antenna.beamwidth_deg, "deg")
    if antenna.divergence_deg is not None:
        return term(name, half_power_beamwidth_of_divergence_deg, divergence_deg=antenna.divergence_deg)
    shape = _obscuration(antenna)
    if antenna.illumination == "gaussian":
        shape["truncation"] = _truncation(antenna)
    return term(name, telescope_beamwidth_deg, wavelength_m=wavelength_m, diameter_m=antenna.diameter_m, **shape)


def _truncation(antenna: TelescopeAntenna):
    if antenna.truncation is not None:
        return antenna.truncation
    return term("Truncation", optimum_truncation, **_obscuration(antenna))


def _obscuration(antenna: TelescopeAntenna) -> dict:
    return {} if antenna.obscuration is None else {"obscuration": antenna.obscuration}


def _enter_wavefront(ledger: Ledger, end: str, link: Link, antenna: TelescopeAntenna) -> None:
    if antenna.wavefront_error_m is None:
        return
    error = {"wavelength_m": link.wavelength_m, "wavefront_error_m": antenna.wavefront_error_m}
    ledger.less(f"{end.lower()}_wavefront_loss_db", f"{end} wavefront loss", wavefront_loss_db, **error)


def _enter_pointing(ledger: Ledger, transmitter: Transmitter, antenna: TelescopeAntenna, link: Link) -> None:
    key, name = "transmit_pointing_loss_db", "Transmit pointing loss"
    if transmitter.pointing_loss_db is not None:
        ledger.less(key, name, transmitter.pointing_loss_db)
        return
    width = ledger.enter(
        "transmit_beamwidth_deg", telescope_beamwidth("Transmit half-power beamwidth", antenna, link.wavelength_m)
    )
    angles = {"pointing_error_deg": transmitter.pointing_error_deg}
    if transmitter.pointing_jitter_deg is None:
        ledger.less(key, name, beam_pointing_loss_db, **angles, beamwidth_deg=width)
        return
    angles |= {"pointing_jitter_deg": transmitter.pointing_jitter_deg}
    if transmitter.pointing_exceedance is None:
        ledger.less(key, f"{name}, mean", mean_beam_pointing_loss_db, **angles, beamwidth_deg=width)
    else:
        share = {"exceedance_probability": transmitter.pointing_exceedance}
        ledger.less(key, f"{name}, exceeded", beam_pointing_loss_exceeded_db, **angles, beamwidth_deg=width, **share)


def enter_receiver(ledger: Ledger, link: Link) -> None:
    """The lines from the receiving telescope to the photons that arrive each second."""
    ledger.once(_enter_telescope, link)
    parts = [ledger["excess_loss_db"], *ledger.present("receive_wavefront_loss_db"), ledger["receive_pointing_loss_db"]]
    ledger.subtotal("other_losses_db", "Losses beside free space", [*parts, ledger["receive_line_loss_db"]])
    power = ledger.total("received_power_dbw", "Received power at the receiver")
    ledger.state("received_power_dbm", "Received power over a milliwatt", level_in_dbm, power_dbw=power)
    light = {"power_dbw": power, "wavelength_m": link.wavelength_m}
    ledger.state("photon_rate_per_s", "Photon rate", photon_rate_per_s, **light)
    ledger.less("photon_energy_dbj", "Energy of a photon", photon_energy_dbj, wavelength_m=link.wavelength_m)
    ledger.total("photon_rate_dbhz", "Photon rate in decibels")


def _enter_telescope(ledger: Ledger, link: Link) -> None:
    receiver, antenna = link.receiver, link.receiver.antenna
    assert isinstance(antenna, TelescopeAntenna)  # which the part has checked
    ledger.enter("receive_antenna_gain_dbi", telescope_gain("Receive telescope gain", antenna, link.wavelength_m))
    _enter_wavefront(ledger, "Receive", link, antenna)
    ledger.less("receive_pointing_loss_db", "Receive pointing loss", receiver.pointing_loss_db)
    ledger.less("receive_line_loss_db", "Receive optics and coupling loss", receiver.line_loss_db)
