"""Terms and lines of an antenna: gain, beamwidth and pointing loss, by the functions that its kind calls for."""

import inspect
from collections.abc import Callable
from functools import cache

from linkbudget.hardware.antenna_kinds import LINEAR_AXIAL_RATIO_DB
from linkbudget.hardware.parts import Antenna, Terminal
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import Term, given, term
from linkbudget.parameters import Parameter
from linkbudget.physics.patterns import isotropic_pattern_loss_db
from linkbudget.physics.pointing import off_boresight_deg


def gain(name: str, antenna: Antenna, frequency_hz) -> Term:
    """Gain on boresight."""
    model = type(antenna).gain_model
    if model is None:
        return given(name, _stated(antenna, "gain_dbi"), "dBi", "+")
    return term(name, model, "+", **_arguments(model, antenna, frequency_hz=frequency_hz))


def beamwidth(name: str, antenna: Antenna, frequency_hz) -> Term | None:
    """Half-power beamwidth, of an array in its narrowest plane; none for an antenna without a beam."""
    if not has_direction(antenna):
        return None
    model = type(antenna).beamwidth_model
    if model is None:
        return given(name, _stated(antenna, "beamwidth_deg"), "deg")
    return term(name, model, **_arguments(model, antenna, frequency_hz=frequency_hz))


def has_direction(antenna: Antenna) -> bool:
    """True where an antenna has a pattern, and so a direction that it prefers."""
    return type(antenna).pattern_model is not None


def depends_on_frequency(antenna: Antenna) -> bool:
    """True where gain or beamwidth follow from the size of the antenna in wavelengths."""
    return type(antenna).gain_model is not None or type(antenna).beamwidth_model is not None


def _stated(antenna: Antenna, name: str) -> Parameter:
    """A number that the kind of antenna states, as it has no function for it."""
    return getattr(antenna, name)


def _arguments(model: Callable, antenna: Antenna, **known) -> dict:
    """What a function of an antenna takes, by name: a known number, or what the part says."""
    values = {name: known[name] if name in known else getattr(antenna, name) for name in _names(model)}
    return {name: value for name, value in values.items() if value is not None}


@cache
def _names(model: Callable) -> tuple[str, ...]:
    return tuple(inspect.signature(model).parameters)


def enter_pointing(ledger: Ledger, end: str, terminal: Terminal, frequency_hz, sun_angle_deg) -> None:
    """Angle off boresight of the ``Transmit`` or ``Receive`` antenna and the loss it makes, or the stated loss."""
    key, name = end.lower(), f"{end} pointing loss"
    if terminal.pointing_loss_db is not None:
        ledger.less(f"{key}_pointing_loss_db", name, terminal.pointing_loss_db)
        return
    angle = _off_boresight(f"{end} angle off boresight", terminal, sun_angle_deg)
    ledger.enter(f"{key}_off_boresight_deg", angle)
    assert terminal.antenna is not None
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
    model = type(antenna).pattern_model or isotropic_pattern_loss_db
    return term(name, model, "-", **_arguments(model, antenna, off_boresight_deg=angle, beamwidth_deg=width))


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
    >>> from linkbudget.hardware.antenna_kinds import OmnidirectionalAntenna
    >>> print(axial_ratio_db(OmnidirectionalAntenna(gain="0 dBi", polarization="linear")), "dB")
    inf dB
    """
    return LINEAR_AXIAL_RATIO_DB if antenna.is_linear else antenna.axial_ratio_db
