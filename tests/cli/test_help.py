"""Help: commands by group, whole summaries, examples that name what exists."""

import shlex

import pytest
import typer
from typer.main import get_command

import linkbudget as lb
from linkbudget.cli.app import application
from linkbudget.cli.help_pages import GROUPS, MOST_IN_ONE_LIST, shell_lines, summary
from linkbudget.errors import InputError
from linkbudget.plots.figures import figures
from linkbudget.scenario_files.files import find_scenario
from linkbudget.studies.axes import axis

GROUP = get_command(application())
COMMANDS = GROUP.commands
EXAMPLES = [line for one in COMMANDS.values() for line in one.epilog.splitlines()]


@pytest.fixture
def help_of(command, monkeypatch):
    """The help of a command, or the list of all, at 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def printed(*words: str) -> list[str]:
        code, out, err = command(*words, "--help")
        assert (code, err) == (0, "")
        return out.splitlines()

    return printed


def test_every_command_is_listed_once_in_a_group_with_its_whole_summary(help_of):
    lines, group, listed = help_of(), "", {}
    for line in lines:
        if line.endswith(":") and not line.startswith(" "):
            group = line.removesuffix(":")
            continue
        name = line.split()[0] if line.strip() else ""
        if group in GROUPS and name:
            listed.setdefault(name, []).append((group, line[2:].removeprefix(name).strip()))
    assert set(listed) == set(COMMANDS)
    for name, ((group, said), *more) in listed.items():
        assert not more
        assert group == COMMANDS[name].rich_help_panel
        assert said == summary(COMMANDS[name])
        assert said.endswith(".")


def test_groups_are_in_their_order_and_none_is_empty(help_of):
    heads = [line.removesuffix(":") for line in help_of() if line.removesuffix(":") in GROUPS]
    assert heads == [group for group in GROUPS if any(one.rich_help_panel == group for one in COMMANDS.values())]
    assert {one.rich_help_panel for one in COMMANDS.values()} <= set(GROUPS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_80_columns_and_has_examples(name, help_of):
    lines = help_of(name)
    assert not [line for line in lines if len(line) > 80]
    shown = " ".join(line.strip().removesuffix("\\").strip() for line in lines[lines.index("Examples:") + 1 :])
    assert shown.split() == " ".join(COMMANDS[name].epilog.splitlines()).split()
    assert 1 <= len(COMMANDS[name].epilog.splitlines()) <= 4


@pytest.mark.parametrize("name", COMMANDS)
def test_many_options_stand_under_headings(name, help_of):
    options = [one for one in COMMANDS[name].params if one.param_type_name == "option"]
    heads = [line for line in help_of(name) if line.endswith(":") and not line.startswith(" ")]
    panels = {one.rich_help_panel for one in options} - {None}
    is_long = len(options) + len(("--help",)) > MOST_IN_ONE_LIST
    assert {f"{panel}:" for panel in panels if is_long} == set(heads) - {"Arguments:", "Options:", "Examples:"}


@pytest.mark.parametrize("line", EXAMPLES)
def test_examples_name_what_exists(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("far.sigmf-meta", "whip.out"):
        (tmp_path / name).touch()
    program, name, *words = shlex.split(line.partition(" > ")[0])
    assert program == "linkbudget"
    asked = COMMANDS[name].make_context(name, words).params  # refuses options that there are not
    said = asked.get("scenario")
    if said is None:
        return
    scenario = lb.load(find_scenario(said))
    link = asked.get("link")
    if link is None and len(scenario.links) > 1:
        return
    link = link or next(iter(scenario.links))
    assert link in scenario.links
    assert asked.get("figure", "snr") in figures()
    assert asked.get("relay") in (None, *scenario.config.relays)
    case = scenario.case(link, settings=dict(one.split("=", 1) for one in asked.get("settings") or ()), **AWAY)
    known = {*case.values(), *case.budget().terms}
    for key in (asked.get("key"), asked.get("line"), *(asked.get("lines") or ()), *(asked.get("greatest") or ())):
        assert key is None or key in known
    for text in asked.get("axes") or ():
        axis(text if ":" in text.rpartition("..")[2] or ".." not in text else f"{text}:2", case, scenario)


AWAY = {"range_m": 1e9, "elevation_deg": 45.0}


def test_a_long_example_is_continued_as_a_shell_has_it():
    line = 'linkbudget pareto mars1 --axis "transmitter.power=1 W..100 W:20:log" --minimise "a = -3 * b"'
    lines = shell_lines(line, 60)
    assert len(lines) == 3
    assert all(len(one) <= 60 for one in lines)
    assert shlex.split("\n".join(lines).replace("\\\n", "")) == shlex.split(line)


def test_commands_of_other_packages_have_their_group():
    from linkbudget.cli.added_commands import _command
    from linkbudget.cli.help_pages import OTHER_PACKAGES

    def headroom(case, *, factor: float = 2.0):
        """Room above a link.  More of it."""

    command = _command("headroom", headroom)
    assert command.rich_help_panel == OTHER_PACKAGES
    assert summary(command) == "Room above a link."
    names = {name for one in command.params for name in one.opts}
    assert {"--factor", "--json", "--csv", "--markdown"} <= names


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("budgt", "mars1"), "'budgt': no such command; did you mean 'budget'?"),
        (("--verson",), "--verson: no such option of linkbudget; did you mean '--version'?"),
        (("budget", "cubesat", "--lnk", "x"), "--lnk: no such option of linkbudget budget; did you mean '--link'?"),
        (("budget", "cubesat", "--plane", "recever"), "--plane 'recever': no such word; did you mean 'receiver'?"),
        (("catalog", "statons"), "'statons': no such shelf; did you mean 'stations'?"),
        (("budget", "cubsat"), "cubsat: no such scenario; did you mean 'cubesat'?"),
        (("budget", "mars1", "--link", "telemetry-32cm-sem"), "unknown link; did you mean 'telemetry-32cm-semi'?"),
        (("plot", "cubesat", "margn"), "margn: unknown figure; did you mean 'margin'?"),
        (("sweep", "cubesat", "--axis", "transmitter.powr=1 W..2 W:3"), "did you mean 'transmitter.power'?"),
        (("sweep", "cubesat", "--axis", "range=1 km..2 km:3", "--line", "cn0_db"), "did you mean 'cn0_dbhz'"),
        (("solve", "cubesat", "--for", "powr"), "powr: no such number; did you mean 'transmitter.power'?"),
        (("solve", "cubesat", "--for", "range", "--target", "margn_db=3 dB"), "did you mean 'margin_db'?"),
        (("budget", "cubesat", "--set", "transmitter.powr=1 W"), "unknown key; did you mean 'power'?"),
        (("budget", "cubesat", "--set", "station=my-rof"), "unknown station; did you mean 'my-roof'?"),
        (("montecarlo", "mars1", "--link", "imaging-5cm", "--method", "sobl"), "did you mean 'sobol'?"),
        (("new", "x.toml", "--from", "terestrial"), "no such template; did you mean 'terrestrial'?"),
        (("relay", "c_band_carrier", "--relay", "8m25g"), "unknown relay; did you mean '8m25g7w'?"),
        (("compare", "cubesat", "--set", "transmitter.power=1 W", "--table", "line"), "did you mean 'lines'?"),
    ],
)
def test_misspelt_words_are_answered_with_the_nearest(words, said, command):
    code, out, err = command(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_a_word_near_to_none_is_answered_with_all(command):
    _, _, err = command("budget", "cubesat", "--zzz")
    assert "expected one of --link, --at" in err
    assert "expected one of new, " in command("zzz")[2]


def test_typer_is_what_it_was():
    """The help of commands rests on these of Typer."""
    assert issubclass(type(GROUP), typer.core.TyperGroup)
    with pytest.raises(InputError):
        GROUP.resolve_command(typer.Context(GROUP), ["budgt"])
