"""Square brackets in names, titles and sources are printed as they stand, not taken for styles."""

import pytest

from linkbudget.scenario_files.files import packaged_folder

TITLE = "A [red]cubesat[/] and [/] more"


@pytest.fixture
def bracketed(tmp_path):
    text = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
    text = text.replace('title = "A cubesat"', f'title = "{TITLE}"')
    text = text.replace("folded dipoles around the body", "report [blue]7[/] of the [/] range")
    file = tmp_path / "bracketed.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["check"], TITLE),
        (["budget", "--range", "900 km"], "report [blue]7[/] of the [/] range"),
        (["show"], "report [blue]7[/] of the [/] range"),
    ],
)
def test_square_brackets_are_text(bracketed, command, words, shown, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    name, *options = words
    code, out, _ = command(name, bracketed, *options)
    assert code == 0
    assert shown in " ".join(out.split())
