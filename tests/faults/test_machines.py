"""Machines that lack something: signals and locks, docstrings, open outputs, a home, a place to write."""

import ast
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.faults import commands

ROOT = Path(__file__).resolve().parents[2]
BUDGET = ("budget", "cubesat", "--link", "uhf-downlink", "--range", "900 km")
LACKING = ["--without", "fcntl", "sigmask", "SIGHUP"]


def linkbudget(*arguments, python=(), **options):
    """A command in a process of its own."""
    call = [sys.executable, *python, "-m", "linkbudget", *map(str, arguments)]
    return subprocess.run(call, stderr=subprocess.PIPE, text=True, **options)


def assert_one_line(done, said, status=2):
    assert done.returncode == status, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert said in done.stderr


def test_every_command_writes_without_signal_masks_and_locks(tmp_path):
    """As on Windows."""
    names = [name for name in commands.COMMANDS if name not in commands.SLOW]
    call = [sys.executable, "-m", "tests.faults.commands", *names, *LACKING]
    done = subprocess.run(call, cwd=tmp_path, env=commands.environment(), capture_output=True, text=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert {answer["name"]: answer["status"] for answer in answers} == dict.fromkeys(names, 0), done.stderr
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".linkbudget")]
    expected = {"mine.toml", "out", "budget.xlsx", "track.oem", "track.csv", "pass.wav", "pass.png"}
    expected |= {"sheets", "pass.sigmf-meta", "pass.sigmf-data", "solved.nc", "compared.xlsx", "pareto.csv"}
    assert expected | {"noise.ipynb", "sweep.nc", "sweep.zarr", "draws.csv", "slopes.xlsx", "implied.csv"} == set(
        os.listdir(tmp_path)
    )


def test_list_of_writing_commands_is_complete():
    """Each command with an option to write to, by its help; ``mark`` reads what the others wrote."""
    from typer.main import get_command

    from linkbudget.cli.app import application

    writing = {
        name
        for name, command in get_command(application()).commands.items()
        if {"-o", "--oem"} & {option for one in command.params for option in one.opts}
    }
    assert writing - {"mark"} | {"new", "lesson"} == {arguments[0] for arguments in commands.COMMANDS.values()}


def test_python_without_docstrings_is_refused_in_one_line():
    """Equations, references and help are read from docstrings, which -OO removes."""
    assert_one_line(linkbudget("explain", "mars1", python=["-OO"]), "run it without -OO")
    code = (
        "from linkbudget.link.docstrings import references\n"
        "from linkbudget.physics.free_space import free_space_loss_db\n"
        "references(free_space_loss_db)"
    )
    done = subprocess.run([sys.executable, "-OO", "-c", code], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1].startswith("linkbudget.errors.InputError: python -OO removes")


def test_nothing_but_types_rests_on_assertions():
    """Assertions, which python -O removes, narrow types for checkers; none judges a value."""
    for file in (ROOT / "linkbudget").rglob("*.py"):
        code = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(code)) if "assert" in code else ():
            if isinstance(node, ast.Assert):
                text = ast.unparse(node.test)
                assert text.startswith("isinstance(") or text.endswith(" is not None"), f"{file}: assert {text}"


def test_closed_output_is_said_as_other_programs_say_it():
    def close_output():
        os.close(1)

    assert_one_line(linkbudget(*BUDGET, preexec_fn=close_output), "output: Bad file descriptor")
    assert_one_line(linkbudget("--help", preexec_fn=close_output), "output: Bad file descriptor")


@pytest.mark.parametrize("closed", [(2,), (0, 1, 2)])
def test_status_tells_what_a_closed_error_output_cannot(closed):
    def close():
        for descriptor in closed:
            os.close(descriptor)

    right = subprocess.run([sys.executable, "-m", "linkbudget", "--version"], preexec_fn=close, stdout=subprocess.PIPE)
    assert right.returncode == (2 if 1 in closed else 0)
    wrong = subprocess.run([sys.executable, "-m", "linkbudget", "budget", "mars9"], preexec_fn=close)
    assert wrong.returncode == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is full")
@pytest.mark.parametrize("arguments", [(*BUDGET, "--json"), ("--help",)])
def test_full_output_is_one_line(arguments):
    with open("/dev/full", "w") as full:
        assert_one_line(linkbudget(*arguments, stdout=full), "output: No space left on device")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is full")
def test_full_error_output_leaves_the_status():
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "linkbudget", "budget", "mars9"], stderr=full)
    assert done.returncode == 2


def test_zip_archive_is_refused_in_one_line(tmp_path):
    """A wheel on the path is one: its data would not be found."""
    archive = tmp_path / "linkbudget.whl"
    with zipfile.ZipFile(archive, "w") as wheel:
        for name in ("__init__", "__main__", "renamed", "version", "errors"):
            wheel.write(ROOT / "linkbudget" / f"{name}.py", f"linkbudget/{name}.py")
    done = linkbudget(*BUDGET, env=os.environ | {"PYTHONPATH": str(archive)}, cwd=tmp_path)
    assert_one_line(done, "linkbudget reads its data as files and cannot run from a zip archive", status=1)


def test_home_that_cannot_be_written_is_no_news(tmp_path):
    """Matplotlib then keeps its cache elsewhere, and would say so."""
    home = tmp_path / "file"
    home.touch()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), "HOME": str(home)}
    drawn = tmp_path / "pattern.png"
    done = linkbudget("plot", "cubesat", "pattern", "-o", drawn, env=environment, cwd=tmp_path, stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, "")
    assert drawn.exists()
