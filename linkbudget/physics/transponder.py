"""A transparent transponder: how far one carrier, among others, drives it below saturation.

The map: :func:`input_back_off_db` (from the flux that arrives) and :func:`carrier_output_back_off_db` (to the power
that leaves).  Carrier over the noise and interference of both hops together is
:func:`linkbudget.physics.noise.combined_ratio_db`.
"""

import numpy as np

from linkbudget.errors import LinkBudgetError, require

SAME_DRIVE_DB = 0.05
"""A carrier that drives a transponder harder than all of its carriers together is a mistake beyond this rounding."""


def input_back_off_db(flux_density_dbw_per_m2, saturation_flux_density_dbw_per_m2):
    r"""Input back-off of a carrier: how far its flux lies below the flux that saturates the transponder.

    .. math:: IBO = \Phi_{sat} - \Phi

    Parameters
    ----------
    flux_density_dbw_per_m2 : array_like
        Power flux density of the carrier at the satellite [dBW/m2].
    saturation_flux_density_dbw_per_m2 : array_like
        Power flux density of a single carrier that saturates the transponder [dBW/m2].

    Returns
    -------
    ndarray or float
        Input back-off, positive below saturation, broadcast shape of the arguments [dB].

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), section 5.9.

    Examples
    --------
    >>> print(f"{input_back_off_db(-104.0, -90.0):.1f} dB")
    14.0 dB
    """
    return saturation_flux_density_dbw_per_m2 - np.asarray(flux_density_dbw_per_m2, dtype=float)[()]


def carrier_output_back_off_db(carrier_input_back_off_db, input_back_off_db, output_back_off_db):
    r"""Output back-off of one carrier: its share of the power that leaves is its share of the power that arrives.

    .. math:: OBO_c = OBO + (IBO_c - IBO)

    Parameters
    ----------
    carrier_input_back_off_db : array_like
        Input back-off of the carrier alone [dB].
    input_back_off_db : array_like
        Input back-off of all carriers together [dB].
    output_back_off_db : array_like
        Output back-off of all carriers together, from the transfer curve of the amplifier, zero or more [dB].

    Returns
    -------
    ndarray or float
        Output back-off of the carrier, below the power at saturation, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If the carrier drives the transponder harder than all carriers together, or the output back-off is negative.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), section 5.9.

    Examples
    --------
    >>> print(f"{carrier_output_back_off_db(14.0, 6.0, 2.5):.1f} dB")
    10.5 dB
    """
    total_db = require("output_back_off_db", output_back_off_db, at_least=0.0)
    share_db = carrier_input_back_off_db - np.asarray(input_back_off_db, dtype=float)[()]
    if np.any(share_db < -SAME_DRIVE_DB):
        least_db = np.min(np.where(np.isnan(share_db), np.inf, carrier_input_back_off_db))
        raise LinkBudgetError(
            f"input_back_off: the carrier alone stands {least_db:.2f} dB below saturation; expected the input back-off "
            "of all carriers together, at most as much"
        )
    return total_db + np.maximum(share_db, 0.0)
