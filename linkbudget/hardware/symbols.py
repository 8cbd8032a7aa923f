"""Rates of a digital modulation in bits, symbols or hertz, and MODCODs: checks of their combinations.

The map: :func:`require_one_rate`, :func:`require_modcod_alone`; :func:`fastest_bps`, the highest rate of the equipment.
"""

from typing import TYPE_CHECKING

from linkbudget.errors import LinkBudgetError, shortened
from linkbudget.labels import without_unit
from linkbudget.physics.dvbs2 import modcod_spectral_efficiency, modcods_of
from linkbudget.physics.frames import frame_information_bit, framed_code_rate, inner_code, shortened_code_rate
from linkbudget.physics.symbol_rates import (
    bit_rate_of_symbols_bps,
    bits_of_scheme,
    code_rate,
    is_linear,
    symbol_rate_in_bandwidth_symbols_per_s,
)

if TYPE_CHECKING:
    from linkbudget.hardware.modulation_kinds import DigitalModulation

BEST = "best"
"""The MODCOD of adaptive coding and modulation: whichever is fastest and keeps the required margin."""

_RATES = ("bit_rate_bps", "symbol_rate_symbols_per_s", "occupied_bandwidth_hz")
_TOLD = (
    "scheme",
    "error_rate",
    "frame_error_rate",
    "required_ebn0_db",
    "code",
    "code_rate",
    "curve",
    "modem",
    "scrambler",
)


def require_one_rate(modulation: "DigitalModulation") -> None:
    """Raise unless exactly one of bit rate, symbol rate and occupied bandwidth is stated, with what turns it into bits.

    Parameters
    ----------
    modulation : DigitalModulation
        Modulation to check.

    Raises
    ------
    ValueError
        In one line that says what goes with what.

    Examples
    --------
    >>> from linkbudget.hardware.modulation_kinds import DigitalModulation
    >>> said = {"scheme": "qpsk", "required_ebn0": "5 dB", "implementation_loss": "0 dB", "roll_off": 0.35}
    >>> DigitalModulation(**said, occupied_bandwidth="36 MHz").occupied_bandwidth_hz.value
    36000000.0
    """
    said = [without_unit(name) for name in _RATES if getattr(modulation, name) is not None]
    if not said:
        raise ValueError("bit_rate: missing; expected it, or a symbol_rate, or an occupied_bandwidth with its roll_off")
    if len(said) > 1:
        raise ValueError(f"{said[1]}: expected none beside {said[0]}, from which it follows")
    if modulation.occupied_bandwidth_hz is not None and modulation.roll_off is None:
        raise ValueError("roll_off: missing; expected it beside occupied_bandwidth")
    adaptive = modulation.modcod == BEST
    if adaptive and modulation.bit_rate_bps is not None:
        raise ValueError("modcod = 'best': expected a symbol_rate or an occupied_bandwidth, not a bit_rate")
    if adaptive and modulation.rate_ladder_bps:
        raise ValueError("rate_ladder: expected none beside modcod = 'best', whose rates follow from the symbol rate")
    if modulation.modcod is not None or not modulation.counts_symbols:
        return
    if modulation.scheme is None:
        raise ValueError(
            f"scheme: missing; expected it beside {_of_symbols(modulation)}: it tells the bits of a symbol"
        )
    if modulation.roll_off is not None and not is_linear(modulation.scheme):
        raise ValueError(f"roll_off: expected with phase or amplitude keying, not with scheme = {modulation.scheme!r}")
    try:
        _bits_per_symbol(modulation)
    except LinkBudgetError as error:
        raise ValueError(f"{_of_symbols(modulation)}: {error}") from None


def _of_symbols(modulation: "DigitalModulation") -> str:
    """First stated key that is about symbols."""
    names = ("symbol_rate_symbols_per_s", "occupied_bandwidth_hz", "roll_off", "frames")
    return next(without_unit(name) for name in names if getattr(modulation, name) is not None)


def _bits_per_symbol(modulation: "DigitalModulation") -> float:
    """Information bits of a symbol, with the frames of a modulation that has no MODCOD."""
    code, frames = modulation.code, modulation.frames
    rate = code_rate(code) if modulation.code_rate is None else modulation.code_rate.value
    if frames is not None:
        fill, length, marker, idle = (
            0.0 if number is None else number.value
            for number in (frames.virtual_fill, frames.length_bit, frames.sync_marker_bit, frames.idle_share)
        )
        rate = shortened_code_rate(code, fill) if modulation.code_rate is None else rate
        bits = length or frame_information_bit(code, fill) or 1.0
        rate = float(framed_code_rate(rate, bits, marker, code_rate(inner_code(code)), idle))
    return bits_of_scheme(modulation.scheme) * rate


def require_modcod_alone(modulation: "DigitalModulation") -> None:
    """Raise where a MODCOD is unknown, or is given beside a value that it contains.

    Parameters
    ----------
    modulation : DigitalModulation
        Modulation to check.

    Raises
    ------
    ValueError
        In one line that says what goes with what.

    Examples
    --------
    >>> from linkbudget.hardware.modulation_kinds import DigitalModulation
    >>> said = {"symbol_rate": "27.5 MBd", "implementation_loss": "1 dB"}
    >>> DigitalModulation(**said, modcod="8psk-3/4").modcod
    '8psk-3/4'
    """
    if modulation.modcod is None:
        for name in ("modcods", "pilots"):
            if getattr(modulation, name):
                raise ValueError(f"{name}: expected only beside a modcod")
        return
    for name in _TOLD:
        if getattr(modulation, name) is not None:
            raise ValueError(f"{without_unit(name)}: expected none beside modcod, which contains it")
    if modulation.modcod == BEST and not modulation.modcods:
        raise ValueError(
            "modcods: missing; expected beside modcod = 'best' those of the modem, such as [\"dvb-s2x\"] or "
            '["qpsk-1/2", "8psk-3/4"]'
        )
    if modulation.modcod != BEST and modulation.modcods:
        raise ValueError(f"modcods: expected only beside modcod = 'best', not {shortened(modulation.modcod)}")
    try:
        modcods_of(modulation.modcods or (modulation.modcod,))
    except LinkBudgetError as error:
        raise ValueError(str(error)) from None


def fastest_bps(modulation: "DigitalModulation") -> float:
    """Highest rate that a modulation may have: the stated one, the top of its ladder, or its fastest MODCOD.

    Read off the modulation, or by the equation of
    :func:`~linkbudget.physics.symbol_rates.bit_rate_of_symbols_bps`.

    Parameters
    ----------
    modulation : DigitalModulation
        Modulation of the link.

    Returns
    -------
    float
        Bit rate [bit/s].

    Examples
    --------
    >>> from linkbudget.hardware.modulation_kinds import DigitalModulation
    >>> modem = DigitalModulation(
    ...     symbol_rate="1 MBd", modcod="best", modcods=["qpsk-1/2", "8psk-3/4"], implementation_loss="1 dB"
    ... )
    >>> print(f"{fastest_bps(modem) / 1e6:.2f} Mbit/s")
    2.23 Mbit/s
    """
    ladder = [rung.value for rung in modulation.rate_ladder_bps]
    if modulation.bit_rate_bps is not None:
        return max([modulation.bit_rate_bps.value, *ladder])
    if modulation.symbol_rate_symbols_per_s is not None:
        rate = modulation.symbol_rate_symbols_per_s.value
    else:
        width, roll_off = modulation.occupied_bandwidth_hz, modulation.roll_off
        assert width is not None
        assert roll_off is not None
        rate = symbol_rate_in_bandwidth_symbols_per_s(width.value, roll_off.value)
    if modulation.modcod is None:
        bits = _bits_per_symbol(modulation)
    else:
        names = modcods_of(modulation.modcods or (modulation.modcod,))
        bits = max(modcod_spectral_efficiency(name, pilots=modulation.pilots) for name in names)
    return max([float(bit_rate_of_symbols_bps(rate, bits)), *ladder])
