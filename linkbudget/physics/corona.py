r"""Plasma near the Sun: delay, range error and scintillation on paths that pass it.

The geometry is the triangle Sun, Earth, probe, given by the angle at the Earth and the distance of the probe.  The map:
:func:`sun_earth_probe_angle_deg` and :func:`earth_probe_distance_m` (the triangle from the two orbits),
:func:`closest_approach_m`; :func:`electron_density_per_m3` and :func:`electron_column_per_m2`;
:func:`coronal_group_delay_s` and :func:`two_way_range_correction_m`; :func:`scintillation_index` and
:func:`scaled_spectral_broadening_hz`.

Densities are sums of powers of the distance from the Sun, :class:`DensityTerm`, the same in every direction.  Of the
two published sets here :data:`VIKING_1982` gives a column 1.3 times that of :data:`MORLEY_BUDNIK_2007` at 3 degrees
from the Sun and 0.6 times at 90 degrees.  The corona itself varies more, with the solar cycle, from equator to poles,
and when a streamer or a mass ejection crosses the path.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import beta, betainc

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.errors import LinkBudgetError, require, warn_outside
from linkbudget.physics.ionosphere import PLASMA_CONSTANT_M3_PER_S2, group_delay_s

SOLAR_RADIUS_M = 695_700e3
"""Exact; IAU 2015 Resolution B3 (nominal solar radius)."""


class DensityTerm(NamedTuple):
    """One power of an electron density: its value at one solar radius and its exponent, above one."""

    density_per_m3: float
    exponent: float


MORLEY_BUDNIK_2007 = (DensityTerm(1.3e14, 6.0), DensityTerm(0.5e12, 2.0))
"""T. Morley and F. Budnik, "Effects on spacecraft radiometric data at superior solar conjunction", 20th International
Symposium on Space Flight Dynamics (2007), section 6.1."""

VIKING_1982 = (DensityTerm(2.21e14, 6.0), DensityTerm(1.55e12, 2.3))
"""Fit to Viking, Telecommunications and Data Acquisition Progress Report 42-71 (1982) 117-128."""

_INDEX_FITS = {  # a1, a2, a3, a4, angle at which scintillation saturates, end of the fit
    "X": (1.14, 0.0, 0.02, 0.0, 1.1, 5.0),
    "Ka": (1.50, -0.231, 0.176, -0.030, 0.6, 4.5),
}


def sun_earth_probe_angle_deg(earth_sun_m, probe_sun_m, sun_angle_deg):
    r"""Angle at the Earth between Sun and probe, from the two distances to the Sun and the angle between them there.

    .. math:: \tan\alpha = \frac{r_p \sin\beta}{r_E - r_p \cos\beta}

    Parameters
    ----------
    earth_sun_m : array_like
        Distance of the Earth from the Sun, above zero [m].
    probe_sun_m : array_like
        Distance of the probe from the Sun, above zero [m].
    sun_angle_deg : array_like
        Angle at the Sun between Earth and probe, 0 to 180 [deg].

    Returns
    -------
    ndarray or float
        Angle from 0 to 180, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If a distance is not above zero or an angle lies outside 0 to 180.

    References
    ----------
    .. [1] Plane trigonometry: law of sines and projections.

    Examples
    --------
    >>> print(f"{sun_earth_probe_angle_deg(149.6e9, 224.4e9, 170.0):.2f} deg")
    6.00 deg
    """
    earth, probe, angle = _triangle(earth_sun_m, probe_sun_m, sun_angle_deg)
    return np.degrees(np.arctan2(probe * np.sin(angle), earth - probe * np.cos(angle)))


def earth_probe_distance_m(earth_sun_m, probe_sun_m, sun_angle_deg):
    r"""Distance of the probe from the Earth, from the two distances to the Sun and the angle between them there.

    .. math:: \rho^2 = (r_E - r_p)^2 + 4 r_E r_p \sin^2(\beta / 2)

    Parameters
    ----------
    earth_sun_m : array_like
        Distance of the Earth from the Sun, above zero [m].
    probe_sun_m : array_like
        Distance of the probe from the Sun, above zero [m].
    sun_angle_deg : array_like
        Angle at the Sun between Earth and probe, 0 to 180 [deg].

    Returns
    -------
    ndarray or float
        Distance, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If a distance is not above zero or an angle lies outside 0 to 180.

    References
    ----------
    .. [1] Plane trigonometry: law of cosines, with half-angles so that nothing cancels.

    Examples
    --------
    >>> print(f"{earth_probe_distance_m(149.6e9, 224.4e9, 170.0) / 1e9:.1f} million km")
    372.6 million km
    """
    earth, probe, angle = _triangle(earth_sun_m, probe_sun_m, sun_angle_deg)
    return np.sqrt((earth - probe) ** 2 + 4.0 * earth * probe * np.sin(0.5 * angle) ** 2)


def closest_approach_m(sun_earth_probe_deg, probe_distance_m, *, sun_distance_m=ASTRONOMICAL_UNIT_M):
    r"""Least distance between the path and the centre of the Sun.

    .. math:: p = r_E \sin\alpha \quad \text{if the path reaches that point, otherwise the nearer of its ends}

    Parameters
    ----------
    sun_earth_probe_deg : array_like
        Angle at the Earth between Sun and probe, 0 to 180 [deg].
    probe_distance_m : array_like
        Distance of the probe from the Earth, above zero [m].
    sun_distance_m : array_like
        Distance of the Sun from the Earth, one astronomical unit unless given [m].

    Returns
    -------
    ndarray or float
        Distance, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside 0 to 180 or a distance is not above zero.

    References
    ----------
    .. [1] Plane trigonometry.

    Examples
    --------
    >>> print(f"{closest_approach_m(1.0, 2.5 * ASTRONOMICAL_UNIT_M) / SOLAR_RADIUS_M:.2f} solar radii")
    3.75 solar radii
    """
    offset, at_earth, at_probe = _ray(sun_earth_probe_deg, probe_distance_m, sun_distance_m)
    beside = np.maximum(
        np.maximum(at_earth, -at_probe), 0.0
    )  # positive where the foot of the perpendicular is not reached
    return np.hypot(offset, beside)


def electron_density_per_m3(heliocentric_distance_m, density_terms):
    r"""Electron density at a distance from the Sun.

    .. math:: n_e(r) = \sum_k N_k \left(\frac{R_\odot}{r}\right)^{n_k}

    Parameters
    ----------
    heliocentric_distance_m : array_like
        Distance from the centre of the Sun, at least a solar radius [m].
    density_terms : tuple of DensityTerm
        The powers, such as :data:`MORLEY_BUDNIK_2007`.

    Returns
    -------
    ndarray or float
        Density, shape of the distance [1/m3].

    Raises
    ------
    LinkBudgetError
        If a distance is below a solar radius or a term is impossible.

    References
    ----------
    .. [1] A. K. Verma et al., "Electron density distribution and solar plasma correction of radio signals using MGS,
       MEX, and VEX spacecraft navigation data", Astron. Astrophys. 550 (2013) A124, which lists such models.

    Examples
    --------
    >>> print(f"{electron_density_per_m3(ASTRONOMICAL_UNIT_M, MORLEY_BUDNIK_2007) / 1e6:.1f} per cm3")
    10.8 per cm3
    """
    ratio = SOLAR_RADIUS_M / require("heliocentric_distance_m", heliocentric_distance_m, at_least=SOLAR_RADIUS_M)
    return sum(density * ratio**exponent for density, exponent in _checked(density_terms))


def electron_column_per_m2(sun_earth_probe_deg, probe_distance_m, density_terms, *, sun_distance_m=ASTRONOMICAL_UNIT_M):
    r"""Electrons between the Earth and the probe.

    .. math:: N_T = \int_0^\rho n_e \, ds = \sum_k N_k R_\odot \left(\frac{R_\odot}{p}\right)^{n_k - 1}
        \int_{\varphi_P}^{\pi - \alpha} \sin^{n_k - 2}\varphi \, d\varphi

    with :math:`p = r_E \sin\alpha` and the angle :math:`\varphi` at a point of the path between the way on and the way
    to the Sun, reversed.

    Parameters
    ----------
    sun_earth_probe_deg : array_like
        Angle at the Earth between Sun and probe, 0 to 180 [deg].
    probe_distance_m : array_like
        Distance of the probe from the Earth, above zero [m].
    density_terms : tuple of DensityTerm
        The powers of the density, such as :data:`MORLEY_BUDNIK_2007`.
    sun_distance_m : array_like
        Distance of the Sun from the Earth, one astronomical unit unless given [m].

    Returns
    -------
    ndarray or float
        Electron content, broadcast shape of the arguments; NaN where the path meets the Sun [1/m2].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside 0 to 180, a distance is not above zero, or a term is impossible.

    Notes
    -----
    The integral of a power of the sine is an incomplete beta function, good for whole and broken exponents above one.

    References
    ----------
    .. [1] T. Morley and F. Budnik, "Effects on spacecraft radiometric data at superior solar conjunction", 20th
       International Symposium on Space Flight Dynamics (2007), section 6.1.
    .. [2] NIST Digital Library of Mathematical Functions, section 8.17 (incomplete beta functions).

    Examples
    --------
    >>> column = electron_column_per_m2(10.0, 1.5 * ASTRONOMICAL_UNIT_M, MORLEY_BUDNIK_2007)
    >>> print(f"{column:.2e} per m2")
    2.46e+19 per m2
    """
    terms = _checked(density_terms)
    offset, at_earth, at_probe = _ray(sun_earth_probe_deg, probe_distance_m, sun_distance_m)
    offset = np.maximum(offset, 1e-12 * np.abs(at_earth))  # keeps the angles of a path straight away from the Sun
    first, last = np.arctan2(offset, at_probe), np.arctan2(offset, at_earth)
    swap = last + first > np.pi  # mirrored, the angles keep their digits where the path comes towards the Sun
    first, last = (
        np.where(swap, np.arctan2(offset, -at_earth), first),
        np.where(swap, np.arctan2(offset, -at_probe), last),
    )
    column = sum(
        density * SOLAR_RADIUS_M * (SOLAR_RADIUS_M / offset) ** (exponent - 1.0) * _sine_power(first, last, exponent)
        for density, exponent in terms
    )
    nearest = closest_approach_m(sun_earth_probe_deg, probe_distance_m, sun_distance_m=sun_distance_m)
    return np.where(nearest < SOLAR_RADIUS_M, np.nan, column)[()]


def coronal_group_delay_s(
    sun_earth_probe_deg, probe_distance_m, frequency_hz, density_terms, *, sun_distance_m=ASTRONOMICAL_UNIT_M
):
    r"""One-way group delay of the modulation in the solar corona, relative to vacuum.

    .. math:: \tau = \frac{40.308 \, N_T}{c f^2}

    Parameters
    ----------
    sun_earth_probe_deg : array_like
        Angle at the Earth between Sun and probe, 0 to 180 [deg].
    probe_distance_m : array_like
        Distance of the probe from the Earth, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    density_terms : tuple of DensityTerm
        The powers of the electron density, such as :data:`MORLEY_BUDNIK_2007`.
    sun_distance_m : array_like
        Distance of the Sun from the Earth, one astronomical unit unless given [m].

    Returns
    -------
    ndarray or float
        Delay, broadcast shape of the arguments; NaN where the path meets the Sun [s].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside 0 to 180, a distance or frequency is not above zero, or a term is impossible.

    References
    ----------
    .. [1] T. D. Moyer, Formulation for Observed and Computed Values of Deep Space Network Data Types for Navigation,
       JPL DESCANSO Monograph 2 (2000), chapter 10 (media and antenna corrections).

    Examples
    --------
    >>> delay_s = coronal_group_delay_s(3.0, 2.5 * ASTRONOMICAL_UNIT_M, 922.76e6, MORLEY_BUDNIK_2007)
    >>> print(f"{delay_s * 1e6:.1f} us")
    15.0 us
    """
    column = electron_column_per_m2(sun_earth_probe_deg, probe_distance_m, density_terms, sun_distance_m=sun_distance_m)
    return group_delay_s(frequency_hz, column)


def two_way_range_correction_m(
    sun_earth_probe_deg,
    probe_distance_m,
    uplink_frequency_hz,
    downlink_frequency_hz,
    density_terms,
    *,
    sun_distance_m=ASTRONOMICAL_UNIT_M,
):
    r"""Excess of a two-way range measurement: both ways together, as a round-trip time of a ranging code shows it.

    .. math:: \Delta\rho = 40.308 \, N_T \left(\frac{1}{f_u^2} + \frac{1}{f_d^2}\right)

    Parameters
    ----------
    sun_earth_probe_deg : array_like
        Angle at the Earth between Sun and probe, 0 to 180 [deg].
    probe_distance_m : array_like
        Distance of the probe from the Earth, above zero [m].
    uplink_frequency_hz : array_like
        Frequency on the way up, above zero [Hz].
    downlink_frequency_hz : array_like
        Frequency on the way down, above zero [Hz].
    density_terms : tuple of DensityTerm
        The powers of the electron density, such as :data:`MORLEY_BUDNIK_2007`.
    sun_distance_m : array_like
        Distance of the Sun from the Earth, one astronomical unit unless given [m].

    Returns
    -------
    ndarray or float
        Length of the round trip too much; a range got from half of it is off by half; broadcast shape of the arguments,
        NaN where the path meets the Sun [m].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside 0 to 180, a distance or frequency is not above zero, or a term is impossible.

    References
    ----------
    .. [1] T. Morley and F. Budnik, "Effects on spacecraft radiometric data at superior solar conjunction", 20th
       International Symposium on Space Flight Dynamics (2007), section 6.1, whose table is for X band both ways.

    Examples
    --------
    >>> correction_m = two_way_range_correction_m(
    ...     10.0, 1.5 * ASTRONOMICAL_UNIT_M, 7.66e9, 7.66e9, MORLEY_BUDNIK_2007
    ... )
    >>> print(f"{correction_m:.1f} m")
    33.8 m
    """
    up = require("uplink_frequency_hz", uplink_frequency_hz, above=0.0)
    down = require("downlink_frequency_hz", downlink_frequency_hz, above=0.0)
    column = electron_column_per_m2(sun_earth_probe_deg, probe_distance_m, density_terms, sun_distance_m=sun_distance_m)
    return PLASMA_CONSTANT_M3_PER_S2 * column * (1.0 / (up * up) + 1.0 / (down * down))


def scintillation_index(sun_earth_probe_deg, band):
    r"""Strength of the amplitude scintillation: standard deviation over mean of the received power.

    .. math:: m = e^{-a_1 (\alpha - \alpha_t)} + a_2 + a_3 (\alpha - \alpha_t) + a_4 (\alpha - \alpha_t)^2,
        \quad m = 1 \text{ for } \alpha \le \alpha_t

    Parameters
    ----------
    sun_earth_probe_deg : array_like
        Angle at the Earth between Sun and probe, 0 to 180; fitted to 5 (X) and 4.5 (Ka) degrees, beyond which the value
        at the end of the fit is held, with a warning [deg].
    band : str
        "X" (8.4 GHz, saturated below 1.1 degrees) or "Ka" (32 GHz, saturated below 0.6 degrees).

    Returns
    -------
    ndarray or float
        Index from 0 to 1, shape of the angle [-].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside 0 to 180 or the band is another.

    Notes
    -----
    Fits to the conjunctions of Mars Global Surveyor, Cassini, Deep Space 1 and Stardust, 1998 to 2001, near the maximum
    of the solar cycle; the scatter about them is 0.06, more for X band between 1.1 and 2 degrees.  The Ka fit is stated
    to 5 degrees but dips below zero from 4.6: it is held from 4.5 here.

    References
    ----------
    .. [1] D. Morabito, "Solar Corona Amplitude Scintillation Modeling and Comparison to Measurements at X-Band and
       Ka-Band", IPN Progress Report 42-153 (2003), equation (7).

    Examples
    --------
    >>> print(f"{scintillation_index(2.0, 'X'):.2f}, {scintillation_index(2.0, 'Ka'):.2f}")
    0.38, 0.08
    """
    angle = require("sun_earth_probe_deg", sun_earth_probe_deg, at_least=0.0, at_most=180.0)
    if band not in _INDEX_FITS:
        raise LinkBudgetError(f"band = {band!r}: expected one of {', '.join(map(repr, _INDEX_FITS))}")
    a1, a2, a3, a4, saturated_deg, end_deg = _INDEX_FITS[band]
    warn_outside(f"The {band}-band fit of IPN PR 42-153", "sun_earth_probe_deg", angle, 0.0, end_deg)
    beyond = np.minimum(angle, end_deg) - saturated_deg
    index = np.exp(-a1 * beyond) + a2 + a3 * beyond + a4 * beyond * beyond
    return np.where(beyond <= 0.0, 1.0, np.minimum(index, 1.0))[()]


def scaled_spectral_broadening_hz(
    frequency_hz, reference_broadening_hz, reference_frequency_hz, *, spectral_index=11.0 / 3.0
):
    r"""Width to which the corona spreads a carrier, from that measured at another frequency over the same path.

    .. math:: B = B_0 \left(\frac{f_0}{f}\right)^{2 / (p - 2)}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    reference_broadening_hz : array_like
        Width at the other frequency, zero or more [Hz].
    reference_frequency_hz : array_like
        The other frequency, above zero [Hz].
    spectral_index : array_like
        Power p of the three-dimensional spectrum of electron density, between 2 and 4; 11/3 is Kolmogorov's, for which
        the width goes with the power -6/5 of the frequency [-].

    Returns
    -------
    ndarray or float
        Width, by the same definition (half power or other), broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero, a width is negative or the index lies outside 2 to 4.

    Notes
    -----
    The phase structure function of a thin screen grows as :math:`f^{-2} \tau^{p-2}`, and the width is the inverse of
    the time at which it reaches one.  The width itself changes by orders of magnitude with the path and the day, for
    instance by a factor of more than 100 between 6.6 and 0.6 degrees at 928 MHz (Venera 10), so that none is assumed.

    References
    ----------
    .. [1] R. Woo, "Radial dependence of solar wind properties deduced from Helios 1/2 and Pioneer 10/11 radio
       scattering observations", Astrophys. J. 219 (1978) 727.

    Examples
    --------
    Ten hertz at 2.3 GHz, seen at 8.4 GHz:

    >>> print(f"{scaled_spectral_broadening_hz(8.42e9, 10.0, 2.295e9):.2f} Hz")
    2.10 Hz
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    reference_hz = require("reference_frequency_hz", reference_frequency_hz, above=0.0)
    width = require("reference_broadening_hz", reference_broadening_hz, at_least=0.0)
    index = require("spectral_index", spectral_index, above=2.0, below=4.0)
    return width * (reference_hz / frequency_hz) ** (2.0 / (index - 2.0))


def _triangle(earth_sun_m, probe_sun_m, sun_angle_deg):
    """Distances and the angle between them in radians, checked."""
    angle_deg = require("sun_angle_deg", sun_angle_deg, at_least=0.0, at_most=180.0)
    earth = require("earth_sun_m", earth_sun_m, above=0.0)
    return earth, require("probe_sun_m", probe_sun_m, above=0.0), np.radians(angle_deg)


def _ray(sun_earth_probe_deg, probe_distance_m, sun_distance_m):
    """Distance of the path's line from the Sun, and where on it, from its nearest point, Earth and probe lie."""
    angle_deg = require("sun_earth_probe_deg", sun_earth_probe_deg, at_least=0.0, at_most=180.0)
    distance = require("probe_distance_m", probe_distance_m, above=0.0)
    sun = require("sun_distance_m", sun_distance_m, above=0.0)
    angle = np.radians(angle_deg)
    at_earth = -sun * np.cos(angle)
    return sun * np.sin(angle), at_earth, at_earth + distance


def _checked(density_terms):
    """Terms of a density, each with a density of zero or more and an exponent above one."""
    for density, exponent in density_terms:
        require("density_per_m3", float(density), at_least=0.0)
        require("exponent", float(exponent), above=1.0)
    return density_terms


def _sine_power(first, last, exponent):
    """Integral of the sine to the power ``exponent`` - 2 between two angles whose sum is at most half a turn."""
    power = 0.5 * (exponent - 1.0)
    half = 0.5 * beta(power, 0.5)

    def from_zero(angle):
        low = betainc(power, 0.5, np.sin(angle) ** 2)
        cosine = np.cos(angle)
        high = 1.0 - np.copysign(betainc(0.5, power, cosine * cosine), cosine)  # keeps digits about a right angle
        return half * np.where(angle < 0.25 * np.pi, low, high)

    return from_zero(last) - from_zero(first)
