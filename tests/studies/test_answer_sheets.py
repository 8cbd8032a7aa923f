"""Studies as spreadsheets, read by another library: the numbers, dates and words of the answer."""

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xarray as xr

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.studies import saving
from linkbudget.studies.compare import compare
from linkbudget.studies.saving import save, save_budget, save_comparison, save_sensitivity
from linkbudget.studies.sensitivity import sensitivity


@pytest.fixture(scope="module")
def case():
    return lb.load("mars1").case("telemetry-32cm-semi")


def test_dataset_has_a_row_a_point_and_says_what_its_columns_are(tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "ROWS_AT_A_TIME", 4)
    times = np.array(["1962-11-01T16:14:00", "2026-03-01T00:00:10"], "M8[ns]")
    margin_db = np.array([[1.25, np.nan, -3.0], [1e-3, 5.0, np.inf]])
    answer = xr.Dataset(
        {
            "margin_db": (("time", "range_m"), margin_db, {"units": "dB", "long_name": "Data margin"}),
            "status": (("time",), ["=solved", "no link"]),
            "closes": (("time", "range_m"), margin_db > 0.0),
        },
        {"time": times, "range_m": ("range_m", [1e6, 2e6, 3e6], {"units": "m"})},
        {"title": "A study", "notes": "first | second"},
    )
    save(answer, tmp_path / "answer.xlsx")
    table = pd.read_excel(tmp_path / "answer.xlsx", na_values="-")
    assert list(table) == ["time [UTC]", "range_m", "margin_db", "status", "closes"]
    assert np.array_equal(table["time [UTC]"].values.astype("M8[ns]"), np.repeat(times, 3))
    assert table["range_m"].tolist() == [1e6, 2e6, 3e6] * 2
    assert table["margin_db"].tolist() == pytest.approx(margin_db.ravel().tolist(), nan_ok=True)
    assert table["status"].tolist() == ["=solved"] * 3 + ["no link"] * 3
    assert table["closes"].tolist() == ["yes", "no", "no", "yes", "yes", "yes"]
    about = pd.read_excel(tmp_path / "answer.xlsx", sheet_name="Columns", keep_default_na=False)
    assert about.set_index("Column").loc["margin_db", "Unit"] == "dB"
    assert about["What it is"].tolist()[-3:] == ["A study", "first", "second"]


def test_more_rows_than_a_sheet_has_leave_nothing(tmp_path):
    answer = xr.Dataset({"margin_db": ("sample", np.zeros(1_048_576, dtype=np.float32))})
    with pytest.raises(InputError, match=r"answer\.xlsx: 1 048 576 rows"):
        save(answer, tmp_path / "answer.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_nothing(tmp_path):
    answer = xr.Dataset({"odd": ("x", np.array([object()], dtype=object))})
    with pytest.raises(TypeError):
        save(answer, tmp_path / "answer.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_influences_are_written_with_their_shares(case, tmp_path):
    answer = sensitivity(case, samples=64)
    save_sensitivity(answer, tmp_path / "influences.xlsx")
    table = pd.read_excel(tmp_path / "influences.xlsx", header=2, na_values="-")
    assert table["Input"].tolist() == [one.key for one in answer.influences]
    assert table["At its low end, dB"].tolist() == pytest.approx([one.at_low for one in answer.influences])
    shares = pd.read_excel(tmp_path / "influences.xlsx", sheet_name="By status", index_col=0)
    assert shares["In all"].to_dict() == pytest.approx({name: total for name, (_, total) in answer.by_status.items()})


def test_comparison_has_both_budgets_and_what_was_changed(case, tmp_path):
    other = case.with_values({"transmitter.power": 60.0})
    comparison = compare(case, other)
    save_comparison(comparison, tmp_path / "beside.xlsx")
    lines = pd.read_excel(tmp_path / "beside.xlsx", index_col="Key")
    assert lines.loc["transmit_power_dbw", "Worth, dB"] == pytest.approx(10.0 * np.log10(2.0))
    assert lines.loc["eirp_dbw", ["Old", "New"]].tolist() == pytest.approx(
        [one.budget()["eirp_dbw"] for one in (case, other)]
    )
    inputs = openpyxl.load_workbook(tmp_path / "beside.xlsx")["Inputs"]
    assert [cell.value for cell in inputs[2]][:4] == ["transmitter.power", 30, 60, "W"]


def test_budget_as_csv_and_markdown(case, tmp_path):
    one = case.budget()
    save_budget(one, tmp_path / "budget.csv")
    table = pd.read_csv(tmp_path / "budget.csv", index_col="key", keep_default_na=False)
    assert table["value"].to_dict() == {key: float(line.value) for key, line in one.terms.items()}
    assert table.loc["eirp_dbw", ["line", "unit", "sign"]].tolist() == ["EIRP", "dBW", "="]
    save_budget(one, tmp_path / "budget.md")
    text = (tmp_path / "budget.md").read_text(encoding="utf-8")
    assert text.count("\n|") == len(one.terms) + 2
    assert text.endswith(f"**{one.verdict}**\n")
    with pytest.raises(InputError, match=r"budget\.pdf: expected a name that ends in \.xlsx, \.csv or \.md"):
        save_budget(one, tmp_path / "budget.pdf")
    with pytest.raises(InputError, match="a table is of one instant"):
        save_budget(case.with_values({"range": [1e9, 2e9]}).budget(), tmp_path / "budget.csv")
    assert {file.name for file in tmp_path.iterdir()} == {"budget.csv", "budget.md"}
