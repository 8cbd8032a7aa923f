"""Rays between two points in or about the atmosphere: where the bent ray runs, and integrals along it.

The ray is the straight line between its ends (the chord) plus a small displacement ``y`` upwards across it, which obeys
``y'' = (dn/dh) cos(psi) / n`` with ``y = 0`` at both ends: ITU-R P.834-9, equation (1), for the curvature of a ray.
It is solved by successive approximation from the straight line.  Each ray is cut at its lowest point and at the
tropopause into four parts; each part has Gauss-Legendre nodes, the denser the lower.
"""

from typing import NamedTuple

import numpy as np
from numpy.polynomial import legendre

from linkbudget.physics._gas_layers import EARTH_RADIUS_KM
from linkbudget.physics.atmosphere import HIGHEST_HEIGHT_M

_EARTH_M = 1e3 * EARTH_RADIUS_KM
_KINK_M = 11_019.0  # where temperature stops falling, and the gradient of the index jumps
_NODES = 20  # of each part
_ROUNDS, _SETTLED_M = 60, 1e-3


def _gauss(count):
    """Nodes on (0, 1), and the matrix that integrates a function known at the nodes from 0 to each of them and to 1."""
    node, _ = legendre.leggauss(count)
    series = np.linalg.inv(legendre.legvander(node, count - 1))
    ends = np.append(node, 1.0)
    running = [legendre.legval(ends, legendre.legint(one, lbnd=-1.0)) for one in np.eye(count)]
    return 0.5 * (1.0 + node), 0.5 * np.array(running).T @ series


_NODE, _RUNNING = _gauss(_NODES)
_RUNNING_TO = _RUNNING * (2.0 * _NODE)  # integrals over distance, which is the node squared
_SQUARES = (_NODE * _NODE)[:, None]


class Ray(NamedTuple):
    """Rays that were solved, as flat arrays or with axes (node, ray), nodes in order from the first end."""

    height_m: np.ndarray
    parts_m: tuple  # lengths of the two parts that fall and the two that rise
    chord_elevation: np.ndarray
    rise: np.ndarray  # by which the ray starts above the chord, in radians

    def running(self, value):
        """Integral over distance from the first end to each node, and to the other end as a last row."""
        rows, total = [], 0.0
        for place, length_m in enumerate(self.parts_m):
            part = value[place * _NODES : (place + 1) * _NODES]
            falls = place < 2
            integral = length_m * (_RUNNING_TO @ (part[::-1] if falls else part))
            rows.append(total + (integral[-1] - integral[-2::-1] if falls else integral[:-1]))
            total = total + integral[-1]
        return np.concatenate([*rows, total[None]])


def bent_rays(range_m, height_m, far_height_m, bending_per_m):
    """Rays between ends of given heights and distance, flat arrays; ``bending_per_m(height_m)`` is -(dn/dh) / n.

    Sines of elevations outside -1 to 1 are taken as vertical: the caller refuses distances that cannot be.  Rays that
    do not settle, which the air would trap, are NaN.
    """
    radius = _EARTH_M + height_m
    climb = (far_height_m - height_m) * (2.0 * _EARTH_M + height_m + far_height_m)
    sine = np.clip((climb - range_m * range_m) / (2.0 * range_m * radius), -1.0, 1.0)
    across = radius * np.sqrt(1.0 - sine * sine)  # closest approach of the chord's line to the Earth's centre
    distance, parts_m = _nodes(range_m, radius * sine, across)
    ray = Ray(distance, parts_m, np.arcsin(sine), 0.0 * range_m)
    above = distance * (2.0 * radius * sine + distance)  # square of the distance from the centre, less that of here
    offset = np.zeros_like(distance)
    for _ in range(_ROUNDS):
        risen = above + offset * (2.0 * across + offset)
        height = height_m + risen / (np.sqrt(radius * radius + risen) + radius)
        curvature = bending_per_m(height) * across / (_EARTH_M + height)
        turned, moment = ray.running(curvature), ray.running(curvature * distance)
        rise = turned[-1] - moment[-1] / range_m
        before, offset = offset, moment[:-1] + distance * (rise - turned[:-1])
        change = np.max(np.abs(offset - before), axis=0)
        if not np.any(change >= _SETTLED_M):
            break
    settled = change < _SETTLED_M
    return ray._replace(height_m=np.where(settled, height, np.nan), rise=np.where(settled, rise, np.nan))


def _nodes(range_m, toward_m, across_m):
    """Distances of the nodes along each chord, and the lengths of its parts within the atmosphere."""

    def crossings(height_m):
        half = np.sqrt(np.maximum((_EARTH_M + height_m) ** 2 - across_m * across_m, 0.0))
        return -toward_m - half, -toward_m + half

    start, end = (np.clip(root, 0.0, range_m) for root in crossings(HIGHEST_HEIGHT_M))
    low = np.clip(-toward_m, start, end)
    falling, rising = crossings(_KINK_M)
    falling, rising = np.clip(falling, start, low), np.clip(rising, low, end)
    parts_m = falling - start, low - falling, rising - low, end - rising
    down = [base - length * _SQUARES[::-1] for base, length in zip((falling, low), parts_m[:2], strict=True)]
    up = [base + length * _SQUARES for base, length in zip((low, rising), parts_m[2:], strict=True)]
    return np.concatenate(down + up), parts_m
