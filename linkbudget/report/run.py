"""The main job: a whole mission's timeline, budgets, figures and report, all of them or none."""

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.cells import csv_table
from linkbudget.geometry.clock import format_times
from linkbudget.link.budget_sheet import write_budgets
from linkbudget.link.budget_tables import markdown_table
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.story import LinkStory, tell
from linkbudget.plots.figures import figures, figures_for
from linkbudget.report.mission_life_section import write_operations_csv
from linkbudget.report.two_at_once import Helper
from linkbudget.studies.implied import paragraph
from linkbudget.studies.inference import usual_inference
from linkbudget.studies.link_answers import link_answers
from linkbudget.studies.netcdf import write_netcdf
from linkbudget.studies.saving import ROWS_AT_A_TIME
from linkbudget.writing import whole_folder

if TYPE_CHECKING:
    import xarray as xr

CSV_COLUMNS = (
    "range_m",
    "range_rate_m_per_s",
    "azimuth_deg",
    "elevation_deg",
    "doppler_shift_hz",
    "received_power_dbw",
    "system_noise_temperature_k",
    "cn0_dbhz",
    "ebn0_db",
    "carrier_margin_db",
    "margin_db",
    "closing_margin_db",
    "data_rate_limit_bps",
    "data_rate_on_ladder_bps",
    "shannon_limit_bps",
    "pixel_error_probability",
    "picture_snr_db",
    "pixel_rate_limit_pixels_per_s",
    "visible",
    "in_use",
)
"""Columns of timeline.csv behind time and link; timeline.nc has everything."""


BUDGETS = "budgets.json"
"""File of the budgets of all links, each with its verdict and whether the link was then in use."""

ANSWERS = "answers.json"
"""File of the first screen of the report, in numbers and in words."""


OF_STUDIES = ("causes", "fan", "histogram", "tornado")
"""Figures of studies whose answers the words of the report need as well."""

OF_RECORD = ("implied", "evidence")
"""Figures that take longest, of one study, so that the process that draws the one had better draw the other."""


def run_mission(
    scenario: Scenario,
    folder: Path,
    step_s: float | None = None,
    progress: Callable[[float, str], None] = lambda fraction, doing: None,
    processes: int = 1,
) -> list[str]:
    """Do the main job into ``folder`` and return the names of the files.

    Everything is written beside the folder's old files first and moved in at the end: an interruption leaves the
    previous results whole.  With two processes the second draws figures meanwhile; files are the same.
    """
    kinds = [kind for kind in figures_for(scenario) if not figures()[kind].is_sheet]
    with whole_folder(folder) as new, ExitStack() as stack:
        helper = None
        if processes > 1 and (helped := for_helper(kinds)):
            helper = stack.enter_context(Helper(drawn_figure, scenario, new, helped))
        progress(0.0, "timeline")
        timeline = scenario.run(step_s, lambda fraction: progress(0.3 * fraction, "timeline"))
        progress(0.3, "timeline.nc")
        write_netcdf(timeline, new / "timeline.nc")
        progress(0.35, "timeline.csv")
        write_csv(timeline, new / "timeline.csv")
        progress(0.44, "operations")
        write_operations_csv(scenario, new)
        progress(0.45, "budgets")
        stories = tell(scenario, timeline)
        budgets = {story.name: story.budget.to_dict() | {"in_use": story.in_use} for story in stories}
        _write_json(budgets, new / BUDGETS)
        (new / "budgets.md").write_text(budgets_markdown(stories), encoding="utf-8")
        title = scenario.config.mission.title
        write_budgets({story.name: story.budget for story in stories}, new / "budgets.xlsx", f"{title}: budgets")
        from linkbudget.report.first_screen import answers_dict  # brings Matplotlib
        from linkbudget.report.html import report_html  # brings jinja2, as late as it can come

        progress(0.47, "answers")
        answers = link_answers(scenario, stories)
        found = drawn_figures(
            scenario, timeline, new, kinds, lambda done, kind: progress(0.5 + 0.45 * done, f"figure: {kind}"), helper
        )
        progress(0.95, "report")
        _write_json(answers_dict(scenario, answers), new / ANSWERS)
        page = report_html(scenario, timeline, stories, answers, found)
        (new / "report.html").write_text(page, encoding="utf-8")
        names = sorted(file.name for file in new.iterdir())
        progress(1.0, "done")
    return names


def _write_json(data: dict, file: Path) -> None:
    file.write_text(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def write_csv(timeline: "xr.Dataset", file: Path) -> None:
    """One row an instant and link, in the order of time, written some instants at a time."""
    links, instants = timeline.link.values, max(ROWS_AT_A_TIME // timeline.link.size, 1)
    with open(file, "w", encoding="utf-8", newline="") as text:
        for first in range(0, timeline.time.size, instants):
            part = timeline.isel(time=slice(first, first + instants))
            table = {
                "time": np.repeat(format_times(part.time.values), links.size),
                "link": np.tile(links, part.time.size),
            }
            for name in CSV_COLUMNS:
                values = part[name].values.T.ravel()
                table[name] = values.astype(int) if values.dtype == bool else significant(values)
            csv_table(table).to_csv(text, index=False, header=first == 0)


def significant(values: np.ndarray, digits: int = 7) -> np.ndarray:
    """Values rounded to some significant digits, so that a text file is no longer than it need be.

    Examples
    --------
    >>> significant([106759999999.7, 0.000123456789]).tolist()
    [106760000000.0, 0.0001234568]
    """
    values = np.asarray(values, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.where(np.isfinite(values) & (values != 0.0), np.floor(np.log10(np.abs(values))), 0.0)
    places = digits - 1 - exponent
    up, down = 10.0 ** np.maximum(places, 0.0), 10.0 ** np.maximum(-places, 0.0)  # whole powers of ten are exact
    return np.round(values * up / down) / up * down


def drawn_figures(
    scenario: Scenario,
    timeline: "xr.Dataset",
    folder: Path,
    kinds: Sequence[str],
    progress: Callable[[float, str], None] = lambda fraction, doing: None,
    helper: Helper | None = None,
) -> dict[str, dict]:
    """Draw and write figures; what the page needs of each, by its kind.

    A helper draws those of :func:`for_helper`, or what it has time for.
    """
    drawn: dict[str, dict] = {}
    own = [kind for kind in kinds if helper is None or kind not in for_helper(kinds)]
    for kind in own:
        progress(len(drawn) / len(kinds), kind)
        drawn[kind] = drawn_figure(scenario, folder, kind, timeline)
    for kind, words in helper.rest() if helper is not None else ():
        drawn[kind] = words
        progress(len(drawn) / len(kinds), kind)
    return {kind: drawn[kind] for kind in kinds}


def for_helper(kinds: Sequence[str]) -> list[str]:
    """Figures that need neither a timeline nor the answers of studies, of which the report needs the same."""
    free = [kind for kind in kinds if "timeline" not in figures()[kind].uses and kind not in OF_STUDIES]
    return sorted(free, key=lambda kind: kind not in OF_RECORD)


def drawn_figure(scenario: Scenario, folder: Path, kind: str, timeline: "xr.Dataset | None" = None) -> dict:
    """Draw and write a figure; what the page needs of it."""
    from linkbudget.plots.drawing import composed, write  # brings Matplotlib
    from linkbudget.report.html import MAIN
    from linkbudget.report.svg_in_page import inlined, svg_text

    file, spec = folder / f"{kind}.svg", figures()[kind]
    write(composed(scenario, kind, timeline=timeline), folder / f"{kind}.png", file)
    words = {"kind": kind, "title": spec.title, "caption": spec.caption}
    said = f"{spec.title} {spec.caption}"
    drawn: dict[str, Any] = words | {"svg": inlined(file.read_text(encoding="utf-8"), kind, said), "narrow": ""}
    if kind == "implied":
        drawn["said"] = paragraph(usual_inference(scenario))
    if kind in MAIN:
        narrow = composed(scenario, kind, timeline=timeline, width="narrow")
        drawn["narrow"] = inlined(svg_text(narrow), f"{kind}-narrow", said)
    return drawn


def budgets_markdown(stories: list[LinkStory]) -> str:
    """The budgets as Markdown tables."""
    return "\n\n".join(markdown_table(story.budget) for story in stories) + "\n"


def read_answers(folder: Path) -> dict[str, Any]:
    """The first screen of a run's report as plain data."""
    return json.loads((folder / ANSWERS).read_text(encoding="utf-8"))


def links_that_fail(folder: Path) -> list[str]:
    """Links that were in use at the reference instant and do not close there, from the budgets of a run.

    A closing margin that has no value counts as not closing.
    """
    budgets = json.loads((folder / BUDGETS).read_text(encoding="utf-8"))
    return [name for name, one in budgets.items() if one["in_use"] and not one["verdict"]["closes"]]
