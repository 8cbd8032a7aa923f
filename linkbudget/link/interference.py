"""Stated interference as lines of a budget: a C/I each, and carrier over noise and interference together.

The map: :func:`enter_ratios` and :func:`enter_combined` for one hop, whether a link or one of a relay;
:func:`enter_cn0`, which ends the received signal of a link in C/N0, or in C/(N0+I0) where interference is stated.
"""

from collections.abc import Mapping

import numpy as np

from linkbudget.hardware.parts import Link
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import Sign, Term
from linkbudget.parameters import Parameter
from linkbudget.physics.noise import carrier_to_noise_ratio_db, combined_ratio_db, interference_loss_db

_WORDS = {"cross-polarization": "cross-polarisation", "adjacent-satellite": "adjacent satellite"}


def enter_ratios(ledger: Ledger, stated: Mapping[str, Parameter], key: str = "", name: str = "") -> dict[str, Term]:
    """Enter the stated C/I, each under its name behind a key and name of the hop."""
    return {
        source: ledger.state(
            f"{key}{source.replace('-', '_')}_cir_db", f"{name}C/I, {_WORDS.get(source, source)}", ratio
        )
        for source, ratio in stated.items()
    }


def enter_combined(ledger: Ledger, key: str, name: str, sign: Sign, ratios: Mapping[str, Term]) -> Term:
    """Enter carrier over the sum of several noises, each a line with a name of its own."""
    stack = np.stack(np.broadcast_arrays(*(line.value for line in ratios.values())), axis=-1)
    return ledger.enter(key, Term(name, combined_ratio_db(stack), "dB", sign, combined_ratio_db, dict(ratios)))


def enter_cn0(ledger: Ledger, link: Link) -> None:
    """Strike C/N0; stated interference lowers it as noise of an even density over the noise bandwidth would."""
    if not link.interference:
        ledger.total("cn0_dbhz", "C/N0")
        return
    thermal = ledger.total("thermal_cn0_dbhz", "C/N0, thermal")
    width = {"bandwidth_hz": link.receiver.noise_bandwidth_hz}
    cnr = ledger.state("thermal_cnr_db", "C/N, thermal", carrier_to_noise_ratio_db, cn0_dbhz=thermal, **width)
    ratios = enter_ratios(ledger, link.interference)
    cir = enter_combined(ledger, "cir_db", "C/I of all interference", "", ratios)
    inputs = {"cnr_db": cnr, "cir_db": cir}
    ledger.less("interference_loss_db", "C/N0 lost to interference", interference_loss_db, **inputs)
    ledger.total("cn0_dbhz", "C/(N0+I0)")
