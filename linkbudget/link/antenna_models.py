"""Which physics function each kind of antenna calls for: its gain, its beamwidth, its loss off boresight."""

from linkbudget.hardware.parts import LINEAR_AXIAL_RATIO_DB, Antenna, Terminal
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import Term, given, term
from linkbudget.physics.antennas import array_gain_dbi, dish_gain_dbi, half_power_beamwidth_deg
from linkbudget.physics.patterns import (
    cosine_pattern_loss_db,
    gaussian_pattern_loss_db,
    isotropic_pattern_loss_db,
)
from linkbudget.physics.pointing import off_boresight_deg

PATTERNS = {
    "dish": gaussian_pattern_loss_db,
    "array": gaussian_pattern_loss_db,
    "beam": gaussian_pattern_loss_db,
    "broad": cosine_pattern_loss_db,
}
"""Kind of antenna -> loss off boresight, from its half-power beamwidth; other kinds have no preferred direction."""


def gain(name: str, antenna: Antenna, frequency_hz) -> Term:
    """Gain on boresight."""
    if antenna.kind == "dish":
        return term(
            name,
            dish_gain_dbi,
            "+",
            frequency_hz=frequency_hz,
            diameter_m=antenna.diameter_m,
            aperture_efficiency=antenna.aperture_efficiency,
        )
    if antenna.kind == "array":
        return term(
            name,
            array_gain_dbi,
            "+",
            frequency_hz=frequency_hz,
            element_effective_area_m2=antenna.element_effective_area_m2,
            element_count=antenna.element_count,
            combining_efficiency=antenna.combining_efficiency,
        )
    return given(name, antenna.gain_dbi, "dBi", "+")


def beamwidth(name: str, antenna: Antenna, frequency_hz) -> Term | None:
    """Half-power beamwidth, of an array in its narrowest plane; none for an antenna without a beam."""
    if antenna.kind in ("dish", "array"):
        return term(
            name,
            half_power_beamwidth_deg,
            frequency_hz=frequency_hz,
            aperture_length_m=antenna.diameter_m if antenna.kind == "dish" else antenna.length_m,
            beamwidth_factor_deg=antenna.beamwidth_factor_deg,
        )
    return given(name, antenna.beamwidth_deg, "deg") if antenna.kind in PATTERNS else None


def enter_pointing(ledger: Ledger, end: str, terminal: Terminal, frequency_hz, sun_angle_deg) -> None:
    """Angle off boresight of the ``Transmit`` or ``Receive`` antenna and the loss it makes, or the stated loss."""
    key, name = end.lower(), f"{end} pointing loss"
    if terminal.pointing_loss_db is not None:
        ledger.less(f"{key}_pointing_loss_db", name, terminal.pointing_loss_db)
        return
    angle = _off_boresight(f"{end} angle off boresight", terminal, sun_angle_deg)
    ledger.enter(f"{key}_off_boresight_deg", angle)
    width = beamwidth(f"{end} beamwidth", terminal.antenna, frequency_hz)
    if width is not None:
        ledger.enter(f"{key}_beamwidth_deg", width)
    ledger.enter(f"{key}_pointing_loss_db", pointing_loss(name, terminal.antenna, width, angle))


def _off_boresight(name: str, terminal: Terminal, sun_angle_deg) -> Term:
    """Angle between boresight and the other end: the pointing error, plus the Sun's offset if the Sun is aimed at."""
    if terminal.boresight == "sun":
        return term(
            name, off_boresight_deg, aim_offset_deg=sun_angle_deg, pointing_error_deg=terminal.pointing_error_deg
        )
    return given(name, terminal.pointing_error_deg, "deg")


def pointing_loss(name: str, antenna: Antenna, width: Term | None, angle: Term) -> Term:
    """Loss of gain at an angle off boresight."""
    if width is None:
        return term(name, isotropic_pattern_loss_db, "-", off_boresight_deg=angle)
    behind = antenna.back_lobe_loss_db if antenna.kind == "broad" else None
    back_lobe = {} if behind is None else {"back_lobe_loss_db": behind}
    return term(name, PATTERNS[antenna.kind], "-", off_boresight_deg=angle, beamwidth_deg=width, **back_lobe)


def axial_ratio_db(antenna: Antenna):
    """Axial ratio, read off the antenna; infinite for a linear one.

    Parameters
    ----------
    antenna : Antenna
        The antenna as a scenario states it.

    Returns
    -------
    Parameter or float
        Axial ratio [dB].

    Examples
    --------
    >>> from linkbudget.hardware.parts import OmnidirectionalAntenna
    >>> print(axial_ratio_db(OmnidirectionalAntenna(gain="0 dBi", polarization="linear")), "dB")
    inf dB
    """
    return LINEAR_AXIAL_RATIO_DB if antenna.is_linear else antenna.axial_ratio_db
