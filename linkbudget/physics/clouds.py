"""Attenuation by clouds and fog, whose droplets of liquid water absorb.

The map: :func:`water_permittivity`, from which :func:`cloud_specific_attenuation_db_per_km` gives a kilometre of cloud
or fog of known density and temperature; :func:`cloud_mass_absorption_db_m2_per_kg`, the same for a whole column of
cloud of unknown temperature, and with it :func:`cloud_loss_db` on a path to space.  How much liquid water is above a
station for which share of the time comes from local data or from the digital maps of ITU-R P.840-9, whose integrated
liquid water content is another quantity than the reduced liquid water of the editions before;
:func:`lognormal_cloud_liquid_kg_per_m2` makes that statistic of three numbers.

Shares of the time are fractions throughout: what the Recommendation calls p = 1 % is 0.01 here.
"""

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import require, warn_outside
from linkbudget.physics.gases_approximate import flat_air_mass

HIGHEST_FREQUENCY_HZ = 200e9
"""ITU-R P.840-9 is stated to here: above, droplets are no longer small against the wavelength."""

LOWEST_FREQUENCY_HZ = 1e9
"""ITU-R P.840-9, section 3, is stated from here."""

_MODEL = "ITU-R P.840-9 cloud attenuation"
_REFERENCE_TEMPERATURE_K = 273.75
_LEAST_CLOUD_PROBABILITY = 2e-4  # below 0.02 % of the time the Recommendation takes a sky without clouds


def water_permittivity(frequency_hz, temperature_k):
    r"""Complex relative permittivity of liquid water, the double-Debye model.

    .. math::

        \varepsilon = \varepsilon' - j \varepsilon'' = \varepsilon_2
        + \frac{\varepsilon_0 - \varepsilon_1}{1 + j f / f_p} + \frac{\varepsilon_1 - \varepsilon_2}{1 + j f / f_s}

    with :math:`\varepsilon_0 = 77.66 + 103.3 (\theta - 1)`, :math:`\varepsilon_1 = 0.0671 \varepsilon_0`,
    :math:`\varepsilon_2 = 3.52`, :math:`f_p = 20.20 - 146 (\theta - 1) + 316 (\theta - 1)^2` and
    :math:`f_s = 39.8 f_p` in GHz, :math:`\theta = 300 / T`.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    temperature_k : array_like
        Temperature of the water, above zero [K].

    Returns
    -------
    ndarray or complex
        Relative permittivity, its imaginary part negative: that of a lossy medium in a field that goes as
        exp(+j omega t); broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If any frequency or temperature is not above zero.

    Notes
    -----
    The Recommendation writes the two parts separately; the sum of two Debye terms here is the same.

    References
    ----------
    .. [1] ITU-R P.840-9 (08/2023), Annex 1, section 2, equations (4)-(11).

    Examples
    --------
    >>> print(f"{water_permittivity(6e9, 273.75):.2f}")
    62.83-37.57j
    """
    frequency_ghz = require("frequency_hz", frequency_hz, above=0.0) / 1e9
    excess = 300.0 / require("temperature_k", temperature_k, above=0.0) - 1.0
    principal_ghz = 20.20 - 146.0 * excess + 316.0 * excess * excess
    static = 77.66 + 103.3 * excess
    middle, optical = 0.0671 * static, 3.52
    slow = (static - middle) / (1.0 + 1j * frequency_ghz / principal_ghz)
    return optical + slow + (middle - optical) / (1.0 + 1j * frequency_ghz / (39.8 * principal_ghz))


def cloud_specific_attenuation_db_per_km(frequency_hz, temperature_k, liquid_water_density_g_per_m3):
    r"""Specific attenuation of cloud or fog.

    .. math::

        \gamma_c = K_l \rho_l, \qquad K_l = \frac{0.819 f}{\varepsilon'' (1 + \eta^2)}, \quad
        \eta = \frac{2 + \varepsilon'}{\varepsilon''}

    with f in GHz and the permittivity of :func:`water_permittivity`.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; stated to 200 GHz, used above with a warning [Hz].
    temperature_k : array_like
        Temperature of the droplets, above zero [K].
    liquid_water_density_g_per_m3 : array_like
        Liquid water in the air, not water vapour: about 0.05 in medium fog (300 m visibility), 0.5 in thick fog (50 m)
        [g/m3].

    Returns
    -------
    ndarray or float
        Specific attenuation, broadcast shape of the arguments [dB/km].

    Raises
    ------
    LinkBudgetError
        If any frequency or temperature is not above zero or any density is negative.

    References
    ----------
    .. [1] ITU-R P.840-9 (08/2023), Annex 1, sections 1 and 2, equations (1)-(3).

    Examples
    --------
    Thick fog on a 94 GHz path:

    >>> print(f"{cloud_specific_attenuation_db_per_km(94e9, 283.15, 0.5):.2f} dB/km")
    2.12 dB/km
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    warn_outside(_MODEL, "frequency_hz", frequency_hz, 0.0, HIGHEST_FREQUENCY_HZ)
    density = require("liquid_water_density_g_per_m3", liquid_water_density_g_per_m3, at_least=0.0)
    return _coefficient(frequency_hz, temperature_k) * density


def cloud_mass_absorption_db_m2_per_kg(frequency_hz):
    r"""Zenith attenuation of a column of cloud, per unit of liquid water in it.

    .. math::

        K_L = K_l(f, 273.75\,\mathrm{K}) \left(A_1 e^{-(f - f_1)^2 / \sigma_1} + A_2 e^{-(f - f_2)^2 / \sigma_2}
        + A_3\right)

    with f in GHz; the bracket stands for the temperatures that clouds have.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; stated for 1 to 200 GHz, used outside with a warning [Hz].

    Returns
    -------
    ndarray or float
        Mass absorption coefficient, same shape as ``frequency_hz`` [dB/(kg/m2)].

    Raises
    ------
    LinkBudgetError
        If any frequency is not above zero.

    References
    ----------
    .. [1] ITU-R P.840-9 (08/2023), Annex 1, section 3, equation (12).

    Examples
    --------
    >>> print(f"{cloud_mass_absorption_db_m2_per_kg(30e9):.3f} dB/(kg/m2)")
    0.708 dB/(kg/m2)
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    if not isinstance(frequency_hz, float) or not LOWEST_FREQUENCY_HZ <= frequency_hz <= HIGHEST_FREQUENCY_HZ:
        warn_outside(_MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
    frequency_ghz = frequency_hz / 1e9
    low, wide = -((frequency_ghz + 23.9589) ** 2) / 3.2991e3, -((frequency_ghz - 219.2096) ** 2) / 2.7595e6
    correction = 0.1522 * np.exp(low) + 11.51 * np.exp(wide) - 10.4912
    return _coefficient(frequency_hz, _REFERENCE_TEMPERATURE_K) * correction


def cloud_loss_db(elevation_deg, frequency_hz, cloud_liquid_kg_per_m2):
    r"""Loss to clouds on a path to space.

    .. math:: A_C = \frac{K_L L}{\sin\theta}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, which P.840 does not call geometric or apparent (0.18 degrees apart at 5 degrees); stated from 5 to
        90 degrees, used below with a warning; NaN at and below the horizon [deg].
    frequency_hz : array_like
        Frequency; stated for 1 to 200 GHz, used outside with a warning [Hz].
    cloud_liquid_kg_per_m2 : array_like
        Liquid water in the column of cloud above the station, not reduced liquid water: at this instant, or as exceeded
        for the share of the time for which the loss is wanted.  In the total loss of P.618-14 that share is at least
        5 %: :func:`linkbudget.physics.attenuation.gas_and_cloud_probability` [kg/m2].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency is not above zero or an amount of water is negative.

    References
    ----------
    .. [1] ITU-R P.840-9 (08/2023), Annex 1, sections 3.1 and 3.2.

    Examples
    --------
    >>> print(f"{cloud_loss_db(30.0, 30e9, 0.5):.2f} dB")
    0.71 dB
    """
    liquid = require("cloud_liquid_kg_per_m2", cloud_liquid_kg_per_m2, at_least=0.0)
    air_mass = flat_air_mass(elevation_deg, model=_MODEL)
    return cloud_mass_absorption_db_m2_per_kg(frequency_hz) * liquid * air_mass


def lognormal_cloud_liquid_kg_per_m2(exceedance_probability, log_mean, log_deviation, cloud_probability):
    r"""Liquid water in the column of cloud that is exceeded for a share of the time, from three numbers of a site.

    .. math::

        L = e^{m_L + \sigma_L Q^{-1}(p / P_L)} \quad (p < P_L), \qquad L = 0 \quad (p \ge P_L)

    with Q the complementary normal distribution.  :func:`cloud_loss_db` turns it into the loss exceeded as often.

    Parameters
    ----------
    exceedance_probability : array_like
        Fraction of an average year, above zero and at most one [-].
    log_mean : array_like
        Mean of ln L while there is cloud, L in kg/m2 [-].
    log_deviation : array_like
        Standard deviation of ln L while there is cloud, zero or more [-].
    cloud_probability : array_like
        Fraction of the year with cloud, 0 to 1; up to 0.0002 the sky counts as clear [-].

    Returns
    -------
    ndarray or float
        Liquid water, broadcast shape of the arguments [kg/m2].

    Raises
    ------
    LinkBudgetError
        If a probability lies outside its limits or a deviation is negative.

    References
    ----------
    .. [1] ITU-R P.840-9 (08/2023), Annex 1, section 3.3.

    Examples
    --------
    >>> for probability in (0.001, 0.01, 0.1):
    ...     print(f"{lognormal_cloud_liquid_kg_per_m2(probability, -3.129, 0.782, 0.88491):.3f} kg/m2")
    0.477 kg/m2
    0.260 kg/m2
    0.113 kg/m2
    """
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    cloudy = require("cloud_probability", cloud_probability, at_least=0.0, at_most=1.0)
    deviation = require("log_deviation", log_deviation, at_least=0.0)
    some = (probability < cloudy) & (np.asarray(cloudy) > _LEAST_CLOUD_PROBABILITY)
    quantile = -scipy.special.ndtri(np.where(some, probability, 0.5) / np.where(some, cloudy, 1.0))
    liquid = np.where(some, np.exp(require("log_mean", log_mean) + deviation * quantile), 0.0)
    missing = np.isnan(probability) | np.isnan(cloudy)
    return np.where(missing, np.nan, liquid)[()]


def _coefficient(frequency_hz, temperature_k):
    """Specific attenuation coefficient of equation (2), in (dB/km)/(g/m3)."""
    permittivity = water_permittivity(frequency_hz, temperature_k)
    real, imaginary = permittivity.real, -permittivity.imag
    return 0.819e-9 * frequency_hz * imaginary / (imaginary * imaginary + (2.0 + real) ** 2)
