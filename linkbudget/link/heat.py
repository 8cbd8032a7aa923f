"""Noise added by absorptive losses: the sky behind them, and the increase over a clear-sky noise temperature.

The map: :func:`enter_sky` for a receiver whose noise is given part by part, :func:`enter_increase` for one known by its
system noise temperature, its antenna noise temperature or its G/T.  Both read the absorbers of the ledger, so a loss
that says where it is entered that it absorbs needs nothing else.
"""

from collections.abc import Sequence

from linkbudget.constants import COSMIC_BACKGROUND_K
from linkbudget.hardware.defaults import GALACTIC_NOISE
from linkbudget.hardware.parts import Link
from linkbudget.link.ledger import Absorber, Ledger
from linkbudget.link.terms import Term, term
from linkbudget.parameters import Parameter
from linkbudget.physics.noise_of_losses import noise_temperature_behind_loss_k, noise_temperature_increase_k
from linkbudget.physics.sky_noise import galactic_noise_temperature_k, sky_noise_temperature_k

COSMIC_BACKGROUND = Parameter(COSMIC_BACKGROUND_K, status="documented", source="Fixsen, Astrophys. J. 707 (2009) 916")
MEAN_RADIATING_TEMPERATURE = Parameter(275.0, status="documented", source="ITU-R P.618-14, section 3: 275 K")
"""Physical temperature at which the air, clouds and rain absorb, as their noise shows it."""

AIR = ("absorption_loss_db", "sky_gas_loss_db", "gas_loss_db", "atmospheric_loss_db")
"""Losses of the atmosphere that absorb; of a budget with weather the first, which contains the gas loss."""


def enter_sky(ledger: Ledger, link: Link, absorbers: Sequence[Absorber]) -> None:
    """Enter the sky as the antenna sees it: galaxy and cosmos behind every absorbing loss."""
    seen = _behind(_enter_background(ledger, link), absorbers)
    key, last = seen.popitem()
    for before, line in seen.items():
        ledger.enter(before, line)
    last.sign = "+"
    ledger.enter(key, last)


def _enter_background(ledger: Ledger, link: Link) -> Term:
    if link.receiver.galactic_noise_at_1_m_k is None:
        return ledger.state("cosmic_noise_temperature_k", "Cosmic background", COSMIC_BACKGROUND)
    at_1_m = link.receiver.galactic_noise_at_1_m_k
    if at_1_m.source == GALACTIC_NOISE.source:  # also where a study moves it through its range
        ledger.state("galactic_noise_at_1_m_k", "Galactic noise at a wavelength of 1 m", at_1_m)
    galaxy = ledger.state(
        "galactic_noise_temperature_k",
        "Galactic noise",
        galactic_noise_temperature_k,
        frequency_hz=link.frequency_hz,
        temperature_at_1_m_k=at_1_m,
    )
    cosmos = ledger.state("cosmic_noise_temperature_k", "Cosmic background", COSMIC_BACKGROUND)
    return ledger.subtotal("background_noise_temperature_k", "Sky beyond the atmosphere", [galaxy, cosmos])


def enter_increase(ledger: Ledger, line_loss_db) -> Term | None:
    """Enter the noise that absorptive losses add to a noise stated for a clear sky, if there are any such losses.

    The clear sky has the gases at the same elevation, or the one loss that is stated for the atmosphere.
    """
    clear = next((key for key in AIR[1:] if key in ledger), None)
    if all(absorber.key == clear for absorber in ledger.absorbers):
        return None
    clear_air = [Absorber(clear, ledger[clear], MEAN_RADIATING_TEMPERATURE, 1.0)] if clear else []
    still = _behind(COSMIC_BACKGROUND, clear_air)["sky_noise_temperature_k"]
    still.name = "Sky noise, clear sky"
    ledger.enter("clear_sky_noise_temperature_k", still)
    seen = _behind(COSMIC_BACKGROUND, ledger.absorbers)
    for key, line in seen.items():
        ledger.enter(key, line)
    return ledger.add(
        "added_noise_temperature_k",
        "Noise added by weather and absorptive losses",
        noise_temperature_increase_k,
        noise_temperature_k=line,
        clear_noise_temperature_k=still,
        line_loss_db=line_loss_db,
    )


def _behind(background, absorbers: Sequence[Absorber]) -> dict[str, Term]:
    """The sky behind the air, then behind one further absorber after another."""
    air = None
    for absorber in absorbers:
        if absorber.key in AIR:
            air = absorber
            break
    sky = term(
        "Sky noise",
        sky_noise_temperature_k,
        background_k=background,
        loss_db=air.loss if air else 0.0,
        mean_radiating_temperature_k=air.physical_temperature_k if air else MEAN_RADIATING_TEMPERATURE,
    )
    lines = {"sky_noise_temperature_k": sky}
    for absorber in absorbers:
        if absorber is air:
            continue
        sky = lines[f"noise_behind_{absorber.key.removesuffix('_loss_db')}_k"] = term(
            f"Sky noise behind the {absorber.loss.name.lower().replace(' loss', '')}",
            noise_temperature_behind_loss_k,
            noise_temperature_k=sky,
            loss_db=absorber.loss,
            physical_temperature_k=absorber.physical_temperature_k,
            absorbed_share=absorber.absorbed_share,
        )
    return lines
