"""Equations of textbooks on arrays and lists: the same as one call for each element.

The calls are those of the functions' own examples, each number beside one that is a little smaller.
"""

import importlib
import inspect

import numpy as np
import pytest

from tests.test_arguments import first_call, functions

_NAMES = """
    physics.decibel_ratios physics.decibel_levels physics.radiated_power physics.transmission_equation
    physics.link_equation physics.received_quality physics.receiver_noise physics.noise_measures physics.beam_shapes
    physics.antenna_dimensions physics.shannon physics.block_codes physics.required_power physics.classic_modulation
    physics.pulse_power physics.photon_energy physics.sampled_signals physics.ground_paths physics.power_law_rain
    physics.uncertainty hardware.standing_waves geometry.simple_orbits geometry.coverage link.orbital_doppler
"""
MODULES = _NAMES.split()


@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
@pytest.mark.parametrize("name", MODULES)
def test_arrays_equal_loops(name):
    module, tried = importlib.import_module(f"linkbudget.{name}"), 0
    for called, function in functions(module):
        if "last axis" in inspect.getdoc(function):
            continue  # its lists are what it sums
        given = first_call(module, called, function).arguments
        pairs = {
            key: np.array([value, 0.97 * value]) for key, value in given.items() if isinstance(value, (int, float))
        }
        single = [function(**given | {key: float(pair[place]) for key, pair in pairs.items()}) for place in (0, 1)]
        for many in (
            function(**given | pairs),
            function(**given | {key: pair.tolist() for key, pair in pairs.items()}),
        ):
            np.testing.assert_allclose(many, single, rtol=1e-12, err_msg=called)
        tried += 1
    assert tried
