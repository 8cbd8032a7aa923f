"""Data rate of a modern coded link with the same received power: BPSK and a code near Shannon's limit.

The map: :func:`coded_link` and what it gives, :class:`CodedLink`.
"""

from typing import NamedTuple

from linkbudget.errors import LinkBudgetError
from linkbudget.link.budget import Budget
from linkbudget.link.rates import data_rate_limit_bps
from linkbudget.physics.coding import codes, required_coded_ebn0_db

CODE = "turbo-1784-1/6"
"""Code of :func:`linkbudget.physics.coding.codes` that stands for a modern deep-space link."""

BIT_ERROR_RATE = 1e-5
"""Bit error rate that pictures without compression can bear [-]."""

ONE_BIT_PER_SECOND = 1.0


class CodedLink(NamedTuple):
    """A coded link of the same power, antennas and noise as another link."""

    code: str
    """Name of the code."""
    title: str
    """Name in common use."""
    reference: str
    """Source of its error rates."""
    required_ebn0_db: float
    """Energy per bit over noise density that it needs [dB]."""
    bit_rate_bps: float
    """Rate at which it keeps the margin that the other link must keep [bit/s]; an array where the budget is one."""


def coded_link(budget: Budget, code: str = CODE, bit_error_rate: float = BIT_ERROR_RATE) -> CodedLink:
    """Rate of a coded link with the C/N0, the implementation loss and the required margin of a budget.

    Parameters
    ----------
    budget : Budget
        Of any link; what its own modulation makes of the power does not matter, all of it carries bits.
    code : str, optional
        A name of :func:`linkbudget.physics.coding.codes`.
    bit_error_rate : float, optional
        To be kept behind the decoder [-].

    Returns
    -------
    CodedLink
        With the rate; NaN where the code's curve does not reach the error rate.

    Raises
    ------
    LinkBudgetError
        If the code is unknown or the error rate lies outside 0 to 1.

    Examples
    --------
    >>> import linkbudget
    >>> link = coded_link(linkbudget.load("mars1").budget("imaging-5cm", range_m=106.76e9))
    >>> print(f"{link.title}: {link.bit_rate_bps / 1e3:.0f} kbit/s")
    Turbo, 1784 bits, rate 1/6: 77 kbit/s
    """
    if "cn0_dbhz" not in budget.terms:
        raise LinkBudgetError(f"{budget.link.title}: expected a receiver whose noise is known")
    required = required_coded_ebn0_db(bit_error_rate, code)
    curve = codes()[code]["bit"]
    modulation, kept = budget.link.modulation, budget.link.required_margin_db.value
    lost_db = 0.0 if modulation.kind == "threshold" else modulation.implementation_loss_db.value
    margin_at_1_bps_db = budget["cn0_dbhz"] - lost_db - required
    rate = data_rate_limit_bps(ONE_BIT_PER_SECOND, margin_at_1_bps_db, kept)
    return CodedLink(code, curve.title, curve.reference, float(required), rate)
