"""Completion in the shell: what stands on the line decides, and nothing heavy is imported for it."""

import os
import subprocess
import sys

import pytest

import linkbudget as lb
from linkbudget.cli import main
from linkbudget.plots.figures import BUILT_IN, figures_for
from linkbudget.scenario_files.packaged import packaged_names, template_files
from linkbudget.shelves import SHELVES

HEAVY = ("numpy", "scipy", "matplotlib", "xarray", "skyfield", "pint", "pandas", "yaml")
"""Without pydantic, which newer versions of Typer bring in for completion themselves."""


@pytest.fixture
def complete(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text('[links.first]\n[links."second one"]\n', encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[links", encoding="utf-8")
    (tmp_path / "sat.yml").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()

    def run(line: str) -> list[str]:
        words = line.split()
        monkeypatch.setattr(sys, "argv", ["linkbudget"])
        monkeypatch.setenv("_LINKBUDGET_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - (not line.endswith(" "))))
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        assert (stop.value.code, printed.err) == (0, "")
        return printed.out.split("\n")[:-1] if printed.out.strip() else []

    return run


def test_commands_and_scenarios(complete):
    assert {"show", "solve", "sweep", "sessions", "schema"} <= set(complete("linkbudget s"))
    assert complete("linkbudget budget mars") == ["mars1", "mars_express"]
    assert complete("linkbudget budget ") == [*packaged_names(), "broken.toml", "mine.toml", "folder/"]
    assert complete("linkbudget check mi") == ["mine.toml"]
    assert complete("linkbudget check nowhere/") == []


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("linkbudget budget mars1 --link ", list(lb.load("mars1").links)),
        ("linkbudget budget mars1 --link im", ["imaging-5cm", "imaging-5cm-one-dish"]),
        ("linkbudget budget mine.toml --link fi", ["first"]),
        ("linkbudget plot cubesat waterfall --link ", ["uhf-downlink"]),
        ("linkbudget export cubesat --tdm x --link ", ["uhf-downlink"]),
        ("linkbudget compare mars1 cubesat --other-link ", ["uhf-downlink"]),
        ("linkbudget picture test-chart --scenario cubesat --link ", ["uhf-downlink"]),
        ("linkbudget picture test-chart --compare imaging-5cm-o", ["imaging-5cm-one-dish"]),
        ("linkbudget budget broken.toml --link ", []),
        ("linkbudget budget nothing.toml --link ", []),
        ("linkbudget budget --link ", []),
    ],
)
def test_links_are_those_of_the_scenario_on_the_line(line, links, complete):
    assert complete(line) == links


def test_figures_shelves_templates_and_files(complete):
    assert complete("linkbudget plot cubesat ") == [*figures_for(lb.load("cubesat")), "all"]
    assert complete("linkbudget plot broken.toml p") == [name for name in BUILT_IN if name.startswith("p")]
    assert complete("linkbudget plot mars1 snr --width ") == ["page", "narrow", "slide"]
    assert complete("linkbudget history --theme s") == ["screen", "slide"]
    assert complete("linkbudget catalog ") == list(SHELVES)
    assert complete("linkbudget new x.toml --from ") == list(template_files())
    assert complete("linkbudget new x.toml --from-satyaml ") == ["sat.yml", "folder/"]


@pytest.mark.parametrize("line", ["linkbudget budget mars1 --link ", "linkbudget plot mars1 ", "linkbudget budget "])
def test_completion_imports_nothing_heavy(line):
    code = (
        "import sys; sys.argv = ['linkbudget']\nfrom linkbudget.cli import main\n"
        f"try: main()\nexcept SystemExit: print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    told = {"_LINKBUDGET_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split()))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | told)
    assert done.stderr == "[]\n"
    assert len(done.stdout.split()) > 5


def test_script_for_a_shell_is_shown():
    shell = f"'{sys.executable}' -m linkbudget --show-completion; exit $?"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "_LINKBUDGET_COMPLETE=complete_bash" in done.stdout


def test_short_help_is_help(capsys, monkeypatch):
    for words in ([], ["budget"], ["new"], ["show"], ["picture"]):
        printed = []
        for option in ("-h", "--help"):
            monkeypatch.setattr(sys, "argv", ["linkbudget", *words, option])
            with pytest.raises(SystemExit) as stop:
                main()
            assert stop.value.code == 0
            printed.append(capsys.readouterr().out)
        assert printed[0] == printed[1]
        assert "Usage: linkbudget" in printed[0]
