"""Terms and lines of an antenna: gain, beamwidth and pointing loss, by the functions that its kind calls for."""

import inspect
from collections.abc import Callable
from functools import cache

import numpy as np

from linkbudget.errors import note
from linkbudget.formatting import frequency_text
from linkbudget.hardware.antenna_kinds import LINEAR_AXIAL_RATIO_DB, MeasuredDish, PatternAntenna
from linkbudget.hardware.defaults import BEAMWIDTH_FACTOR
from linkbudget.hardware.gain_distribution import spinning_pattern_loss_db, tumbling_pattern_loss_db
from linkbudget.hardware.spherical_pattern import (
    axial_ratio_towards_db,
    direction_pattern_loss_db,
    right_share_towards,
)
from linkbudget.hardware.terminals import Antenna, Direction, Terminal
from linkbudget.hardware.two_port_files import chain_loss_db
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import Term, given, term
from linkbudget.parameters import Parameter, plain
from linkbudget.physics.attitude import mounted_phi_deg, mounted_theta_deg
from linkbudget.physics.ground_stations import gain_at_frequency_dbi, station_gain_dbi
from linkbudget.physics.patterns import isotropic_pattern_loss_db
from linkbudget.physics.pointing import off_boresight_deg


def gain(name: str, antenna: Antenna, frequency_hz, *, elevation_deg=None, transmits: bool = False) -> Term:
    """Gain on boresight; of a measured dish, without atmosphere, at an elevation or else at its best one."""
    if isinstance(antenna, MeasuredDish):
        return _measured_gain(name, antenna, frequency_hz, elevation_deg, transmits)
    model = type(antenna).gain_model
    if model is None:
        return given(name, _stated(antenna, "gain_dbi"), "dBi", "+")
    return term(name, model, "+", **_arguments(model, antenna, frequency_hz=frequency_hz))


def _measured_gain(name: str, antenna: MeasuredDish, frequency_hz, elevation_deg, transmits: bool) -> Term:
    stated = antenna.transmit_gain_dbi if transmits else antenna.gain_dbi
    holds_at = antenna.transmit_reference_frequency_hz if transmits else antenna.reference_frequency_hz
    at_best = {"frequency_hz": frequency_hz, "gain_dbi": stated, "reference_frequency_hz": holds_at}
    best = term(name, gain_at_frequency_dbi, "+", **at_best)
    if elevation_deg is None:
        return best
    if antenna.gain_curvature_db_per_deg2 is None:
        note(
            f"{name.lower()}: its change with elevation is not stated; the value at the best elevation is used for all"
        )
        return best
    return term(
        name,
        station_gain_dbi,
        "+",
        elevation_deg=elevation_deg,
        zenith_attenuation_db=NO_AIR_DB,
        peak_gain_dbi=best,
        curvature_db_per_deg2=antenna.gain_curvature_db_per_deg2,
        peak_elevation_deg=antenna.best_elevation_deg,
    )


NO_AIR_DB = 0.0
"""The loss of the air is a line of its own, not part of an antenna's gain."""


def beamwidth(name: str, antenna: Antenna, frequency_hz) -> Term | None:
    """Half-power beamwidth, of an array in its narrowest plane; none for an antenna without a beam."""
    if not has_direction(antenna):
        return None
    model = type(antenna).beamwidth_model
    if model is None:
        width = _stated(antenna, "beamwidth_deg")
        return None if width is None else given(name, width, "deg")
    return term(name, model, **_arguments(model, antenna, frequency_hz=frequency_hz))


def has_direction(antenna: Antenna) -> bool:
    """True where an antenna has a pattern, and so a direction that it prefers."""
    return type(antenna).pattern_model is not None


def depends_on_frequency(antenna: Antenna) -> bool:
    """True where gain or beamwidth follow from the size of the antenna in wavelengths."""
    return type(antenna).gain_model is not None or type(antenna).beamwidth_model is not None


def _stated(antenna: Antenna, name: str) -> Parameter | None:
    """A number that the kind of antenna states, as it has no function for it."""
    return getattr(antenna, name)


def _arguments(model: Callable, antenna: Antenna, **known) -> dict:
    """Arguments of an antenna function by name: the known numbers, and the part's own values for the rest."""
    values = {name: known[name] if name in known else getattr(antenna, name) for name in _names(model)}
    return {name: value for name, value in values.items() if value is not None}


@cache
def _names(model: Callable) -> tuple[str, ...]:
    return tuple(inspect.signature(model).parameters)


def line_loss(name: str, terminal: Terminal, frequency_hz) -> Parameter | Term | None:
    """Loss of the line behind an antenna: as stated, or off its files at the frequency of the link."""
    if terminal.line is None:
        return terminal.line_loss_db
    files = Parameter(terminal.line, status=terminal.status, source=terminal.line.source)
    return term(name, chain_loss_db, "-", frequency_hz=frequency_hz, two_ports=files)


def enter_pointing(ledger: Ledger, end: str, terminal: Terminal, frequency_hz, sun_angle_deg) -> None:
    """Enter the pointing loss of the ``Transmit`` or ``Receive`` antenna, stated or from its angle off boresight."""
    key, name = end.lower(), f"{end} pointing loss"
    if terminal.antenna is not None:
        _note_frequency(f"{key} antenna", terminal.antenna, frequency_hz)
    if terminal.pointing_loss_db is not None:
        ledger.less(f"{key}_pointing_loss_db", name, terminal.pointing_loss_db)
        return
    if terminal.attitude != "aimed":
        _ENTERED_BY_ATTITUDE[terminal.attitude](ledger, end, terminal, sun_angle_deg)
        return
    angle = _off_boresight(f"{end} angle off boresight", terminal, sun_angle_deg)
    ledger.enter(f"{key}_off_boresight_deg", angle)
    assert terminal.antenna is not None
    if getattr(terminal.antenna, "beamwidth_factor_deg", None) is BEAMWIDTH_FACTOR:
        ledger.state(f"{key}_beamwidth_factor_deg", f"{end} beamwidth factor", BEAMWIDTH_FACTOR)
    width = beamwidth(f"{end} beamwidth", terminal.antenna, frequency_hz)
    if width is not None:
        ledger.enter(f"{key}_beamwidth_deg", width)
    ledger.enter(f"{key}_pointing_loss_db", pointing_loss(name, terminal.antenna, width, angle))


NEAR_FREQUENCY = 1.02
"""Factor between the frequencies of a pattern and of its link up to which no note is made: the gain of an aperture then
differs by less than 0.2 dB, and the loss at its half-power points by less than 0.15 dB."""


def _note_frequency(what: str, antenna: Antenna, frequency_hz) -> None:
    """Note where a pattern holds at another frequency than that of the link, anywhere in an array."""
    if not isinstance(antenna, PatternAntenna) or antenna.frequency_hz is None:
        return
    own_hz, link_hz = plain(antenna.frequency_hz), np.asarray(plain(frequency_hz))
    if np.any(np.maximum(own_hz / link_hz, link_hz / own_hz) > NEAR_FREQUENCY):
        own = frequency_text(float(np.ravel(own_hz)[0]), 6)
        note(f"{what}: {antenna.file.file} has the pattern at {own}, which is not that of the link")


def _direction(name: str, terminal: Terminal, direction: Direction) -> tuple[Term, Term]:
    """Theta and phi of a direction in the axes of the antenna."""
    names = f"{name}, theta", f"{name}, phi"
    if terminal.mounting is None:
        return given(names[0], direction.theta_deg, "deg"), given(names[1], direction.phi_deg, "deg")
    told = {"theta_deg": direction.theta_deg, "phi_deg": direction.phi_deg}
    told |= {turn: getattr(terminal.mounting, turn) for turn in ("roll_deg", "pitch_deg", "yaw_deg")}
    return term(names[0], mounted_theta_deg, **told), term(names[1], mounted_phi_deg, **told)


def _seen_from(end: str, terminal: Terminal) -> tuple[Term, Term]:
    """Theta and phi of the other end, of a fixed attitude."""
    assert terminal.look_direction is not None  # which the part has checked
    return _direction(f"{end} direction", terminal, terminal.look_direction)


def _enter_fixed(ledger: Ledger, end: str, terminal: Terminal, sun_angle_deg) -> None:
    key, (theta, phi) = end.lower(), _seen_from(end, terminal)
    ledger.enter(f"{key}_direction_theta_deg", theta)
    ledger.enter(f"{key}_direction_phi_deg", phi)
    where = {"theta_deg": theta, "phi_deg": phi, "sphere": _sphere(terminal)}
    ledger.less(f"{key}_pointing_loss_db", f"{end} pointing loss", direction_pattern_loss_db, **where)


def _enter_spinning(ledger: Ledger, end: str, terminal: Terminal, sun_angle_deg) -> None:
    assert terminal.spin_axis is not None
    key = end.lower()
    angle = ledger.enter(
        f"{key}_spin_angle_deg", _off_boresight(f"{end} angle off the spin axis", terminal, sun_angle_deg)
    )
    theta, phi = _direction(f"{end} spin axis", terminal, terminal.spin_axis)
    ledger.enter(f"{key}_spin_axis_theta_deg", theta)
    ledger.enter(f"{key}_spin_axis_phi_deg", phi)
    share = {} if terminal.availability is None else {"availability": terminal.availability}
    ledger.less(
        f"{key}_pointing_loss_db",
        f"{end} pointing loss",
        spinning_pattern_loss_db,
        spin_angle_deg=angle,
        axis_theta_deg=theta,
        axis_phi_deg=phi,
        sphere=_sphere(terminal),
        **share,
    )


def _enter_tumbling(ledger: Ledger, end: str, terminal: Terminal, sun_angle_deg) -> None:
    what = {"availability": terminal.availability, "sphere": _sphere(terminal)}
    ledger.less(f"{end.lower()}_pointing_loss_db", f"{end} pointing loss", tumbling_pattern_loss_db, **what)


_ENTERED_BY_ATTITUDE: dict[str, Callable] = {
    "fixed": _enter_fixed,
    "spinning": _enter_spinning,
    "tumbling": _enter_tumbling,
}


def _sphere(terminal: Terminal) -> Parameter:
    assert terminal.antenna is not None
    assert terminal.antenna.sphere is not None  # which the part has checked
    return terminal.antenna.sphere


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


def axial_ratio_seen(ledger: Ledger, end: str, terminal: Terminal) -> tuple:
    """Axial ratio that the other end sees, and whether the wave turns as the antenna's polarisation says.

    Of an antenna whose file tells its polarisation, and whose attitude is fixed, both are those of its direction.

    Parameters
    ----------
    ledger : Ledger
        Keeps the axial ratio of a fixed attitude, with its inputs.
    end : str
        ``Transmit`` or ``Receive``.
    terminal : Terminal
        The end as a scenario states it.

    Returns
    -------
    tuple
        Axial ratio, a parameter, term or number [dB], and True, or an array of truths, for the sense that is stated.

    Examples
    --------
    >>> from linkbudget.hardware.terminals import Terminal
    >>> antenna = {"kind": "omnidirectional", "gain": "0 dBi", "polarization": "right", "axial_ratio": "2 dB"}
    >>> ratio, as_stated = axial_ratio_seen(
    ...     Ledger(), "Transmit", Terminal(antenna=antenna, pointing_error="0 deg", line_loss="0 dB")
    ... )
    >>> print(ratio.value, "dB", as_stated)
    2.0 dB True
    """
    antenna = terminal.antenna
    assert antenna is not None
    if not antenna.axial_ratio_is_of_file:
        return axial_ratio_db(antenna), True
    if terminal.attitude != "fixed":
        if terminal.attitude != "aimed":
            note(f"polarisation: that of the {end.lower()} antenna's boresight is taken for every direction")
        return axial_ratio_db(antenna), True
    theta, phi = _seen_from(end, terminal)
    where = {"theta_deg": theta, "phi_deg": phi, "sphere": _sphere(terminal)}
    name = f"{end} axial ratio towards the other end"
    ratio = ledger.state(f"{end.lower()}_axial_ratio_db", name, axial_ratio_towards_db, **where)
    right = right_share_towards(**{name: plain(value) for name, value in where.items()}) > 0.5
    return ratio, right == (antenna.polarization == "right")


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
