"""Power flux density and field strength of a transmitter at a distance, and the limits in regulations.

The map: :func:`field_strength_v_per_m` and :func:`field_strength_dbuv_per_m` (field of a transmitter);
:func:`power_flux_density_dbw_per_m2` (field to power flux density); :func:`isotropic_aperture_dbm2` and
:func:`flux_of_isotropic_power_dbw_per_m2` (power flux density and the power that an isotropic antenna receives);
:func:`power_flux_in_bandwidth_dbw_per_m2` (the part of it in a reference bandwidth);
:func:`power_flux_limit_dbw_per_m2` (mask of a limit against the angle of arrival); :func:`article_21_limit_dbw_per_m2`
with :func:`article_21_bandwidth_hz` (limits of the Radio Regulations); :func:`radar_free_space_loss_db` (there and back
from a scatterer). The power flux density in all of the signal's bandwidth is
:func:`linkbudget.physics.free_space.flux_density_dbw_per_m2`.
"""

import csv
import math
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import require
from linkbudget.physics.free_space import flux_density_dbw_per_m2, wavelength_m

_DATA = Path(__file__).resolve().parents[1] / "data"
_FREE_SPACE_OHM = 120.0 * math.pi  # as P.525 has it; 0.07 % above the exact impedance, and consistent with 30 ohm
_MICROVOLT_DB = 120.0


def field_strength_v_per_m(distance_m, eirp_w):
    r"""Root mean square field strength of a transmitter in free space.

    .. math:: e = \frac{\sqrt{30 \, p}}{d}

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    eirp_w : array_like
        Equivalent isotropically radiated power, zero or more [W].

    Returns
    -------
    ndarray or float
        Field strength, broadcast shape of the arguments [V/m].

    Raises
    ------
    LinkBudgetError
        If any distance is not above zero, or any power is negative.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), equation (1).

    Examples
    --------
    1 kW at 10 km:

    >>> print(f"{1e3 * field_strength_v_per_m(10e3, 1000.0):.2f} mV/m")
    17.32 mV/m
    """
    distance_m = require("distance_m", distance_m, above=0.0)
    return np.sqrt(30.0 * require("eirp_w", eirp_w, at_least=0.0)) / distance_m


def field_strength_dbuv_per_m(distance_m, eirp_dbw):
    r"""Field strength of a transmitter in free space as a level.

    .. math:: E = P + 10 \log_{10} 30 - 20 \log_{10} d + 120

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    eirp_dbw : array_like
        Equivalent isotropically radiated power [dBW].

    Returns
    -------
    ndarray or float
        Field strength relative to 1 microvolt per metre, broadcast shape of the arguments [dBuV/m].

    Raises
    ------
    LinkBudgetError
        If any distance is zero or negative.

    Notes
    -----
    The Recommendation prints P - 20 log10(d in km) + 74.8; the exact constant is 74.77.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), equation (8).

    Examples
    --------
    >>> print(f"{field_strength_dbuv_per_m(100e3, 10.0):.2f} dBuV/m")
    44.77 dBuV/m
    """
    distance_m = require("distance_m", distance_m, above=0.0)
    return require("eirp_dbw", eirp_dbw) + 10.0 * math.log10(30.0) + _MICROVOLT_DB - 20.0 * np.log10(distance_m)


def power_flux_density_dbw_per_m2(field_strength_dbuv_per_m):
    r"""Power flux density of a plane wave of a given field strength.

    .. math:: S = E - 120 - 10 \log_{10} (120 \pi)

    Parameters
    ----------
    field_strength_dbuv_per_m : array_like
        Field strength relative to 1 microvolt per metre [dBuV/m].

    Returns
    -------
    ndarray or float
        Power flux density, same shape as ``field_strength_dbuv_per_m`` [dBW/m2].

    Notes
    -----
    The Recommendation prints E - 145.8; the exact constant is 145.76.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), equation (11).

    Examples
    --------
    >>> print(f"{power_flux_density_dbw_per_m2(60.0):.2f} dBW/m2")
    -85.76 dBW/m2
    """
    level = require("field_strength_dbuv_per_m", field_strength_dbuv_per_m)
    return level - _MICROVOLT_DB - 10.0 * math.log10(_FREE_SPACE_OHM)


def isotropic_aperture_dbm2(frequency_hz):
    r"""Effective aperture of a lossless isotropic antenna: the decibels from a power flux density to its power.

    .. math:: A_i = 10 \log_{10} \frac{c^2}{4 \pi f^2}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].

    Returns
    -------
    ndarray or float
        Aperture over one square metre, same shape as ``frequency_hz`` [dBm2].

    Raises
    ------
    LinkBudgetError
        If any frequency is zero or negative.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), equations (9) and (11): an isotropic antenna has the aperture of the wavelength
       squared over 4 pi.

    Examples
    --------
    >>> print(f"{isotropic_aperture_dbm2(14e9):.1f} dBm2")
    -44.4 dBm2
    """
    return 10.0 * np.log10(wavelength_m(frequency_hz) ** 2 / (4.0 * math.pi))


def flux_of_isotropic_power_dbw_per_m2(frequency_hz, isotropic_power_dbw):
    r"""Power flux density of a wave that gives a lossless isotropic antenna a certain power.

    .. math:: S = P_i + 10 \log_{10} \frac{4 \pi f^2}{c^2}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    isotropic_power_dbw : array_like
        Power that the isotropic antenna receives [dBW].

    Returns
    -------
    ndarray or float
        Power flux density, broadcast shape of the arguments [dBW/m2].

    Raises
    ------
    LinkBudgetError
        If any frequency is zero or negative.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), equations (9) and (11): an isotropic antenna has the aperture of the wavelength
       squared over 4 pi.

    Examples
    --------
    A command receiver at 14 GHz that gets -134.4 dBW over an isotropic antenna:

    >>> print(f"{flux_of_isotropic_power_dbw_per_m2(14e9, -134.4):.1f} dBW/m2")
    -90.0 dBW/m2
    """
    return require("isotropic_power_dbw", isotropic_power_dbw) - isotropic_aperture_dbm2(frequency_hz)


def power_flux_in_bandwidth_dbw_per_m2(distance_m, eirp_dbw, signal_bandwidth_hz, reference_bandwidth_hz):
    r"""Power flux density that a flat spectrum makes in a reference bandwidth.

    .. math:: S = \mathrm{EIRP} - 10 \log_{10} (4 \pi d^2) + 10 \log_{10} \min(1, B_{ref} / B)

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    eirp_dbw : array_like
        Equivalent isotropically radiated power of the whole signal towards the place [dBW].
    signal_bandwidth_hz : array_like
        Bandwidth over which that power is spread evenly, above zero; tiny for a carrier [Hz].
    reference_bandwidth_hz : array_like
        Bandwidth of the limit, above zero: often 4 kHz or 1 MHz [Hz].

    Returns
    -------
    ndarray or float
        Power flux density in the reference bandwidth, broadcast shape of the arguments [dBW/m2].

    Raises
    ------
    LinkBudgetError
        If any distance or bandwidth is zero or negative.

    Notes
    -----
    The strongest part of the spectrum counts: of one with a peak (a residual carrier, a tone, an idle pattern) take
    the power and the bandwidth of that peak.  Limits are stated for free-space propagation, so no loss is taken off.

    References
    ----------
    .. [1] Radio Regulations (2020), Article 21, section V.

    Examples
    --------
    10 W into 6 dBi at 8.2 GHz, 20 MHz wide, from 600 km:

    >>> print(f"{power_flux_in_bandwidth_dbw_per_m2(600e3, 16.0, 20e6, 4e3):.1f} dBW/m2")
    -147.5 dBW/m2
    """
    signal_bandwidth_hz = require("signal_bandwidth_hz", signal_bandwidth_hz, above=0.0)
    share = require("reference_bandwidth_hz", reference_bandwidth_hz, above=0.0) / signal_bandwidth_hz
    return flux_density_dbw_per_m2(distance_m, eirp_dbw) + 10.0 * np.log10(np.minimum(share, 1.0))


def power_flux_limit_dbw_per_m2(
    arrival_angle_deg, limit_at_horizon_dbw_per_m2, limit_overhead_dbw_per_m2, *, rise_from_deg=5.0, rise_to_deg=25.0
):
    r"""Limit of power flux density against the angle of arrival: low at the horizon, a ramp, high above.

    .. math::

       S(\delta) = S_0 \ \text{for}\ \delta \le \delta_1, \quad
       S(\delta) = S_0 + (S_{90} - S_0) \frac{\delta - \delta_1}{\delta_2 - \delta_1}
       \ \text{for}\ \delta_1 < \delta < \delta_2, \quad
       S(\delta) = S_{90} \ \text{for}\ \delta_2 \le \delta

    Parameters
    ----------
    arrival_angle_deg : array_like
        Angle of arrival above the horizontal plane, 0 to 90 [deg].
    limit_at_horizon_dbw_per_m2 : array_like
        Limit in the reference bandwidth up to the lower knee [dBW/m2].
    limit_overhead_dbw_per_m2 : array_like
        Limit in the reference bandwidth from the upper knee [dBW/m2].
    rise_from_deg : float, optional
        Lower knee, 0 to 90 [deg].
    rise_to_deg : float, optional
        Upper knee, above the lower one, at most 90 [deg].

    Returns
    -------
    ndarray or float
        Limit, broadcast shape of the arguments; NaN below the horizon, where nothing arrives [dBW/m2].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -90 to 90, or a knee outside 0 to 90.

    Notes
    -----
    Knees of 5 and 25 degrees are those of most of Table 21-4, where limits 10 dB apart make the familiar slope of
    0.5 dB a degree; the ramps of some bands are steeper or in two parts.

    References
    ----------
    .. [1] Radio Regulations (2020), Article 21, No. 21.16 and Table 21-4.

    Examples
    --------
    >>> print(f"{power_flux_limit_dbw_per_m2(15.0, -150.0, -140.0):.1f} dBW/m2")
    -145.0 dBW/m2
    """
    angle_deg = require("arrival_angle_deg", arrival_angle_deg, at_least=-90.0, at_most=90.0)
    low = require("limit_at_horizon_dbw_per_m2", limit_at_horizon_dbw_per_m2)
    rise_from_deg = require("rise_from_deg", rise_from_deg, at_least=0.0, at_most=90.0)
    rise_to_deg = require("rise_to_deg", rise_to_deg, above=rise_from_deg, at_most=90.0)
    part = np.clip((angle_deg - rise_from_deg) / (rise_to_deg - rise_from_deg), 0.0, 1.0)
    part = np.where(np.less(angle_deg, 0.0), np.nan, part)[()]
    return low + (require("limit_overhead_dbw_per_m2", limit_overhead_dbw_per_m2) - low) * part


class _Limits(NamedTuple):
    """Bands of the table as columns."""

    low_hz: np.ndarray
    high_hz: np.ndarray
    at_horizon: np.ndarray
    overhead: np.ndarray
    bandwidth_hz: np.ndarray


@cache
def _table():
    with (_DATA / "rr21_power_flux_limits.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    low, high, at_horizon, overhead, width = (
        np.array([float(row[name]) for row in rows])
        for name in ("low", "high", "limit_at_horizon", "limit_overhead", "bandwidth")
    )
    return _Limits(low * 1e6, high * 1e6, at_horizon, overhead, width * 1e3)


def _of_band(frequency_hz, column):
    """Entry of a column for each frequency, NaN outside the bands of the table."""
    table = _table()
    frequency_hz = np.asarray(require("frequency_hz", frequency_hz, above=0.0))[..., None]
    inside = (table.low_hz <= frequency_hz) & (frequency_hz <= table.high_hz)
    return np.where(inside.any(axis=-1), getattr(table, column)[inside.argmax(axis=-1)], np.nan)[()]


def article_21_limit_dbw_per_m2(arrival_angle_deg, frequency_hz):
    r"""Limit of the Radio Regulations for a space station, for the bands tabulated here.

    .. math:: S(\delta) = S_0 + (S_{90} - S_0) \min(1, \max(0, (\delta - 5^\circ) / 20^\circ))

    Parameters
    ----------
    arrival_angle_deg : array_like
        Angle of arrival above the horizontal plane, 0 to 90 [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].

    Returns
    -------
    ndarray or float
        Limit in the bandwidth of :func:`article_21_bandwidth_hz`, broadcast shape of the arguments; NaN below the
        horizon and outside the bands of the table, for which see the Regulations [dBW/m2].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -90 to 90, or any frequency is not above zero.

    Notes
    -----
    An excerpt: geostationary fixed-satellite service in 3.4-4.2 and 10.7-11.7 GHz, Earth exploration and space
    research in 2.2-2.3, 8.025-8.5 and 25.25-27.5 GHz.  Other services and orbits in the same bands have other limits.

    References
    ----------
    .. [1] Radio Regulations (2020), Article 21, Table 21-4 (excerpt).

    Examples
    --------
    >>> print(f"{article_21_limit_dbw_per_m2(5.0, 8.2e9):.0f} dBW/m2 in {article_21_bandwidth_hz(8.2e9):.0f} Hz")
    -150 dBW/m2 in 4000 Hz
    """
    return power_flux_limit_dbw_per_m2(
        arrival_angle_deg, _of_band(frequency_hz, "at_horizon"), _of_band(frequency_hz, "overhead")
    )


def article_21_bandwidth_hz(frequency_hz):
    r"""Reference bandwidth that belongs to the limit of :func:`article_21_limit_dbw_per_m2`.

    .. math:: B_{ref} = B_{ref}(f) \ \text{(table)}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].

    Returns
    -------
    ndarray or float
        Reference bandwidth, same shape as ``frequency_hz``; NaN outside the bands of the table [Hz].

    Raises
    ------
    LinkBudgetError
        If any frequency is zero or negative.

    References
    ----------
    .. [1] Radio Regulations (2020), Article 21, Table 21-4 (excerpt).

    Examples
    --------
    >>> print(f"{article_21_bandwidth_hz(11.0e9):.0f} Hz")
    4000 Hz
    """
    return _of_band(frequency_hz, "bandwidth_hz")


def radar_free_space_loss_db(distance_m, frequency_hz, radar_cross_section_m2):
    r"""Loss from an isotropic antenna to a scatterer and back to it.

    .. math:: L_{br} = 10 \log_{10} \frac{(4 \pi)^3 d^4 f^2}{\sigma c^2}

    Parameters
    ----------
    distance_m : array_like
        Distance between the antenna and the scatterer, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    radar_cross_section_m2 : array_like
        Radar cross-section of the scatterer, above zero [m2].

    Returns
    -------
    ndarray or float
        Loss there and back, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If any argument is zero or negative.

    Notes
    -----
    The Recommendation prints 103.4 + 20 log10(f in MHz) + 40 log10(d in km) - 10 log10(sigma).

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), section on radar systems.

    Examples
    --------
    The Moon at 1296 MHz, 6.5 % of its disc:

    >>> print(f"{radar_free_space_loss_db(364.288e6, 1296e6, 6.1685e11):.1f} dB")
    270.2 dB
    """
    distance_m = require("distance_m", distance_m, above=0.0)
    waves_per_m = require("frequency_hz", frequency_hz, above=0.0) / SPEED_OF_LIGHT_M_PER_S
    radar_cross_section_m2 = require("radar_cross_section_m2", radar_cross_section_m2, above=0.0)
    amplitude = distance_m * distance_m * waves_per_m / np.sqrt(radar_cross_section_m2)
    return 30.0 * math.log10(4.0 * math.pi) + 20.0 * np.log10(amplitude)
