r"""Codes with any keying: the Eb/N0 of a coded link whose code has a curve for BPSK alone, as an approximation.

The map: :func:`channel_symbol_error_rate` (what a code corrects at its threshold) and
:func:`required_coded_scheme_ebn0_db`.

A curve of a code is that of BPSK or QPSK with soft decisions.  Another keying with the same errors before the decoder
is taken to have the same errors behind it.  That is exact where the decoder takes hard decisions, and where the other
keying is BPSK with a loss, such as coherent frequency shift keying or Gaussian MSK.  With detection by energies or by
differences the soft decisions are not those of BPSK, and the size of the error is not known.
"""

import numpy as np

from linkbudget.physics.coding import required_coded_ebn0_db
from linkbudget.physics.modulation import required_ebn0_db
from linkbudget.physics.psk import bpsk_bit_error_rate
from linkbudget.physics.symbol_rates import code_rate

OWN_SCHEMES = ("bpsk", "qpsk")
"""Keyings for which the curves of codes hold."""


def channel_symbol_error_rate(error_rate, code, metric="bit"):
    r"""Error rate of the code bits before the decoder, with BPSK at the threshold of a code.

    .. math:: p = Q \left( \sqrt{2 R \, (E_b / N_0)_\mathrm{coded}} \right)

    Parameters
    ----------
    error_rate : array_like
        Error rate behind the decoder, above 0 [-].
    code : str
        A name of :func:`linkbudget.physics.coding.codes`.
    metric : str, optional
        Unit of the count of errors: ``"bit"``, ``"octet"``, ``"word"`` or ``"frame"``.

    Returns
    -------
    ndarray or float
        Error rate of hard decisions, same shape as ``error_rate``; NaN outside the curve [-].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 1, or the code, its rate or the metric is unknown.

    References
    ----------
    .. [1] CCSDS 130.1-G-3, TM Synchronization and Channel Coding: Summary of Concept and Rationale (2020), section 4.

    Examples
    --------
    >>> print(f"{channel_symbol_error_rate(1e-5, 'conv-7-1/2'):.3f}")
    0.054
    """
    needed_db = required_coded_ebn0_db(error_rate, code, metric)
    return bpsk_bit_error_rate(needed_db + 10.0 * np.log10(code_rate(code)))


def required_coded_scheme_ebn0_db(error_rate, code, scheme, metric="bit"):
    r"""Eb/N0 that a coded link of any keying needs: that of BPSK and the difference of the keyings at its threshold.

    .. math:: \frac{E_b}{N_0} = \left( \frac{E_b}{N_0} \right)_\mathrm{coded, BPSK} + \left( \frac{E_b}{N_0}
        \right)_\mathrm{scheme}(p) - \left( \frac{E_b}{N_0} \right)_\mathrm{BPSK}(p)

    Parameters
    ----------
    error_rate : array_like
        Error rate behind the decoder, above 0 [-].
    code : str
        A name of :func:`linkbudget.physics.coding.codes`.
    scheme : str
        A name of :func:`linkbudget.physics.modulation.modulations`.
    metric : str, optional
        Unit of the count of errors: ``"bit"``, ``"octet"``, ``"word"`` or ``"frame"``.

    Returns
    -------
    ndarray or float
        Energy per information bit over noise density, same shape as ``error_rate``; NaN outside the curve [dB].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 1, or the code, its rate, the keying or the metric is unknown.

    References
    ----------
    .. [1] The ``reference`` of the code's curve and of the keying; their sum is an approximation of this package.

    Examples
    --------
    >>> for scheme in ("bpsk", "gmsk-0.5", "coherent-fsk", "dpsk", "noncoherent-fsk"):
    ...     print(f"{scheme}: {required_coded_scheme_ebn0_db(1e-5, 'conv-7-1/2', scheme):.2f} dB")
    bpsk: 4.14 dB
    gmsk-0.5: 4.27 dB
    coherent-fsk: 7.15 dB
    dpsk: 6.50 dB
    noncoherent-fsk: 9.51 dB
    """
    needed_db = required_coded_ebn0_db(error_rate, code, metric)
    if str(scheme).casefold() in OWN_SCHEMES:
        return needed_db
    channel = channel_symbol_error_rate(error_rate, code, metric)
    return needed_db + required_ebn0_db(channel, scheme) - required_ebn0_db(channel, "bpsk")
