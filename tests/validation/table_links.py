"""Links and paths from the columns of a printed table: what the table says, and silence for what it does not."""

import math

from linkbudget.constants import BOLTZMANN_J_PER_K
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Path
from tests.validation.rows import Row

ANY_FREQUENCY_HZ = 1e9
"""Of a table that prints none: no line that is read depends on it."""

NOTHING_SENT = {
    "kind": "digital",
    "scheme": "bpsk",
    "bit_rate_bps": 1.0,
    "required_ebn0_db": 0.0,
    "implementation_loss_db": 0.0,
}
"""Of a table that ends above the modulation."""

UNPRINTED_DB = 10.0
"""A level whose variance alone is printed; no variance depends on it."""


def table_link(frequency_hz: float | None, transmitter: dict, receiver: dict, modulation: dict, **more) -> Link:
    """A link of the lines that a table prints; the others lose nothing, gain nothing and are silent."""
    ends = {"antenna": stated(0.0), "pointing_loss_db": 0.0, "line_loss_db": 0.0}
    return Link(
        title="As printed",
        frequency_hz=frequency_hz or ANY_FREQUENCY_HZ,
        transmitter=_without(ends, transmitter, {"power_w": 1.0}) | transmitter,
        receiver=({} if "g_over_t_db_per_k" in receiver else _without(ends, receiver, noise_of(receiver))) | receiver,
        modulation=NOTHING_SENT | modulation,
        **{"polarization_loss_db": 0.0, "required_margin_db": 0.0} | more,
    )


def _without(ends: dict, said: dict, more: dict) -> dict:
    """Values that the table does not state for an end; an antenna with a pointing error gets no stated loss."""
    unsaid = ends | more
    return {
        key: value for key, value in unsaid.items() if key != "pointing_loss_db" or "pointing_error_deg" not in said
    }


def noise_of(receiver: dict) -> dict:
    """Values that complete the noise of a receiver beside those in the table."""
    if "system_noise_temperature_k" in receiver:
        return {}
    if not {"noise_temperature_k", "noise_figure_db", "antenna_noise_temperature_k"} & set(receiver):
        return {"system_noise_temperature_k": 290.0}
    silent = {"antenna_noise_temperature_k": 0.0, "line_temperature_k": 290.0}
    return silent if "noise_figure_db" in receiver else silent | {"noise_temperature_k": 0.0}


def table_path(range_m: float | None, loss) -> Path:
    """With the printed loss, or over the printed range; with neither, nothing is lost."""
    if loss is None and range_m is not None:
        return Path(range_m=range_m)
    return Path(free_space_loss_db=0.0 if loss is None else loss)


def stated(gain) -> dict:
    """An antenna of which the gain alone is printed."""
    return {"kind": "stated", "gain_dbi": gain}


def ratio(level_db: float) -> float:
    """Decibels as a pure number, a level as its unit."""
    return 10.0 ** (level_db / 10.0)


def watts(level_dbm: float) -> float:
    """A level in dBm."""
    return ratio(level_dbm - 30.0)


def kelvins(density_dbm_per_hz: float) -> float:
    """A noise density as the temperature that makes it."""
    return watts(density_dbm_per_hz) / BOLTZMANN_J_PER_K


def given_or_zero(row: Row, columns: dict[str, str]) -> dict[str, float]:
    """Name of a line -> number of its column, zero for a line the table does not have."""
    return {name: row.number(column, 0.0) for name, column in columns.items()}


def printed(row: Row, columns: dict[str, str]) -> dict[str, float]:
    """Name of a line -> number of its column, where the table has it."""
    return {name: row.number(column) for name, column in columns.items() if row.number(column) is not None}


def spread(mean: float | None, variance: float, unit=float):
    """A number of which mean and variance are printed, in decibels; ``unit`` makes of a level what a link states.

    Its shape is not printed.  A triangle whose likeliest value is its low end has this mean and variance and, unlike a
    gaussian, keeps a loss that is printed as 0.65 dB with a variance of 0.15 above zero.
    """
    if not variance:
        return unit(mean or 0.0)
    third = math.sqrt(2.0 * variance)
    low = (UNPRINTED_DB if mean is None else mean) - third
    return {"value": unit(low), "low": unit(low), "high": unit(low + 3.0 * third), "shape": "triangular"}
