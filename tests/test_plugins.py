"""Parts added by other packages are found by name everywhere; a faulty package is named in one line."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from matplotlib import get_cachedir

from linkbudget import plugins
from linkbudget.errors import InputError
from linkbudget.plugins import added, is_class_from, is_kind, is_one_or_several

PLUGIN = Path(__file__).parents[1] / "examples" / "plugin"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder with the example package in it, as pip installs it."""
    folder = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", str(folder), str(PLUGIN)], check=True, capture_output=True, text=True)
    return folder


@pytest.fixture
def with_plugin(site, tmp_path):
    """A function that runs Python, or the command line, in a process that has the example package."""

    def run(*words: str, code: int = 0) -> str:
        command = [sys.executable, *words] if words[0] == "-c" else [sys.executable, "-m", "linkbudget", *words]
        root = str(PLUGIN.parents[1])
        result = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={"PYTHONPATH": f"{site}:{root}", "COLUMNS": "200", "MPLCONFIGDIR": get_cachedir(), "PATH": ""},
        )
        assert result.returncode == code, result.stderr
        return result.stdout if code == 0 else result.stderr

    return run


SEVERAL = """
import contextlib, io, json, sys
from linkbudget.cli import main

answers = []
for words in json.loads(sys.argv[1]):
    sys.argv[1:] = words
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        main()
    answers.append(out.getvalue())
print(json.dumps(answers))
"""


@pytest.fixture
def several_with_plugin(with_plugin):
    """The same for several commands one after the other in one process: what each printed."""
    return lambda *commands: json.loads(with_plugin("-c", SEVERAL, json.dumps(commands)))


FOREST = str(PLUGIN / "forest.toml")


def test_every_shelf_lists_what_the_package_adds(with_plugin):
    shelves = json.loads(with_plugin("catalog", "--json"))
    for shelf, name in (
        ("modulations", "pam-4"),
        ("codes", "hamming-7-4"),
        ("figures", "power"),
        ("losses", "foliage"),
        ("studies", "headroom"),
    ):
        assert name in [entry["name"] for entry in shelves[shelf]]


def test_a_budget_with_an_antenna_a_loss_and_a_code_of_the_package(with_plugin):
    budget = json.loads(with_plugin("budget", FOREST, "--link", "telemetry", "--json"))
    lines = {line["key"]: line for line in budget["terms"]}
    # Weissberger beyond 14 m, at 868 MHz
    assert lines["foliage_loss_db"]["value"] == pytest.approx(1.33 * 0.868**0.284 * 60.0**0.588, rel=1e-12)
    assert lines["foliage_loss_db"]["sign"] == "-"
    assert "Weissberger" in lines["foliage_loss_db"]["source"]
    helix = "from linkbudget.physics.element_antennas import helix_gain_dbi as g; print(g(868e6, 0.115, 0.08, 6.0))"
    assert lines["transmit_antenna_gain_dbi"]["value"] == pytest.approx(float(with_plugin("-c", helix)), rel=1e-12)
    assert lines["required_ebn0_db"]["value"] == pytest.approx(9.17, abs=0.01)


def test_the_loss_of_the_package_lowers_the_signal_and_adds_its_noise(several_with_plugin):
    settings = ("loss_models.foliage.depth=60 m", "loss_models.foliage.depth=1 mm")
    told = several_with_plugin(
        *(("budget", FOREST, "--link", "telemetry", "--set", setting, "--json") for setting in settings)
    )
    deep, none = (json.loads(text)["results"] for text in told)
    loss_db = 1.33 * 0.868**0.284 * 60.0**0.588
    # trees as warm as the antenna noise behind them would add nothing; the stated 290 K is that of a clear sky
    assert none["cn0_dbhz"] - deep["cn0_dbhz"] > loss_db


def test_a_study_of_the_package_is_a_command(several_with_plugin, tmp_path):
    headroom = ("headroom", FOREST, "--link", "telemetry")
    told, written, help_page = several_with_plugin(
        (*headroom, "--most", "100", "--steps", "3", "--json"), (*headroom, "-o", "headroom.csv"), ("--help",)
    )
    answer = json.loads(told)
    power_w, margin_db = answer["axes"]["power"], answer["lines"]["closing_margin_db"]["values"]
    assert power_w == pytest.approx([0.025, 0.25, 2.5])
    assert np.diff(margin_db) == pytest.approx([10.0, 10.0])  # a factor of ten is ten decibels
    assert written == "headroom.csv\n"
    assert (tmp_path / "headroom.csv").read_text().startswith("power,closing_margin_db")
    assert "headroom" in help_page


def test_a_figure_of_the_package_is_drawn_by_name(with_plugin, tmp_path):
    assert with_plugin("plot", FOREST, "power").strip() == "forest-power.png"
    assert (tmp_path / "forest-power.png").stat().st_size > 10_000


def test_the_schema_knows_the_parts_of_the_package(with_plugin):
    schema = json.loads(with_plugin("schema"))
    assert {"HelixAntenna", "Foliage", "LossModels"} <= schema["$defs"].keys()
    assert "pam-4" in json.dumps(schema["$defs"]["DigitalModulation"]["properties"]["scheme"])


def test_a_mistake_in_a_part_of_the_package_is_one_helpful_line(with_plugin, tmp_path):
    text = Path(FOREST).read_text(encoding="utf-8")
    (tmp_path / "wrong.toml").write_text(text.replace('depth = "60 m"', 'depth = "-60 m"'), encoding="utf-8")
    said = with_plugin("check", "wrong.toml", code=2)
    assert said.count("\n") == 1
    assert "links.telemetry.loss_models.foliage.depth = '-60 m': expected" in said


def test_without_the_package_its_names_are_unknown():
    result = subprocess.run(
        [sys.executable, "-m", "linkbudget", "check", FOREST], capture_output=True, text=True, cwd=PLUGIN.parents[1]
    )
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "helix" in result.stderr
    assert "foliage" in result.stderr


# ---------------------------------------------------------------- packages that are wrong


def install(folder: Path, code: str, entry: str, group: str = "figures") -> None:
    """A package whose only entry point is ``entry``."""
    (folder / "wrong_package.py").write_text(code, encoding="utf-8")
    info = folder / "wrong_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: wrong-package\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[linkbudget.{group}]\n{entry}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "entry", "said"),
    [
        ("", "mine = wrong_package:MISSING", "AttributeError: module 'wrong_package' has no attribute 'MISSING'"),
        ("import nowhere_to_be_found", "mine = wrong_package:X", "No module named 'nowhere_to_be_found'"),
        ("1 / 0", "mine = wrong_package:X", "ZeroDivisionError"),
        ("X = 7", "mine = wrong_package:X", "7; expected a linkbudget.plots.figures.FigureKind"),
        ("X = ''", "snr = wrong_package:X", "the name is already taken"),
        ("X = ''", "My Figure = wrong_package:X", "expected a name of small letters"),
    ],
)
def test_a_package_that_is_wrong_is_named(code, entry, said, tmp_path, monkeypatch):
    install(tmp_path, code, entry)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "wrong_package", raising=False)
    plugins._entry_points.cache_clear()
    try:
        with pytest.raises(InputError, match="package wrong-package: entry point") as refusal:
            added("figures", is_kind(float), taken=("snr",))
    finally:
        plugins._entry_points.cache_clear()
        sys.modules.pop("wrong_package", None)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_package_that_is_wrong_ends_a_command_with_one_line(tmp_path):
    install(tmp_path, "1 / 0", "mine = wrong_package:X", "antennas")
    result = subprocess.run(
        [sys.executable, "-m", "linkbudget", "check", "cubesat"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{tmp_path}:{PLUGIN.parents[1]}", "PATH": ""},
        cwd=tmp_path,
    )
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("linkbudget: package wrong-package: entry point 'mine' of linkbudget.antennas")


NO_LINES = """
from linkbudget.hardware.loss_models import LossPart
class X(LossPart):
    pass
"""
OTHER_KIND = """
from typing import Literal
from linkbudget.hardware.antenna_kinds import AntennaPart
class X(AntennaPart):
    kind: Literal["dish"] = "dish"
"""


@pytest.mark.parametrize(
    ("code", "group", "said"),
    [
        (NO_LINES, "losses", "with an enter of its own"),
        (OTHER_KIND, "antennas", "antenna 'mine': its kind is 'dish'; expected the name of its entry point"),
    ],
)
def test_a_part_that_lacks_something_ends_a_command_with_one_line(code, group, said, tmp_path):
    install(tmp_path, code, "mine = wrong_package:X", group)
    result = subprocess.run(
        [sys.executable, "-m", "linkbudget", "check", "cubesat"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{tmp_path}:{PLUGIN.parents[1]}", "PATH": ""},
        cwd=tmp_path,
    )
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1, result.stderr
    assert said in result.stderr


def test_drawing_and_classes_are_told_apart():
    assert is_kind(int)(3)
    assert not is_kind(int)((3, 4))
    assert is_one_or_several(int)(3)
    assert is_one_or_several(int)((3, 4))
    assert not is_one_or_several(int)((3, "4"))
    assert not is_one_or_several(int)(())
    assert is_class_from(Exception)(InputError)
    assert not is_class_from(Exception)(Exception)
    assert not is_class_from(Exception)(InputError("x"))
