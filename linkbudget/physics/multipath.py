r"""Multipath fading in clear air on a terrestrial path, ITU-R P.530: exceedance of fades.

The map: the occurrence factor p0 of the average worst month, by the maps of edition 18 (:func:`multipath_occurrence`),
or by the refractivity gradient dN1 of edition 17, with the roughness of the terrain
(:func:`multipath_occurrence_on_terrain`) or without (:func:`multipath_occurrence_by_gradient`);
:func:`geoclimatic_conversion_db` from the worst month to the average year; :func:`multipath_outage`, the share of the
time in which a fade is exceeded, and :func:`multipath_fade_db` back; :func:`rain_and_multipath_fade_db`, the fade whose
outages by rain and by multipath add up to a share of the year.

Shares of the time are fractions, p0 too: what the Recommendation calls p0 = 5 % is 0.05 here.  Flat fading only: the
outage that a wide signal has by selective fading within its band is not computed.
"""

import numpy as np

from linkbudget.errors import note, require, warn_outside
from linkbudget.physics.terrestrial_rain import _highest_rain_db, terrestrial_rain_outage
from linkbudget.roots import bracketed_root

MODEL = "ITU-R P.530-18 multipath"
"""Name of the model in warnings."""

SHORTEST_PATH_M = 5e3
"""Length up to which ITU-R P.530-18 lets multipath be zero."""

HIGHEST_CONVERSION_DB = 10.8
"""Greatest step from the worst month to the year, a twelfth: the fading of a year is at least that of one month."""


def multipath_occurrence(
    range_m,
    frequency_hz,
    geoclimatic_factor,
    refractivity_increase,
    *,
    station_height_m,
    far_height_m,
    mean_terrain_height_m,
):
    r"""Multipath occurrence factor of the average worst month, by the maps of geoclimatic factor and of dN75.

    .. math::

        p_0 = K d^{3.51} (f^2 + 13)^{0.447} \, 10^{-0.376 \tanh\frac{h_c - 147}{125} - 0.334 |\varepsilon_p|^{0.39}
        - 0.00027 h_L + 17.85 v_{sr}}

        |\varepsilon_p| = \frac{|h_r - h_e|}{d}, \qquad h_c = \frac{h_r + h_e}{2} - \frac{d^2}{102} - h_t, \qquad
        v_{sr} = \min\left[\left(\frac{dN_{75}}{50}\right)^{1.8} e^{-h_c / (2.5 \sqrt{d})},
        \frac{dN_{75} \, d^{1.5} f^{0.5}}{24730}\right]

    with :math:`p_0` in per cent, d in km, f in GHz, heights in m, :math:`h_L` that of the lower antenna.

    Parameters
    ----------
    range_m : array_like
        Length of the path; up to 5 km there is no multipath fading [m].
    frequency_hz : array_like
        Frequency; stated from 15 / d up to 45 GHz, used outside with a warning [Hz].
    geoclimatic_factor : array_like
        Geoclimatic factor K of the Recommendation's map, 10 to the power of its log K [-].
    refractivity_increase : array_like
        dN75 of the Recommendation's map: increase of the refractivity over the lowest 75 m that is exceeded for 0.1 %
        of the worst month, zero or more, in N-units [-].
    station_height_m, far_height_m : array_like
        Heights of the two antennas above mean sea level [m].
    mean_terrain_height_m : array_like
        Mean height of the ground along the path above mean sea level, without trees [m].

    Returns
    -------
    ndarray or float
        Occurrence factor, broadcast shape of the arguments; more than one where fading is strong, since it is where the
        straight line of deep fades reaches 0 dB [-].

    Raises
    ------
    LinkBudgetError
        If a length, a frequency or a factor is not above zero, or an increase is negative.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 2.3.1, steps 1 to 3, equation (7), and section 2.3.2,
       equation (11).

    Examples
    --------
    >>> heights = {"station_height_m": 300.0, "far_height_m": 250.0, "mean_terrain_height_m": 180.0}
    >>> print(f"{100 * multipath_occurrence(30e3, 7.5e9, 2e-5, 10.0, **heights):.2f} %")
    10.11 %
    """
    station_height_m = require("station_height_m", station_height_m)
    far_height_m = require("far_height_m", far_height_m)
    mean_terrain_height_m = require("mean_terrain_height_m", mean_terrain_height_m)
    length_km, frequency_ghz = _length_and_frequency(range_m, frequency_hz)
    k = require("geoclimatic_factor", geoclimatic_factor, above=0.0)
    increase = require("refractivity_increase", refractivity_increase, at_least=0.0)
    inclination = np.abs(far_height_m - np.asarray(station_height_m)) / length_km
    clearance_m = 0.5 * (np.asarray(far_height_m) + station_height_m) - length_km**2 / 102.0 - mean_terrain_height_m
    bent = (increase / 50.0) ** 1.8 * np.exp(-clearance_m / (2.5 * np.sqrt(length_km)))
    subrefraction = np.minimum(bent, increase * length_km**1.5 * np.sqrt(frequency_ghz) / 24730.0)
    power = (
        -0.376 * np.tanh((clearance_m - 147.0) / 125.0)
        - 0.334 * inclination**0.39
        - 0.00027 * np.minimum(far_height_m, station_height_m)
        + 17.85 * subrefraction
    )
    return _none_on_short_paths(range_m, k * length_km**3.51 * (frequency_ghz**2 + 13.0) ** 0.447 * 10.0**power)


def multipath_occurrence_on_terrain(
    range_m, frequency_hz, refractivity_gradient, terrain_roughness_m, *, station_height_m, far_height_m
):
    r"""Multipath occurrence factor of the average worst month, by dN1 and the roughness of the terrain.

    .. math::

        p_0 = K d^{3.4} (1 + |\varepsilon_p|)^{-1.03} f^{0.8} \, 10^{-0.00076 h_L}, \qquad
        K = 10^{-4.4 - 0.0027 \, dN_1} (10 + s_a)^{-0.46}

    with :math:`p_0` in per cent, d in km, f in GHz, heights in m, :math:`|\varepsilon_p| = |h_r - h_e| / d`.

    Parameters
    ----------
    range_m : array_like
        Length of the path; up to 5 km there is no multipath fading [m].
    frequency_hz : array_like
        Frequency; stated from 15 / d up to 45 GHz, used outside with a warning [Hz].
    refractivity_gradient : array_like
        dN1 of the map of ITU-R P.453: gradient in the lowest 65 m that is not exceeded for 1 % of the year, in N-units
        per kilometre [-].
    terrain_roughness_m : array_like
        Standard deviation of the terrain heights in a square of 110 km about the path, zero or more [m].
    station_height_m, far_height_m : array_like
        Heights of the two antennas above mean sea level [m].

    Returns
    -------
    ndarray or float
        Occurrence factor, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a length or a frequency is not above zero, or a roughness is negative.

    Notes
    -----
    Edition 18 replaced this method by :func:`multipath_occurrence`.

    References
    ----------
    .. [1] ITU-R P.530-17 (12/2017, superseded), Annex 1, section 2.3.1, equations (4) and (7), the detailed method.

    Examples
    --------
    >>> heights = {"station_height_m": 300.0, "far_height_m": 250.0}
    >>> print(f"{100 * multipath_occurrence_on_terrain(30e3, 7.5e9, -300.0, 60.0, **heights):.2f} %")
    4.52 %
    """
    station_height_m = require("station_height_m", station_height_m)
    far_height_m = require("far_height_m", far_height_m)
    length_km, frequency_ghz = _length_and_frequency(range_m, frequency_hz)
    roughness_m = require("terrain_roughness_m", terrain_roughness_m, at_least=0.0)
    k = (
        10.0 ** (-4.4 - 0.0027 * require("refractivity_gradient", refractivity_gradient))
        * (10.0 + roughness_m) ** -0.46
    )
    inclination = np.abs(far_height_m - np.asarray(station_height_m)) / length_km
    low = 10.0 ** (-0.00076 * np.minimum(far_height_m, station_height_m))
    return _none_on_short_paths(range_m, k * length_km**3.4 * (1.0 + inclination) ** -1.03 * frequency_ghz**0.8 * low)


def multipath_occurrence_by_gradient(range_m, frequency_hz, refractivity_gradient, *, station_height_m, far_height_m):
    r"""Multipath occurrence factor of the average worst month, by dN1 alone: for a first plan.

    .. math::

        p_0 = K d^{3.1} (1 + |\varepsilon_p|)^{-1.29} f^{0.8} \, 10^{-0.00089 h_L}, \qquad
        K = 10^{-4.6 - 0.0027 \, dN_1}

    with :math:`p_0` in per cent, d in km, f in GHz, heights in m, :math:`|\varepsilon_p| = |h_r - h_e| / d`.

    Parameters
    ----------
    range_m : array_like
        Length of the path; up to 5 km there is no multipath fading [m].
    frequency_hz : array_like
        Frequency; stated from 15 / d up to 45 GHz, used outside with a warning [Hz].
    refractivity_gradient : array_like
        dN1 of the map of ITU-R P.453: gradient in the lowest 65 m that is not exceeded for 1 % of the year, in N-units
        per kilometre [-].
    station_height_m, far_height_m : array_like
        Heights of the two antennas above mean sea level [m].

    Returns
    -------
    ndarray or float
        Occurrence factor, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a length or a frequency is not above zero.

    Notes
    -----
    Edition 18 replaced this method by :func:`multipath_occurrence`.

    References
    ----------
    .. [1] ITU-R P.530-17 (12/2017, superseded), Annex 1, section 2.3.1, the method for quick planning.

    Examples
    --------
    >>> heights = {"station_height_m": 300.0, "far_height_m": 250.0}
    >>> print(f"{100 * multipath_occurrence_by_gradient(30e3, 7.5e9, -300.0, **heights):.2f} %")
    5.21 %
    """
    station_height_m = require("station_height_m", station_height_m)
    far_height_m = require("far_height_m", far_height_m)
    length_km, frequency_ghz = _length_and_frequency(range_m, frequency_hz)
    k = 10.0 ** (-4.6 - 0.0027 * require("refractivity_gradient", refractivity_gradient))
    inclination = np.abs(far_height_m - np.asarray(station_height_m)) / length_km
    low = 10.0 ** (-0.00089 * np.minimum(far_height_m, station_height_m))
    return _none_on_short_paths(range_m, k * length_km**3.1 * (1.0 + inclination) ** -1.29 * frequency_ghz**0.8 * low)


def geoclimatic_conversion_db(range_m, latitude_deg, *, station_height_m, far_height_m):
    r"""Logarithmic factor from the outage of the average worst month to that of the average year.

    .. math::

        \Delta G = 10.5 - 5.6 \log_{10}\left(1.1 \pm |\cos 2 \xi|^{0.7}\right) - 2.7 \log_{10} d
        + 1.7 \log_{10}(1 + |\varepsilon_p|) \le 10.8, \qquad p = 10^{-\Delta G / 10} \, p_w

    with d in km, :math:`|\varepsilon_p| = |h_r - h_e| / d`, and the positive sign up to 45 degrees of latitude.

    Parameters
    ----------
    range_m : array_like
        Length of the path [m].
    latitude_deg : array_like
        Latitude, -90 to 90 [deg].
    station_height_m, far_height_m : array_like
        Heights of the two antennas above mean sea level [m].

    Returns
    -------
    ndarray or float
        Factor, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a length is not above zero or a latitude lies outside -90 to 90.

    Notes
    -----
    10.8 dB is an upper limit: a twelfth.  With a lower limit of 10.8 dB, as some programs have it, a year would fade
    less than the worst of its months alone.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 2.3.4, steps 2 and 3.

    Examples
    --------
    >>> factor_db = geoclimatic_conversion_db(30e3, 50.1, station_height_m=300.0, far_height_m=250.0)
    >>> print(f"{factor_db:.2f} dB")
    7.77 dB
    """
    station_height_m = require("station_height_m", station_height_m)
    far_height_m = require("far_height_m", far_height_m)
    length_km = require("range_m", range_m, above=0.0) / 1e3
    latitude_deg = np.abs(require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0))
    sign = np.where(latitude_deg <= 45.0, 1.0, -1.0)
    at_latitude = np.log10(1.1 + sign * np.abs(np.cos(np.radians(2.0 * latitude_deg))) ** 0.7)
    inclination = np.abs(far_height_m - np.asarray(station_height_m)) / length_km
    factor_db = 10.5 - 5.6 * at_latitude - 2.7 * np.log10(length_km) + 1.7 * np.log10(1.0 + inclination)
    return np.minimum(factor_db, HIGHEST_CONVERSION_DB)[()]


def multipath_outage(fade_db, occurrence, conversion_db=0.0):
    r"""Share of the average year, or of the average worst month, in which multipath fading exceeds a depth.

    .. math::

        p = p_0 \, 10^{-(A + \Delta G) / 10} \ (A \ge A_t), \qquad
        p = 100 \left[1 - \exp\left(-10^{-q_a A / 20}\right)\right] \ (A < A_t), \qquad A_t = 25 + 1.2 \log_{10} p_0

        q_a = 2 + \left(1 + 0.3 \cdot 10^{-A / 20}\right) 10^{-0.016 A}
        \left[q_t + 4.3 \left(10^{-A / 20} + A / 800\right)\right]

        q_t = \frac{q'_a - 2}{\left(1 + 0.3 \cdot 10^{-A_t / 20}\right) 10^{-0.016 A_t}}
        - 4.3 \left(10^{-A_t / 20} + A_t / 800\right), \qquad
        q'_a = -\frac{20}{A_t} \log_{10}\left[-\ln\frac{100 - p_t}{100}\right], \qquad
        p_t = p_0 \, 10^{-(A_t + \Delta G) / 10}

    with :math:`p` and :math:`p_0` in per cent.

    Parameters
    ----------
    fade_db : array_like
        Depth of the fade, zero or more [dB].
    occurrence : array_like
        Occurrence factor of the worst month, zero or more; the curve falls throughout up to 20 (2000 %), used beyond
        with a warning [-].
    conversion_db : array_like
        Factor from the worst month to the year, :func:`geoclimatic_conversion_db`; 0 for the worst month itself [dB].

    Returns
    -------
    ndarray or float
        Fraction of the time, broadcast shape of the arguments; zero where the occurrence factor is [-].

    Raises
    ------
    LinkBudgetError
        If a depth or an occurrence factor is negative.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 2.3.2, equations (12) to (18), and section 2.3.4, step 4.

    Examples
    --------
    >>> print(f"{100 * multipath_outage(30.0, 0.05):.4f} % of the worst month")
    0.0050 % of the worst month
    >>> print(f"{100 * multipath_outage(30.0, 0.05, 7.8):.4f} % of the year")
    0.0008 % of the year
    """
    fade_db = np.asarray(require("fade_db", fade_db, at_least=0.0), dtype=float)
    occurrence = np.asarray(require("occurrence", occurrence, at_least=0.0), dtype=float)
    warn_outside(MODEL, "occurrence", occurrence, 0.0, 20.0)
    return _outage(fade_db, occurrence, require("conversion_db", conversion_db))[()]


def multipath_fade_db(occurrence, exceedance_probability, conversion_db=0.0):
    r"""Depth of multipath fading exceeded for a share of the average year, or of the average worst month.

    .. math:: p(A) = p

    the inverse of :func:`multipath_outage`.

    Parameters
    ----------
    occurrence : array_like
        Occurrence factor of the worst month, zero or more [-].
    exceedance_probability : array_like
        Fraction of the time, above zero and at most one [-].
    conversion_db : array_like
        Factor from the worst month to the year, :func:`geoclimatic_conversion_db`; 0 for the worst month itself [dB].

    Returns
    -------
    ndarray or float
        Depth, broadcast shape of the arguments; zero where the share is above 63 % or there is no multipath [dB].

    Raises
    ------
    LinkBudgetError
        If an occurrence factor is negative or a share is not above zero and at most one.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, sections 2.3.2 and 2.3.4, solved for A.

    Examples
    --------
    >>> print(f"{multipath_fade_db(0.05, 1e-4):.1f} dB in the worst month, {multipath_fade_db(0.05, 1e-4, 7.8):.1f} dB")
    27.0 dB in the worst month, 18.9 dB
    """
    conversion_db = require("conversion_db", conversion_db)
    occurrence = require("occurrence", occurrence, at_least=0.0)
    share = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    warn_outside(MODEL, "occurrence", occurrence, 0.0, 20.0)
    return _deepest(share, _outage, _highest_multipath_db, occurrence, conversion_db)


def rain_and_multipath_fade_db(frequency_hz, rain_loss_001_db, occurrence, exceedance_probability, conversion_db):
    r"""Fade that rain or multipath exceeds for a share of an average year, the two outages together.

    .. math:: p_{rain}(A) + p_{multipath}(A) = p

    Rain and multipath seldom come together: the layers of air that cause multipath do not stand in rain and wind.  So
    the shares of the year in which either alone is deeper than A add up, and the fades do not.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency [Hz].
    rain_loss_001_db : array_like
        Loss to rain exceeded for 0.01 % of the year,
        :func:`linkbudget.physics.terrestrial_rain.terrestrial_rain_loss_001_db` [dB].
    occurrence : array_like
        Multipath occurrence factor of the worst month, zero or more [-].
    exceedance_probability : array_like
        Fraction of an average year, above zero; stated for 1e-5 to 0.01, used outside with a warning [-].
    conversion_db : array_like
        Factor from the worst month to the year, :func:`geoclimatic_conversion_db` [dB].

    Returns
    -------
    ndarray or float
        Fade, broadcast shape of the arguments: at least the deeper of the two that are exceeded for the whole share,
        and less than their sum [dB].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero, a loss or occurrence factor is negative, or a share is not above zero and at
        most one.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, sections 2.3.4 and 2.4.1, and the prediction of total outage, in which the
       outages in clear air and in rain are two shares of the time.

    Examples
    --------
    >>> print(f"{rain_and_multipath_fade_db(7.5e9, 2.0, 0.05, 1e-4, 7.8):.1f} dB")
    18.9 dB
    >>> print(f"{rain_and_multipath_fade_db(18e9, 20.0, 0.05, 1e-4, 7.8):.1f} dB")
    23.4 dB
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    conversion_db = require("conversion_db", conversion_db)
    rain_db = require("rain_loss_001_db", rain_loss_001_db, at_least=0.0)
    occurrence = require("occurrence", occurrence, at_least=0.0)
    share = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    warn_outside(MODEL, "occurrence", occurrence, 0.0, 20.0)
    warn_outside(MODEL, "exceedance_probability", share, 1e-5, 0.01)

    def outage(fade_db, frequency_hz, rain_db, occurrence, conversion_db):
        return terrestrial_rain_outage(frequency_hz, rain_db, fade_db) + _outage(fade_db, occurrence, conversion_db)

    def highest_db(share, frequency_hz, rain_db, occurrence, conversion_db):
        rain = _highest_rain_db(frequency_hz, rain_db, 0.5 * share)  # half of the share to each
        return np.maximum(rain, _highest_multipath_db(0.5 * share, occurrence, conversion_db))

    return _deepest(share, outage, highest_db, frequency_hz, rain_db, occurrence, conversion_db)


def _length_and_frequency(range_m, frequency_hz):
    length_km = require("range_m", range_m, above=0.0) / 1e3
    frequency_ghz = require("frequency_hz", frequency_hz, above=0.0) / 1e9
    if np.any((frequency_ghz > 45.0) | (np.asarray(length_km) * frequency_ghz < 15.0)):
        note(f"{MODEL} is stated for frequencies from 15 GHz km over the length of the path to 45 GHz; used outside it")
    return length_km, frequency_ghz


def _none_on_short_paths(range_m, occurrence_percent):
    return np.where(np.asarray(range_m) > SHORTEST_PATH_M, occurrence_percent / 100.0, 0.0)[()]


def _outage(fade_db, occurrence, conversion_db):
    """Share of the time in which a fade is exceeded, for any occurrence factor."""
    fade_db, percent = np.asarray(fade_db, dtype=float), 100.0 * np.maximum(occurrence, _LEAST)
    start_db = _transition_db(percent)
    deep = percent * 10.0 ** (-0.1 * (fade_db + conversion_db))
    at_start = -20.0 * np.log10(-np.log1p(-1e-2 * percent * 10.0 ** (-0.1 * (start_db + conversion_db)))) / start_db
    shape = (at_start - 2.0) / _bend(start_db) - _lift(start_db)
    slope = 2.0 + _bend(fade_db) * (shape + _lift(fade_db))
    shallow = -100.0 * np.expm1(-(10.0 ** (-slope * fade_db / 20.0)))
    share = np.where(fade_db >= start_db, deep, shallow) / 100.0
    return np.where(np.asarray(occurrence) > _LEAST, share, 0.0 * share)


_LEAST = 1e-12
"""Occurrence factor below which there is no multipath: its deepest fades of 0.001 % of the year are below 0.1 dB."""


def _transition_db(percent):
    """Depth from which fades are deep."""
    return 25.0 + 1.2 * np.log10(percent)


def _bend(fade_db):
    return (1.0 + 0.3 * 10.0 ** (-0.05 * fade_db)) * 10.0 ** (-0.016 * fade_db)


def _lift(fade_db):
    return 4.3 * (10.0 ** (-0.05 * fade_db) + fade_db / 800.0)


def _highest_multipath_db(share, occurrence, conversion_db):
    """A depth that multipath exceeds for no more than a share of the time."""
    occurrence = np.maximum(occurrence, _LEAST)
    deep = 10.0 * np.log10(occurrence / share) - conversion_db + 1e-9
    return np.maximum(deep, _transition_db(100.0 * occurrence))


def _deepest(share, outage, highest_db, *inputs):
    """The depth at which ``outage(depth, *inputs)`` has fallen to a share; 0 where it is below it from the start."""
    share, *inputs = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (share, *inputs)))
    found, known = np.zeros(share.shape), np.isfinite(share + sum(inputs))
    some = known & (outage(found, *inputs) > share)
    if np.any(some):
        share, inputs = share[some], [value[some] for value in inputs]
        high = highest_db(share, *inputs)
        found[some] = bracketed_root(lambda fade_db: outage(fade_db, *inputs) - share, np.zeros(share.shape), high)
    return np.where(known, found, np.nan)[()]
