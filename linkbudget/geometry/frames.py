"""Reference frames and centres as files of orbits name them, and what turns states of a frame into ICRF axes.

The map: :func:`frame_key` and :func:`center_key` (a name as a file has it), :func:`to_icrf` (states to ICRF axes).

EME2000 (J2000) and GCRF count as ICRF: the axes of J2000 and ICRF lie 0.02 arcseconds apart, 0.8 m in a low orbit.
A frame of an epoch, a frame of a body other than the Earth, or a name that is not known here is refused.
"""

import re

import numpy as np
from skyfield.framelib import itrs
from skyfield.nutationlib import iau2000b_radians
from skyfield.sgp4lib import TEME

from linkbudget.constants import EARTH_ROTATION_RAD_PER_S
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.kernel import body_key
from linkbudget.geometry.time_systems import skyfield_time_of_tt
from linkbudget.geometry.transfer import ECLIPTIC_POLE

FRAMES = {
    "icrf": "axes of the ICRF; EME2000, J2000 and GCRF are the same here",
    "ecliptic": "ecliptic and equinox of J2000 (ECLIPJ2000)",
    "itrf": "axes that turn with the Earth (ITRF, WGS 84)",
    "teme": "true equator and mean equinox of date, as SGP4 has it",
}
"""Frames that are read, with what each is."""

EARTH_FRAMES = ("itrf", "teme")
"""Frames of positions about the Earth only."""

_NAMES = {
    "icrf": (
        "ICRF",
        "ICRF/J2000",
        "ICRF/J2000.0",
        "ICRF-J2000",
        "EME2000",
        "J2000",
        "J2000.0",
        "GCRF",
        "GCRF1",
        "GCRS",
    ),
    "ecliptic": ("ECLIPTIC", "ECLIPJ2000", "ECLIPTIC OF J2000", "ECLIPTIC OF J2000.0", "ECLIPTICJ2000"),
    "itrf": ("ITRF", "ITRS", "WGS84", "WGS-84", "FIXED", "ECEF"),
    "teme": ("TEME",),
}
_FRAME_OF = {name: key for key, names in _NAMES.items() for name in names}
_ITRF_REALISATION = re.compile(r"I(?:TRF|GS|GB)-?(?:\d{2}|\d{4})|WGS84 ?\(G\d+\)", re.ASCII)

BARYCENTER = "barycenter"
"""Key of the solar-system barycentre as a centre."""

_BARYCENTERS = ("SOLAR SYSTEM BARYCENTER", "SOLAR_SYSTEM_BARYCENTER", "SSB")
_SAME_AS_BARYCENTER = ("mercury", "venus", "mars", "jupiter", "saturn", "uranus", "neptune", "pluto")


def frame_key(name: str) -> str:
    """Key of a reference frame by its name in a file.

    Parameters
    ----------
    name : str
        The name, in any case, such as "EME2000", "ITRF2014" or "ECLIPJ2000".

    Returns
    -------
    str
        One of :data:`FRAMES`.

    Raises
    ------
    InputError
        If the frame is another one.

    References
    ----------
    .. [1] CCSDS 502.0-B-3, Orbit Data Messages (2023), annex B (values of REF_FRAME).

    Examples
    --------
    >>> frame_key("EME2000"), frame_key("ITRF-97")
    ('icrf', 'itrf')
    >>> frame_key("TOD")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: reference frame 'TOD': expected EME2000, ICRF, GCRF, ITRF, TEME or ECLIPJ2000
    """
    text = " ".join(str(name).split()).upper()
    if _ITRF_REALISATION.fullmatch(text):
        return "itrf"
    if text not in _FRAME_OF:
        raise InputError(f"reference frame {name!r}: expected EME2000, ICRF, GCRF, ITRF, TEME or ECLIPJ2000")
    return _FRAME_OF[text]


def center_key(name: str) -> str:
    """Key of the body or barycentre from which a file counts its positions.

    Parameters
    ----------
    name : str
        The name, in any case, such as "EARTH", "Mars" or "JUPITER BARYCENTER".

    Returns
    -------
    str
        :data:`BARYCENTER`, or a name for :func:`linkbudget.geometry.kernel.body`.  The barycentre of a planet and its
        satellites stands for the planet: Jupiter's centre is at most some 200 km away, that of Mars within a metre.

    Raises
    ------
    InputError
        If the ephemeris has no such body.

    Examples
    --------
    >>> center_key("EARTH"), center_key("Solar System Barycenter"), center_key("SATURN BARYCENTER")
    ('earth', 'barycenter', 'saturn')
    """
    text = " ".join(str(name).split()).upper()
    if text in _BARYCENTERS:
        return BARYCENTER
    planet = text.removesuffix(" BARYCENTER").lower()
    if text.endswith(" BARYCENTER") and planet not in _SAME_AS_BARYCENTER:
        raise InputError(f"centre {name!r}: expected a body, or the barycentre of a planet or of the solar system")
    try:
        return body_key(planet)
    except LinkBudgetError as error:
        raise InputError(f"centre {name!r}: {error}") from None


def to_icrf(frame: str, tt_s, position_m, velocity_m_per_s=None):
    r"""States in a frame turned into ICRF axes.

    .. math:: \mathbf{r} = R^T \mathbf{r}', \qquad
        \mathbf{v} = R^T (\mathbf{v}' + \mathbf{\omega} \times \mathbf{r}')

    with the rotation :math:`R` from ICRF axes to the frame and its angular velocity :math:`\mathbf{\omega}`, which
    is zero but for axes that turn with the Earth.

    Parameters
    ----------
    frame : str
        One of :data:`FRAMES`.
    tt_s : array_like
        Seconds since 1970-01-01T00:00 TT, shape (n,) [s].
    position_m : array_like
        Positions in the frame, shape (n, 3) [m].
    velocity_m_per_s : array_like, optional
        Velocities as seen in the frame, shape (n, 3) [m/s].

    Returns
    -------
    tuple
        Positions [m] and velocities [m/s] in ICRF axes, shapes (n, 3); no velocities where there were none.

    References
    ----------
    .. [1] IERS Conventions (2010), IERS Technical Note 36, chapter 5 (ITRS to GCRS; polar motion, 10 m, left out).
    .. [2] D. A. Vallado, P. Crawford, R. Hujsak and T. S. Kelso, "Revisiting Spacetrack Report #3", AIAA 2006-6753,
       appendix C (TEME).

    Examples
    --------
    A point above the equator that turns with the Earth, a geostationary satellite:

    >>> _, velocity = to_icrf("itrf", [0.0], [[42_164e3, 0.0, 0.0]], [[0.0, 0.0, 0.0]])
    >>> print(f"{np.linalg.norm(velocity):.0f} m/s")
    3075 m/s
    """
    position = np.asarray(position_m, dtype=float)
    velocity = None if velocity_m_per_s is None else np.asarray(velocity_m_per_s, dtype=float)
    if frame == "icrf":
        return position, velocity
    if frame == "ecliptic":
        turn = _equator_from_ecliptic()
        return position @ turn.T, None if velocity is None else velocity @ turn.T
    time = skyfield_time_of_tt(np.asarray(tt_s, dtype=float))
    time._nutation_angles_radians = iau2000b_radians(time)  # skyfield's own recipe for speed
    turn = {"itrf": itrs, "teme": TEME}[frame].rotation_at(time)
    if velocity is not None:
        if frame == "itrf":
            velocity = velocity + np.cross([0.0, 0.0, EARTH_ROTATION_RAD_PER_S], position)
        velocity = np.einsum("jin,nj->ni", turn, velocity)
    return np.einsum("jin,nj->ni", turn, position), velocity


def _equator_from_ecliptic() -> np.ndarray:
    """Rotation of vectors from the axes of the ecliptic of J2000 to those of the equator."""
    _, sine, cosine = ECLIPTIC_POLE * [1.0, -1.0, 1.0]
    return np.array([[1.0, 0.0, 0.0], [0.0, cosine, -sine], [0.0, sine, cosine]])
