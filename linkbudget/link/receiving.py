"""The receiving end of a budget: gain, received power, system noise, and the figure of merit they make.

Receiver noise can be given part by part, as a system noise temperature, or through G/T.  All three lead to the same
C/N0.  A figure stated as one number is that of a clear sky at the stated elevation; the noise that weather adds to it
is a line of its own, unless the receiver says that its figure contains it.  A receiver that is known by the power or
the flux it needs alone has no noise, and its budget no C/N0.
"""

from linkbudget.constants import BOLTZMANN_DBW_PER_K_HZ
from linkbudget.errors import LinkBudgetError, note
from linkbudget.hardware.antenna_kinds import MeasuredDish
from linkbudget.hardware.defaults import LINE_TEMPERATURE
from linkbudget.hardware.elevation_curves import (
    g_over_t_at_elevation_db_per_k,
    system_noise_temperature_at_elevation_k,
)
from linkbudget.hardware.parts import Link
from linkbudget.hardware.terminals import Receiver
from linkbudget.hardware.two_port_files import front_end_noise_temperature_k
from linkbudget.link import antenna_models, heat
from linkbudget.link.bodies import enter_bodies
from linkbudget.link.interference import enter_cn0
from linkbudget.link.ledger import Absorber, Ledger
from linkbudget.link.planes import Plane
from linkbudget.link.terms import Term, term
from linkbudget.parameters import Parameter
from linkbudget.physics.ground_stations import antenna_microwave_noise_temperature_k
from linkbudget.physics.noise import (
    noise_density_dbw_per_hz,
    noise_temperature_k,
    noise_temperature_of_antenna_k,
    system_noise_temperature_at_antenna_k,
    system_noise_temperature_at_receiver_k,
    temperature_before_line_k,
    temperature_dbk,
)
from linkbudget.physics.noise_of_losses import noise_rise_db

BOLTZMANN = Parameter(BOLTZMANN_DBW_PER_K_HZ, status="documented", source="SI Brochure, 9th edition (2019), exact")
NO_LOSS_DB = 0.0


def _line_loss(link: Link) -> Parameter | Term | None:
    return antenna_models.line_loss("Receive line loss", link.receiver, link.frequency_hz)


def enter_receiver(ledger: Ledger, link: Link, path, plane: Plane) -> None:
    """The lines from the receiving antenna to C/N0."""
    receiver = link.receiver
    if receiver.is_known_by_flux:
        return
    if receiver.states_figure_of_merit:
        _enter_figure_of_merit(ledger, link, path)
        return
    if receiver.boresight == "sun" or isinstance(receiver.antenna, MeasuredDish):
        _enter_antenna(ledger, link, path.sun_angle_deg, path.elevation_deg)
    else:
        ledger.once(_enter_antenna, link)
    line = []
    if plane == "receiver":
        line = [ledger.less("receive_line_loss_db", "Receive line loss", _line_loss(link))]
    _enter_other_losses(ledger, line)
    ledger.total("received_power_dbw", f"Received power at the {plane}")
    if not receiver.states_noise:
        return
    if receiver.galactic_noise_at_1_m_k is not None and not path.bodies:
        ledger.once(_enter_noise_of_parts, link, plane, *ledger.absorbers)
    else:
        _enter_noise(ledger, link, path, plane)
    level = ledger["system_noise_temperature_dbk"]
    gain = [ledger["receive_antenna_gain_dbi"]]
    ledger.subtotal("g_over_t_db_per_k", "Figure of merit G/T", gain, [*line, level])
    enter_cn0(ledger, link)


def _enter_figure_of_merit(ledger: Ledger, link: Link, path) -> None:
    """A station known by its figure of merit: the power a lossless isotropic antenna would receive, then C/N0."""
    receiver = link.receiver
    loss = NO_LOSS_DB if receiver.pointing_loss_db is None else receiver.pointing_loss_db
    ledger.less("receive_pointing_loss_db", "Receive pointing loss", loss)
    _enter_other_losses(ledger, [])
    ledger.total("isotropic_power_dbw", "Received isotropic power")
    _enter_noise_rise(ledger, link, path)
    key, name = "g_over_t_db_per_k", "Figure of merit G/T"
    if receiver.g_over_t_by_elevation is None:
        ledger.add(key, name, receiver.g_over_t_db_per_k)
    else:
        curve = _curve(receiver, "g_over_t_by_elevation", path)
        ledger.add(key, name, g_over_t_at_elevation_db_per_k, elevation_deg=ledger["elevation_deg"], curve=curve)
    ledger.less("boltzmann_dbw_per_k_hz", "Boltzmann's constant", BOLTZMANN)
    enter_cn0(ledger, link)


def _enter_noise_rise(ledger: Ledger, link: Link, path) -> None:
    """The part of G/T that is lost to the noise of weather."""
    if not _enter_additions(ledger, link, path, NO_LOSS_DB):
        return
    stated = _stated_system_noise(ledger, link.receiver, path)
    if stated is None:
        raise LinkBudgetError(
            "receiver.system_noise_temperature: missing; expected beside g_over_t the temperature that figure "
            "contains, to which weather and absorptive losses add, or noise_contains_weather = true"
        )
    ledger.less(
        "noise_rise_db",
        "G/T lost to noise of weather and absorptive losses",
        noise_rise_db,
        system_noise_temperature_k=stated,
        added_noise_temperature_k=ledger["added_noise_temperature_k"],
    )


def _curve(receiver: Receiver, key: str, path) -> Parameter:
    """A figure against elevation, whose own file is its source."""
    if path.elevation_deg is None:
        raise LinkBudgetError(f"receiver.{key}: expected a path with an elevation")
    curve = getattr(receiver, key)
    return Parameter(curve, status=receiver.status, source="; ".join(filter(None, (curve.source, receiver.source))))


def _stated_system_noise(ledger: Ledger, receiver: Receiver, path) -> Parameter | Term | None:
    """The system noise temperature as one number, or read off its curve at the elevation of the path."""
    key = "system_noise_temperature_by_elevation"
    if getattr(receiver, key) is None:
        return receiver.system_noise_temperature_k
    where = {"elevation_deg": ledger["elevation_deg"], "curve": _curve(receiver, key, path)}
    return term("System noise temperature at this elevation", system_noise_temperature_at_elevation_k, **where)


def _gains_noise(link: Link) -> bool:
    """True where noise by weather is to be added: at an earth station whose stated figure does not contain it."""
    return link.direction == "downlink" and not link.receiver.noise_contains_weather


def _enter_antenna(ledger: Ledger, link: Link, sun_angle_deg=None, elevation_deg=None) -> None:
    receiver, frequency_hz = link.receiver, link.frequency_hz
    assert receiver.antenna is not None
    gain = antenna_models.gain("Receive antenna gain", receiver.antenna, frequency_hz, elevation_deg=elevation_deg)
    ledger.enter("receive_antenna_gain_dbi", gain)
    antenna_models.enter_pointing(ledger, "Receive", receiver, frequency_hz, sun_angle_deg)


def _enter_other_losses(ledger: Ledger, line: list[Term]) -> None:
    on_the_path = ledger.present("excess_loss_db") or ledger.present("polarization_loss_db")  # none with a stated flux
    parts = [*on_the_path, ledger["receive_pointing_loss_db"], *line]
    ledger.subtotal("other_losses_db", "Losses beside free space", parts)


def _enter_noise(ledger: Ledger, link: Link, path, plane: Plane) -> None:
    """Everything in kelvins, up to the noise density."""
    if link.receiver.has_measured_noise:
        _enter_measured_noise(ledger, link, path)
    elif link.receiver.states_system_noise:
        _enter_stated_system_noise(ledger, link, path, plane)
        _enter_density(ledger)
    elif link.receiver.antenna_noise is not None or link.receiver.antenna_noise_temperature_k is not None:
        added = _enter_additions(ledger, link, path, NO_LOSS_DB)
        key, name = "antenna_noise_temperature_k", "Antenna noise temperature"
        _enter_stated_total(ledger, key, name, _antenna_noise(name, link.receiver), added)
        _enter_system_noise(ledger, link, plane)
    else:
        heat.enter_sky(ledger, link, ledger.absorbers)
        _enter_bodies(ledger, link, path, NO_LOSS_DB)
        _enter_antenna_and_system_noise(ledger, link, plane)


def _antenna_noise(name: str, receiver: Receiver) -> Parameter | Term | None:
    """The noise temperature of the antenna as it is stated, or as sky, ground and its own loss make it."""
    said = receiver.antenna_noise
    if said is None:
        return receiver.antenna_noise_temperature_k
    return term(
        name,
        noise_temperature_of_antenna_k,
        sky_noise_temperature_k=said.sky_noise_temperature_k,
        ground_share=said.ground_share,
        ground_temperature_k=said.ground_temperature_k,
        radiation_efficiency=said.radiation_efficiency,
        antenna_temperature_k=said.antenna_temperature_k,
    )


def _enter_measured_noise(ledger: Ledger, link: Link, path) -> None:
    """The sky, and the noise of antenna, feed and amplifier at an elevation, both at the feedhorn."""
    antenna = link.receiver.antenna
    assert isinstance(antenna, MeasuredDish)
    if path.elevation_deg is None:
        raise LinkBudgetError("receiver.antenna: the noise of a measured dish expects a path with an elevation")
    heat.enter_sky(ledger, link, ledger.absorbers)
    _enter_bodies(ledger, link, path, NO_LOSS_DB)
    ledger.add(
        "antenna_microwave_noise_temperature_k",
        "Noise of antenna, feed and amplifier",
        antenna_microwave_noise_temperature_k,
        elevation_deg=path.elevation_deg,
        t1_k=antenna.t1_k,
        t2_k=antenna.t2_k,
        decay_per_deg=antenna.decay_per_deg,
    )
    ledger.total("system_noise_temperature_k", "System noise temperature at the feedhorn")
    _enter_density(ledger)


def _enter_noise_of_parts(ledger: Ledger, link: Link, plane: Plane, *absorbers: Absorber) -> None:
    """The noise of sky, ground and receiver, which follows from the link and the losses that absorb."""
    heat.enter_sky(ledger, link, absorbers)
    _enter_antenna_and_system_noise(ledger, link, plane)


def _enter_antenna_and_system_noise(ledger: Ledger, link: Link, plane: Plane) -> None:
    ledger.add("ground_noise_temperature_k", "Noise of the ground", link.receiver.ground_noise_temperature_k)
    ledger.total("antenna_noise_temperature_k", "Antenna noise temperature")
    _enter_system_noise(ledger, link, plane)


def _enter_system_noise(ledger: Ledger, link: Link, plane: Plane) -> None:
    receiver, at_receiver = link.receiver, plane == "receiver"
    _enter_own_noise(ledger, link)
    if receiver.line_temperature_k is LINE_TEMPERATURE:
        ledger.state("line_temperature_k", "Temperature of the line", LINE_TEMPERATURE)
    ledger.state(
        "system_noise_temperature_k",
        f"System noise temperature at the {plane}",
        system_noise_temperature_at_receiver_k if at_receiver else system_noise_temperature_at_antenna_k,
        antenna_noise_temperature_k=ledger["antenna_noise_temperature_k"],
        line_loss_db=_line_loss(link),
        line_temperature_k=receiver.line_temperature_k,
        receiver_noise_temperature_k=ledger["receiver_noise_temperature_k"],
    )
    _enter_density(ledger)


def _enter_density(ledger: Ledger) -> None:
    """The system noise temperature in decibels, and the noise density that C/N0 is counted over."""
    system = ledger["system_noise_temperature_k"]
    key, name = "system_noise_temperature_dbk", "System noise temperature in decibels"
    ledger.state(key, name, temperature_dbk, noise_temperature_k=system)
    key, density = "noise_density_dbw_per_hz", {"system_noise_temperature_k": system}
    ledger.less(key, "Noise density", noise_density_dbw_per_hz, **density)


def _enter_own_noise(ledger: Ledger, link: Link) -> None:
    receiver, key, name = link.receiver, "receiver_noise_temperature_k", "Receiver noise temperature"
    if receiver.front_end is not None:
        behind = "noise_behind_front_end_k"
        own = _enter_box_noise(ledger, receiver, behind, "Noise temperature behind the front end")
        files = Parameter(receiver.front_end, status=receiver.status, source=receiver.front_end.source)
        told = {"frequency_hz": link.frequency_hz, "two_ports": files, "receiver_noise_temperature_k": own}
        ledger.state(key, name, front_end_noise_temperature_k, **told)
    else:
        _enter_box_noise(ledger, receiver, key, name)


def _enter_box_noise(ledger: Ledger, receiver: Receiver, key: str, name: str) -> Term:
    if receiver.noise_temperature_k is not None:
        return ledger.state(key, name, receiver.noise_temperature_k)
    return ledger.state(key, name, noise_temperature_k, noise_figure_db=receiver.noise_figure_db)


def _enter_stated_system_noise(ledger: Ledger, link: Link, path, plane: Plane) -> None:
    """The system noise temperature as it is stated, at the receiver's input, moved before the line where asked."""
    receiver, key, name = link.receiver, "system_noise_temperature_k", f"System noise temperature at the {plane}"
    loss = _line_loss(link)
    stated = _stated_system_noise(ledger, receiver, path)
    added = _enter_additions(ledger, link, path, loss if plane == "receiver" else NO_LOSS_DB)
    if plane == "antenna":
        stated = term(name, temperature_before_line_k, noise_temperature_k=stated, line_loss_db=loss)
    _enter_stated_total(ledger, key, name, stated, added)


def _enter_additions(ledger: Ledger, link: Link, path, line_loss_db) -> bool:
    """The noise of weather and of bodies in the beam, beyond a stated figure; False where there is none."""
    weather = _gains_noise(link) and heat.enter_increase(ledger, line_loss_db) is not None
    bodies = _enter_bodies(ledger, link, path, line_loss_db)
    return weather or bodies


def _enter_bodies(ledger: Ledger, link: Link, path, line_loss_db) -> bool:
    """Bodies are near the beam of the earth station, so the receiver of an uplink receives no noise from them."""
    bodies = path.bodies if link.direction == "downlink" else ()
    if bodies and link.receiver.attitude != "aimed":
        note("Sun, Moon and planets near the beam are left out: the station's antenna is not aimed at the spacecraft")
        return False
    return enter_bodies(ledger, link.receiver.antenna, link.frequency_hz, bodies, line_loss_db)


def _enter_stated_total(ledger: Ledger, key: str, name: str, stated, added: bool) -> None:
    if not added:
        ledger.state(key, name, stated)
        return
    ledger.add("stated_noise_temperature_k", f"{name}, clear sky", stated)
    ledger.total(key, name)
