"""Measured modems in a digital modulation: checks of the keys beside their names, in one line each.

The map: :func:`with_modem_deviation`, the range of the fitted curve; :func:`require_modem`, what goes with what.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.errors import suggestion
from linkbudget.formatting import decibels_text, error_rate_text, percent_text
from linkbudget.labels import without_unit
from linkbudget.parameters import Parameter
from linkbudget.physics.measured_modems import (
    MeasuredSeries,
    measured_modems,
    measured_series,
    required_bit_ebn0_db,
    required_frame_ebn0_db,
)

if TYPE_CHECKING:
    from linkbudget.hardware.modulation_kinds import DigitalModulation

_IN_THE_MODEM = ("scheme", "code", "code_rate", "curve", "required_ebn0_db", "frame_error_rate", "scrambler")
_OF_SYMBOLS = ("symbol_rate_symbols_per_s", "occupied_bandwidth_hz", "roll_off", "frames")
_DEVIATION = "modem_deviation"
_THREE_SIGMA = 3.0


def with_modem_deviation(data: Any) -> Any:
    """Add to a modulation the uncertainty of the curve fitted to its modem, unless the file states one.

    Parameters
    ----------
    data : dict or any
        A modulation as a file says it; anything without a modem goes through as it is.

    Returns
    -------
    dict or any
        The same with ``modem_deviation``: none, gaussian, three standard uncertainties either way.

    Examples
    --------
    >>> with_modem_deviation({"modem": "ft8"})["modem_deviation"].shape
    'gaussian'
    """
    if not isinstance(data, dict) or data.get("modem") is None or data.get(_DEVIATION) is not None:
        return data
    series = measured_modems().get(str(data["modem"]))
    if series is None:
        return data
    source = f"covariance of the curve fitted to the points of {series.source}"
    return data | {_DEVIATION: Parameter(0.0, -_THREE_SIGMA, _THREE_SIGMA, "gaussian", "measured", source)}


def require_modem(modulation: "DigitalModulation") -> None:
    """Raise unless the modem of a modulation is one whose Eb/N0 is that of a link, and stands alone.

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
    >>> said = {"modem": "g3ruh-9600-fm", "frame_success": "90 %", "bit_rate": "9600 bit/s"}
    >>> DigitalModulation(**said, implementation_loss="0 dB").modem
    'g3ruh-9600-fm'
    """
    name = modulation.modem
    if name is None:
        for key in ("frame_success", _DEVIATION):
            if getattr(modulation, key) is not None:
                raise ValueError(f"{key}: expected only beside a modem")
        return
    series = _of_a_link(name)
    for key in _IN_THE_MODEM:
        if getattr(modulation, key) is not None:
            raise ValueError(f"{without_unit(key)}: expected none beside modem, which contains it")
    for key in _OF_SYMBOLS:
        if getattr(modulation, key) is not None:
            raise ValueError(f"{without_unit(key)}: expected none beside modem, which is judged at a bit_rate")
    if modulation.carrier is not None:
        raise ValueError("carrier: expected none beside modem, whose carrier is suppressed")
    if series.counts == "frames":
        if modulation.error_rate is not None:
            raise ValueError(f"error_rate: expected a frame_success, since frames of modem {name!r} were counted")
        if modulation.frame_success is None:
            raise ValueError("frame_success: missing; expected beside modem the share of frames to be received")
        _require_measured(series, "frame_success", modulation.frame_success.value)
    else:
        if modulation.frame_success is not None:
            raise ValueError(f"frame_success: expected an error_rate, since bits of modem {name!r} were counted")
        if modulation.error_rate is None:
            raise ValueError("error_rate: missing; expected beside modem the bit error rate to be kept")
        _require_measured(series, "error_rate", modulation.error_rate.value)


def _of_a_link(name: str) -> MeasuredSeries:
    usable = [key for key, series in measured_modems().items() if series.is_of_a_link]
    series = measured_series().get(name)
    if series is None:
        raise ValueError(f"modem = {name!r}: unknown modem; {suggestion(name, usable)}")
    if not series.modem:
        raise ValueError(f"modem = {name!r}: {series.note}; expected one of linkbudget catalog modems")
    if not series.is_of_a_link:
        stem = name.partition("-audio")[0]
        others = [key for key in usable if key.startswith(f"{stem}-")]
        expected = f"expected {' or '.join(others)}" if others else "expected one measured at radio frequency"
        raise ValueError(
            f"modem = {name!r}: its Eb/N0 is that of the audio behind a detector, not that of the link; {expected}"
        )
    return series


def _require_measured(series: MeasuredSeries, key: str, wanted: float) -> None:
    """Raise where the curve has no answer, with the ends of what was measured."""
    required = required_frame_ebn0_db if key == "frame_success" else required_bit_ebn0_db
    if not np.isnan(required(wanted, series.name)):
        return
    ends_db = series.curve.measured_db
    least, most = (float(series.curve.success(ebn0_db)) for ebn0_db in ends_db)
    if key == "frame_success":
        asks_too_much, said = wanted > most, percent_text(wanted, 4)
        limit = f"at most {percent_text(most, 3)}" if asks_too_much else f"at least {percent_text(least, 3)}"
    else:
        asks_too_much, said = wanted < 1.0 - most, error_rate_text(wanted)
        limit = (
            f"at least {error_rate_text(1.0 - most)}" if asks_too_much else f"at most {error_rate_text(1.0 - least)}"
        )
    where = f"{'up' if asks_too_much else 'down'} to {decibels_text(ends_db[asks_too_much])}"
    raise ValueError(f"{key} = {said}: expected {limit}, since modem {series.name!r} was measured {where}")
