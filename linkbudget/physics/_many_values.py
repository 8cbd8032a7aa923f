"""One table per station and frequency, for arrays of both: from each table, or between a few of them.

:func:`for_many` answers for arrays of elevation and of the parameters that a table is made for; :func:`between_nodes`
interpolates between a few values of one.
"""

import math

import numpy as np

from linkbudget.physics.atmosphere import HIGHEST_HEIGHT_M, LOWEST_HEIGHT_M

MANY, _NODES, _SETTLED = 64, (5, 9, 17, 33), 1e-6
"""Different values from which the answer is interpolated, nodes of it, and the change by more of them that is none."""

STATION_LIMITS = ((LOWEST_HEIGHT_M, math.nextafter(HIGHEST_HEIGHT_M, 0.0)), (0.0, 1e3))
"""Least and greatest node of station height and of surface water-vapour density."""


def for_many(answer, limits, elevation_deg, *link, settled=_SETTLED):
    """Answer where parameters are arrays: ``answer(elevations, *parameters)`` for each different combination of them.

    Where a parameter has many values, as in a simulation, the answer is interpolated between a few; the exact way is
    taken where more nodes change the answer by more than ``settled``, as across narrow absorption lines.  ``limits``
    holds the least and greatest node of each parameter.
    """
    link = [np.asarray(value, dtype=float) for value in link]
    scattered = next((place for place, value in enumerate(link) if np.unique(value).size > MANY), None)
    if scattered is not None:
        found = _between_nodes(answer, limits, elevation_deg, link, scattered, settled)
        if found is not None:
            return found
    link = np.broadcast_arrays(*link)
    if link[0].size == 0:
        return np.empty(np.broadcast_shapes(np.shape(elevation_deg), link[0].shape))
    different, which = np.unique(np.stack([value.ravel() for value in link]), axis=1, return_inverse=True)
    elevation_deg, which = np.broadcast_arrays(elevation_deg, which.reshape(link[0].shape))
    flat_elevation_deg, found = elevation_deg.ravel(), np.empty(which.size)
    order = np.argsort(which, axis=None, kind="stable")
    ends = np.cumsum(np.bincount(which.ravel(), minlength=different.shape[1]))
    for combination, points in zip(different.T.tolist(), np.split(order, ends[:-1]), strict=True):
        found[points] = answer(flat_elevation_deg[points], *combination)
    return found.reshape(which.shape)[()]


def _between_nodes(answer, limits, elevation_deg, link, place, settled):
    """Answer by a polynomial through nodes of one parameter; none where more nodes keep changing it."""
    before, after = link[:place], link[place + 1 :]

    def at_nodes(nodes):
        return [
            for_many(answer, limits, elevation_deg, *before, np.float64(node), *after, settled=settled)
            for node in nodes.tolist()
        ]

    return between_nodes(at_nodes, limits[place], link[place], settled)


def between_nodes(at_nodes, ends, values, settled=_SETTLED):
    """Answer at many values by a polynomial through Chebyshev nodes; none where more nodes keep changing it.

    ``at_nodes(nodes)`` gives the answers at an array of nodes, of which ``ends`` are the least and the greatest.
    """
    answers = []
    low, high = values.min(), values.max()
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    step = 2.0 ** math.floor(math.log2(high - low)) / 8.0  # spans that differ by little have the same nodes
    low, high = max(math.floor(low / step) * step, min(ends[0], low)), min(math.ceil(high / step) * step, ends[1])
    for count in _NODES:
        share = np.cos(np.pi * np.arange(count) / (count - 1))
        nodes = 0.5 * (low + high) + 0.5 * (high - low) * share
        answers.append(_through_nodes(values, nodes, at_nodes(nodes)))
        if len(answers) > 1:
            known = answers[-1][~np.isnan(answers[-1])]
            change = np.abs(answers[-1] - answers[-2])[~np.isnan(answers[-1])]
            if np.all(change <= settled * (1.0 + np.abs(known))):
                return answers[-1][()]
    return None


def _through_nodes(values, nodes, at_nodes):
    """Polynomial through Chebyshev's extreme points, by the barycentric formula (Berrut and Trefethen 2004)."""
    above = below = 0.0
    weight = 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        for place, (node, found) in enumerate(zip(nodes, at_nodes, strict=True)):
            ends = 0.5 if place in (0, len(nodes) - 1) else 1.0
            term = ends * weight / (values - node)
            above, below, weight = above + term * found, below + term, -weight
        answer = above / below
    for node, found in zip(nodes, at_nodes, strict=True):
        answer = np.where(values == node, found, answer)
    return answer
