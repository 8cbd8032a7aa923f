"""One answer in four forms: CSV and Markdown hold what JSON and the screen do."""

import csv
import io
import json
import re

import pandas as pd
import pytest

from linkbudget.labels import RATIO, unit_of
from linkbudget.tables import Table
from tests.cli.answers import COMMANDS, SEMI, parts_of, printed, run

WITHOUT_UNIT = re.compile("share|rate$|error|gone|similarity|charge|year|significance|damping|angle_factor|lines$")
"""Columns of pure numbers, counts and years."""

BARS = re.compile(r"(?<!\\)\|")

ROWS = {
    "budget": "terms",
    "budget of a cubesat": "terms",
    "full": "lines",
    "margins": "margins",
    "relay": "terms",
    "check": "links",
    "check of a relay": "links",
    "show": "values",
    "show of a cubesat": "values",
    "shelf": "codes",
    "history": "links",
    "sensitivity": "inputs",
    "compare": "lines",
    "links": "lines",
    "sessions": "sessions",
    "energy": "days",
    "occultations": "occultations",
    "picture": "links",
}
"""Commands whose CSV has a list of their JSON; the others are tried one by one."""


def rows_of(name: str) -> list[dict[str, str]]:
    """Rows of the CSV of a command, by headings without units."""
    text = io.StringIO(printed(name, "csv"))
    return [{head.partition(" [")[0]: cell for head, cell in row.items()} for row in csv.DictReader(text)]


def said(value) -> str:
    """A value of JSON as CSV has it."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(int(value)) if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("name", ROWS)
def test_csv_has_the_values_of_json(name):
    data = json.loads(printed(name, "json"))[ROWS[name]]
    rows = rows_of(name)
    assert len(rows) == len(data)
    renamed = {"line": "name"} if name.startswith(("budget", "relay")) else {"shelf": ""}
    for row, record in zip(rows, data, strict=True):
        flat = pd.json_normalize(record).to_dict("records")[0]
        for key, cell in row.items():
            if renamed.get(key, key):
                assert cell.removeprefix("'") == said(flat.get(renamed.get(key, key)) if flat else None), key
        assert set(flat) - {"name", "values", "shortfalls"} <= set(row)


def test_csv_of_a_grid_has_the_lines_of_json_at_every_point():
    data, rows = json.loads(printed("sweep", "json")), rows_of("sweep")
    assert [float(row["range"]) for row in rows] == data["axes"]["range"]
    for name, line in data["lines"].items():
        assert [float(row[name]) for row in rows] == line["values"]
    grid = json.loads(printed("grid", "json"))
    rows = rows_of("grid")
    assert len(rows) == len(grid["axes"]["range"]) * len(grid["axes"]["transmitter.power"])
    margin = grid["lines"]["closing_margin_db"]
    for row in rows:
        value = margin["values"]
        for axis in margin["dims"]:
            value = value[grid["axes"][axis].index(float(row[axis]))]
        assert float(row["closing_margin_db"]) == value


def test_csv_of_other_studies_has_the_numbers_of_json():
    lines = json.loads(printed("montecarlo", "json"))["lines"]
    for row in rows_of("montecarlo"):
        assert float(row["mean"]) == lines[row["line"]]["mean"]
        assert float(row["quantiles.0.05"]) == lines[row["line"]]["quantiles"]["0.05"]
    designs = json.loads(printed("pareto", "json"))["designs"]
    for name, design in designs.items():
        assert [float(row[name]) for row in rows_of("pareto")] == design["values"]
    solution, (row,) = json.loads(printed("solve", "json")), rows_of("solve")
    assert float(row["value"]) == solution["value"]
    over = json.loads(printed("solve over a mission", "json"))
    assert [row["time"] for row in rows_of("solve over a mission")] == over["time"]
    assert [said(value) for value in over["value"]] == [row["value"] for row in rows_of("solve over a mission")]
    unknowns = json.loads(printed("infer", "json"))["unknowns"]
    assert [float(row["posterior_median"]) for row in rows_of("infer")] == [one["posterior"][1] for one in unknowns]


@pytest.mark.parametrize("name", ["pattern", "listen", "signal", "measure"])
def test_csv_of_one_thing_is_one_row(name):
    data, (row,) = json.loads(printed(name, "json")), rows_of(name)
    for key, cell in row.items():
        assert cell == said(data[key])


def test_csv_of_the_catalogue_names_the_shelf():
    contents = json.loads(printed("catalog", "json"))
    assert [(row["shelf"], row["name"]) for row in rows_of("catalog")] == [
        (shelf, entry["name"]) for shelf, entries in contents.items() for entry in entries
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_columns_of_numbers_in_csv_have_their_unit_or_none(name):
    table = pd.read_csv(io.StringIO(printed(name, "csv")))
    for head in table.select_dtypes("float"):
        bracket = re.search(r" \[(.+)\]$", head)
        about_a_unit = {"unit", "line_unit"} & set(table.columns)  # a column of units, for rows of several
        ends_in_one = unit_of(head) != RATIO or any(unit_of(part) != RATIO for part in head.split("."))
        has_unit = bracket or ends_in_one or about_a_unit
        assert has_unit or WITHOUT_UNIT.search(head) or table[head].isna().all(), head


@pytest.mark.parametrize("name", COMMANDS)
def test_markdown_has_as_many_columns_in_every_row(name):
    lines = printed(name, "markdown").splitlines()
    tables: list[list[int]] = [[]]
    for line in lines:
        if line.startswith("|"):
            tables[-1].append(len(BARS.findall(line)))
        elif tables[-1]:
            tables.append([])
    found = [counts for counts in tables if counts]
    assert found
    shown = [part for part in parts_of(name) if isinstance(part, Table)]
    assert [counts[0] - 1 for counts in found] == [len(table.columns) for table in shown]
    for counts in found:
        assert len(set(counts)) == 1


def test_the_files_and_the_forms_of_a_budget_are_the_same(tmp_path):
    for form, ending in (("csv", "csv"), ("markdown", "md")):
        run(tmp_path, "budget", *SEMI, "-o", f"budget.{ending}")
        assert (tmp_path / f"budget.{ending}").read_text(encoding="utf-8") == printed("budget", form)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("budget", "cubesat", "--csv", "--json"), "--json and --csv: expected one of them, not both"),
        (("sessions", "mars1", "--csv", "--markdown"), "--csv and --markdown: expected one of them, not both"),
        (("sessions", "mars1", "--table", "dat"), "--table 'dat': no such table; did you mean 'data'?"),
        (("sessions", "mars1", "--table", "data", "--json"), "--table: expected without --json"),
        (("check", "cubesat", "--table", "relays"), "--table relays: nothing to show in it here; expected links"),
    ],
)
def test_forms_that_do_not_go_together_are_one_line(words, said, command):
    code, out, err = command(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_one_table_alone(command):
    _, out, _ = command("compare", "cubesat", "--set", "transmitter.power=2 W", "--table", "inputs", "--markdown")
    assert out.startswith("## Inputs that differ")
    assert "## Lines" not in out
    code, out, _ = command("compare", "cubesat", "--set", "transmitter.power=2 W", "--table", "inputs", "--csv")
    assert (code, out.splitlines()[0]) == (0, "key,unit,old,new,margin_change_alone_db")


def test_a_file_and_a_form_at_once(command, tmp_path):
    code, out, _ = command("budget", "cubesat", "-o", str(tmp_path / "b.xlsx"), "--json")
    assert code == 0
    assert json.loads(out)["verdict"]["closes"]
    assert (tmp_path / "b.xlsx").stat().st_size > 1000


def test_tables_without_rows_have_headings(command):
    _, out, _ = command("occultations", "cubesat", "--csv")
    assert out.startswith("station,links,body,ingress,egress,duration_s")
