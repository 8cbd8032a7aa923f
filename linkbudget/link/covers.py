"""The cover over the antenna of an earth station: the loss of a dry radome, and of the rain water on it."""

from collections.abc import Callable

from linkbudget.errors import LinkBudgetError, note
from linkbudget.hardware.parts import Link
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import term
from linkbudget.physics.radome import (
    wet_cover_absorbed_share,
    wet_cover_loss_db,
    wet_radome_absorbed_share,
    wet_radome_loss_db,
)
from linkbudget.physics.rain_probability import rain_rate_at_probability_mm_per_h


def enter_radome(ledger: Ledger, link: Link, path) -> None:
    """The losses of a radome, dry and wet; both absorb, a water film only in part."""
    radome = link.station_end.radome
    if radome is None:
        return
    ledger.less("radome_loss_db", "Radome loss, dry", radome.dry_loss_db)
    ledger.absorbs("radome_loss_db", radome.temperature_k)
    if link.hop is not None:
        note("radome: the water on it is not counted; its model needs the rain rate of a path to space")
    if path.weather is None or link.hop is not None:
        return
    rain = {"rain_rate_mm_per_h": _enter_rain_rate(ledger, path.weather), "frequency_hz": link.frequency_hz}
    loss: Callable
    share: Callable
    if radome.radius_m is None:
        loss, share = wet_cover_loss_db, wet_cover_absorbed_share
    else:
        loss, share = wet_radome_loss_db, wet_radome_absorbed_share
        rain["radome_radius_m"] = radome.radius_m
    ledger.less("wet_radome_loss_db", "Radome loss, water on it", loss, **rain)
    ledger.absorbs("wet_radome_loss_db", radome.temperature_k, term("Absorbed share", share, **rain))


def _enter_rain_rate(ledger: Ledger, weather):
    """Rain at the station for the share of the year whose rain attenuation is counted."""
    if weather.rain_probability is None:
        raise LinkBudgetError(
            "station.climate.rain_probability: missing; expected the share of the year with rain, from "
            "which the rain rate on the radome follows"
        )
    return ledger.state(
        "rain_rate_mm_per_h",
        "Rain rate at the station",
        rain_rate_at_probability_mm_per_h,
        rain_rate_mm_per_h=weather.rain_rate_mm_per_h,
        rain_probability=weather.rain_probability,
        exceedance_probability=weather.exceedance_probability,
    )
