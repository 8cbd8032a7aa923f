r"""Rain on the cover of an antenna: loss of the water film on a feed window or a radome, and its absorbed share.

The map: :func:`cover_film_thickness_m`, :func:`wet_cover_loss_db` and :func:`wet_cover_absorbed_share` are for a flat
cover, such as the window of a feed or of a small terrestrial antenna; :func:`radome_film_thickness_m`,
:func:`wet_radome_loss_db` and :func:`wet_radome_absorbed_share` for a spherical radome that carries a whole film, an
upper bound; :func:`measured_wet_radome_loss_db` is a fit to S-band and C-band radomes that were measured.
:func:`film_powers` is the wave behind both films.

All losses are those of the water, one way, over the dry cover or radome; the dry loss is a number to state (0.34 dB was
measured on a C-band radome).  The rain rate must belong to the same share of the year as the rain loss:
:func:`linkbudget.physics.rain_probability.rain_rate_at_probability_mm_per_h`.

About half of what a thin film takes is reflected and does not glow.  The noise added is ``share * (1 - 1/L) * T``, with
the absorbed share, the loss L as a ratio and the physical temperature T.
"""

from typing import NamedTuple

import numpy as np

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import require, warn_outside
from linkbudget.physics.clouds import water_permittivity

LOWEST_FREQUENCY_HZ = 2e9
"""Lowest frequency for which the films were compared with other computations."""

HIGHEST_FREQUENCY_HZ = 70e9
"""Highest frequency for which the films were compared with other computations."""

WATER_TEMPERATURE_K = 293.0
"""Temperature of the water, as Leijnse et al. take it."""

COVER_THICKNESS_M = 1e-3
"""Thickness of the cover of Leijnse et al."""

COVER_INDEX = 1.73 - 0.014j
"""Refractive index of the cover of Leijnse et al., in a field that goes as exp(+j omega t)."""

_VISCOSITY_M2_PER_S = 1.0e-6  # kinematic, of water at 20 degrees Celsius
_GRAVITY_M_PER_S2 = 9.80665
_MM_PER_H = 1e-3 / 3600.0  # in m/s
_THINNEST_M = 1e-9  # the share of no water at all is that of a nanometre


class FilmPowers(NamedTuple):
    """Shares of the power of a wave from the antenna that a film transmits, reflects and absorbs."""

    transmitted: np.ndarray | float
    """Share that passes, the same in both directions [-]."""
    reflected: np.ndarray | float
    """Share that returns to the antenna [-]."""
    absorbed: np.ndarray | float
    """Share that heats water and cover [-]."""


def film_powers(frequency_hz, film_thickness_m, cover_thickness_m=0.0):
    r"""Powers that pass, return and stay when a wave from the antenna meets a cover with water on its far side.

    .. math::

        t = \frac{2}{E + H}, \quad r = \frac{E - H}{E + H}, \quad a = 1 - |t|^2 - |r|^2, \qquad
        E = E' \cos \delta + \frac{j}{n} H' \sin \delta, \quad H = H' \cos \delta + j n E' \sin \delta, \quad
        \delta = \frac{2 \pi f n d}{c}

    where a layer of index n and thickness d has the fields E', H' behind it and E, H in front; behind the water, the
    last layer, both are one.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency [Hz].
    film_thickness_m : array_like
        Thickness of the film of water at 293 K, zero or more [m].
    cover_thickness_m : array_like
        Thickness of the cover of refractive index 1.73 - 0.014j under it; zero is water alone [m].

    Returns
    -------
    tuple of ndarray or float
        :class:`FilmPowers`: shares transmitted, reflected and absorbed, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or a thickness is negative.

    Notes
    -----
    Normal incidence, flat layers.  The direction matters: what water emits towards the antenna equals what it absorbs
    of a wave that comes from the antenna (an antenna, water and sky of one temperature must stay in balance), and on a
    cover that is not what it absorbs of a wave from the sky.  At 32 GHz and 10 mm/h the latter is less than half.

    References
    ----------
    .. [1] Born and Wolf, Principles of Optics (7th edition, 1999), section 1.6, the characteristic matrix of a
       stratified medium.
    .. [2] ITU-R P.840-9 (08/2023), Annex 1, section 2: the permittivity of water.

    Examples
    --------
    A tenth of a millimetre of water at 8.42 GHz:

    >>> print(" ".join(f"{share:.3f}" for share in film_powers(8.42e9, 1e-4)))
    0.523 0.203 0.274
    """
    wavenumber = 2.0 * np.pi * require("frequency_hz", frequency_hz, above=0.0) / SPEED_OF_LIGHT_M_PER_S
    film = require("film_thickness_m", film_thickness_m, at_least=0.0)
    cover = require("cover_thickness_m", cover_thickness_m, at_least=0.0)
    electric, magnetic = _through(np.sqrt(water_permittivity(frequency_hz, WATER_TEMPERATURE_K)), wavenumber, film)
    electric, magnetic = _through(COVER_INDEX, wavenumber, cover, electric, magnetic)
    total = _squared(electric + magnetic)
    transmitted, reflected = 4.0 / total, _squared(electric - magnetic) / total
    return FilmPowers(transmitted, reflected, 1.0 - transmitted - reflected)


def cover_film_thickness_m(rain_rate_mm_per_h):
    r"""Thickness of the water that rain leaves on the flat cover of an antenna.

    .. math:: l = 2.06 \times 10^{-5} R^{0.24}

    with R in mm/h and l in metres.

    Parameters
    ----------
    rain_rate_mm_per_h : array_like
        Rain rate, zero or more [mm/h].

    Returns
    -------
    ndarray or float
        Thickness, same shape [m].

    Raises
    ------
    LinkBudgetError
        If any rain rate is negative.

    Notes
    -----
    Fitted to terrestrial links whose covers stand upright; the numbers are as the package pycomlink gives them.

    References
    ----------
    .. [1] Leijnse, Uijlenhoet and Stricker, Advances in Water Resources 31 (2008) 1481.

    Examples
    --------
    >>> print(f"{1e3 * cover_film_thickness_m(10.0):.4f} mm")
    0.0358 mm
    """
    return 2.06e-5 * require("rain_rate_mm_per_h", rain_rate_mm_per_h, at_least=0.0) ** 0.24


def wet_cover_loss_db(frequency_hz, rain_rate_mm_per_h):
    r"""Loss of a flat antenna cover in rain, over the dry cover.

    .. math:: L = 10 \log_{10} \frac{|t_\mathrm{dry}|^2}{|t_\mathrm{wet}|^2}, \qquad l = 2.06 \times 10^{-5} R^{0.24}

    with the transmission of :func:`film_powers` for 1 mm of plastic under l metres of water.  Use it for the window of
    a feed or of a small antenna; a radome runs wetter, :func:`wet_radome_loss_db`.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; compared from 2 to 70 GHz, used outside with a warning [Hz].
    rain_rate_mm_per_h : array_like
        Rain rate, of the same share of the year as the rain loss [mm/h].

    Returns
    -------
    ndarray or float
        Loss, one way, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or a rain rate is negative.

    References
    ----------
    .. [1] Leijnse, Uijlenhoet and Stricker, Advances in Water Resources 31 (2008) 1481.

    Examples
    --------
    >>> print(wet_cover_loss_db(8.42e9, [0.0, 1.0, 10.0, 50.0]).round(2))
    [0.   0.62 1.09 1.62]
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    wet, dry = _cover(frequency_hz, rain_rate_mm_per_h)
    return 10.0 * np.log10(dry.transmitted / wet.transmitted)


def wet_cover_absorbed_share(frequency_hz, rain_rate_mm_per_h):
    r"""Power that water on a flat antenna cover absorbs, over the power it takes from the signal.

    .. math:: s = \frac{a_\mathrm{wet} - a_\mathrm{dry}}{1 - 1 / L}

    with the absorption and transmission of :func:`film_powers` and the loss L, as a ratio, of
    :func:`wet_cover_loss_db`: a wet cover at temperature T adds :math:`s (1 - 1 / L) T` to the noise of the dry one.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; compared from 2 to 70 GHz, used outside with a warning [Hz].
    rain_rate_mm_per_h : array_like
        Rain rate, of the same share of the year as the rain loss; at zero the share is the limit of a thin film
        [mm/h].

    Returns
    -------
    ndarray or float
        Share, broadcast shape of the arguments; above some 30 GHz it passes one, to 1.6 at most [-].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or a rain rate is negative.

    Notes
    -----
    The water's own noise only.  What the cover reflects brings the noise of whatever stands behind the antenna.  Above
    some 30 GHz the dry cover reflects a fifth of the power or more; water lessens that reflection towards the antenna
    and absorbs more than the signal loses.  The share must then not be cut off at one.

    References
    ----------
    .. [1] Leijnse, Uijlenhoet and Stricker, Advances in Water Resources 31 (2008) 1481.
    .. [2] Born and Wolf, Principles of Optics (7th edition, 1999), section 1.6.

    Examples
    --------
    10 mm/h at 8.42 GHz, and the noise it adds:

    >>> share, loss_db = wet_cover_absorbed_share(8.42e9, 10.0), wet_cover_loss_db(8.42e9, 10.0)
    >>> print(f"{share:.3f} of {loss_db:.2f} dB: {share * (1.0 - 10.0 ** (-0.1 * loss_db)) * 290.0:.1f} K")
    0.625 of 1.09 dB: 40.3 K
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    wet, dry = _cover(frequency_hz, rain_rate_mm_per_h, thinnest_m=_THINNEST_M)
    return (wet.absorbed - dry.absorbed) / (1.0 - wet.transmitted / dry.transmitted)


def radome_film_thickness_m(rain_rate_mm_per_h, radome_radius_m):
    r"""Thickness of the film of water that runs down a spherical radome in steady rain.

    .. math:: t = \left(\frac{3 \nu r R}{2 g}\right)^{1/3}

    with R as a speed and :math:`\nu = 10^{-6}` m2/s for water at 20 degrees Celsius.

    Parameters
    ----------
    rain_rate_mm_per_h : array_like
        Rain rate, zero or more [mm/h].
    radome_radius_m : array_like
        Radius of the sphere, above zero [m].

    Returns
    -------
    ndarray or float
        Thickness, broadcast shape of the arguments; the same all over the upper half [m].

    Raises
    ------
    LinkBudgetError
        If a rain rate is negative or a radius not above zero.

    Notes
    -----
    Rain caught above the polar angle :math:`\theta`, :math:`\pi r^2 R \sin^2\theta`, runs off as a laminar film through
    the circle :math:`2 \pi r \sin\theta`, where gravity drives :math:`g t^3 \sin\theta / (3 \nu)` through each metre;
    the angle drops out.  The formula goes by Gibble's name; it stands on this derivation, his paper was not at hand.

    References
    ----------
    .. [1] Gibble, IEEE International Convention Record 12, part VI (1964) 52.

    Examples
    --------
    A weather radome of 3.35 m radius:

    >>> print(f"{1e3 * radome_film_thickness_m(15.1, 3.35):.3f} mm")
    0.129 mm
    """
    speed = require("rain_rate_mm_per_h", rain_rate_mm_per_h, at_least=0.0) * _MM_PER_H
    radius = require("radome_radius_m", radome_radius_m, above=0.0)
    return np.cbrt(1.5 * _VISCOSITY_M2_PER_S * radius * speed / _GRAVITY_M_PER_S2)


def wet_radome_loss_db(frequency_hz, rain_rate_mm_per_h, radome_radius_m):
    r"""Loss of a whole film of water on a spherical radome in rain: an upper bound.

    .. math:: L = -10 \log_{10} |t|^2, \qquad t_\mathrm{film} = \left(\frac{3 \nu r R}{2 g}\right)^{1/3}

    with the transmission t of :func:`film_powers` for water alone.  Use it for a radome that water wets: one that is
    old, dirty or not coated.  A waxed or hydrophobic skin breaks the film into drops and loses much less.  For S and C
    band there is :func:`measured_wet_radome_loss_db`; for the flat window of a feed :func:`wet_cover_loss_db`.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; compared from 2 to 70 GHz, used outside with a warning [Hz].
    rain_rate_mm_per_h : array_like
        Rain rate, of the same share of the year as the rain loss [mm/h].
    radome_radius_m : array_like
        Radius of the sphere, above zero [m].

    Returns
    -------
    ndarray or float
        Loss, one way, over the dry radome, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a frequency or radius is not above zero or a rain rate is negative.

    Notes
    -----
    At 15.1 mm/h and C band it gives 2.2 dB where 1.5 dB were measured on a dirty radome [2]_; at 20 GHz an aged radome
    lost 6 to 8 dB in rain of 3 to 40 mm/h [3]_.

    References
    ----------
    .. [1] Gibble, IEEE International Convention Record 12, part VI (1964) 52.
    .. [2] Kurri and Huuskonen, Journal of Atmospheric and Oceanic Technology 25 (2008) 1590, abstract.
    .. [3] Anderson, IEEE Transactions on Antennas and Propagation 23 (1975) 619, abstract.

    Examples
    --------
    >>> print(wet_radome_loss_db(8.42e9, [0.0, 10.0, 50.0], 3.35).round(1))
    [0.  3.2 5.3]
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    powers = _radome(frequency_hz, radome_film_thickness_m(rain_rate_mm_per_h, radome_radius_m))
    return 10.0 * np.log10(1.0 / powers.transmitted)


def wet_radome_absorbed_share(frequency_hz, rain_rate_mm_per_h, radome_radius_m):
    r"""Power that a whole film of water on a spherical radome absorbs, over the power it takes from the signal.

    .. math:: s = \frac{a}{1 - |t|^2} = \frac{a}{1 - 1 / L}

    with the absorption and transmission of :func:`film_powers` for water alone and the loss L, as a ratio, of
    :func:`wet_radome_loss_db`: water at temperature T adds :math:`s (1 - 1 / L) T` of its own noise.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; compared from 2 to 70 GHz, used outside with a warning [Hz].
    rain_rate_mm_per_h : array_like
        Rain rate, of the same share of the year as the rain loss; at zero the share is the limit of a thin film
        [mm/h].
    radome_radius_m : array_like
        Radius of the sphere, above zero [m].

    Returns
    -------
    ndarray or float
        Share, 0 to 1, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a frequency or radius is not above zero or a rain rate is negative.

    Notes
    -----
    A lower bound of the noise: the reflected part shows the antenna the inside of its radome.  If that is warm
    throughout, all of :math:`(1 - 1 / L) T` arrives, as with a share of one.

    References
    ----------
    .. [1] Born and Wolf, Principles of Optics (7th edition, 1999), section 1.6.
    .. [2] Gibble, IEEE International Convention Record 12, part VI (1964) 52.

    Examples
    --------
    >>> print(f"{wet_radome_absorbed_share(5.64e9, 15.1, 3.35):.3f}")
    0.511
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    film_m = np.maximum(radome_film_thickness_m(rain_rate_mm_per_h, radome_radius_m), _THINNEST_M)
    powers = _radome(frequency_hz, film_m)
    return powers.absorbed / (1.0 - powers.transmitted)


def measured_wet_radome_loss_db(frequency_hz, rain_rate_mm_per_h, hydrophobic=False):
    r"""Loss of a radome in rain, over the dry radome: a fit to measurements at S and C band.

    .. math:: L = h R \tanh^2 \frac{f}{10}

    with f in GHz, R in mm/h and h = 0.165 for a standard surface, 0.0575 for a hydrophobic one.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; fitted for 2 to 8 GHz, used outside with a warning; not for X band [Hz].
    rain_rate_mm_per_h : array_like
        Rain rate, of the same share of the year as the rain loss; fitted to 200 mm/h, used above with a warning [mm/h].
    hydrophobic : bool or array of bool
        Whether the surface repels water.

    Returns
    -------
    ndarray or float
        Loss, one way, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or a rain rate is negative.

    Notes
    -----
    Most of the measurements lie within 1 dB of the fit, which is stated for the way out and back; here is half of it.
    The formula is as the package wradlib gives it, and agrees with the losses that the abstract of the report names.

    References
    ----------
    .. [1] Merceret and Ward, NASA/TM-2000-211171 (2000).

    Examples
    --------
    >>> print(measured_wet_radome_loss_db(5.64e9, 50.0, [False, True]).round(2))
    [2.15 0.75]
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    rain_rate = require("rain_rate_mm_per_h", rain_rate_mm_per_h, at_least=0.0)
    warn_outside("fit of wet radomes at S and C band", "frequency_hz", frequency_hz, 2e9, 8e9)
    warn_outside("fit of wet radomes at S and C band", "rain_rate_mm_per_h", rain_rate, 0.0, 200.0)
    return (np.where(hydrophobic, 0.0575, 0.165) * rain_rate * np.tanh(frequency_hz / 10e9) ** 2)[()]


def _cover(frequency_hz, rain_rate_mm_per_h, thinnest_m=0.0) -> tuple[FilmPowers, FilmPowers]:
    """Powers of the wet and of the dry flat cover."""
    _warn(frequency_hz)
    film_m = np.maximum(cover_film_thickness_m(rain_rate_mm_per_h), thinnest_m)
    return tuple(film_powers(frequency_hz, film, COVER_THICKNESS_M) for film in (film_m, 0.0))


def _radome(frequency_hz, film_m) -> FilmPowers:
    _warn(frequency_hz)
    return film_powers(frequency_hz, film_m)


def _warn(frequency_hz) -> None:
    warn_outside("film of water", "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)


def _through(index, wavenumber, thickness, electric=1.0, magnetic=1.0):
    """Fields in front of a layer from the fields behind it, in units of those of a plane wave in air."""
    turn = np.exp(1j * wavenumber * index * thickness)
    cosine, sine = 0.5 * (turn + 1.0 / turn), 0.5 * (turn - 1.0 / turn)  # the sine times j
    return cosine * electric + sine / index * magnetic, sine * index * electric + cosine * magnetic


def _squared(field):
    return field.real * field.real + field.imag * field.imag
