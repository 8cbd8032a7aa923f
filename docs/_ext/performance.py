"""Tables and figure of the page on performance, from ``docs/_data/performance.json``.

The file comes from ``benchmarks/budget.py --write`` and ``benchmarks/beside.py --write`` and is kept with the pages.
"""

import json
from functools import cache
from pathlib import Path

from inpage import INK, PALE, drawing, table

FILE = Path(__file__).parents[1] / "_data" / "performance.json"

WAYS = {
    "memory": ("held in memory", "#0072B2", "o"),
    "store": ("into a Zarr store", "#D55E00", "s"),
    "blocks": ("block by block, nothing kept", "#009E73", "^"),
}
"""Ways of sweeping: what they are called, colour (of Okabe and Ito) and mark."""

WORK = {
    "grid": ("grid into a store", "#0072B2", "o"),
    "margins": ("Monte Carlo into a store", "#D55E00", "s"),
    "passes": ("passes of satellites in a month", "#009E73", "^"),
    "links": ("run with figures, links", "#CC79A7", "D"),
}
"""Kinds of work that grow: what they are called, colour (of Okabe and Ito) and mark."""

OF_POINTS = ("grid", "margins")
"""Those whose size is a number of points."""

UNITS = {"s": 1.0, "ms": 1e3, "µs": 1e6, "ns": 1e9}


@cache
def performance() -> dict:
    """Stored measurements."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def duration(seconds: float) -> str:
    """A time as people read it, with three digits.

    >>> duration(0.01234), duration(2.5e-8)
    ('12.3 ms', '25.0 ns')
    """
    unit, scale = next((unit, scale) for unit, scale in UNITS.items() if seconds * scale >= 0.9995 or unit == "ns")
    return f"{seconds * scale:#.3g}".rstrip(".") + f" {unit}"


def _points(count: int) -> str:
    power = str(len(str(count)) - 1).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{power}"


def summary() -> str:
    """Table of the version measured, the date and the machine."""
    stored = performance()
    machine = stored["machine"]
    return table(
        ["Measured", ""],
        [
            ["Version", f"linkbudget {stored['package']}"],
            ["Date", stored["date"]],
            ["Machine", f"{machine['system']}, {machine['cores']} cores"],
            ["Python, NumPy", f"{machine['python']}, {machine['numpy']}"],
        ],
        numbers_from=99,
    )


def targets() -> str:
    """Each kind of work with its time, its target, and what fraction of it was needed."""
    rows = []
    for line in performance()["targets"]:
        limit = line["limit_s"]
        a_point = duration(line["processor_s"] / line["points"]) if line["points"] > 1 else ""
        memory = f"{line['peak_bytes'] / 1e6:.0f} MB" if "limit_bytes" in line else ""
        wanted = [duration(limit).replace(".00", "")] if limit else []
        wanted += [f"{line['limit_bytes'] / 1e6:.0f} MB"] if memory else []
        share = f"{line['processor_s'] / limit:.2f}" if limit else ""
        times = [duration(line[key]) for key in ("processor_s", "seconds")]
        rows.append([line["what"], *times, a_point, memory, ", ".join(wanted), share])
    head = ["Work", "Processor", "Clock", "A point", "Memory", "Target", "Processor / target"]
    return table(head, rows)


def beside() -> str:
    """Comparison of this version with an earlier commit, with the machine and the date."""
    stored = performance()["beside"]
    before, machine = stored["before"], stored["machine"]
    about = (
        f"Before is commit {before['commit']} of {before['date']} ({before['subject']}), after is commit "
        f"{stored['after']['commit']}; compared on {stored['date']} on {machine['system']}, {machine['cores']} cores, "
        f"Python {machine['python']}, NumPy {machine['numpy']}, in {stored['rounds']} rounds.\n\n"
    )
    return about + beside_table(stored["lines"])


def beside_table(lines: list[dict]) -> str:
    """Least processor time and peak memory of each job before and after, and the ratio of the times."""
    rows = []
    for line in lines:
        found = line["before"], line["after"]
        failed = [one.get("missing", "") for one in found]
        if any(failed):
            rows.append([line["what"], *failed, "", "", "", ""])
            continue
        ratios = [f"{line[key]:.2f}" for key in ("ratio", "ratio_of_medians")]
        times = [duration(one["processor_s"]) for one in found]
        memory = [f"{one['peak_bytes'] / 1e6:.0f} MB" for one in found]
        rows.append([line["what"], *times, *ratios, *memory])
    head = ["Work", "Before", "After", "After / before", "By medians", "Memory before", "Memory after"]
    return table(head, rows)


def limits() -> str:
    """Work that was slow: its time before and after, that of a peer, and the limit that it was given."""
    stored = performance()["beside"]
    return limits_table(stored["limits"], stored["before"]["commit"])


def limits_table(lines: list[dict], commit: str) -> str:
    """A row a work; a time that is above its limit is marked."""
    rows = []
    for line in lines:
        said = _ratio if line["unit"] == "ratio" else _unbroken
        before, after = (
            "" if "missing" in found else found["processor_s"] for found in (line["before"], line["after"])
        )
        faster = f"{before / after:.3g}" if before and after else ""
        peer = line.get("peer", {}).get("processor_s")
        limit = line["limit"]
        rows.append(
            [
                line["what"],
                said(before) if before else "not there",
                said(after) if after else line["after"]["missing"],
                faster,
                f"{said(peer)}, {line['peer_name']}" if peer else "",
                said(limit) if limit else "",
                "" if not (after and limit) else "yes" if after <= limit else "**no**",
            ]
        )
    return table(["Work", f"Before ({commit})", "Now", "Times as fast", "Peer", "Limit", "Kept"], rows)


def _unbroken(seconds: float) -> str:
    return duration(seconds).replace(" ", "\u00a0")


def _ratio(value: float) -> str:
    return f"{value:.2f}"


def sizes() -> str:
    """Time and memory of four kinds of work at each of their sizes, as a table."""
    stored = performance()["sizes"]
    rows = []
    for work, (said, *_) in WORK.items():
        for line in stored[work]:
            memory = f"{line['peak_bytes'] / 1e6:.0f} MB"
            size = _points(line["size"]) if line["size"] >= 1000 and work in OF_POINTS else line["size"]
            rows.append([said, size, duration(line["seconds"]), duration(line["seconds"] / line["size"]), memory])
    return table(["Work", "Size", "Clock", "For one", "Peak memory"], rows)


def sizes_figure() -> str:
    """Time and peak memory against the size of the work, drawn into the page."""
    label = "Time and peak memory of four kinds of work against their size; the table below contains the numbers."
    return drawing(_draw_sizes, label)


def _draw_sizes():
    from matplotlib.figure import Figure

    canvas = Figure(figsize=(8.2, 6.2), layout="constrained")
    canvas.patch.set_alpha(0.0)
    panels = canvas.subplots(2, 2, sharex="col")
    stored = performance()["sizes"]
    for work, (said, colour, mark) in WORK.items():
        column = 0 if work in OF_POINTS else 1
        size = [line["size"] for line in stored[work]]
        for panel, key, scale in zip(panels[:, column], ("seconds", "peak_bytes"), (1.0, 1e-6), strict=True):
            values = [line[key] * scale for line in stored[work]]
            panel.loglog(size, values, color=colour, marker=mark, markersize=5.5, linewidth=1.6, label=said)
    for panel in panels.flat:
        _in_page_colours(panel)
    for panel, name in zip(panels[:, 0], ("Time [s]", "Peak memory of the process [MB]"), strict=True):
        panel.set_ylabel(name, color=INK)
    for panel, name in zip(panels[1], ("Points or samples", "Satellites or links"), strict=True):
        panel.set_xlabel(name, color=INK)
        panel.set_ylim(50.0, 5000.0)
    for panel in panels[0]:
        panel.legend(frameon=False, labelcolor=INK, loc="upper left")
    return canvas


def peers() -> str:
    """Other packages on the same link."""
    stored = performance()
    own, points, rows = stored["peers"]["linkbudget"], stored["peer_points"], []
    for name, found in stored["peers"].items():
        if "missing" in found:
            rows.append([name, "", "", "", "", "", found["missing"]])
            continue
        same = name == "linkbudget"
        ratios = [f"{found[key] / own[key]:.3g}" for key in ("budget_s", "sweep_s")]
        if same:
            remark = "every line with its function and inputs"
        elif found["vectorised"]:
            remark = "takes arrays"
        else:
            remark = "one point at a time"
        a_point = duration(found["sweep_s"] / points)
        named = f"{name} {found['version']}"
        rows.append([named, found["lines"], duration(found["budget_s"]), ratios[0], a_point, ratios[1], remark])
    head = ["Package", "Lines", "One budget", "/ linkbudget", "A point of a sweep", "/ linkbudget", "Remark"]
    return table(head, rows, words_from=6)


def growth() -> str:
    """Time and memory against points, as a table."""
    grown, rows = performance()["growth"], []
    counts = sorted({line["points"] for lines in grown.values() for line in lines})
    found = {way: {line["points"]: line for line in lines} for way, lines in grown.items()}
    for count in counts:
        cells = []
        for way in WAYS:
            line = found[way].get(count)
            cells += [duration(line["seconds"]), f"{line['peak_bytes'] / 1e6:.0f} MB"] if line else ["", ""]
        rows.append([_points(count), *cells])
    head = ["Points"]
    for name in ("held", "Zarr", "blocks"):
        head += [f"{name}: clock", "peak"]
    return table(head, rows, numbers_from=0)


def figure() -> str:
    """Time and peak memory against points, drawn into the page."""
    label = "Time and peak memory of a sweep over range against its points; the table below contains the numbers."
    return drawing(_draw, label)


def _draw():
    from matplotlib.figure import Figure

    canvas = Figure(figsize=(8.2, 3.9), layout="constrained")
    canvas.patch.set_alpha(0.0)
    panels = canvas.subplots(1, 2)
    grown = performance()["growth"]
    for panel, key, scale, name in zip(
        panels, ("seconds", "peak_bytes"), (1.0, 1e-6), ("Time [s]", "Peak memory of the process [MB]"), strict=True
    ):
        for way, (said, colour, mark) in WAYS.items():
            points = [line["points"] for line in grown[way]]
            values = [line[key] * scale for line in grown[way]]
            panel.loglog(points, values, color=colour, marker=mark, markersize=5.5, linewidth=1.6, label=said)
        largest = grown["blocks"][-1] if key == "seconds" else grown["memory"][-1]
        ends = [largest["points"] / 300.0, largest["points"] * 2.0]
        value = largest[key] * scale * 0.45
        line = [value * end / largest["points"] for end in ends]
        panel.loglog(ends, line, color=INK, linewidth=1.0, linestyle=(0, (5, 3)), label="in proportion to points")
        panel.set_xlabel("Points of the sweep", color=INK)
        panel.set_ylabel(name, color=INK)
        _in_page_colours(panel)
    panels[1].set_ylim(bottom=50.0)
    panels[0].legend(frameon=False, labelcolor=INK, loc="upper left")
    return canvas


def _in_page_colours(panel) -> None:
    """A panel in the colours of the page, with a tick at each power of ten."""
    from matplotlib.ticker import LogLocator, NullLocator

    panel.patch.set_alpha(0.0)
    panel.xaxis.set_major_locator(LogLocator(numticks=12))
    panel.xaxis.set_minor_locator(NullLocator())
    panel.tick_params(which="both", color=INK, labelcolor=INK, length=3.0)
    panel.grid(color=PALE, linewidth=0.4, alpha=0.4)
    panel.spines[["top", "right"]].set_visible(False)
    panel.spines[["left", "bottom"]].set_color(INK)


PAGES = {
    "performance-summary": summary,
    "performance-targets": targets,
    "performance-beside": beside,
    "performance-limits": limits,
    "performance-sizes": sizes,
    "performance-sizes-figure": sizes_figure,
    "performance-peers": peers,
    "performance-growth": growth,
    "performance-figure": figure,
}


def setup(app):
    """Hand the parts to the extension that fills marks in pages."""
    import generated

    generated.PAGES.update(PAGES)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
