"""Output that several commands share: JSON, notes, progress, and the exit status of ``--must-close``."""

import json
import math
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import typer

from linkbudget.cli.exit_statuses import NOT_AS_HOPED
from linkbudget.cli.messages import say
from linkbudget.hidden_signs import hidden_sign

if TYPE_CHECKING:
    import xarray as xr

    from linkbudget.link.budget import Budget
    from linkbudget.link.case import Case
    from linkbudget.mission.sight import NotedCase


def leave(must_close: bool, closes: bool) -> None:
    """Exit status of a command that may be asked whether a link closes."""
    if must_close and not closes:
        raise typer.Exit(NOT_AS_HOPED)


def note_what_a_reader_may_miss(result: "Budget") -> None:
    from linkbudget.geometry.clock import parse_utc
    from linkbudget.scenario_files.config import LinkConfig

    if not isinstance(result.link, LinkConfig):  # a relay, whose links have their own times
        return
    since, until = result.link.in_use_from_utc_s, result.link.in_use_until_utc_s
    utc_s = parse_utc(result.at) if result.at else None
    if utc_s is not None and ((since and utc_s < since.value) or (until and utc_s >= until.value)):
        say("the link was not in use at this instant")


def say_new_notes(case: "Case", notes: Iterable[str]) -> None:
    """Print what the values of a study add to the notes of the case itself: models used outside their range."""
    known = case.budget().notes
    for note in dict.fromkeys(notes):
        if note not in known:
            say(note)


def say_notes(*cases: "NotedCase") -> None:
    """Print the notes of cases on their instants, where the output itself has no room for them."""
    for note in dict.fromkeys(note for case in cases for note in case.notes):
        say(note)


def print_json(data: Any) -> None:
    """Print data as JSON; signs that are not seen as its escapes, so that a terminal does not follow them."""
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    if hidden_sign(text):
        text = "".join(json.dumps(sign)[1:-1] if hidden_sign(sign) else sign for sign in text)
    print(text)


def progress_shown(quiet: bool) -> AbstractContextManager[Callable[[float, str], None]]:
    from linkbudget.cli.terminal_tables import progress_bar

    return progress_bar(shown=not quiet and sys.stderr.isatty())


def plain_dataset(dataset: "xr.Dataset") -> dict[str, Any]:
    """Axes and lines of a dataset as JSON has them; what is not finite becomes null."""
    from linkbudget.geometry.clock import format_times  # brings skyfield

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(item) for item in value]
        return None if isinstance(value, float) and not math.isfinite(value) else value

    def values(item: "xr.DataArray") -> Any:
        return format_times(item.values).tolist() if item.dtype.kind == "M" else plain(item.values.tolist())

    return {
        "title": dataset.attrs["title"],
        "axes": {str(name): values(dataset[name]) for name in dataset.dims},
        "lines": {
            str(name): {"dims": list(item.dims), "units": item.attrs["units"], "values": values(item)}
            for name, item in dataset.data_vars.items()
        },
    }
