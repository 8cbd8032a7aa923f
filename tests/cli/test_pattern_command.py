"""``linkbudget pattern``: what it tells of a file, and every mistake in one line."""

import json

import numpy as np
import pytest

from tests.hardware.antenna_worlds import cst_source, dipole, feko, hfss, sphere, turnstile
from tests.test_bad_input import assert_one_line, run


@pytest.fixture
def pattern(capsys, monkeypatch):
    return lambda *arguments: run(capsys, monkeypatch, "pattern", *arguments)


@pytest.fixture
def file(tmp_path):
    (tmp_path / "turnstile.ffe").write_text(feko(turnstile, *sphere(5.0), frequency="4.375E+08"), encoding="utf-8")
    return tmp_path / "turnstile.ffe"


def test_a_sphere_is_told_with_its_distribution(pattern, file):
    code, out, err = pattern(file, "--above", "-1 dBi")
    assert (code, err) == (0, "")
    for words in (
        "437.5 MHz", "36, phi 0 to phi 175", "1.76 dBi at theta 0°, phi 0°", "Share of the sphere 100 %",
        "0.0 dB, right-handed", " 90 % -1.20 dBi", " 75.9 % -1.0 dBi",
    ):  # fmt: skip
        assert words in " ".join(out.split())


def test_the_same_as_data(pattern, file):
    code, out, _ = pattern(file, "--above", "-1 dBi", "--above", "0 dBi", "--json")
    said = json.loads(out)
    assert code == 0
    assert said["mean_gain_dbi"] == pytest.approx(0.0, abs=0.01)
    # 0.75 (1 + z^2) is at least g for |z| from sqrt(g / 0.75 - 1) on
    wanted = 1.0 - np.sqrt(10.0 ** np.array([-0.1, 0.0]) / 0.75 - 1.0)
    assert [row["share"] for row in said["share_above"]] == pytest.approx(
        wanted, abs=0.005
    )  # straight lines every 5 degrees
    assert [row["share"] for row in said["gain_exceeded"]] == [0.5, 0.9, 0.95, 0.99, 1.0]


def test_a_shape_and_a_part_are_told_as_such(pattern, tmp_path):
    theta_deg, phi_deg = sphere(10.0)
    front = theta_deg <= 90.0
    (tmp_path / "front.ffd").write_text(hfss(turnstile, theta_deg[front], phi_deg[front]), encoding="utf-8")
    code, out, _ = pattern(tmp_path / "front.ffd")
    assert code == 0
    for words in (
        "0.00 dB at theta 0°",
        "Share of the sphere 50 %",
        "without the whole sphere there is no gain",
    ):
        assert words in " ".join(out.split())
    (tmp_path / "horn.csv").write_text("0, 15\n10, 12\n20, 3\n", encoding="utf-8")
    code, out, _ = pattern(tmp_path / "horn.csv")
    assert code == 0
    assert "holds single cuts, which are no sphere" in out
    assert "Narrowest half-power beam  20.0°" in out


def test_a_power_is_chosen(pattern, tmp_path):
    (tmp_path / "horn.ffs").write_text(cst_source(turnstile, *sphere(10.0)), encoding="utf-8")
    assert "-2.22 dBi at theta" in pattern(tmp_path / "horn.ffs", "--power", "stimulated")[1]
    assert_one_line(pattern(tmp_path / "horn.ffs", "--power", "all"), "power = 'all'")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.ffe"], "no such file"),
        (["horn.csv", "--above", "0 dBi"], "holds single cuts"),
        (["horn.csv", "--above", "high"], "--above"),
        (["horn.csv", "--format", "grd"], "expected one of csv, msi"),
        (["horn.csv", "--block", "1"], "block = 1"),
        (["horn.xyz"], "ends in '.xyz'"),
    ],
)
def test_mistakes_are_one_line(arguments, said, pattern, tmp_path, monkeypatch):
    (tmp_path / "horn.csv").write_text("0, 15\n10, 12\n20, 3\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert_one_line(pattern(*arguments), said)


def test_an_ellipse_without_width_is_linear(pattern, tmp_path):
    (tmp_path / "dipole.ffe").write_text(feko(dipole, *sphere(10.0)), encoding="utf-8")
    assert "Axial ratio there 100.0 dB, linear" in " ".join(pattern(tmp_path / "dipole.ffe")[1].split())
