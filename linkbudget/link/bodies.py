"""Sun, Moon and planets in or near the beam of the earth station: the noise each adds, as lines of the budget."""

from dataclasses import dataclass
from typing import Any

from linkbudget.errors import note
from linkbudget.hardware.antenna_kinds import DishAntenna, StatedAntenna
from linkbudget.hardware.terminals import Antenna
from linkbudget.link import antenna_models, docstrings
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import Subtotal, Term, given, term
from linkbudget.parameters import Parameter
from linkbudget.physics.antennas import equivalent_diameter_m
from linkbudget.physics.body_noise import beam_noise_temperature_k, small_body_noise_temperature_k
from linkbudget.physics.hot_bodies import (
    body_brightness_temperature_k,
    moon_brightness_temperature_k,
    planet_brightness_temperature_k,
    quiet_sun_brightness_temperature_k,
)
from linkbudget.physics.reference_patterns import f699_gain_dbi

TITLES = {"sun": "the Sun", "moon": "the Moon"}
"""Names of bodies within a sentence; planets go by their own."""

DISCS = {"sun": quiet_sun_brightness_temperature_k, "moon": moon_brightness_temperature_k}
"""Functions for the brightness of a body, whose sources its line states; planets have one together."""


@dataclass(frozen=True, slots=True)
class BodyInBeam:
    """A hot body near the direction of the other end, numbers or arrays that broadcast with the path.

    Attributes
    ----------
    name : str
        ``sun``, ``moon`` or the name of a planet.
    separation_deg : array_like
        Angle at the station between the other end and the centre of the body [deg].
    diameter_deg : array_like, optional
        Angular diameter of the body; zero while it is set or far from the beam, when it adds nothing; none: that of a
        body as far away as the other end [deg].
    phase_deg : array_like, optional
        Phase of the Moon after full Moon [deg].
    """

    name: str
    separation_deg: Any
    diameter_deg: Any = None
    phase_deg: Any = None


def enter_bodies(ledger: Ledger, antenna: Antenna | None, frequency_hz, bodies, line_loss_db) -> bool:
    """Enter the noise of each body behind atmosphere and line, in kelvins; False where there is none to enter."""
    if not bodies:
        return False
    if antenna is None or isinstance(antenna, StatedAntenna):
        note("Sun, Moon and planets near the beam are left out: the pattern of the station's antenna is not known")
        return False
    if antenna_models.has_direction(antenna) and antenna_models.beamwidth("Beamwidth", antenna, frequency_hz) is None:
        note("Sun, Moon and planets near the beam are left out: the beamwidth of the station's antenna is not known")
        return False
    for body in bodies:
        _enter_body(ledger, antenna, frequency_hz, body, line_loss_db)
    return True


def _enter_body(ledger: Ledger, antenna: Antenna, frequency_hz, body: BodyInBeam, line_loss_db) -> None:
    title = TITLES.get(body.name, body.name.capitalize())
    angle = ledger.state(f"{body.name}_separation_deg", f"Angle between {title} and the link", body.separation_deg)
    phase = {} if body.phase_deg is None else {"moon_phase_deg": body.phase_deg}
    brightness = ledger.state(
        f"{body.name}_brightness_temperature_k",
        f"Brightness of {title}",
        body_brightness_temperature_k,
        frequency_hz=frequency_hz,
        body=body.name,
        **phase,
    )
    brightness.document = _sources_of_disc(body.name)
    disc = {"source_diameter_deg": _diameter(ledger, body), "brightness_temperature_k": brightness}
    before = [given("Receive line loss", line_loss_db, "dB"), *(absorber.loss for absorber in ledger.absorbers)]
    key, name = f"{body.name}_noise_temperature_k", f"Noise of {title}"
    gain = ledger["receive_antenna_gain_dbi"]
    width = antenna_models.beamwidth("Beamwidth", antenna, frequency_hz)
    if width is None:  # as much from every direction
        towards = Subtotal("Gain towards the body, less the losses before it", "dBi", [gain], before)
        ledger.add(key, name, small_body_noise_temperature_k, **disc, gain_towards_body_dbi=towards)
        return
    ledger.add(
        key,
        name,
        beam_noise_temperature_k,
        **disc,
        off_boresight_deg=angle,
        beamwidth_deg=width,
        antenna_gain_dbi=gain,
        sidelobe_gain_dbi=_sidelobe_gain_dbi(antenna, frequency_hz, gain, body.separation_deg),
        loss_db=Subtotal("Losses before the body", "dB", before, ()),
    )


def _sources_of_disc(name: str) -> str:
    """Documents of the brightness of a body: of a planet, those that say its name."""
    documents = docstrings.references(DISCS.get(name, planet_brightness_temperature_k))
    own = [document for document in documents if name in DISCS or name.capitalize() in document]
    return "; ".join(own)


def _diameter(ledger: Ledger, body: BodyInBeam):
    """Angular diameter of a body, of the planet at the other end by the range [deg]."""
    if body.diameter_deg is not None:
        return body.diameter_deg
    from linkbudget.geometry.bodies_in_view import apparent_diameter_deg

    return term("Diameter of the planet", apparent_diameter_deg, name=body.name, range_m=ledger["range_m"])


def _sidelobe_gain_dbi(antenna: Antenna, frequency_hz, gain: Term, separation_deg) -> Term:
    """Envelope of the sidelobes, of an antenna that is no dish by the aperture that has its gain."""
    if isinstance(antenna, DishAntenna):
        diameter: Parameter | Term = antenna.diameter_m
    else:
        size = {"frequency_hz": frequency_hz, "antenna_gain_dbi": gain}
        diameter = term("Equivalent diameter", equivalent_diameter_m, **size)
    return term(
        "Gain of the sidelobes",
        f699_gain_dbi,
        off_boresight_deg=separation_deg,
        frequency_hz=frequency_hz,
        diameter_m=diameter,
        maximum_gain_dbi=gain,
    )
