"""Objects in a notebook and at a prompt: a short line, HTML that needs nothing else, completed keys, pandas tables."""

import copy
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from justhtml import JustHTML

import linkbudget as lb
from linkbudget.errors import InputError, UnknownLineError, UnknownNameError
from linkbudget.link.budget_tables import details_of_term
from linkbudget.link.control_table import control_table
from linkbudget.notebook import LONGEST_REPR, MOST_ROWS, html_of, short
from linkbudget.studies.compare import compare
from linkbudget.studies.contact_loss import contact_loss
from linkbudget.studies.inference import infer
from linkbudget.studies.montecarlo import montecarlo
from linkbudget.studies.sensitivity import sensitivity
from linkbudget.studies.solve import solve
from linkbudget.tables import Column, Paragraph, Table

LINK = "telemetry-32cm-dish"


@pytest.fixture(scope="module")
def mars1():
    return lb.load("mars1")


@pytest.fixture(scope="module")
def budget(mars1):
    return mars1.budget(LINK, range_m=106.76e9)


@pytest.fixture(scope="module")
def shown(mars1, budget):
    case = mars1.case(LINK, range_m=106.76e9)
    wide = case.with_values({"transmitter.power": [3.0, 30.0]})
    return {
        "budget": budget,
        "budget of arrays": wide.budget(),
        "relay": lb.load("c_band_carrier").relay("8m25g7w"),
        "scenario": mars1,
        "operations": mars1.operations,
        "case": case,
        "case of arrays": wide,
        "relay case": lb.load("c_band_carrier").relay_case("8m25g7w"),
        "control table": control_table(lb.load("mars_express").case("telecommand")),
        "montecarlo": montecarlo(case, 256),
        "sensitivity": sensitivity(case, samples=16),
        "comparison": compare(case, mars1.case("telemetry-32cm-semi", range_m=106.76e9)),
        "solution": solve(case, "transmitter.power", target="0 dB"),
        "solution of arrays": solve(wide, "transmitter.antenna.diameter", target="20 dB"),
        "causes": contact_loss(mars1),
        "inference": infer(mars1, 2**13),
    }


NAMES = (
    "budget",
    "budget of arrays",
    "relay",
    "scenario",
    "operations",
    "case",
    "case of arrays",
    "relay case",
    "control table",
    "montecarlo",
    "sensitivity",
    "comparison",
    "solution",
    "solution of arrays",
    "causes",
    "inference",
)


def test_every_object_is_tried(shown):
    assert tuple(shown) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_prompt_shows_one_line_under_80_letters(shown, name):
    text = repr(shown[name])
    assert len(text) < 80
    assert "\n" not in text
    assert text.startswith(f"<{type(shown[name]).__name__}")


def test_lines_and_links_are_short_too(budget, mars1):
    assert all(len(repr(line)) < 80 for line in budget)
    assert repr(budget.terms["eirp_dbw"]) == "<Term: EIRP = 34.59 dBW>"
    assert all(len(repr(link)) < 80 and str(link) == repr(link) for link in mars1.links.values())


@pytest.mark.parametrize("name", [name for name in NAMES if name != "operations"])
def test_html_is_well_formed_and_loads_nothing(shown, name):
    html = shown[name]._repr_html_()
    page = f"<!doctype html><html lang='en'><head><title>x</title></head><body>{html}</body></html>"
    found = JustHTML(page, collect_errors=True).errors
    assert [one for one in found if "style" not in str(one)] == []  # a style sheet stands where the notebook puts it
    assert not re.search(r"<(script|link|img|iframe)|\bsrc=|href=|url\(|@import|https?:", html)


def test_operations_show_their_datasets_folded(shown):
    html = shown["operations"]._repr_html_()
    assert "<summary>sessions</summary>" in html
    assert "61 sessions" in html


class _Text(HTMLParser):
    """Text of HTML without its style sheet."""

    def __init__(self):
        super().__init__()
        self.texts, self.within = [], ""

    def handle_starttag(self, tag, attrs):
        self.within = tag

    def handle_data(self, data):
        if self.within != "style":
            self.texts.append(data)


def text_of(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    return "\n".join(parser.texts).replace("\N{NO-BREAK SPACE}", " ").replace("−", "-")


def test_a_budget_shows_its_table_with_the_verdict_and_each_line_unfolds_to_its_explanation(budget):
    html = budget._repr_html_()
    text = text_of(html)
    assert str(budget.verdict) in text
    for line in budget:
        assert line.name in text
        assert details_of_term(line) in text
    folded = sum(bool(details_of_term(line)) for line in budget)
    assert html.count("<details><summary>") == folded
    assert folded > 50


def test_text_from_outside_is_escaped():
    columns = Column("<b>"), Column("Value", right=True)
    table = Table("t", "a <script>", columns, [("<i>x</i>", "-3")], folds=lambda: ["<u>\x1b[31m"])
    html = html_of([table, Paragraph("1 & 2 <3>", "verdict")])
    assert not re.search(r"<(b|i|u|script)>", html)
    assert "\x1b" not in html
    assert "−3" in html


def test_long_tables_show_their_ends():
    rows = [(str(number),) for number in range(1000)]
    html = html_of([Table("t", "", (Column("Number"),), rows)])
    assert html.count("<tr>") == 1 + MOST_ROWS + 1
    assert ">999<" in html
    assert ">500<" not in html


def test_a_long_line_of_a_prompt_is_cut():
    assert len(short(1, "a " * 200)) == LONGEST_REPR
    assert short(1, "two\nlines") == "<int: two lines>"


def test_a_line_is_read_by_its_key_with_unit_as_key_and_as_attribute(budget):
    for key, line in budget.terms.items():
        assert np.array_equal(budget[key], line.value, equal_nan=True)
        assert np.array_equal(getattr(budget, key), line.value, equal_nan=True)
    assert budget.margin_db == budget["margin_db"] != budget.verdict.closing_margin_db


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("margin", "'margin_db'"),
        ("margin", "'closing_margin_db'"),
        ("eirp", "'eirp_dbw'"),
        ("cn0", "'cn0_dbhz'"),
        ("ebn0", "'ebn0_db'"),
        ("margindb", "'margin_db'"),
    ],
)
def test_keys_and_attributes_that_are_none_give_the_nearest(budget, name, meant):
    with pytest.raises(UnknownLineError, match=f"did you mean.*{meant}"):
        budget[name]
    with pytest.raises(AttributeError, match=f"did you mean.*{meant}"):
        getattr(budget, name)


def test_attributes_point_to_where_a_thing_is(budget, mars1):
    for thing, name, meant in (
        (budget, "closes", "verdict.closes"),
        (budget, "keys", "terms.keys"),
        (budget, "explian", "explain"),
        (mars1, "buget", "budget"),
        (mars1, "stations", "config.stations"),
        (mars1, "imaging_5cm", "links['imaging-5cm']"),
    ):
        with pytest.raises(AttributeError, match=f"did you mean.*{re.escape(meant)}"):
            getattr(thing, name)
    assert not hasattr(budget, "_ipython_canary_method_should_not_exist_")
    assert not hasattr(mars1, "_ipython_canary_method_should_not_exist_")


def test_relays_answer_as_links_do():
    relay = lb.load("c_band_carrier").relay("8m25g7w")
    with pytest.raises(UnknownLineError, match="did you mean 'cnir_db'"):
        relay["cnir"]
    assert relay.cnir_db == relay["cnir_db"]


def test_an_unknown_link_gives_the_nearest(mars1):
    with pytest.raises(UnknownNameError, match="did you mean 'imaging-5cm'"):
        mars1.links["imaging5cm"]
    assert mars1.links.get("imaging5cm") is None
    assert list(mars1.links) == list(mars1.config.links)


def test_keys_complete(budget, mars1):
    assert budget._ipython_key_completions_() == list(budget.terms)
    assert set(budget.terms) <= set(dir(budget))
    assert "explain" in dir(budget)
    case = mars1.case(LINK, range_m=1e9)
    assert case._ipython_key_completions_() == list(case.values())
    assert case["transmitter.power"].value == 30.0
    table = control_table(lb.load("mars_express").case("telecommand"))
    assert table._ipython_key_completions_() == list(table.lines)
    with pytest.raises(UnknownLineError, match="did you mean"):
        table["carrier_margin"]


def test_a_key_is_in_a_budget(budget):
    assert "margin_db" in budget
    assert "margin" not in budget
    assert budget.terms["margin_db"] in budget


def test_a_copy_of_a_budget_is_a_budget(budget, mars1):
    assert copy.copy(budget).margin_db == budget.margin_db
    assert copy.copy(mars1).name == "mars1"


def test_an_error_inside_a_property_stays_what_it_is(mars1):
    class Broken(type(mars1)):
        @property
        def broken(self):
            raise AttributeError("the reason")

    with pytest.raises(AttributeError, match="the reason"):
        _ = Broken(mars1.name, mars1.file, {}, mars1.config).broken


@pytest.mark.parametrize("name", NAMES)
def test_every_object_becomes_a_pandas_table(shown, name):
    frame = shown[name].to_dataframe()
    assert len(frame)
    assert len(frame.columns)


def test_a_budget_becomes_a_table_of_lines(budget):
    frame = budget.to_dataframe()
    assert list(frame.index) == list(budget.terms)
    assert list(frame.columns) == ["line", "value", "unit", "sign", "status", "source"]
    assert frame.value["margin_db"] == budget["margin_db"]
    assert frame.unit["cn0_dbhz"] == "dBHz"


def test_a_budget_of_arrays_becomes_a_table_of_elements(shown):
    frame = shown["budget of arrays"].to_dataframe()
    assert len(frame) == 2
    assert frame.margin_db.diff().iloc[1] == pytest.approx(10.0)


def test_operations_become_a_table_of_sessions(mars1):
    frame = mars1.operations.to_dataframe()
    assert len(frame) == 61
    assert frame.index.name == "session"
    assert mars1.operations.to_dataframe("energy").shape[0] > 61
    with pytest.raises(InputError, match="did you mean 'sessions'"):
        mars1.operations.to_dataframe("session")
    with pytest.raises(InputError, match="sessions: the scenario has none"):
        lb.load("c_band_carrier").operations.to_dataframe()
