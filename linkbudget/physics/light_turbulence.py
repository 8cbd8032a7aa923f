r"""Turbulence and clouds on an optical path: scintillation of a downlink, its fades, and cloud-free sites.

The profile of the turbulence is that of Hufnagel and Valley with a ground value of 1.7e-14 and a wind of 21 m/s, which
gives a Fried length of 5 cm and an isoplanatic angle of 7 urad at 500 nm.  Fluctuations are weak.  The map:
:func:`fried_length_m`, :func:`optical_scintillation_index`, :func:`lognormal_fade_db`, :func:`cloud_free_availability`.
"""

import math

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import require, warn_outside

_TERMS = ((0.00594 * (21.0 / 27.0) ** 2 * 1e-50, 10.0, 1000.0), (2.7e-16, 0.0, 1500.0), (1.7e-14, 0.0, 100.0))
"""Factor, power of the height and scale height [m] of each term of the profile."""


def _moment(power: float) -> float:
    """Integral of the profile times a power of the height."""
    return sum(
        factor * math.gamma(own + power + 1.0) * height_m ** (own + power + 1.0) for factor, own, height_m in _TERMS
    )


_SUM, _RYTOV, _SQUARE = _moment(0.0), _moment(5.0 / 6.0), _moment(2.0)
_SCALE_HEIGHT_M = (_SQUARE / _RYTOV) ** (6.0 / 7.0)


def fried_length_m(wavelength_m, elevation_deg):
    r"""Fried's coherence length of light from space at the ground.

    .. math:: r_0 = \left[ 0.423 \, k^2 \csc(h) \int C_n^2 \, dz \right]^{-3/5}, \quad k = 2 \pi / \lambda

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength, above zero [m].
    elevation_deg : array_like
        Elevation h, above 0 and at most 90 [deg].

    Returns
    -------
    ndarray or float
        Length, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] L. C. Andrews and R. L. Phillips, Laser Beam Propagation through Random Media, 2nd edition (2005), chapter
       12.

    Examples
    --------
    >>> print(f"{fried_length_m(500e-9, 90.0) * 100:.1f} cm, {fried_length_m(1550e-9, 90.0) * 100:.1f} cm")
    5.0 cm, 19.3 cm
    """
    wave_number = 2.0 * math.pi / require("wavelength_m", wavelength_m, above=0.0)
    return (0.423 * np.square(wave_number) * _SUM * _air(elevation_deg)) ** -0.6


def optical_scintillation_index(wavelength_m, elevation_deg, diameter_m):
    r"""Variance of the power that a telescope on the ground receives from space, over the square of its mean.

    .. math:: \sigma_I^2 = 2.25 \, k^{7/6} \csc^{11/6}(h) \int C_n^2 z^{5/6} dz
        \left[ 1 + 1.1 \left( \frac{D^2}{\lambda z_0 \csc h} \right)^{7/6} \right]^{-1},
        \quad z_0^{7/6} = \frac{\int C_n^2 z^2 dz}{\int C_n^2 z^{5/6} dz}

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength, above zero [m].
    elevation_deg : array_like
        Elevation h, above 0 and at most 90 [deg].
    diameter_m : array_like
        Diameter of the telescope, which averages, zero or more [m].

    Returns
    -------
    ndarray or float
        Index, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    Warns
    -----
    ModelRangeWarning
        Where the index of a point is above 1, as it is low over the horizon: fluctuations are no longer weak.

    References
    ----------
    .. [1] L. C. Andrews and R. L. Phillips, Laser Beam Propagation through Random Media, 2nd edition (2005), chapter
       12.
    .. [2] H. T. Yura and W. G. McKinley, "Aperture averaging of scintillation for space-to-ground optical communication
       applications", Applied Optics 22 (1983) 1608.

    Examples
    --------
    >>> point, telescope = optical_scintillation_index(1550e-9, 45.0, [0.0, 0.6])
    >>> print(f"{point:.3f}, {telescope:.4f}")
    0.119, 0.0030
    """
    wavelength = require("wavelength_m", wavelength_m, above=0.0)
    diameter, air = require("diameter_m", diameter_m, at_least=0.0), _air(elevation_deg)
    point = 2.25 * (2.0 * math.pi / wavelength) ** (7.0 / 6.0) * air ** (11.0 / 6.0) * _RYTOV
    warn_outside("weak turbulence", "scintillation index of a point", point, 0.0, 1.0)
    return point / (1.0 + 1.1 * (np.square(diameter) / (wavelength * _SCALE_HEIGHT_M * air)) ** (7.0 / 6.0))


def lognormal_fade_db(scintillation_index, exceedance_probability):
    r"""Loss below the mean power that log-normal scintillation exceeds for a share of the time.

    .. math:: L = \frac{10}{\ln 10} \left( \frac{\sigma^2}{2} - \sigma \, \Phi^{-1}(p) \right),
        \quad \sigma^2 = \ln(1 + \sigma_I^2)

    Parameters
    ----------
    scintillation_index : array_like
        Variance of the received power over the square of its mean, zero or more [-].
    exceedance_probability : array_like
        Share of the time, above 0 and at most 0.5 [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] L. C. Andrews and R. L. Phillips, Laser Beam Propagation through Random Media, 2nd edition (2005) (log-normal
       model, weak fluctuations).

    Examples
    --------
    >>> print(f"{lognormal_fade_db(0.02, 0.01):.2f} dB")
    1.46 dB
    """
    variance = np.log1p(require("scintillation_index", scintillation_index, at_least=0.0))
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=0.5)
    return 10.0 / math.log(10.0) * (0.5 * variance - np.sqrt(variance) * scipy.special.ndtri(probability))


def cloud_free_availability(site_availabilities):
    r"""Share of the time in which at least one of several sites is free of clouds, their weather independent.

    .. math:: A = 1 - \prod_i (1 - A_i)

    Parameters
    ----------
    site_availabilities : array_like
        Share of the time without clouds at each site, along the last axis, from 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Share, shape of the others axes; that of real sites is less, as their weather goes together [-].

    Raises
    ------
    LinkBudgetError
        If a share is outside its limits.

    References
    ----------
    .. [1] Papoulis, Probability, Random Variables and Stochastic Processes, 3rd edition (1991), chapter 2 (independent
       events).

    Examples
    --------
    >>> print(f"{cloud_free_availability([0.6, 0.6, 0.6, 0.6]):.3f}")
    0.974
    """
    shares = np.asarray(require("site_availabilities", site_availabilities, at_least=0.0, at_most=1.0), dtype=float)
    return 1.0 - np.prod(1.0 - shares, axis=-1)


def _air(elevation_deg):
    """Path through flat layers over that straight up."""
    return 1.0 / np.sin(np.radians(require("elevation_deg", elevation_deg, above=0.0, at_most=90.0)))
