r"""Telescopes as optical antennas: gain, beamwidth, and loss by wavefront errors.

A telescope that sends is lit evenly or by a Gaussian beam, and its secondary mirror hides the middle.  The map:

- from the size of the aperture: :func:`uniform_telescope_gain_dbi` (which also receives), :func:`truncated_gain_dbi`
  with :func:`optimum_truncation`, :func:`telescope_beamwidth_deg`;
- from the width of the beam: :func:`beam_gain_dbi`, :func:`half_power_beamwidth_of_divergence_deg` and
  :func:`divergence_of_beamwidth_deg`;
- :func:`wavefront_loss_db`.
"""

import math

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start
from numpy.polynomial.legendre import leggauss

from linkbudget.errors import require, warn_outside
from linkbudget.roots import bracketed_root

LARGEST_OBSCURATION = 0.4
"""Obscuration up to which the fit of the best truncation is stated [-]."""

_NODES, _WEIGHTS = leggauss(48)  # of the radius; ten digits out to the first null
_WIDEST = 4.0  # ka sin(theta) beyond the half-power point of every aperture and truncation that is allowed


def uniform_telescope_gain_dbi(wavelength_m, diameter_m, obscuration=0.0):
    r"""Gain on axis of an evenly lit aperture with a hidden middle; also that of a telescope which receives.

    .. math:: G = 10 \log_{10} \left[ \left( \frac{\pi D}{\lambda} \right)^2 (1 - \gamma^2) \right]

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength, above zero [m].
    diameter_m : array_like
        Diameter of the aperture, above zero [m].
    obscuration : array_like, optional
        Diameter of the hidden middle over that of the aperture, from 0 to below 1 [-].

    Returns
    -------
    ndarray or float
        Gain over isotropic, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If a length is not above zero or the obscuration is outside its limits.

    Notes
    -----
    The power is that of the ring which is not hidden.  A beam that the secondary mirror blocks loses its share besides.

    References
    ----------
    .. [1] J. J. Degnan and B. J. Klein, "Optical antenna gain. 2: Receiving antennas", Applied Optics 13 (1974) 2397.

    Examples
    --------
    >>> print(f"{uniform_telescope_gain_dbi(1.55e-6, 0.1):.3f} dBi")
    106.136 dBi
    """
    size = math.pi * require("diameter_m", diameter_m, above=0.0) / require("wavelength_m", wavelength_m, above=0.0)
    hidden = _obscuration(obscuration)
    return 20.0 * np.log10(size) + 10.0 * np.log10(1.0 - hidden * hidden)


def stated_telescope_gain_dbi(wavelength_m, diameter_m, aperture_efficiency):
    r"""Gain on axis of an aperture whose efficiency is stated.

    .. math:: G = 10 \log_{10} \left[ \eta \left( \frac{\pi D}{\lambda} \right)^2 \right]

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength, above zero [m].
    diameter_m : array_like
        Diameter of the aperture, above zero [m].
    aperture_efficiency : array_like
        Effective over geometric area, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Gain over isotropic, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] IEEE Std 145-2013 (aperture efficiency).

    Examples
    --------
    >>> print(f"{stated_telescope_gain_dbi(1.55e-6, 0.1, 0.8):.3f} dBi")
    105.167 dBi
    """
    efficiency = require("aperture_efficiency", aperture_efficiency, above=0.0, at_most=1.0)
    return uniform_telescope_gain_dbi(wavelength_m, diameter_m) + 10.0 * np.log10(efficiency)


def optimum_truncation(obscuration=0.0):
    r"""Ratio of aperture to beam at which a Gaussian beam is sent with the most gain.

    .. math:: \alpha = 1.12 - 1.30 \gamma^2 + 2.12 \gamma^4

    Parameters
    ----------
    obscuration : array_like, optional
        Diameter of the hidden middle over that of the aperture, from 0 to below 1 [-].

    Returns
    -------
    ndarray or float
        Diameter of the aperture over the width of the beam between its 1/e2 points, same shape [-].

    Raises
    ------
    LinkBudgetError
        If the obscuration is outside its limits.

    Warns
    -----
    ModelRangeWarning
        For an obscuration above 0.4.

    References
    ----------
    .. [1] B. J. Klein and J. J. Degnan, "Optical antenna gain. 1: Transmitting antennas", Applied Optics 13 (1974)
       2134.

    Examples
    --------
    >>> print(f"{optimum_truncation(0.2):.3f}")
    1.071
    """
    hidden = _obscuration(obscuration)
    warn_outside("the optimum truncation", "obscuration", hidden, 0.0, LARGEST_OBSCURATION)
    squared = hidden * hidden
    return 1.12 - 1.30 * squared + 2.12 * squared * squared


def truncated_gain_dbi(wavelength_m, diameter_m, truncation, obscuration=0.0):
    r"""Gain on axis, far away, of a Gaussian beam that the rim of a telescope cuts off and its secondary mirror hides.

    .. math:: G = 10 \log_{10} \left[ \left( \frac{\pi D}{\lambda} \right)^2
        \frac{2}{\alpha^2} \left( e^{-\alpha^2} - e^{-\gamma^2 \alpha^2} \right)^2 \right]

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength, above zero [m].
    diameter_m : array_like
        Diameter of the aperture, above zero [m].
    truncation : array_like
        Diameter of the aperture over the width of the beam between its 1/e2 points, above zero [-].
    obscuration : array_like, optional
        Diameter of the hidden middle over that of the aperture, from 0 to below 1 [-].

    Returns
    -------
    ndarray or float
        Gain over isotropic of all the power of the laser, that which is cut off included; broadcast shape of the
        arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] B. J. Klein and J. J. Degnan, "Optical antenna gain. 1: Transmitting antennas", Applied Optics 13 (1974)
       2134.

    Examples
    --------
    The best truncation without an obscuration costs 0.89 dB of an evenly lit aperture:

    >>> print(f"{truncated_gain_dbi(1.55e-6, 0.1, 1.12):.3f} dBi")
    105.245 dBi
    """
    squared = np.square(require("truncation", truncation, above=0.0))
    hidden = _obscuration(obscuration)
    share = np.exp(-hidden * hidden * squared) * -np.expm1(-(1.0 - hidden * hidden) * squared)
    return uniform_telescope_gain_dbi(wavelength_m, diameter_m) + 10.0 * np.log10(2.0 / squared * share * share)


def telescope_beamwidth_deg(wavelength_m, diameter_m, obscuration=0.0, truncation=0.0):
    r"""Full half-power beamwidth, far away, of a telescope that sends a uniform or a Gaussian beam.

    .. math:: \left| \frac{\int_\gamma^1 e^{-\alpha^2 u^2} J_0(x u) \, u \, du}
        {\int_\gamma^1 e^{-\alpha^2 u^2} \, u \, du} \right|^2 = \frac{1}{2},
        \quad \theta_3 = 2 \arcsin \frac{x \lambda}{\pi D}

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength, above zero [m].
    diameter_m : array_like
        Diameter of the aperture, above zero and at least two wavelengths [m].
    obscuration : array_like, optional
        Diameter of the hidden middle over that of the aperture, from 0 to below 1 [-].
    truncation : array_like, optional
        Diameter of the aperture over the width of the beam between its 1/e2 points, from 0, an even light, to 3 [-].

    Returns
    -------
    ndarray or float
        Beamwidth, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] B. J. Klein and J. J. Degnan, "Optical antenna gain. 1: Transmitting antennas", Applied Optics 13 (1974)
       2134.

    Examples
    --------
    >>> width = telescope_beamwidth_deg(1.55e-6, 0.22, obscuration=0.2)
    >>> print(f"{np.radians(width) * 1e6:.2f} urad")
    7.09 urad
    """
    waves = require("diameter_m", diameter_m, above=0.0) / require("wavelength_m", wavelength_m, above=0.0)
    require("diameter_m / wavelength_m", waves, at_least=2.0)
    hidden = np.asarray(_obscuration(obscuration), dtype=float)
    squared = np.square(np.asarray(require("truncation", truncation, at_least=0.0, at_most=3.0), dtype=float))
    hidden, squared = np.broadcast_arrays(hidden, squared)
    radius = 0.5 * (1.0 + hidden[..., None] + (1.0 - hidden[..., None]) * _NODES)
    weight = _WEIGHTS * radius * np.exp(-squared[..., None] * radius**2)
    weight = weight / weight.sum(axis=-1, keepdims=True)

    def excess(x):
        return np.einsum("...n,...n->...", weight, scipy.special.j0(x[..., None] * radius)) - math.sqrt(0.5)

    x = bracketed_root(excess, np.full(hidden.shape, 0.1), np.full(hidden.shape, _WIDEST), tolerance=1e-12)
    return np.degrees(2.0 * np.arcsin(x / (math.pi * waves)))[()]


def beam_gain_dbi(divergence_deg):
    r"""Gain on axis of a Gaussian beam, from its width.

    .. math:: G = 10 \log_{10} \frac{32}{\Theta^2}

    Parameters
    ----------
    divergence_deg : array_like
        Full width of the beam between the points of 1/e2 of its intensity, above 0 and at most 20 [deg].

    Returns
    -------
    ndarray or float
        Gain over isotropic, same shape [dBi].

    Raises
    ------
    LinkBudgetError
        If the width is outside its limits.

    References
    ----------
    .. [1] B. E. A. Saleh and M. C. Teich, Fundamentals of Photonics, 2nd edition (2007), section 3.1 (intensity on the
       axis is twice the power over the area of the beam).

    Examples
    --------
    >>> print(f"{beam_gain_dbi(np.degrees(25.48e-6)):.2f} dBi")
    106.93 dBi
    """
    width = np.radians(require("divergence_deg", divergence_deg, above=0.0, at_most=20.0))
    return 10.0 * np.log10(32.0 / (width * width))


def half_power_beamwidth_of_divergence_deg(divergence_deg):
    r"""Full half-power beamwidth of a Gaussian beam, from the width between its 1/e2 points.

    .. math:: \theta_3 = \Theta \sqrt{\frac{\ln 2}{2}}

    Parameters
    ----------
    divergence_deg : array_like
        Full width between the points of 1/e2 of the intensity, above zero [deg].

    Returns
    -------
    ndarray or float
        Full width between half-power points, same shape [deg].

    Raises
    ------
    LinkBudgetError
        If the width is not above zero.

    References
    ----------
    .. [1] ISO 11146-1:2005 (beam widths); the intensity of a Gaussian beam goes as :math:`e^{-8 \theta^2 / \Theta^2}`
       with the angle off axis.

    Examples
    --------
    >>> print(f"{half_power_beamwidth_of_divergence_deg(1.0):.4f} deg")
    0.5887 deg
    """
    return math.sqrt(0.5 * math.log(2.0)) * require("divergence_deg", divergence_deg, above=0.0)


def divergence_of_beamwidth_deg(beamwidth_deg):
    r"""Full width between the 1/e2 points of a Gaussian beam, from its half-power beamwidth.

    .. math:: \Theta = \theta_3 \sqrt{\frac{2}{\ln 2}}

    Parameters
    ----------
    beamwidth_deg : array_like
        Full width between half-power points, above zero [deg].

    Returns
    -------
    ndarray or float
        Full width between the points of 1/e2 of the intensity, same shape [deg].

    Raises
    ------
    LinkBudgetError
        If the width is not above zero.

    References
    ----------
    .. [1] ISO 11146-1:2005 (beam widths); the intensity of a Gaussian beam goes as :math:`e^{-8 \theta^2 / \Theta^2}`
       with the angle off axis.

    Examples
    --------
    >>> print(f"{divergence_of_beamwidth_deg(1.0):.4f} deg")
    1.6986 deg
    """
    return math.sqrt(2.0 / math.log(2.0)) * require("beamwidth_deg", beamwidth_deg, above=0.0)


def wavefront_loss_db(wavelength_m, wavefront_error_m):
    r"""Loss of gain on axis by errors of the wavefront.

    .. math:: L = 10 \log_{10} e^{(2 \pi \sigma / \lambda)^2}

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength, above zero [m].
    wavefront_error_m : array_like
        Rms error of the wavefront, not of the mirror's surface, zero or more [m].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If the wavelength is not above zero or the error is negative.

    Warns
    -----
    ModelRangeWarning
        For an error above a seventh of the wavelength.

    References
    ----------
    .. [1] V. N. Mahajan, "Strehl ratio for primary aberrations in terms of their aberration variance", J. Opt. Soc. Am.
       73 (1983) 860.

    Examples
    --------
    >>> print(f"{wavefront_loss_db(1.55e-6, 1.55e-6 / 14.0):.2f} dB")
    0.87 dB
    """
    error = require("wavefront_error_m", wavefront_error_m, at_least=0.0)
    waves = error / require("wavelength_m", wavelength_m, above=0.0)
    warn_outside("the loss by wavefront errors", "wavefront_error / wavelength", waves, 0.0, 1.0 / 7.0)
    return 10.0 / math.log(10.0) * np.square(2.0 * math.pi * waves)


def _obscuration(obscuration):
    return require("obscuration", obscuration, at_least=0.0, below=1.0)
