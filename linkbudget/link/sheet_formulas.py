"""Equations as formulas of a spreadsheet, by the function of the package that computes them.

Only equations that a spreadsheet works out to the last digits stand here: sums of decibels, logarithms, noise
temperatures.  The map: :func:`sheet_formula`.
"""

from collections.abc import Callable, Mapping

from linkbudget.constants import BOLTZMANN_J_PER_K, SPEED_OF_LIGHT_M_PER_S, STANDARD_NOISE_TEMPERATURE_K
from linkbudget.link import rates, verdict
from linkbudget.physics import (
    capacity,
    carrier,
    free_space,
    noise,
    noise_of_losses,
    picture_rates,
    power_flux,
    pulse_position,
    sky_noise,
    symbol_rates,
)

Cells = Mapping[str, str]
"""Name of an input -> the cell that has it."""

_K, _C, _T0 = f"{BOLTZMANN_J_PER_K:.6E}", f"{SPEED_OF_LIGHT_M_PER_S:.0f}", f"{STANDARD_NOISE_TEMPERATURE_K:.0f}"


def sheet_formula(function: Callable, cells: Cells, words: Mapping[str, object]) -> str | None:
    """The formula of a function, without the sign of equality; None where there is none.

    Parameters
    ----------
    function : callable
        A function of the package.
    cells : mapping
        Inputs that are numbers: their names and cells.
    words : mapping
        Inputs that are none, such as the waveform of a subcarrier.

    Examples
    --------
    >>> from linkbudget.physics.free_space import level_dbw
    >>> sheet_formula(level_dbw, {"power_w": "C7"}, {})
    '10*LOG10(C7)'
    """
    if function in _LADDERS:
        rungs = next(iter(words.values()), None)
        return _on_ladder(next(iter(cells.values())), rungs) if isinstance(rungs, tuple) else None
    if function not in _FORMULAS or words.keys() - {"subcarrier"} or words.get("subcarrier", "square") != "square":
        return None
    return _FORMULAS[function](cells)


_THRESHOLDS = ("received_power_margin_db", "cnr_margin_db", "cn0_margin_db", "incident_flux_margin_db")


def _on_ladder(limit: str, rungs: tuple) -> str:
    reached = f"{limit}*(1+1E-12)"
    return f"MAX(0,{','.join(f'({reached}>={rung!r})*{rung!r}' for rung in rungs)})"


def _logarithm(name: str, factor: str = "10") -> Callable[[Cells], str]:
    return lambda cells: f"{factor}*LOG10({cells[name]})"


def _rate_limit(rate: str) -> Callable[[Cells], str]:
    def formula(cells: Cells) -> str:
        kept = cells["required_margin_db"]
        limit = f"{cells[rate]}*10^(({cells['data_margin_db']}-{kept})/10)"
        others = [cells["carrier_margin_db"]] if "carrier_margin_db" in cells else []
        others += [f"{cells[name]}-{kept}" for name in _THRESHOLDS if name in cells]
        return f"IF(MIN({','.join(others)})<0,0,{limit})" if others else limit

    return formula


def _closing(cells: Cells) -> str:
    names = ("data_margin_db", *_THRESHOLDS, "ranging_margin_db")
    held = [cells[name] for name in names if name in cells]
    kept = f"{held[0] if len(held) == 1 else f'MIN({chr(44).join(held)})'}-{cells['required_margin_db']}"
    others = [cells[name] for name in ("carrier_margin_db", "flux_margin_db") if name in cells]
    return f"MIN({','.join([kept, *others])})" if others else kept


def _spread(cells: Cells) -> str:
    return f"{cells['eirp_dbw']}-10*LOG10(4*PI()*{cells['distance_m']}^2)"


def _flux_in_band(cells: Cells) -> str:
    share = f"MIN({cells['reference_bandwidth_hz']}/{cells['signal_bandwidth_hz']},1)"
    return f"{_spread(cells)}+10*LOG10({share})"


def _behind_loss(cells: Cells) -> str:
    through = f"10^(-{cells['loss_db']}/10)"
    glow = f"{cells['absorbed_share']}*(1-{through})*{cells['physical_temperature_k']}"
    return f"{cells['noise_temperature_k']}*{through}+{glow}"


def _sky(cells: Cells) -> str:
    through = f"10^(-{cells['loss_db']}/10)"
    return f"{cells['background_k']}*{through}+{cells['mean_radiating_temperature_k']}*(1-{through})"


def _at_receiver(cells: Cells) -> str:
    through = f"10^(-{cells['line_loss_db']}/10)"
    line = f"{cells['line_temperature_k']}*(1-{through})"
    return f"{cells['antenna_noise_temperature_k']}*{through}+{line}+{cells['receiver_noise_temperature_k']}"


def _at_antenna(cells: Cells) -> str:
    loss = f"10^({cells['line_loss_db']}/10)"
    line = f"{cells['line_temperature_k']}*({loss}-1)"
    return f"{cells['antenna_noise_temperature_k']}+{line}+{loss}*{cells['receiver_noise_temperature_k']}"


_LADDERS = {rates.rate_on_ladder_bps, rates.pixel_rate_on_ladder_pixels_per_s}

_FORMULAS: dict[Callable, Callable[[Cells], str]] = {
    free_space.level_dbw: _logarithm("power_w"),
    free_space.eirp_of_density_dbw: lambda cells: (
        f"{cells['eirp_density_dbw_per_hz']}+10*LOG10({cells['bandwidth_hz']})"
    ),
    power_flux.flux_of_isotropic_power_dbw_per_m2: lambda cells: (
        f"{cells['isotropic_power_dbw']}+10*LOG10(4*PI()*{cells['frequency_hz']}^2/{_C}^2)"
    ),
    power_flux.isotropic_aperture_dbm2: lambda cells: f"10*LOG10({_C}^2/(4*PI()*{cells['frequency_hz']}^2))",
    symbol_rates.bit_rate_of_symbols_bps: lambda cells: (
        f"{cells['symbol_rate_symbols_per_s']}*{cells['bits_per_symbol']}"
    ),
    symbol_rates.symbol_rate_of_bits_symbols_per_s: lambda cells: f"{cells['bit_rate_bps']}/{cells['bits_per_symbol']}",
    symbol_rates.symbol_rate_in_bandwidth_symbols_per_s: lambda cells: (
        f"{cells['bandwidth_hz']}/(1+{cells['roll_off']})"
    ),
    symbol_rates.occupied_bandwidth_hz: lambda cells: f"{cells['symbol_rate_symbols_per_s']}*(1+{cells['roll_off']})",
    symbol_rates.symbol_rate_dbhz: _logarithm("symbol_rate_symbols_per_s"),
    free_space.sharing_loss_db: _logarithm("power_share", "-10"),
    free_space.free_space_loss_db: lambda cells: f"20*LOG10(4*PI()*{cells['distance_m']}*{cells['frequency_hz']}/{_C})",
    free_space.flux_density_dbw_per_m2: _spread,
    power_flux.power_flux_in_bandwidth_dbw_per_m2: _flux_in_band,
    noise.bandwidth_dbhz: _logarithm("bandwidth_hz"),
    noise.temperature_dbk: _logarithm("noise_temperature_k"),
    noise.noise_density_dbw_per_hz: lambda cells: f"10*LOG10({_K}*{cells['system_noise_temperature_k']})",
    noise.noise_power_dbw: lambda cells: (
        f"10*LOG10({_K}*{cells['system_noise_temperature_k']}*{cells['bandwidth_hz']})"
    ),
    noise.carrier_to_noise_ratio_db: lambda cells: f"{cells['cn0_dbhz']}-10*LOG10({cells['bandwidth_hz']})",
    noise.combined_ratio_db: lambda cells: f"-10*LOG10({'+'.join(f'10^(-{cell}/10)' for cell in cells.values())})",
    noise.interference_loss_db: lambda cells: f"10*LOG10(1+10^(({cells['cnr_db']}-{cells['cir_db']})/10))",
    noise.noise_temperature_k: lambda cells: f"{_T0}*(10^({cells['noise_figure_db']}/10)-1)",
    noise.system_noise_temperature_at_receiver_k: _at_receiver,
    noise.system_noise_temperature_at_antenna_k: _at_antenna,
    noise.temperature_before_line_k: lambda cells: f"{cells['noise_temperature_k']}*10^({cells['line_loss_db']}/10)",
    noise_of_losses.noise_temperature_behind_loss_k: _behind_loss,
    noise_of_losses.noise_temperature_increase_k: lambda cells: (
        f"({cells['noise_temperature_k']}-{cells['clear_noise_temperature_k']})*10^(-{cells['line_loss_db']}/10)"
    ),
    noise_of_losses.noise_rise_db: lambda cells: (
        f"10*LOG10(1+{cells['added_noise_temperature_k']}/{cells['system_noise_temperature_k']})"
    ),
    sky_noise.sky_noise_temperature_k: _sky,
    carrier.data_modulation_loss_db: lambda cells: f"-20*LOG10(SIN(RADIANS({cells['modulation_index_deg']})))",
    carrier.carrier_suppression_loss_db: lambda cells: f"-20*LOG10(COS(RADIANS({cells['modulation_index_deg']})))",
    carrier.modulation_index_for_suppression_deg: lambda cells: (
        f"DEGREES(ACOS(10^(-{cells['carrier_suppression_loss_db']}/20)))"
    ),
    capacity.shannon_capacity_bps: lambda cells: f"10^({cells['cn0_dbhz']}/10)/LN(2)",
    capacity.ebn0_from_esn0_db: lambda cells: f"{cells['esn0_db']}-10*LOG10({cells['spectral_efficiency']})",
    picture_rates.bits_per_pixel: lambda cells: f"LN({cells['grey_levels']})/LN(2)",
    picture_rates.video_bandwidth_hz: lambda cells: f"{cells['pixel_rate_pixels_per_s']}/2",
    picture_rates.grey_bit_rate_bps: lambda cells: f"{cells['pixel_rate_pixels_per_s']}*{cells['bits_per_pixel']}",
    pulse_position.pulse_energy_j: lambda cells: f"{cells['average_power_w']}/{cells['pixel_rate_pixels_per_s']}",
    pulse_position.pulse_width_s: lambda cells: (
        f"{cells['average_power_w']}/{cells['peak_power_w']}/{cells['pixel_rate_pixels_per_s']}"
    ),
    pulse_position.slot_count: lambda cells: f"INT((1+1E-9)*{cells['peak_power_w']}/{cells['average_power_w']})",
    rates.bit_rate_dbhz: _logarithm("bit_rate_bps"),
    rates.pixel_rate_dbhz: _logarithm("pixel_rate_pixels_per_s"),
    rates.data_rate_limit_bps: _rate_limit("data_rate_bps"),
    rates.pixel_rate_limit_pixels_per_s: _rate_limit("pixel_rate_pixels_per_s"),
    rates.maximum_range_m: lambda cells: f"{cells['range_m']}*10^({cells['closing_margin_db']}/20)",
    verdict.closing_margin_db: _closing,
}
