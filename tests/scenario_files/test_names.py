"""Names of a scenario: what they stand for, and each name that stands for nothing as a mistake of its own."""

import pytest

from linkbudget.scenario_files.names import Names


def resolved(data, overrides=None):
    names = Names(data)
    names.resolve(overrides or {})
    return names.data, [str(mistake) for mistake in names.mistakes]


def scenario(**links):
    return {"antennas": {"dish": {"kind": "dish", "diameter": "2 m"}}, "links": links}


def test_link_takes_over_what_it_is_like_and_tables_merge():
    data, mistakes = resolved(scenario(a={"power": {"x": 1, "y": 2}}, b={"like": "a", "power": {"y": 3}}))
    assert mistakes == []
    assert data["links"]["b"]["power"] == {"x": 1, "y": 3}
    assert data["links"]["a"]["power"] == {"x": 1, "y": 2}


def test_parameter_is_replaced_whole():
    """A new value does not keep the range of the old one."""
    old = {"gain": {"value": "3 dB", "low": "2 dB"}}
    data, _ = resolved(scenario(a={"part": old}, b={"like": "a", "part": {"gain": {"value": "5 dB"}}}))
    assert data["links"]["b"]["part"]["gain"] == {"value": "5 dB"}


def test_names_that_are_set_do_not_reach_links_that_are_like():
    links = {"a": {"station": "dss-14"}, "b": {"like": "a"}}
    _, mistakes = resolved(scenario(**links), {"a": {"station": "nowhere"}})
    assert len(mistakes) == 1
    assert mistakes[0].startswith("links.a.station = 'nowhere': unknown station")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"stations": 3}, "stations = 3: expected a table"),
        (scenario(a=7), "links.a = 7: expected a table"),
        (scenario(a={"like": "z"}), "links.a.like = 'z': expected another link, one of"),
        (scenario(a={"like": "a"}), "links.a.like = 'a': expected another link, one of"),
        ({"antennas": {"dish": {"like": "dihs"}}, "links": {}}, "antennas.dish.like = 'dihs': unknown antenna"),
        (
            {"antennas": {"dish": 3, "two": {"like": "dish"}}},
            "antennas.two.like = 'dish': expected the name of a table",
        ),
    ],
)
def test_name_that_stands_for_nothing_is_a_mistake(data, said):
    _, mistakes = resolved(data)
    assert mistakes[0].startswith(said)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("receiver.noise.extra", "1 K", "receiver.noise: the link has no such table to set 'extra' in"),
        ("power.x", "1 W", "power: the link has no such table to set 'x' in"),
        ("ladder", "[1, ", "ladder = '[1, ': expected a list such as"),
    ],
)
def test_value_that_cannot_be_set_is_a_mistake(key, value, said):
    names = Names(scenario(a={"receiver": {}, "power": "3 W"}))
    names.set_value("a", key, value)
    assert str(names.mistakes[0]).startswith(said)


def test_values_are_set_as_text_as_list_and_taken_away():
    names = Names(scenario(a={"receiver": {"loss": "1 dB"}, "power": "3 W"}))
    for key, value in (("power", "5 W"), ("ladder", '["1 bit/s", "2 bit/s"]'), ("receiver.loss", "none")):
        names.set_value("a", key, value)
    names.set_value("no such link", "power", "1 W")
    assert names.mistakes == []
    assert names.data["links"] == {"a": {"receiver": {}, "power": "5 W", "ladder": ["1 bit/s", "2 bit/s"]}}
