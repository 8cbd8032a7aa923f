"""The reason why a budget has no answer: its first line that is not a number, and what its equation was given."""

import math
from collections.abc import Mapping

import numpy as np

from linkbudget.formatting import list_text
from linkbudget.link.terms import Term
from linkbudget.parameters import plain

REASONS = {
    "elevation_deg": "the spacecraft is below the lowest elevation of the station, or hidden",
    "range_m": "a body stands between the two spacecraft",
    "apparent_elevation_deg": "no ray from below the horizon reaches the station",
    "gas_loss_db": "no ray reaches the station from below the horizon or through the ground",
    "path_elevation_deg": "the path runs through the ground",
    "transmit_pointing_loss_db": "the antenna's pattern was not sampled in this direction",
    "receive_pointing_loss_db": "the antenna's pattern was not sampled in this direction",
    "code_ebn0_db": "the error rate lies outside the curve of the code or modulation",
    "required_ebn0_db": "the error rate lies outside the curve of the code or modulation",
    "modulation_index_deg": "no modulation index of this waveform gives the stated suppression",
    "required_es_over_n0_db": "no pulse energy gives the required picture quality",
    "required_video_cnr_db": "no ratio gives the required picture quality",
    "rain_loss_db": "the rain model has no answer for this path",
    "g_over_t_db_per_k": "the stated G/T is not known at this elevation",
    "stated_noise_temperature_k": "the stated noise temperature is not known at this elevation",
    "system_noise_temperature_k": "the stated noise temperature is not known at this elevation",
    "scintillation_loss_db": "the scintillation model has no answer for this path",
}
"""Key of a line -> the usual reason why it is not a number."""


def gap(terms: Mapping[str, Term]) -> str:
    """The first line that is not a number and the reason; empty where every line is one.

    Of arrays, the first line that is not a number anywhere.  Lines on which the closing margin does not rest, such as
    the cross-polarisation discrimination, may be no numbers for reasons of their own.

    Examples
    --------
    >>> import linkbudget as lb
    >>> case = lb.load("cubesat").case("uhf-downlink", "2026-03-01T12:00Z")
    >>> print(gap(case.budget().terms))
    Elevation is not a number: the spacecraft is below the lowest elevation of the station, or hidden
    """
    key = gap_key(terms)
    return f"{terms[key].name} is not a number: {REASONS.get(key) or _reason(terms[key])}" if key else ""


def gap_key(terms: Mapping[str, Term]) -> str:
    """Key of the line that :func:`gap` names; empty where there is none."""
    needed: set[int] = set()
    _collect(terms["closing_margin_db"], needed)
    for key, line in terms.items():
        counts = line.function is None or id(line) in needed
        if counts and not isinstance(line.value, str) and np.all(np.isnan(line.value)):
            return key
    return ""


def _collect(line: Term, needed: set[int]) -> None:
    """The lines on which a line rests, itself among them."""
    if id(line) in needed:
        return
    needed.add(id(line))
    for item in (*line.inputs.values(), *(part for _, part in line.signed_parts)):
        if isinstance(item, Term):
            _collect(item, needed)


def _reason(line: Term) -> str:
    """The inputs of the equation, for a line without a usual reason."""
    if line.function is None:
        return "it was given so"
    inputs = {name: plain(value) for name, value in line.inputs.items()}
    words = [f"{name} = {value:.6g}" for name, value in inputs.items() if isinstance(value, float)]
    unknown = [name for name, value in inputs.items() if isinstance(value, float) and math.isnan(value)]
    if unknown:
        return f"{list_text(unknown)} is not known"
    return f"its equation has no answer for {', '.join(words) or 'these inputs'}"
