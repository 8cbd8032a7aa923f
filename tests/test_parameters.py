"""Parameters: the ranked list of statuses, and everything that follows from it."""

import pytest

from linkbudget.hardware.antenna_kinds import OmnidirectionalAntenna
from linkbudget.link.terms import given, term
from linkbudget.mission.assumptions import assumed_count, count_statuses
from linkbudget.parameters import RANKED_STATUSES, Parameter
from linkbudget.physics.free_space import free_space_loss_db
from linkbudget.scenario_files.schema import file_schema

RANKED = ["documented", "measured", "derived", "inferred", "default", "assumed"]
"""Best known first, as the page on conventions lists them."""


def loss_from(*statuses: str):
    distance_m, frequency_hz = (Parameter(1e9, status=status) for status in statuses)
    return term("Loss", free_space_loss_db, "-", distance_m=distance_m, frequency_hz=frequency_hz)


def test_statuses_are_ranked_best_known_first():
    assert list(RANKED_STATUSES) == RANKED


@pytest.mark.parametrize("status", RANKED)
def test_a_file_may_give_any_status(status):
    gain = {"value": "3 dBi", "status": status}
    antenna = OmnidirectionalAntenna.model_validate({"gain": gain, "polarization": "linear"}, context={"file": True})
    assert antenna.gain_dbi.status == status


@pytest.mark.parametrize(
    ("given_statuses", "computed"),
    [
        (("documented", "documented"), "derived"),
        (("measured", "measured"), "derived"),
        (("documented", "measured"), "derived"),
        (("derived", "documented"), "derived"),
        (("inferred", "measured"), "inferred"),
        (("default", "inferred"), "default"),
        (("assumed", "default"), "assumed"),
        (("documented", None), None),
    ],
)
def test_a_computed_number_is_as_well_known_as_the_worst_it_rests_on_and_derived_at_best(given_statuses, computed):
    assert loss_from(*given_statuses).status == computed


def test_a_number_put_in_as_it_is_keeps_its_status():
    assert given("Loss", Parameter(1.0, status="measured"), "dB").status == "measured"


def test_defaults_count_as_assumed_and_inferred_values_do_not():
    counts = count_statuses(Parameter(1.0, status=status) for status in (*RANKED, None))
    assert list(counts) == [*RANKED, "unstated"]
    assert assumed_count(counts) == 2
    assert [Parameter(1.0, status=status).is_assumed for status in RANKED] == [False] * 4 + [True] * 2


def test_the_schema_lists_the_same_statuses():
    text = str(file_schema())
    assert str(RANKED) in text
    assert "['documented', 'derived', 'assumed']" not in text
