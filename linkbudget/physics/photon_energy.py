"""Photons of a power of light: their energy, their number a second, photons and energy for each bit.

The map: :func:`energy_of_photon_j`, :func:`photons_of_power_per_s`, :func:`bit_photons`,
:func:`light_energy_per_bit_j`.  The decibels of optical budgets are in :mod:`linkbudget.physics.photons`.
"""

from linkbudget.decibels import ratio
from linkbudget.errors import require
from linkbudget.physics.photons import photon_energy_dbj


def energy_of_photon_j(wavelength_m):
    r"""Energy of a photon in joules.

    .. math:: E = h c / \lambda

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength, above zero [m].

    Returns
    -------
    ndarray or float
        Energy, same shape as ``wavelength_m`` [J].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] SI brochure, 9th edition (2019), the Planck constant; Hemmati (ed.), Deep Space Optical Communications
       (2006), chapter 4.

    Examples
    --------
    >>> print(f"{energy_of_photon_j(1064e-9) * 1e21:.1f} zJ")
    186.7 zJ
    """
    return ratio(photon_energy_dbj(wavelength_m))


def photons_of_power_per_s(power_w, wavelength_m):
    r"""Photons a second of a power of light.

    .. math:: n = \frac{P \lambda}{h c}

    Parameters
    ----------
    power_w : array_like
        Power, above zero [W].
    wavelength_m : array_like
        Wavelength, above zero [m].

    Returns
    -------
    ndarray or float
        Photons a second, broadcast shape of the arguments [1/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] SI brochure, 9th edition (2019), the Planck constant; Hemmati (ed.), Deep Space Optical Communications
       (2006), chapter 4.

    Examples
    --------
    >>> print(f"{photons_of_power_per_s(1e-12, 1064e-9):.3e} 1/s")
    5.356e+06 1/s
    """
    return require("power_w", power_w, above=0.0) / energy_of_photon_j(wavelength_m)


def bit_photons(received_power_w, wavelength_m, bit_rate_bps):
    r"""Photons that a received power has for each bit.

    .. math:: n_b = \frac{P \lambda}{h c R}

    Parameters
    ----------
    received_power_w : array_like
        Received power, above zero [W].
    wavelength_m : array_like
        Wavelength, above zero [m].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].

    Returns
    -------
    ndarray or float
        Photons of a bit, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] SI brochure, 9th edition (2019), the Planck constant; Hemmati (ed.), Deep Space Optical Communications
       (2006), chapter 4.

    Examples
    --------
    >>> print(f"{bit_photons(2e-12, 1064e-9, 1e6):.1f}")
    10.7
    """
    photons = photons_of_power_per_s(require("received_power_w", received_power_w, above=0.0), wavelength_m)
    return photons / require("bit_rate_bps", bit_rate_bps, above=0.0)


def light_energy_per_bit_j(wavelength_m, bits_per_photon):
    r"""Energy of light for each bit, from the bits that a photon carries.

    .. math:: E_b = \frac{h c}{\lambda b}

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength, above zero [m].
    bits_per_photon : array_like
        Bits that a photon carries, above zero [-].

    Returns
    -------
    ndarray or float
        Energy of a bit, broadcast shape of the arguments [J].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] SI brochure, 9th edition (2019), the Planck constant; Hemmati (ed.), Deep Space Optical Communications
       (2006), chapter 4.

    Examples
    --------
    >>> print(f"{light_energy_per_bit_j(1064e-9, 2.0) * 1e21:.2f} zJ")
    93.35 zJ
    """
    return energy_of_photon_j(wavelength_m) / require("bits_per_photon", bits_per_photon, above=0.0)
