"""Transparent transponder: input and output back-off of one carrier among others.

The map: :func:`input_back_off_db` (from the flux that arrives) and :func:`carrier_output_back_off_db` (to the power
that leaves).  One that limits hard: :func:`hard_limiter_back_off_db` (the carrier's part of the power that leaves),
:func:`hard_limiter_cnr_db` and :func:`hard_limiter_loss_db` (its C/N behind the limiter).  Carrier over the noise and
interference of both hops together is :func:`linkbudget.physics.noise.combined_ratio_db`.
"""

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

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
    flux_density_dbw_per_m2 = require("flux_density_dbw_per_m2", flux_density_dbw_per_m2)
    saturation_flux_density_dbw_per_m2 = require(
        "saturation_flux_density_dbw_per_m2", saturation_flux_density_dbw_per_m2
    )
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
    carrier_input_back_off_db = require("carrier_input_back_off_db", carrier_input_back_off_db)
    input_back_off_db = require("input_back_off_db", input_back_off_db)
    total_db = require("output_back_off_db", output_back_off_db, at_least=0.0)
    share_db = carrier_input_back_off_db - np.asarray(input_back_off_db, dtype=float)[()]
    if np.any(share_db < -SAME_DRIVE_DB):
        least_db = np.min(np.where(np.isnan(share_db), np.inf, carrier_input_back_off_db))
        raise LinkBudgetError(
            f"input_back_off: the carrier alone stands {least_db:.2f} dB below saturation; expected the input back-off "
            "of all carriers together, at most as much"
        )
    return total_db + np.maximum(share_db, 0.0)


def _carrier_share(cnr_db):
    """C/N as a ratio, and the carrier's share of the power behind an ideal limiter."""
    ratio = 10.0 ** (require("cnr_db", cnr_db) / 10.0)
    return ratio, 0.25 * np.pi * ratio * (scipy.special.ive(0, 0.5 * ratio) + scipy.special.ive(1, 0.5 * ratio)) ** 2


def hard_limiter_back_off_db(cnr_db):
    r"""Output back-off of a carrier with noise behind an ideal band-pass limiter: what the noise has of the power.

    .. math:: OBO = -10 \log_{10} \left( \frac{\pi \rho}{4} e^{-\rho} \left[ I_0(\rho / 2) + I_1(\rho / 2)
        \right]^2 \right)

    Parameters
    ----------
    cnr_db : array_like
        Carrier over noise before the limiter, in the limiter's bandwidth [dB].

    Returns
    -------
    ndarray or float
        Power of the carrier below all of the output's, same shape [dB].

    Notes
    -----
    One carrier without amplitude modulation, and Gaussian noise in a narrow band.  The power behind the limiter is the
    same whatever comes in.

    References
    ----------
    .. [1] Davenport, Signal-to-noise ratios in band-pass limiters, J. Appl. Phys. 24 (1953) 720; Technical Report 234
       of the MIT Research Laboratory of Electronics (1952).
    .. [2] Jones, Hard-limiting of two signals in random noise, IEEE Trans. Inf. Theory IT-9 (1963) 34, section I.

    Examples
    --------
    >>> print(", ".join(f"{hard_limiter_back_off_db(cnr):.2f} dB" for cnr in (20.0, 0.0, -20.0)))
    0.02 dB, 2.97 dB, 21.07 dB
    """
    return -10.0 * np.log10(_carrier_share(cnr_db)[1])


def hard_limiter_cnr_db(cnr_db):
    r"""Carrier over noise behind an ideal band-pass limiter: a little less than before in strong noise.

    .. math:: \rho_{out} = \frac{s}{1 - s}, \quad
        s = \frac{\pi \rho}{4} e^{-\rho} \left[ I_0(\rho / 2) + I_1(\rho / 2) \right]^2

    Parameters
    ----------
    cnr_db : array_like
        Carrier over noise before the limiter, in the limiter's bandwidth [dB].

    Returns
    -------
    ndarray or float
        Carrier over all noise around it behind the limiter, same shape [dB].

    Notes
    -----
    Between 1.05 dB less (noise much stronger than the carrier) and 3.01 dB more, where the limiter takes away the half
    of the noise that is in phase with the carrier.

    References
    ----------
    .. [1] Davenport, Signal-to-noise ratios in band-pass limiters, J. Appl. Phys. 24 (1953) 720; Technical Report 234
       of the MIT Research Laboratory of Electronics (1952).
    .. [2] Jones, Hard-limiting of two signals in random noise, IEEE Trans. Inf. Theory IT-9 (1963) 34, section I: the
       ratio of output to input SNR lies between pi/4 and 2.

    Examples
    --------
    >>> print(", ".join(f"{hard_limiter_cnr_db(cnr) - cnr:+.2f} dB" for cnr in (30.0, 0.0, -30.0)))
    +3.01 dB, +0.08 dB, -1.05 dB
    """
    ratio, share = _carrier_share(cnr_db)
    strong = ratio > _STRONG  # where the share is one but for its last digits
    noise = np.where(strong, 1.0, 1.0 - share)
    return 10.0 * np.log10(np.where(strong, 2.0 * ratio, share / noise))[()]


_STRONG = 1e7
"""C/N beyond which noise behind the limiter is half of that before it, within 1e-7 [-]."""


def hard_limiter_loss_db(cnr_db):
    r"""C/N that a carrier loses in an ideal band-pass limiter; a gain is not counted.

    .. math:: L = \max \left( 0, \ 10 \log_{10} \frac{\rho}{\rho_{out}} \right)

    Parameters
    ----------
    cnr_db : array_like
        Carrier over noise before the limiter, in the limiter's bandwidth [dB].

    Returns
    -------
    ndarray or float
        Loss, from 0 to 1.05 dB, same shape [dB].

    Notes
    -----
    A strong carrier loses the noise in phase with it and keeps that across it, which is what turns its phase: the C/N
    is up to 3 dB better and reception by phase is not.

    References
    ----------
    .. [1] Davenport, Signal-to-noise ratios in band-pass limiters, J. Appl. Phys. 24 (1953) 720.

    Examples
    --------
    >>> print(", ".join(f"{hard_limiter_loss_db(cnr):.2f} dB" for cnr in (10.0, -10.0, -30.0)))
    0.00 dB, 0.93 dB, 1.05 dB
    """
    return np.maximum(0.0, require("cnr_db", cnr_db) - hard_limiter_cnr_db(cnr_db))[()]
