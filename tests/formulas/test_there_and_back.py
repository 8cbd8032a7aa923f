"""Every equation by its name: the calls of its own examples, as text with units, and turned round for each argument."""

import math

import numpy as np
import pytest

from linkbudget.errors import collected_notes
from linkbudget.formulas.answers import answered
from linkbudget.formulas.formula import NUMBER, SWITCH, THING, WHOLE, WORD, Argument, named
from linkbudget.formulas.index import entries
from linkbudget.formulas.values import DATE
from linkbudget.labels import RATIO
from tests.formulas.examples import calls

NOT_TWICE = {
    "received_slot": "its generator of random numbers has moved on",
    "received_video": "its generator of random numbers has moved on",
    "between_shares": "takes a function",
    **dict.fromkeys(
        (
            "read_points_grasp",
            "read_points_grasp_grid",
            "read_points_nec",
            "read_points_hfss",
            "read_points_cst_source",
        ),
        "its example deletes the file that it reads",
    ),
}
"""Equations whose example cannot be run twice, and why."""

NAMES = [name for name in entries() if name not in NOT_TWICE]


def as_text(argument: Argument, value) -> object:
    """A value as somebody would type it, with all its figures; what has no text stays what it is."""
    if argument.kind == SWITCH:
        return "yes" if value else "no"
    if argument.kind in (THING, WORD) or value is None or argument.unit == DATE or np.ndim(value) > 1:
        return value
    if np.iscomplexobj(value) or isinstance(value, bool):
        return value
    unit = "" if argument.unit == RATIO else f" {argument.unit}"
    if np.ndim(value) == 1:
        texts = [f"{float(one)!r}{unit}" for one in value]
        return ", ".join(texts) if len(texts) > 1 else texts
    return f"{value if argument.kind == WHOLE else float(value)!r}{unit}"


def same(one, other) -> bool:
    """Equal to all figures, NaN as well."""
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float | int | complex | np.ndarray | np.generic):
        return np.array_equal(one, other, equal_nan=np.asarray(one).dtype.kind in "fc")
    return type(one) is type(other)


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_an_equation_are_what_its_formula_gives_for_text(name):
    formula = named(name)
    found = calls(formula)
    assert found, "no example calls it"
    given, result = found[0]
    texts = {}
    for key, value in given.items():
        argument = formula.argument(key)
        texts[key if isinstance(value, int | float | np.ndarray) else argument.key] = as_text(argument, value)
    read, target = formula.read(texts)
    assert target is None
    with collected_notes():
        assert same(answered(formula, read, None).value, result)


LADDER = "photons_per_pulse symbol_rate_hz background_photons slot_width_s implementation_loss_db required_margin_db"

LONG = {
    (name, key)
    for name, keys in {
        "fm_required_cn0_dbhz": "output_snr_db video_bandwidth_hz deviation_ratio",
        "slant_gas_loss_db": "frequency_hz",
        "path_gas_loss_db": "frequency_hz",
        "path_radiating_temperature_k": "frequency_hz",
        "path_brightness_temperature_k": "frequency_hz",
        "clear_sky_brightness_temperature_k": "frequency_hz",
        "clear_sky_radiating_temperature_k": "frequency_hz",
        "imperfect_carrier_bit_error_rate": "ebn0_db",
        "required_cn0_for_picture_snr_dbhz": "deviation_ratio",
        "path_elevation_deg": "far_height_m",
        "radio_loss_db": "error_rate loop_snr_db",
        "psk_bit_error_rate": "phases",
        "gmsk_discriminator_bit_error_rate": "bandwidth_time_product",
        "finite_block_ebn0_limit_db": "code_rate error_rate",
        "detectable_cn0_dbhz": "look_time_s",
        "hard_decision_capacity": "background_photons",
        "required_signal_photons": "code_rate background_photons",
        "symbol_error_probability": "background_photons",
        **dict.fromkeys(("ladder_rate_bps", "ladder_slots", "ladder_slot_width_s", "ladder_code_rate"), LADDER),
        "slot_error_probability_with_jitter": "es_over_n0_db",
        "neighbour_error_probability": "es_over_n0_db",
        "distant_error_probability": "es_over_n0_db",
        "tone_loss_db": "deviation_ratio",
        "discriminator_loss_db": "deviation_ratio",
        "cnr_where_db": "deviation_ratio",
    }.items()
    for key in keys.split()
}
"""Equations and arguments for which looking takes a second or more: integrals and sums in each step."""

ELSEWHERE = {
    ("article_21_limit_dbw_per_m2", "frequency_hz"): "the limits hold in narrow bands",
    ("article_21_bandwidth_hz", "frequency_hz"): "the limits hold in narrow bands",
    ("polarization_mismatch_loss_db", "axial_ratio_1_db"): "infinity",
    ("differential_loss_probability", "highest_loss_db"): "infinity",
    ("clear_sky_radiating_temperature_k", "frequency_hz"): "on a spectral line narrower than a step",
    ("discriminator_loss_db", "deviation_ratio"): "the answer jumps where a sideband is cut off",
    ("cnr_where_db", "deviation_ratio"): "the answer jumps where a sideband is cut off",
    ("tone_loss_db", "deviation_ratio"): "the answer jumps where a sideband is cut off",
    ("fm_tone_snr_db", "deviation_ratio"): "the answer jumps where a sideband is cut off",
    ("fm_threshold_cnr_db", "deviation_ratio"): "the answer jumps where a sideband is cut off",
    ("gaussian_pixel_error_probability", "grey"): "the same at the edges of each grey level, hundreds of times",
    ("gain_towards_dbi", "phi_deg"): "more than a whole turn",
}
"""Equations and arguments whose value in the example is not among the answers that are found, and why."""


def scalar_arguments(name):
    """Arguments of the first example that are single numbers, where the answer is one as well."""
    formula = named(name)
    given, result = calls(formula)[0]
    if isinstance(result, bool) or not isinstance(result, int | float | np.floating | np.integer):
        return formula, given, result, []
    arguments = [one for one in formula.arguments if one.kind in (NUMBER, WHOLE) and one.unit != DATE]
    numbers = [one for one in arguments if isinstance(given.get(one.name), int | float | np.floating)]
    return formula, given, result, [one for one in numbers if not isinstance(given[one.name], bool)]


@pytest.mark.parametrize("name", NAMES)
def test_an_equation_turned_round_gives_back_the_value_that_was_put_in(name):
    formula, given, result, arguments = scalar_arguments(name)
    for argument in arguments:
        if (name, argument.name) in LONG or (name, argument.name) in ELSEWHERE:
            continue
        others = {key: value for key, value in given.items() if key != argument.name}
        answer = answered(formula, others, float(result), solve_for=argument.key)
        wanted = given[argument.name]
        if answer.span is not None:
            assert answer.span[0] <= wanted <= answer.span[1], argument.key
        else:
            assert any(math.isclose(one, wanted, rel_tol=1e-6, abs_tol=1e-9) for one in answer.roots), argument.key


@pytest.mark.parametrize(("name", "key"), [*LONG, *ELSEWHERE])
def test_exceptions_are_arguments_of_equations(name, key):
    assert key in {argument.name for argument in named(name).arguments}
