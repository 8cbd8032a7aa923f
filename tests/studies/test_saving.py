"""Answers as files: the same labels and bits back, whole or not at all."""

import csv

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from linkbudget.errors import InputError
from linkbudget.studies import saving
from linkbudget.studies.saving import save

TIMES = np.array(["2026-03-01T00:00:00", "2026-03-01T00:00:10"], "M8[ns]")


@pytest.fixture
def answer() -> xr.Dataset:
    margin_db = np.random.default_rng(1963).normal(size=(2, 3))
    return xr.Dataset(
        {
            "margin_db": (("time", "range_m"), margin_db, {"units": "dB"}),
            "closes": (("time", "range_m"), margin_db > 0.0),
            "free_space_loss_db": (("range_m",), [100.0, 106.0, 109.5]),
        },
        {"time": TIMES, "range_m": ("range_m", [1e6, 2e6, 3e6], {"units": "m"}), "link": "uhf-downlink"},
        {"scenario": "cubesat"},
    )


@pytest.mark.parametrize("ending", [".nc", ".zarr"])
def test_labelled_files_come_back_with_the_same_labels_and_bits(answer, tmp_path, ending):
    save(answer, tmp_path / f"answer{ending}")
    with xr.open_dataset(tmp_path / f"answer{ending}") as back:
        assert back.load().equals(answer)
        assert back["closes"].dtype == bool
        assert back.identical(answer) == (ending == ".zarr")  # NetCDF is written for other programs too


def test_csv_has_a_row_a_point_with_every_digit(answer, tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "ROWS_AT_A_TIME", 4)
    save(answer, tmp_path / "answer.csv")
    with open(tmp_path / "answer.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["time", "range_m", "link", "margin_db", "closes", "free_space_loss_db"]
    assert [row["time"] for row in rows] == ["2026-03-01T00:00:00Z"] * 3 + ["2026-03-01T00:00:10Z"] * 3
    assert [float(row["margin_db"]) for row in rows] == answer["margin_db"].values.ravel().tolist()
    assert [float(row["free_space_loss_db"]) for row in rows] == [100.0, 106.0, 109.5] * 2
    assert [row["closes"] for row in rows] == [str(int(each)) for each in answer["closes"].values.ravel()]


def test_csv_of_an_answer_without_axes_has_one_row(tmp_path):
    save(xr.Dataset({"margin_db": 3.5}), tmp_path / "one.csv")
    assert (tmp_path / "one.csv").read_text() == "margin_db\n3.5\n"


@pytest.mark.parametrize("ending", [".nc", ".csv", ".zarr"])
def test_an_older_file_is_replaced(answer, tmp_path, ending):
    save(answer.isel(time=[0]), tmp_path / f"answer{ending}")
    save(answer, tmp_path / f"answer{ending}")
    assert [file.name for file in tmp_path.iterdir()] == [f"answer{ending}"]
    if ending == ".csv":
        assert len(pd.read_csv(tmp_path / "answer.csv")) == 6
    else:
        with xr.open_dataset(tmp_path / f"answer{ending}") as back:
            assert back.sizes["time"] == 2


@pytest.mark.parametrize("ending", [".nc", ".csv", ".zarr"])
def test_what_cannot_be_written_leaves_nothing(answer, tmp_path, ending):
    answer["odd"] = ("range_m", np.array([object(), object(), object()], dtype=object))
    if ending == ".csv":
        answer["odd"].values[0] = type("Odd", (), {"__str__": lambda self: 1 / 0, "__repr__": lambda self: 1 / 0})()
    with pytest.raises((TypeError, ValueError, ZeroDivisionError)):
        save(answer, tmp_path / f"answer{ending}")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_store_is_left_alone(answer, tmp_path):
    folder = tmp_path / "photographs.zarr"
    folder.mkdir()
    (folder / "mars.png").touch()
    with pytest.raises(InputError, match=r"photographs\.zarr: exists and is no Zarr store; expected a new name"):
        save(answer, folder)
    assert (folder / "mars.png").exists()


def test_other_endings_are_refused(answer, tmp_path):
    with pytest.raises(InputError, match=r"answer\.xls: expected a name that ends in \.nc, \.csv, \.xlsx or \.zarr"):
        save(answer, tmp_path / "answer.xls")
