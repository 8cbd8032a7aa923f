"""The residual carrier and the ranging signal beside the data: their shares of the power and their margins."""

from functools import lru_cache

import numpy as np

from linkbudget.errors import note
from linkbudget.formatting import duration_text
from linkbudget.hardware.defaults import LOOP_DAMPING
from linkbudget.hardware.modulation_kinds import Ranging, ResidualCarrier
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import Term, given, term
from linkbudget.parameters import plain
from linkbudget.physics.carrier import (
    carrier_suppression_loss_db,
    data_modulation_loss_db,
    modulation_index_for_suppression_deg,
)
from linkbudget.physics.cycle_slips import loop_snr_for_slip_time_db, slip_time_s
from linkbudget.physics.noise import bandwidth_dbhz

CARRIED = "C/N0 (carried forward)"

FEW_MINUTES_S = 300.0
"""A threshold at which the loop slips more often than this is noted [s]."""


def enter_data_share(ledger: Ledger, carrier: ResidualCarrier, ranging: Ranging | None = None) -> None:
    """The share of the power that carries data, as a loss."""
    index = ledger.enter("modulation_index_deg", _index("Modulation index", carrier, carrier.subcarrier))
    ledger.less(
        "data_modulation_loss_db",
        "Data modulation loss",
        data_modulation_loss_db,
        modulation_index_deg=index,
        subcarrier=carrier.subcarrier,
    )
    if ranging is not None:
        ledger.enter("data_ranging_suppression_db", _suppression("Suppression by ranging", ranging, ranging.waveform))


def enter_carrier(ledger: Ledger, carrier: ResidualCarrier, ranging: Ranging | None = None) -> None:
    """The residual carrier: the part of C/N0 that is left in it, its loop's signal-to-noise ratio, and its margin."""
    ledger.start("carrier_start_dbhz", CARRIED, ledger["cn0_dbhz"])
    ledger.once(_enter_carrier_losses, carrier, ranging)
    lost = ledger.since("carrier_start_dbhz")
    ledger.total("carrier_cn0_dbhz", "C/N0 of the carrier")
    width = {"bandwidth_hz": carrier.loop_bandwidth_hz}
    band = ledger.less("loop_bandwidth_dbhz", "Loop bandwidth", bandwidth_dbhz, **width)
    ledger.total("loop_snr_db", "Signal-to-noise ratio of the carrier loop")
    ledger.once(_enter_required_ratio, carrier)
    required = ledger["required_loop_snr_db"]
    ledger.total("carrier_margin_db", "Carrier margin")
    _enter_slips(ledger, carrier)
    if "received_power_dbw" in ledger:
        _enter_carrier_power(ledger, lost, [band, required])


def _enter_carrier_losses(ledger: Ledger, carrier: ResidualCarrier, ranging: Ranging | None) -> None:
    ledger.enter("carrier_suppression_db", _suppression("Carrier suppression", carrier, carrier.subcarrier))
    if ranging is not None:
        suppression = _suppression("Suppression by ranging", ranging, ranging.waveform)
        ledger.enter("carrier_ranging_suppression_db", suppression)
    if carrier.implementation_loss_db is not None:
        loss = carrier.implementation_loss_db
        ledger.less("carrier_implementation_loss_db", "Carrier implementation loss", loss)


def _enter_required_ratio(ledger: Ledger, carrier: ResidualCarrier) -> None:
    """The loop's ratio at its threshold, stated as it is or by the mean time between cycle slips."""
    key, name, loop = "required_loop_snr_db", "Required loop signal-to-noise ratio", _loop(carrier)
    if carrier.mean_time_between_slips_s is not None:
        time = {"slip_time_s": carrier.mean_time_between_slips_s}
        ledger.less(key, name, loop_snr_for_slip_time_db, **time, **loop)
        return
    ledger.less(key, name, carrier.required_loop_snr_db)


def _enter_slips(ledger: Ledger, carrier: ResidualCarrier) -> None:
    """Enter the mean time between cycle slips, at the received loop SNR and at the required one."""
    name, loop = "Mean time between cycle slips", _loop(carrier)
    ledger.inform("slip_time_s", name, slip_time_s, loop_snr_db=ledger["loop_snr_db"], **loop)
    ledger.once(_enter_slips_at_threshold, carrier, ledger["required_loop_snr_db"])


def _enter_slips_at_threshold(ledger: Ledger, carrier: ResidualCarrier, required: Term) -> None:
    if carrier.loop_order == 2 and carrier.loop_damping is LOOP_DAMPING:
        ledger.state("loop_damping", "Damping of the carrier loop", LOOP_DAMPING)
    name, what = "Mean time between slips at threshold", {"loop_snr_db": required} | _loop(carrier)
    if any(np.ndim(plain(value)) for value in what.values()):  # drawn at random: as a rule nobody asks
        ledger.inform("threshold_slip_time_s", name, slip_time_s, **what)
        return
    time_s = ledger.state("threshold_slip_time_s", name, slip_time_s, **what).value
    if carrier.mean_time_between_slips_s is None and time_s < FEW_MINUTES_S:
        note(_slips_often(time_s))


@lru_cache(maxsize=64)
def _slips_often(time_s: float) -> str:
    """Words of a note; kept, since a search makes many budgets of one carrier, and words take longer than lines."""
    return f"at its required ratio the carrier loop slips a cycle every {duration_text(time_s, 2)} on average"


def _loop(carrier: ResidualCarrier) -> dict:
    """Arguments of the cycle-slip equations that describe the loop."""
    loop: dict = {"loop_bandwidth_hz": carrier.loop_bandwidth_hz}
    if carrier.loop_order == 1:
        loop["order"] = 1
    else:
        loop["damping"] = carrier.loop_damping
    if carrier.two_sided:
        loop["two_sided"] = True
    return loop


def _enter_carrier_power(ledger: Ledger, lost: list[Term], needed: list[Term]) -> None:
    """The carrier as a power, and the least that can be tracked, of a station whose gain and noise are known apart."""
    real = ledger.present("carrier_implementation_loss_db")  # a loss of the loop, not of the power it is given
    shared = lost[: len(lost) - len(real)]
    ledger.subtotal("carrier_power_dbw", "Carrier power", [ledger["received_power_dbw"]], shared)
    needed = [ledger["noise_density_dbw_per_hz"], *needed, *real]
    ledger.subtotal("required_carrier_power_dbw", "Required carrier power", needed)


def enter_ranging(ledger: Ledger, ranging: Ranging, carrier: ResidualCarrier) -> None:
    """The ranging signal: its share of the power against the ratio that the station needs."""
    ledger.start("ranging_start_dbhz", CARRIED, ledger["cn0_dbhz"])
    suppression = _suppression("Suppression by data", carrier, carrier.subcarrier)
    ledger.enter("ranging_data_suppression_db", suppression)
    ledger.less(
        "ranging_modulation_loss_db",
        "Ranging modulation loss",
        data_modulation_loss_db,
        modulation_index_deg=_index("Modulation index of ranging", ranging, ranging.waveform),
        subcarrier=ranging.waveform,
    )
    if ranging.implementation_loss_db is not None:
        loss = ranging.implementation_loss_db
        ledger.less("ranging_implementation_loss_db", "Ranging implementation loss", loss)
    ledger.total("ranging_pr_n0_dbhz", "Ranging power over noise density")
    if ranging.required_pr_n0_dbhz is None:
        return
    ledger.less("required_pr_n0_dbhz", "Required ranging power", ranging.required_pr_n0_dbhz)
    ledger.total("ranging_margin_db", "Ranging margin")


def _suppression(name: str, signal: ResidualCarrier | Ranging, waveform: str) -> Term:
    """Power that a signal takes from the carrier, and from every other signal on it."""
    if signal.suppression_db is not None:
        return given(name, signal.suppression_db, "dB", "-")
    return term(
        name,
        carrier_suppression_loss_db,
        "-",
        modulation_index_deg=signal.modulation_index_deg,
        subcarrier=waveform,
    )


def _index(name: str, signal: ResidualCarrier | Ranging, waveform: str) -> Term:
    """Modulation index, which is given or follows from the suppression."""
    if signal.suppression_db is None:
        return given(name, signal.modulation_index_deg, "deg")
    return term(
        name,
        modulation_index_for_suppression_deg,
        carrier_suppression_loss_db=signal.suppression_db,
        subcarrier=waveform,
    )
