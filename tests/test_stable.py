"""Names that users rely on: what is listed exists, what exists is listed, and renamed keys work until their time."""

import importlib
import json
import sys
import warnings

import pytest

import linkbudget as lb
import linkbudget.plots
from linkbudget import renamed
from linkbudget.errors import InputError, RenamedWarning
from linkbudget.scenario_files import renamed_keys
from linkbudget.scenario_files.files import packaged_folder
from linkbudget.scenario_files.renamed_keys import RENAMED, RenamedKey, with_new_keys, with_new_settings
from linkbudget.version import VERSION
from tests import stable
from tests.test_bad_input import changed, run

MARS1 = (packaged_folder() / "mars1.toml").read_text(encoding="utf-8")
OLD = changed(MARS1, 'key = "transmitter.power"', 'path = "transmitter.power"')


def test_names_that_users_rely_on_are_those_of_the_list():
    """A name that is gone breaks somebody's script; a new one is listed by ``python -m tests.stable``."""
    listed, found = json.loads(stable.FILE.read_text(encoding="utf-8")), stable.names()
    assert listed.keys() == found.keys()
    for what, names in listed.items():
        gone, new = (
            [name for name in names if name not in found[what]],
            [one for one in found[what] if one not in names],
        )
        assert not gone, f"{what}: gone, and users rely on them: {gone}"
        assert not new, f"{what}: new, and to be listed by python -m tests.stable: {new}"


@pytest.mark.parametrize("key", RENAMED, ids=lambda one: one.old)
def test_a_renamed_key_goes_when_its_time_is_up(key):
    now, until = (tuple(map(int, text.split(".")[:2])) for text in (VERSION, key.until))
    assert now < until, f"{key.old}: version {key.until} refuses it: take it out of RENAMED"


def test_both_names_of_a_renamed_key_mean_the_same_and_the_old_one_warns_once(tmp_path):
    file = tmp_path / "old.toml"
    file.write_text(OLD, encoding="utf-8")
    with pytest.warns(RenamedWarning) as told:
        old = lb.load(file)
    assert [str(one.message) for one in told] == [
        f"{file}: contact_loss.causes.2.path is now called key; version 0.4 will refuse the old name"
    ]
    assert old.config.contact_loss == lb.load("mars1").config.contact_loss


def test_the_command_line_says_it_in_one_line_and_works(tmp_path, capsys, monkeypatch):
    file = tmp_path / "old.toml"
    file.write_text(OLD, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        code, out, err = run(capsys, monkeypatch, "budget", str(file), "--link", "imaging-5cm", "--json")
    assert code == 0
    assert json.loads(out)["scenario"] == "old"
    told = f"linkbudget: {file}: contact_loss.causes.2.path is now called key; version 0.4 will refuse the old name"
    assert [line for line in err.splitlines() if "is now called" in line] == [told]


def test_both_names_at_once_are_refused(tmp_path):
    file = tmp_path / "both.toml"
    file.write_text(changed(OLD, 'path = "transmitter.power"', 'path = "transmitter.power"\nkey = "transmitter.power"'))
    with pytest.raises(InputError, match=r"contact_loss\.causes\.2: path = 'transmitter\.power': unknown key"):
        lb.load(file)


def test_settings_of_links_know_the_new_names_too(monkeypatch):
    monkeypatch.setattr(
        renamed_keys, "RENAMED", (RenamedKey("links.*.receiver.temperature", "noise_temperature", "9.0"),)
    )
    with pytest.warns(RenamedWarning, match="receiver.temperature is now called noise_temperature; version 9.0"):
        new = with_new_settings({"a": {"receiver.temperature": "20 K", "receiver.line_loss": "1 dB"}})
    assert new == {"a": {"receiver.noise_temperature": "20 K", "receiver.line_loss": "1 dB"}}
    data = {"links": {"a": {"receiver": {"line_loss": "1 dB", "temperature": "20 K"}}, "b": {"receiver": "like a"}}}
    with pytest.warns(RenamedWarning, match=r"^x\.toml: links\.a\.receiver\.temperature is now called"):
        found = with_new_keys(data, "x.toml")
    assert found["links"]["a"]["receiver"] == {"line_loss": "1 dB", "noise_temperature": "20 K"}
    assert "temperature" in data["links"]["a"]["receiver"], "what was given stays as it is"


def test_a_store_of_another_format_is_refused(tmp_path):
    import zarr

    from linkbudget.studies.axes import axis
    from linkbudget.studies.sweep import sweep

    case = lb.load("cubesat").case("uhf-downlink", range_m=1e6, elevation_deg=30.0)
    span, store = axis("transmitter.power=1 W..2 W:3", case), tmp_path / "a.zarr"
    sweep(case, [span], ["margin_db"], store=store)
    group = zarr.open_group(store, mode="r+")
    group.attrs["study"] = json.dumps(json.loads(group.attrs["study"]) | {"store_format": stable.STORE_FORMAT + 1})
    with pytest.raises(InputError, match=rf"a store of format {stable.STORE_FORMAT + 1}, not {stable.STORE_FORMAT}"):
        sweep(case, [span], ["margin_db"], store=store)


def test_renamed_modules_and_names_go_when_their_time_is_up():
    now, until = (tuple(map(int, text.split(".")[:2])) for text in (VERSION, renamed.UNTIL))
    assert now < until, f"version {renamed.UNTIL} refuses the names of linkbudget.renamed: take them out"


@pytest.mark.parametrize("old", renamed.MODULES)
def test_a_module_is_found_by_its_old_name_and_stays_what_it_is(old):
    new = importlib.import_module(f"linkbudget.{renamed.MODULES[old]}")
    sys.modules.pop(f"linkbudget.{old}", None)
    with pytest.warns(RenamedWarning, match=f"^linkbudget.{old} is now {new.__name__}; version {renamed.UNTIL} will"):
        found = importlib.import_module(f"linkbudget.{old}")
    assert found is new
    assert found.__spec__.name == found.__name__ == f"linkbudget.{renamed.MODULES[old]}"


def test_no_old_module_hides_a_figure():
    assert not {f"plots.{name}" for name in linkbudget.plots.__all__} & set(renamed.MODULES)


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in renamed.NAMES.items() for name in names]
)
def test_a_thing_is_found_by_its_old_name(module, name):
    home, _, new = renamed.NAMES[module][name].partition(":")
    there = getattr(importlib.import_module(f"linkbudget.{home}"), new)
    here = importlib.import_module(f"linkbudget.{module}")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert getattr(here, name) is there
    assert [one.category for one in told] in ([RenamedWarning], [])  # none for what the module itself uses


def test_names_that_never_were_are_still_unknown():
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("linkbudget.mission.never")
    with pytest.raises(AttributeError, match=r"module 'linkbudget\.hardware\.parts' has no attribute 'Never'"):
        _ = importlib.import_module("linkbudget.hardware.parts").Never
