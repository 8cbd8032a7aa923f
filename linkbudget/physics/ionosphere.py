r"""Effects of the ionosphere on a wave between Earth and space: delay, dispersion, Faraday rotation, absorption.

The map: :func:`obliquity` and :func:`slant_electron_content_per_m2` (from the vertical to the slanting path);
:func:`group_delay_s`, :func:`phase_advance_deg`, :func:`dispersion_s_per_hz` and :func:`delay_spread_s` (any thin
plasma, the solar corona too); :func:`faraday_rotation_deg`, :func:`faraday_polarization_loss_db` and
:func:`faraday_cross_polar_discrimination_db`; :func:`absorption_loss_db`.

How many electrons there are is the one large unknown: it follows the Sun's activity, the hour, the season and the
magnetic latitude.  No function here assumes it.  :data:`VERTICAL_ELECTRON_CONTENT_PER_M2`,
:data:`MAGNETIC_FIELD_TESLA`, :data:`SHELL_HEIGHT_M` and the absorptions give typical numbers with their spread, to be
put into a scenario knowingly.
"""

import math
from typing import NamedTuple

import numpy as np

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import require, warn_outside
from linkbudget.physics.polarization import polarization_mismatch_loss_db

PLASMA_CONSTANT_M3_PER_S2 = 40.308193
"""e^2 / (8 pi^2 epsilon_0 m_e) from the SI (2019) and CODATA 2018; ITU-R P.531 prints 40.3 and 1.345e-7 = 40.3 / c."""

FARADAY_CONSTANT = 2.36e4
"""Radians, from tesla, electrons per square metre and hertz, as ITU-R P.531 rounds it; CODATA 2018 gives 2.365e4."""

EARTH_RADIUS_M = 6_371_000.0
"""Mean radius, to which the thin shell is concentric; IUGG (1980)."""

LOWEST_FREQUENCY_HZ = 100e6
"""ITU-R P.531 states its relations from here; below, refraction and the magnetic field begin to bend the laws."""


class Typical(NamedTuple):
    """Typical value of a naturally varying number, with its range and source."""

    value: float
    low: float
    high: float
    source: str


VERTICAL_ELECTRON_CONTENT_PER_M2 = Typical(
    2e17, 1e16, 1e18, "range: ITU-R P.531, section on TEC; middle: assumed, daytime of a moderately active Sun"
)
"""Total electron content straight up: 1 to 100 units of 1e16; 5 to 25 units over a quiet day in middle latitudes."""

MAGNETIC_FIELD_TESLA = Typical(
    4e-5, 0.0, 5e-5, "Earth's field at 400 km, IGRF: 2e-5 to 5e-5; its component along the path: assumed"
)
"""Mean component along the path; zero where path and field are at right angles."""

SHELL_HEIGHT_M = Typical(400e3, 300e3, 450e3, "thin-shell models: 350 km (Klobuchar, GPS), 450 km (IGS maps)")
"""Height at which a thin shell holds all electrons."""

DISTURBED_ABSORPTION_DB_AT_1_GHZ = Typical(
    0.05, 0.0, 0.05, "ITU-R P.531-9 (2007), table of estimated maximum effects, 30 deg of elevation"
)
"""Auroral and polar-cap absorption along the path at 1 GHz and 30 degrees of elevation."""

QUIET_ABSORPTION_DB_AT_1_GHZ = Typical(
    0.0, 0.0, 0.01, "ITU-R P.531-9 (2007), table of estimated maximum effects, 30 deg of elevation"
)
"""Absorption in middle latitudes along the path at 1 GHz and 30 degrees of elevation: below 0.01 dB."""


def obliquity(elevation_deg, shell_height_m):
    r"""Obliquity factor: length of the path through a thin shell over the thickness of the shell.

    .. math:: S = \left[1 - \left(\frac{R \cos E}{R + h}\right)^2\right]^{-1/2}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation of the path at the ground, 0 to 90 [deg].
    shell_height_m : array_like
        Height of the shell, above zero: about 400 km for electrons, 100 km for absorption [m].

    Returns
    -------
    ndarray or float
        Factor, one at the zenith, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside 0 to 90 or a height is not above zero.

    References
    ----------
    .. [1] J. A. Klobuchar, "Ionospheric time-delay algorithm for single-frequency GPS users", IEEE Trans. Aerosp.
       Electron. Syst. 23 (1987) 325, where a cubic stands for this factor.

    Examples
    --------
    >>> print(f"{obliquity(30.0, 400e3):.3f}")
    1.725
    """
    elevation_deg = require("elevation_deg", elevation_deg, at_least=0.0, at_most=90.0)
    height_m = require("shell_height_m", shell_height_m, above=0.0)
    sine = np.cos(np.radians(elevation_deg)) * EARTH_RADIUS_M / (EARTH_RADIUS_M + height_m)
    return 1.0 / np.sqrt(1.0 - sine * sine)


def slant_electron_content_per_m2(elevation_deg, vertical_electron_content_per_m2, shell_height_m):
    r"""Electrons along a slanting path from those straight up, for electrons gathered in a thin shell.

    .. math:: N_T = N_V \left[1 - \left(\frac{R \cos E}{R + h}\right)^2\right]^{-1/2}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation of the path at the ground, 0 to 90 [deg].
    vertical_electron_content_per_m2 : array_like
        Electron content straight up where the path meets the shell, zero or more [1/m2].
    shell_height_m : array_like
        Height of the shell, above zero [m].

    Returns
    -------
    ndarray or float
        Electron content along the path, broadcast shape of the arguments [1/m2].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside 0 to 90, a content is negative or a height is not above zero.

    References
    ----------
    .. [1] J. A. Klobuchar, "Ionospheric time-delay algorithm for single-frequency GPS users", IEEE Trans. Aerosp.
       Electron. Syst. 23 (1987) 325.

    Examples
    --------
    >>> print(f"{slant_electron_content_per_m2(30.0, 2e17, 400e3):.3g} per m2")
    3.45e+17 per m2
    """
    vertical = require("vertical_electron_content_per_m2", vertical_electron_content_per_m2, at_least=0.0)
    return vertical * obliquity(elevation_deg, shell_height_m)


def group_delay_s(frequency_hz, electron_content_per_m2):
    r"""Group delay of the modulation in the ionosphere, relative to vacuum.

    .. math:: \tau = \frac{40.308 \, N_T}{c f^2}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; stated from 100 MHz, with a warning below [Hz].
    electron_content_per_m2 : array_like
        Electrons along the path, zero or more [1/m2].

    Returns
    -------
    ndarray or float
        Delay, broadcast shape of the arguments; times c it is the error of a range [s].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or a content is negative.

    Notes
    -----
    The Recommendation prints 1.345e-7 for 40.308 / c, 0.03 % more.

    References
    ----------
    .. [1] ITU-R P.531-15 (2023), Annex, section on group delay (section 4.4 of P.531-16).

    Examples
    --------
    >>> print(f"{group_delay_s(922.76e6, 2e17) * 1e9:.1f} ns")
    31.6 ns
    """
    frequency_hz = _frequency(frequency_hz)
    content = require("electron_content_per_m2", electron_content_per_m2, at_least=0.0)
    return PLASMA_CONSTANT_M3_PER_S2 / SPEED_OF_LIGHT_M_PER_S * content / (frequency_hz * frequency_hz)


def phase_advance_deg(frequency_hz, electron_content_per_m2):
    r"""Phase advance of the carrier relative to vacuum: as many cycles as the modulation is delayed.

    .. math:: \Delta\phi = 360^\circ f \tau = 360^\circ \, \frac{40.308 \, N_T}{c f}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; stated from 100 MHz, with a warning below [Hz].
    electron_content_per_m2 : array_like
        Electrons along the path, zero or more [1/m2].

    Returns
    -------
    ndarray or float
        Advance, not reduced to one turn, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or a content is negative.

    References
    ----------
    .. [1] ITU-R P.531-15 (2023), Annex, section on group delay: phase and group index differ from one by as much, with
       opposite signs.

    Examples
    --------
    >>> print(f"{phase_advance_deg(922.76e6, 2e17) / 360.0:.1f} cycles")
    29.1 cycles
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    return 360.0 * frequency_hz * group_delay_s(frequency_hz, electron_content_per_m2)


def dispersion_s_per_hz(frequency_hz, electron_content_per_m2):
    r"""Rate at which the delay falls with frequency.

    .. math:: \left|\frac{d\tau}{df}\right| = \frac{2 \tau}{f} = \frac{80.616 \, N_T}{c f^3}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; stated from 100 MHz, with a warning below [Hz].
    electron_content_per_m2 : array_like
        Electrons along the path, zero or more [1/m2].

    Returns
    -------
    ndarray or float
        Dispersion as a positive number, broadcast shape of the arguments [s/Hz].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or a content is negative.

    References
    ----------
    .. [1] ITU-R P.531-15 (2023), Annex, section on dispersion (section 4.5 of P.531-16).

    Examples
    --------
    >>> print(f"{dispersion_s_per_hz(922.76e6, 2e17) * 1e15:.3f} ns/MHz")
    0.068 ns/MHz
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    return 2.0 * group_delay_s(frequency_hz, electron_content_per_m2) / frequency_hz


def delay_spread_s(frequency_hz, bandwidth_hz, electron_content_per_m2):
    r"""Delay of the lower edge of a band relative to the upper edge.

    .. math:: \Delta\tau = \tau(f - B/2) - \tau(f + B/2)

    Parameters
    ----------
    frequency_hz : array_like
        Middle of the band, above half the bandwidth [Hz].
    bandwidth_hz : array_like
        Width of the band, zero or more [Hz].
    electron_content_per_m2 : array_like
        Electrons along the path, zero or more [1/m2].

    Returns
    -------
    ndarray or float
        Difference of delay, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If the band reaches down to zero or a bandwidth or content is negative.

    References
    ----------
    .. [1] ITU-R P.531-15 (2023), Annex, section on dispersion (section 4.5 of P.531-16).

    Examples
    --------
    >>> print(f"{delay_spread_s(400e6, 10e6, 5e17) * 1e9:.1f} ns")
    21.0 ns
    """
    half_hz = 0.5 * require("bandwidth_hz", bandwidth_hz, at_least=0.0)
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    low_hz = require("frequency_hz less half of bandwidth_hz", frequency_hz - half_hz, above=0.0)
    content = require("electron_content_per_m2", electron_content_per_m2, at_least=0.0)
    return group_delay_s(low_hz, content) - group_delay_s(frequency_hz + half_hz, content)


def faraday_rotation_deg(frequency_hz, electron_content_per_m2, field_along_path_tesla):
    r"""Turn of a linear polarisation by the Earth's field.

    .. math:: \theta = \frac{2.36 \times 10^4 \, B_{av} N_T}{f^2} \text{ rad}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; stated from 100 MHz, with a warning below [Hz].
    electron_content_per_m2 : array_like
        Electrons along the path, zero or more [1/m2].
    field_along_path_tesla : array_like
        Component of the magnetic field along the path, averaged over the electrons, of either sign [T].

    Returns
    -------
    ndarray or float
        Rotation, not reduced to one turn, of the field's sign; broadcast shape of the arguments [deg].  It adds up over
        a way there and back.

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or a content is negative.

    References
    ----------
    .. [1] ITU-R P.531-15 (2023), Annex, section on Faraday rotation (section 4.3 of P.531-16), where the constant is
       2.36e-14 for gigahertz.

    Examples
    --------
    >>> print(f"{faraday_rotation_deg(922.76e6, 2e17, 4e-5):.1f} deg")
    12.7 deg
    """
    frequency_hz = _frequency(frequency_hz)
    content = require("electron_content_per_m2", electron_content_per_m2, at_least=0.0)
    field = require("field_along_path_tesla", field_along_path_tesla)
    return math.degrees(FARADAY_CONSTANT) * field * content / (frequency_hz * frequency_hz)


def faraday_polarization_loss_db(
    faraday_rotation_deg, *, wave_axial_ratio_db=math.inf, antenna_axial_ratio_db=math.inf
):
    r"""Loss between polarisations that were aligned before the wave turned; by default between two linear ones.

    .. math:: L = -20 \log_{10} |\cos\theta| \quad \text{for linear polarisations}

    Parameters
    ----------
    faraday_rotation_deg : array_like
        Turn of the polarisation on the way [deg].
    wave_axial_ratio_db : array_like
        Axial ratio of the wave, zero or more: 0 is circular, infinite linear [dB].
    antenna_axial_ratio_db : array_like
        Axial ratio of the receiving antenna, zero or more [dB].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments; infinite when linear polarisations are crossed; independent of the turn
        when either polarisation is circular [dB].

    Raises
    ------
    LinkBudgetError
        If an axial ratio is negative.

    Notes
    -----
    Major axes are taken to be aligned, and the senses the same, without the rotation: this is
    :func:`linkbudget.physics.polarization.polarization_mismatch_loss_db` with the rotation for the tilt.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.12 (polarisation loss factor and Poincaré sphere).

    Examples
    --------
    >>> print(f"{faraday_polarization_loss_db(45.0):.2f} dB")
    3.01 dB
    """
    return polarization_mismatch_loss_db(wave_axial_ratio_db, antenna_axial_ratio_db, faraday_rotation_deg)


def faraday_cross_polar_discrimination_db(faraday_rotation_deg):
    r"""Cross-polar discrimination of linear polarisation after Faraday rotation.

    .. math:: \mathrm{XPD} = -20 \log_{10} |\tan\theta|

    Parameters
    ----------
    faraday_rotation_deg : array_like
        Turn of the polarisation on the way [deg].

    Returns
    -------
    ndarray or float
        Discrimination, infinite without a turn and negative beyond 45 degrees, shape of the argument [dB].

    References
    ----------
    .. [1] ITU-R P.531-15 (2023), Annex, section on Faraday rotation (section 4.3 of P.531-16).

    Examples
    --------
    >>> print(f"{faraday_cross_polar_discrimination_db(12.7):.1f} dB")
    12.9 dB
    """
    angle = np.radians(require("faraday_rotation_deg", faraday_rotation_deg))
    with np.errstate(divide="ignore"):
        return 20.0 * (np.log10(np.abs(np.cos(angle))) - np.log10(np.abs(np.sin(angle))))


def absorption_loss_db(elevation_deg, frequency_hz, reference_loss_db, reference_frequency_hz, reference_elevation_deg):
    r"""Absorption at one frequency and elevation from that at another.

    .. math:: A = A_0 \left(\frac{f_0}{f}\right)^2 \frac{\sec i}{\sec i_0}

    with the angle i between the path and the zenith in the absorbing layer, 100 km up.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation of the path at the ground, 0 to 90 [deg].
    frequency_hz : array_like
        Frequency, above zero; stated above 30 MHz, with a warning below [Hz].
    reference_loss_db : array_like
        Known absorption, zero or more [dB].
    reference_frequency_hz : array_like
        Frequency at which it is known, above zero [Hz].
    reference_elevation_deg : array_like
        Elevation at which it is known, 0 to 90 [deg].

    Returns
    -------
    ndarray or float
        Absorption, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside 0 to 90, a frequency is not above zero or the known absorption is negative.

    References
    ----------
    .. [1] ITU-R P.531-15 (2023), Annex, section on absorption (section 6 of P.531-16): sec i over the square of the
       frequency, above 30 MHz.

    Examples
    --------
    Auroral absorption, 0.05 dB at 1 GHz and 30 degrees, carried to 183.6 MHz and 10 degrees:

    >>> print(f"{absorption_loss_db(10.0, 183.6e6, 0.05, 1e9, 30.0):.1f} dB")
    3.2 dB
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    reference_hz = require("reference_frequency_hz", reference_frequency_hz, above=0.0)
    warn_outside("ITU-R P.531 absorption", "frequency_hz", frequency_hz, 30e6, math.inf)
    known = require("reference_loss_db", reference_loss_db, at_least=0.0)
    slant = obliquity(elevation_deg, _ABSORBING_HEIGHT_M) / obliquity(reference_elevation_deg, _ABSORBING_HEIGHT_M)
    return known * (reference_hz / frequency_hz) ** 2 * slant


_ABSORBING_HEIGHT_M = 100e3  # D and E regions


def _frequency(frequency_hz):
    """The frequency, checked; a warning below the range of the Recommendation."""
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    if not isinstance(frequency_hz, float) or frequency_hz < LOWEST_FREQUENCY_HZ:
        warn_outside("ITU-R P.531", "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, math.inf)
    return frequency_hz
