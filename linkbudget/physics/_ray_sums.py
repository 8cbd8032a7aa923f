"""Loss along one ray at many frequencies: the sum over lines and layers, with the layers summed first.

A line of centre f0 adds to a layer, at the frequency f, ``(area - skew d) / (d^2 + w^2)`` for d = f0 - f and the same
for d = f0 + f (:class:`~linkbudget.physics._gas_layers.Lines`).  Where d is far beyond the width w of the line in every
layer, this is a geometric series in ``(w / d)^2``.  Its coefficients are sums over the layers that do not depend on the
frequency, and are worked out once for a ray.  Only lines near a frequency are summed layer by layer.  The map:
:class:`RaySums`.

The series has 12 terms and alternates, so that what is left out is smaller than the next term: 1e-16 of the first at
the least distance.  The answer equals the sum over lines and layers to 2e-14 of the loss, which is what rounding costs
either.  All sums are those of NumPy itself, without BLAS, whose last bits may depend on the number of threads.
"""

from typing import NamedTuple

import numpy as np

from linkbudget.physics._gas_layers import Lines, Station, nitrogen_spectrum

_TERMS = 12
_NEAR = 1e-16 ** (-0.5 / _TERMS)
"""Distance from a line, in widths at its widest, within which it is summed layer by layer [-]."""

_FREQUENCIES = 256  # taken at once, times some lines, and
_PAIRS = 32  # lines and frequencies near to them, times 922 layers: both fit the cache


class _LineSums(NamedTuple):
    """Lines along one ray, axes (line, layer), with the sums over the layers that the series takes.

    ``area`` and ``skew`` are those of each layer times its length; ``sums`` has, for each of them, the sums over the
    layers times the powers of ``width_squared`` over its greatest, ``widest``: axes (power, line, 1).
    """

    centre_ghz: np.ndarray
    width_squared: np.ndarray
    widest: np.ndarray
    parts: tuple[np.ndarray, ...]
    sums: tuple[np.ndarray, ...]

    @classmethod
    def along(cls, lines: Lines, weights: np.ndarray) -> "_LineSums":
        """The lines along a ray, whose length in each layer is its weight."""
        widest = lines.width_squared.max(axis=1, keepdims=True)
        share = lines.width_squared / widest
        parts = tuple(part * weights for part in (lines.area, lines.skew) if part is not None)
        return cls(lines.centre_ghz, lines.width_squared, widest, parts, tuple(_power_sums(p, share) for p in parts))

    def absorption(self, frequency_ghz: np.ndarray) -> np.ndarray:
        """The sum over lines and layers, without the factor f of equation (5)."""
        return self.of(self.centre_ghz - frequency_ghz) + self.of(self.centre_ghz + frequency_ghz)

    def of(self, distance_ghz: np.ndarray) -> np.ndarray:
        """Sum of ``(area - skew d) / (d^2 + w^2)`` over lines and layers, for distances d with axes (line, point)."""
        square = distance_ghz * distance_ghz
        near = square < _NEAR * _NEAR * self.widest
        square[near] = np.inf
        ratio = self.widest / square
        np.negative(ratio, out=ratio)
        total, term = np.zeros_like(ratio), np.empty_like(ratio)
        for power in reversed(range(_TERMS)):
            total *= ratio
            total += self.sums[0][power]
            for sums in self.sums[1:]:
                np.multiply(sums[power], distance_ghz, out=term)
                total -= term
        total /= square
        found = total.sum(axis=0)
        for line in np.flatnonzero(near.any(axis=1)):
            points = np.flatnonzero(near[line])
            for start in range(0, points.size, _PAIRS):
                these = points[start : start + _PAIRS]
                found[these] += self._near(line, distance_ghz[line, these])
        return found

    def _near(self, line: int, distance_ghz: np.ndarray) -> np.ndarray:
        """The same for one line, layer by layer."""
        share = 1.0 / (self.width_squared[line] + (distance_ghz * distance_ghz)[:, None])
        first, *rest = (np.einsum("pl,l->p", share, part[line]) for part in self.parts)
        return first - distance_ghz * rest[0] if rest else first


class RaySums(NamedTuple):
    """Lines and continuum along a ray through the layers above a station, which give its loss at any frequency."""

    oxygen: _LineSums
    water: _LineSums
    debye: _LineSums
    nitrogen: float

    @classmethod
    def along(cls, station: Station, weights_km: np.ndarray) -> "RaySums":
        """The sums of a ray whose length in each layer is its weight."""
        continuum = station.continuum
        debye = Lines(np.zeros((1, 1)), continuum.area[None], None, continuum.width_squared[None])
        lines = (_LineSums.along(each, weights_km) for each in (station.oxygen, station.water, debye))
        return cls(*lines, float((continuum.nitrogen * weights_km).sum()))

    def loss_db(self, frequency_hz: np.ndarray) -> np.ndarray:
        """Loss along the ray at frequencies, an array of one dimension."""
        found = np.empty(frequency_hz.size)
        for start in range(0, found.size, _FREQUENCIES):
            block = slice(start, start + _FREQUENCIES)
            ghz = frequency_hz[block] / 1e9
            lines = self.oxygen.absorption(ghz) + self.water.absorption(ghz)
            dry = self.debye.of(ghz[None]) + self.nitrogen * nitrogen_spectrum(ghz)
            found[block] = 0.1820 * ghz * ghz * (lines + dry)
        return found


def _power_sums(part: np.ndarray, share: np.ndarray) -> np.ndarray:
    sums, term = [], part.copy()
    for _ in range(_TERMS):
        sums.append(term.sum(axis=1, keepdims=True))
        term *= share
    return np.array(sums)
