"""Rates and ranges that a margin allows: the highest rate, the rung of a ladder below it, the maximum range.

The map: :func:`bit_rate_dbhz` and :func:`pixel_rate_dbhz` (rates as budgets subtract them), :func:`data_rate_limit_bps`
and :func:`pixel_rate_limit_pixels_per_s`, :func:`rate_on_ladder_bps` and :func:`pixel_rate_on_ladder_pixels_per_s`,
:func:`maximum_range_m`; :func:`enter_rate_limit` and :func:`enter_pixel_rate_limit` put them into a budget.
"""

import math
from bisect import bisect_right

import numpy as np

from linkbudget.decibels import least, ratio
from linkbudget.errors import require
from linkbudget.hardware.light import PhotonsPerBitModulation
from linkbudget.hardware.lora import LoraModulation
from linkbudget.hardware.modulation_kinds import DigitalModulation, PictureModulation
from linkbudget.link.ledger import Ledger
from linkbudget.link.terms import Term, term
from linkbudget.parameters import Parameter
from linkbudget.physics.picture_rates import bits_per_pixel, grey_bit_rate_bps


def bit_rate_dbhz(bit_rate_bps):
    r"""A rate in decibels over one a second, as budgets subtract it.

    .. math:: R_\mathrm{dB} = 10 \log_{10} R

    Parameters
    ----------
    bit_rate_bps : array_like
        Rate, above zero [bit/s].

    Returns
    -------
    ndarray or float
        Same shape [dBHz].

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1 (levels and their references).

    Examples
    --------
    >>> print(f"{bit_rate_dbhz(8.0):.2f} dBHz")
    9.03 dBHz
    """
    return 10.0 * np.log10(require("bit_rate_bps", bit_rate_bps, above=0.0))


def pixel_rate_dbhz(pixel_rate_pixels_per_s):
    r"""A rate in decibels over one a second, as budgets subtract it.

    .. math:: R_\mathrm{dB} = 10 \log_{10} R

    Parameters
    ----------
    pixel_rate_pixels_per_s : array_like
        Rate, above zero [pixel/s].

    Returns
    -------
    ndarray or float
        Same shape [dBHz].

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1 (levels and their references).

    Examples
    --------
    >>> print(f"{pixel_rate_dbhz(90.0):.2f} dBHz")
    19.54 dBHz
    """
    return 10.0 * np.log10(require("pixel_rate_pixels_per_s", pixel_rate_pixels_per_s, above=0.0))


def data_rate_limit_bps(
    data_rate_bps,
    data_margin_db,
    required_margin_db,
    carrier_margin_db=math.inf,
    received_power_margin_db=math.inf,
    cnr_margin_db=math.inf,
    cn0_margin_db=math.inf,
    incident_flux_margin_db=math.inf,
):
    r"""Highest rate that keeps the required margin, all else equal.

    .. math:: R_{max} = R \cdot 10^{(M - M_{req}) / 10}

    Energy per bit, pixel or pulse goes as one over the rate, so this inverts the budget exactly.

    Parameters
    ----------
    data_rate_bps : array_like
        Rate the margin was computed at [bit/s].
    data_margin_db : array_like
        Margin at that rate [dB].
    required_margin_db : array_like
        Margin to be kept [dB].
    carrier_margin_db : array_like, optional
        Margin of the carrier loop; below zero the carrier is not tracked and no rate is possible [dB].
    received_power_margin_db, cnr_margin_db, cn0_margin_db, incident_flux_margin_db : array_like, optional
        Margins of received power, C/N, C/N0 and flux; below the margin to be kept no rate is possible [dB].

    Returns
    -------
    ndarray or float
        Highest rate; zero where no rate is possible, NaN where a margin is [bit/s].

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL 82-76 (1982), chapter 1.

    Examples
    --------
    >>> print(f"{data_rate_limit_bps(8.0, 13.0, 3.0):.0f} bit/s")
    80 bit/s
    """
    data_rate_bps = require("data_rate_bps", data_rate_bps)
    data_margin_db = require("data_margin_db", data_margin_db)
    required_margin_db = require("required_margin_db", required_margin_db)
    carrier_margin_db = require("carrier_margin_db", carrier_margin_db)
    received_power_margin_db = require("received_power_margin_db", received_power_margin_db)
    cnr_margin_db = require("cnr_margin_db", cnr_margin_db)
    cn0_margin_db = require("cn0_margin_db", cn0_margin_db)
    incident_flux_margin_db = require("incident_flux_margin_db", incident_flux_margin_db)
    limit = data_rate_bps * ratio(data_margin_db - required_margin_db)
    kept = least(received_power_margin_db, cnr_margin_db, cn0_margin_db, incident_flux_margin_db)
    others = least(carrier_margin_db, kept - required_margin_db)
    if isinstance(limit, float) and isinstance(others, float):
        return 0.0 if others < 0.0 and limit == limit else limit
    return np.where(np.less(others, 0.0) & ~np.isnan(limit), 0.0, limit)[()]


def pixel_rate_limit_pixels_per_s(
    pixel_rate_pixels_per_s,
    data_margin_db,
    required_margin_db,
    carrier_margin_db=math.inf,
    received_power_margin_db=math.inf,
    cnr_margin_db=math.inf,
    cn0_margin_db=math.inf,
    incident_flux_margin_db=math.inf,
):
    r"""Highest pixel rate at constant average power that keeps the required margin.

    .. math:: R_{max} = R \cdot 10^{(M - M_{req}) / 10}

    Parameters
    ----------
    pixel_rate_pixels_per_s : array_like
        Rate the margin was computed at [pixel/s].
    data_margin_db : array_like
        Margin at that rate [dB].
    required_margin_db : array_like
        Margin to be kept [dB].
    carrier_margin_db : array_like, optional
        Margin of the carrier loop; below zero the carrier is not tracked and no rate is possible [dB].
    received_power_margin_db, cnr_margin_db, cn0_margin_db, incident_flux_margin_db : array_like, optional
        Margins of received power, C/N, C/N0 and flux; below the margin to be kept no rate is possible [dB].

    Returns
    -------
    ndarray or float
        Highest rate; zero where no rate is possible, NaN where a margin is [pixel/s].

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL 82-76 (1982), chapter 1; energy a pixel
       goes as one over the pixel rate.

    Examples
    --------
    >>> print(f"{pixel_rate_limit_pixels_per_s(90.0, 13.0, 3.0):.0f} pixel/s")
    900 pixel/s
    """
    pixel_rate_pixels_per_s = require("pixel_rate_pixels_per_s", pixel_rate_pixels_per_s)
    data_margin_db = require("data_margin_db", data_margin_db)
    required_margin_db = require("required_margin_db", required_margin_db)
    carrier_margin_db = require("carrier_margin_db", carrier_margin_db)
    received_power_margin_db = require("received_power_margin_db", received_power_margin_db)
    cnr_margin_db = require("cnr_margin_db", cnr_margin_db)
    cn0_margin_db = require("cn0_margin_db", cn0_margin_db)
    incident_flux_margin_db = require("incident_flux_margin_db", incident_flux_margin_db)
    margins = data_margin_db, required_margin_db, carrier_margin_db, received_power_margin_db, cnr_margin_db
    return data_rate_limit_bps(pixel_rate_pixels_per_s, *margins, cn0_margin_db, incident_flux_margin_db)


def rate_on_ladder_bps(data_rate_limit_bps, rate_ladder_bps):
    r"""Highest rung of a ladder of rates that is not above the limit.

    .. math:: R = \max \{ r \in ladder : r \le R_{max} \}

    Parameters
    ----------
    data_rate_limit_bps : array_like
        Highest rate possible [bit/s].
    rate_ladder_bps : sequence of float
        Rates of the equipment, rising [bit/s].

    Returns
    -------
    ndarray or float
        Shape of the limit; zero below the lowest rung, NaN where the limit is NaN [bit/s].

    References
    ----------
    .. [1] Definition.

    Examples
    --------
    >>> print(f"{rate_on_ladder_bps(80.0, (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)):.0f} bit/s")
    64 bit/s
    """
    data_rate_limit_bps = require("data_rate_limit_bps", data_rate_limit_bps)
    # a rate met to the last bit but one is met: 8 bit/s stays 8 bit/s after its round trip through decibels
    if isinstance(data_rate_limit_bps, float):
        reached = data_rate_limit_bps * (1.0 + 1e-12)
        if reached != reached:
            return math.nan
        count = bisect_right(rate_ladder_bps, reached)
        return rate_ladder_bps[count - 1] if count else 0.0
    rungs = np.concatenate([[0.0], rate_ladder_bps])
    rung = np.searchsorted(rungs, np.asarray(data_rate_limit_bps) * (1.0 + 1e-12), side="right") - 1
    return np.where(np.isnan(data_rate_limit_bps), np.nan, rungs[rung])[()]


def pixel_rate_on_ladder_pixels_per_s(pixel_rate_limit_pixels_per_s, rate_ladder_pixels_per_s):
    r"""Highest rung of a ladder of pixel rates that is not above the limit.

    .. math:: R = \max \{ r \in ladder : r \le R_{max} \}

    Parameters
    ----------
    pixel_rate_limit_pixels_per_s : array_like
        Highest rate possible [pixel/s].
    rate_ladder_pixels_per_s : sequence of float
        Rates of the equipment, rising [pixel/s].

    Returns
    -------
    ndarray or float
        Shape of the limit; zero below the lowest rung, NaN where the limit is NaN [pixel/s].

    References
    ----------
    .. [1] Definition.

    Examples
    --------
    >>> print(f"{pixel_rate_on_ladder_pixels_per_s(300.0, (90.0, 550.0)):.0f} pixel/s")
    90 pixel/s
    """
    pixel_rate_limit_pixels_per_s = require("pixel_rate_limit_pixels_per_s", pixel_rate_limit_pixels_per_s)
    return rate_on_ladder_bps(pixel_rate_limit_pixels_per_s, rate_ladder_pixels_per_s)


def maximum_range_m(range_m, closing_margin_db):
    r"""Maximum range of a link, all losses but free-space loss unchanged.

    .. math:: d_{max} = d \cdot 10^{M_c / 20}

    Parameters
    ----------
    range_m : array_like
        Distance the margin was computed at [m].
    closing_margin_db : array_like
        Closing margin of the link there [dB].

    Returns
    -------
    ndarray or float
        Distance [m].

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), section 2.2, inverted.

    Examples
    --------
    Six decibels more double the distance:

    >>> print(f"{maximum_range_m(100e9, 6.0206) / 1e9:.0f} million km")
    200 million km
    """
    range_m = require("range_m", range_m)
    closing_margin_db = require("closing_margin_db", closing_margin_db)
    return range_m * ratio(closing_margin_db / 2.0)


def enter_rate_limit(
    ledger: Ledger,
    modulation: DigitalModulation | LoraModulation | PhotonsPerBitModulation,
    required_margin_db: Parameter,
) -> None:
    """The required margin, and the highest bit rate that keeps it."""
    limit = ledger.state(
        "data_rate_limit_bps",
        "Highest data rate",
        data_rate_limit_bps,
        data_rate_bps=ledger["bit_rate_bps"],
        **margin_inputs(ledger, required_margin_db),
    )
    if modulation.rate_ladder_bps:
        ledger.state(
            "data_rate_on_ladder_bps",
            "Highest rate of the equipment",
            rate_on_ladder_bps,
            data_rate_limit_bps=limit,
            rate_ladder_bps=ledger.kept(_ladder, modulation.rate_ladder_bps),
        )


def enter_pixel_rate_limit(ledger: Ledger, modulation: PictureModulation, required_margin_db: Parameter) -> None:
    """The required margin, and the highest pixel rate that keeps it, also in bits of grey."""
    limit = ledger.state(
        "pixel_rate_limit_pixels_per_s",
        "Highest pixel rate",
        pixel_rate_limit_pixels_per_s,
        pixel_rate_pixels_per_s=modulation.pixel_rate_pixels_per_s,
        **margin_inputs(ledger, required_margin_db),
    )
    ledger.state(
        "data_rate_limit_bps",
        "Highest pixel rate in bits of grey",
        grey_bit_rate_bps,
        pixel_rate_pixels_per_s=limit,
        bits_per_pixel=term("Bits per pixel", bits_per_pixel, grey_levels=modulation.grey_levels),
    )
    if modulation.rate_ladder_pixels_per_s:
        ledger.state(
            "pixel_rate_on_ladder_pixels_per_s",
            "Highest pixel rate of the equipment",
            pixel_rate_on_ladder_pixels_per_s,
            pixel_rate_limit_pixels_per_s=limit,
            rate_ladder_pixels_per_s=ledger.kept(_ladder, modulation.rate_ladder_pixels_per_s),
        )


def _ladder(rungs) -> tuple[float, ...]:
    return tuple(rung.value for rung in rungs)


def margin_inputs(ledger: Ledger, required_margin_db: Parameter) -> dict[str, Term]:
    """The margin of the data, the margin to be kept, and the margins of what no rate can mend."""
    required = ledger.state("required_margin_db", "Required margin", required_margin_db)
    margins = {"data_margin_db": ledger["margin_db"], "required_margin_db": required}
    for key in _WITHOUT_RATE:
        if key in ledger:
            margins[key] = ledger[key]
    return margins


_WITHOUT_RATE = (
    "carrier_margin_db",
    "received_power_margin_db",
    "cnr_margin_db",
    "cn0_margin_db",
    "incident_flux_margin_db",
)
"""Margins that no lower rate would mend."""
