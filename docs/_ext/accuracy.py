"""Tables and figure of the page on accuracy, from two files that are written by hand and kept with the pages.

``docs/_data/accuracy.json`` comes from ``python -m tests.validation --write``, ``docs/_data/peers.json`` from
``benchmarks/peers.py --write``; the disputed rows are those of ``tests/validation/disputed.csv``.
"""

import csv
import json
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
from inpage import INK, PALE, drawing, table

DATA = Path(__file__).parents[1] / "_data"
DISPUTED = Path(__file__).parents[2] / "tests" / "validation" / "disputed.csv"

AREAS = {
    "Propagation": {
        "free_space": "Free space, noise power, field strength",
        "itu_p676_specific": "P.676 gases, attenuation per km",
        "itu_p676_slant": "P.676 gases, slant path",
        "itu_p838_rain_specific": "P.838 rain, attenuation per km",
        "itu_p618_rain": "P.618 rain, slant path",
        "itu_p618_rain_prob": "P.618 probability of rain on the path",
        "itu_p618_xpd": "P.618 depolarisation",
        "itu_p618_scint": "P.618 scintillation",
        "itu_p618_total": "P.618 total attenuation",
        "itu_p618_site_diversity_gain": "P.618 site diversity",
        "itu_p618_nongso": "P.618 moving satellites",
        "itu_p1815_p618_joint": "P.1815, P.618 two sites at once",
        "itu_p1623_fade": "P.1623 duration and slope of fades",
        "itu_p840_cloud": "P.840 clouds",
        "itu_legacy_rev51": "Superseded P.618, P.676, P.840",
        "ionosphere": "Ionosphere",
        "solar_corona": "Solar corona",
        "sky_noise": "P.372 noise of the sky",
    },
    "Digital maps of the ITU": {
        "itu_p453_nwet": "P.453 wet refractivity",
        "itu_p836_wv": "P.836 water vapour",
        "itu_p837_rain": "P.837 rain rate",
        "itu_p839_rain_height": "P.839 rain height",
        "itu_p1510_temp": "P.1510 temperature",
        "itu_p1511_topo": "P.1511 height of the ground",
        "itu_p2145_maps": "P.2145 surface meteorology",
    },
    "Antennas, networks, noise": {
        "antenna_gain_beamwidth": "Gain and beamwidth of known antennas",
        "ruze_and_beams": "Surface error, ideal beams",
        "itu_patterns": "Reference patterns",
        "polarization_mismatch": "Polarisation mismatch",
        "noise_cascade": "Noise of cascades",
        "touchstone": "Measured two-ports (Touchstone)",
        "dsn_810_005_model": "DSN stations, gain and noise",
    },
    "Modulation, coding, ranging": {
        "ber_uncoded_computed": "Uncoded error rates, high precision",
        "ber_uncoded_matlab": "Uncoded error rates, MATLAB",
        "orthogonal_signalling": "Orthogonal signals",
        "ppm_poisson": "Pulse position, photon counting",
        "coding_theory": "Block and convolutional codes",
        "ccsds_coded_curves": "CCSDS codes, curves",
        "ccsds_thresholds": "CCSDS codes, thresholds",
        "dvbs2_modcods": "DVB-S2",
        "modem_thresholds_amsat": "Thresholds of amateur modems",
        "shannon_limits": "Capacity",
        "residual_carrier": "Residual carrier",
        "ranging": "Ranging",
    },
    "Geometry and orbits": {
        "dsn_stations": "DSN stations, positions",
        "gso_look_angles": "Look angles, geostationary",
        "leo_pass": "Passes in low orbit, Doppler",
        "orbit_basics": "Orbits, elementary",
        "sgp4_reference": "SGP4 verification set",
        "planet_distances": "Distances of planets",
        "light_times": "Light times",
        "voyager2_pass_elevation": "Voyager 2 over Canberra",
    },
    "Whole links": {
        "mars_express_uplink": "Mars Express, every column of the table",
        "dct_deep_space": "Design control tables, deep space",
        "amsat_iaru_budgets": "AMSAT/IARU budgets",
        "textbook_links": "Textbook links",
        "eirp_published": "Published EIRP",
    },
}
"""Topic -> what a reader calls it, by area."""

REMARKS = {
    ("ITU-Rpy", "itu_p676_slant"): "P.676-12; the rows are P.676-13, which replaced the approximate method",
    ("ITU-Rpy", "itu_p840_cloud"): "P.840-8; the rows are P.840-9, which defines the coefficient anew",
    ("ITU-Rpy", "itu_p836_wv"): "differs at 1 % and 3 %, where the rows are not from the annual map",
    ("ITU-Rpy", "itu_p1511_topo"): "0.000001 m at sea level, where the rows have zero",
    ("pycraf", "itu_p676_specific"): "the same",
    ("pycraf", "itu_p676_slant"): "water vapour by P.676-10; the rows are P.676-13",
    ("pycraf", "free_space"): "exact impedance of free space, where P.525 rounds to 120π Ω",
    ("spacelink", "ber_uncoded_computed"): "interpolates a table; the rows need nine digits",
}
"""Cause of a package's difference, where it is known."""


@cache
def accuracy() -> dict:
    """Counts and errors of this package."""
    return json.loads((DATA / "accuracy.json").read_text(encoding="utf-8"))


@cache
def peers() -> dict:
    """Counts of other packages."""
    return json.loads((DATA / "peers.json").read_text(encoding="utf-8"))


def areas() -> dict[str, dict[str, str]]:
    """Areas with the topics there are, those that no area names at the end."""
    topics = accuracy()["topics"]
    found = {area: {key: title for key, title in names.items() if key in topics} for area, names in AREAS.items()}
    known = {key for names in AREAS.values() for key in names}
    others = {key: title(key) for key in topics if key not in known}
    return {**found, **({"Others": others} if others else {})}


def title(topic: str) -> str:
    """Title of a topic for readers."""
    for names in AREAS.values():
        if topic in names:
            return names[topic]
    return topic.replace("_", " ").capitalize()


def fraction(error: float | None) -> str:
    """An error as a fraction of its tolerance, readable at any size."""
    if error is None:
        return "no number"
    if error == 0.0 or 0.01 <= error < 1000.0:
        return f"{error:.2g}" if error < 100.0 else f"{error:.0f}"
    mantissa, exponent = f"{error:.0e}".split("e")
    return f"{mantissa}·10{str(int(exponent)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


COLUMNS = ("rows", "agreed", "disagreed", "not_modelled", "disputed", "informative")
HEADS = ["Rows", "Agree", "Differ", "Not modelled", "Disputed", "Informative (T4)"]


def _sums(topics) -> list[int]:
    return [sum(counts[column] for counts in topics) for column in COLUMNS]


def summary() -> str:
    """Subject, date and sums of the certificate."""
    stored = accuracy()
    topics, trust = stored["topics"].values(), Counter()
    for counts in topics:
        trust.update(counts["trust"])
    errors = np.array([error for counts in topics for error in counts["errors"] if error is not None])
    rows, agreed, differ, missing, disputed, informative = _sums(topics)
    differing = sum(counts["informative_disagreed"] for counts in topics)
    below = [f"{100.0 * np.mean(errors <= limit):.0f} %" for limit in (1e-3, 0.1, 0.5)]
    return table(
        ["Certificate", ""],
        [
            ["Subject", f"linkbudget {stored['package']}"],
            ["Date", stored["date"]],
            ["Published numbers", f"{rows} in {len(topics)} topics"],
            ["By trust", ", ".join(f"{name}: {count}" for name, count in sorted(trust.items()))],
            ["Agree within their tolerance", f"**{agreed}** of {agreed + differ} compared"],
            ["Differ by more", f"**{differ}**"],
            ["Not modelled", missing],
            ["Disputed", disputed],
            ["Informative (T4)", f"{informative}, of which {differing} differ"],
            ["Error below 1/1000, 1/10, 1/2 of the tolerance", f"{below[0]}, {below[1]}, {below[2]} of those compared"],
        ],
        numbers_from=99,
    )


def topic_tables() -> str:
    """A table for each area."""
    stored, parts = accuracy()["topics"], []
    for area, names in areas().items():
        rows = [
            [name, *(stored[key][column] or "" for column in COLUMNS), fraction(stored[key]["worst"])]
            if stored[key]["errors"]
            else [name, *(stored[key][column] or "" for column in COLUMNS), ""]
            for key, name in names.items()
        ]
        parts += [f"### {area}", "", table(["Topic", *HEADS, "Largest error / tolerance"], rows), ""]
    return "\n".join(parts)


def reasons() -> str:
    """Table of the reasons why rows are not answered."""
    found, topics = Counter(), {}
    for key, counts in accuracy()["topics"].items():
        for reason, count in counts["reasons"].items():
            kind = "needs a digital map of the ITU" if "digital map" in reason or "map)" in reason else reason
            found[kind] += count
            topics.setdefault(kind, {})[title(key)] = None  # a set in order
    rows = [[reason, count, "; ".join(topics[reason])] for reason, count in found.most_common()]
    return table(["Reason", "Rows", "Topics"], rows, words_from=2)


def disputed() -> str:
    """Rows held to be wrong, each with the argument."""
    stored, parts = accuracy()["topics"], []
    with DISPUTED.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            count = stored.get(row["topic"], {}).get("disputed", 0)
            head = f"{title(row['topic'])}, `{row['quantity']}` ({count} rows)"
            parts += [head, f": {row['argument']}", f"  *Second source:* {row['second_source']}", ""]
    return "\n".join(parts) or "No row is disputed at present."


def peer_tables() -> str:
    """A table for each package."""
    own, parts = accuracy()["topics"], [f"Asked on {peers()['date']}.", ""]
    for name, package in peers()["packages"].items():
        rows = []
        for topic, counts in package["topics"].items():
            here = own[topic]
            compared = here["agreed"] + here["disagreed"] + here["disputed"]
            rows.append(
                [
                    title(topic),
                    counts["rows"],
                    *(counts["answered"], counts["agreed"], fraction(counts["worst"])),
                    *(compared, here["agreed"], REMARKS.get((name, topic), "")),
                ]
            )
        head = ["Topic", "Rows", "Answered", "Agree", "Largest error / tolerance"]
        head += ["linkbudget: answered", "agree", "Remark"]
        parts += [f"### {name} {package['version']}", "", table(head, rows, words_from=7), ""]
    return "\n".join(parts)


FLOOR = -10.0
"""Decade at which errors that are smaller, or zero, are drawn."""

SHADES = ("#0072B2", "#D55E00")  # of agreement and of difference, of Okabe and Ito


def figure() -> str:
    """Errors of every topic as boxes on a logarithmic scale, drawn into the page."""
    label = "Errors as fractions of the tolerance for each topic; the tables below contain the largest of each."
    return drawing(_draw, label)


def _draw():
    from matplotlib.figure import Figure

    stored = accuracy()["topics"]
    lines = []  # from the top: title of an area, or topic with its errors
    for area, names in areas().items():
        answered = [(name, stored[key]["errors"]) for key, name in names.items() if stored[key]["errors"]]
        lines += [(area, None), *answered] if answered else []
    canvas = Figure(figsize=(8.2, 0.2 * len(lines) + 0.9), layout="constrained")
    canvas.patch.set_alpha(0.0)
    axes = canvas.subplots()
    axes.patch.set_alpha(0.0)
    for place, (_, errors) in enumerate(lines):
        if errors is None:
            continue
        numbers = np.array([np.nan if error is None else error for error in errors])
        decades = np.log10(np.maximum(np.nan_to_num(numbers, nan=10.0), 10.0**FLOOR))
        low, first, middle, third, high = np.quantile(decades, (0.0, 0.25, 0.5, 0.75, 1.0))
        shade = SHADES[int(high > 0.0)]
        axes.plot([low, high], [place, place], color=shade, linewidth=1.0, solid_capstyle="butt")
        axes.barh(place, third - first, left=first, height=0.5, color=shade, alpha=0.45)
        axes.plot([middle, middle], [place - 0.3, place + 0.3], color=shade, linewidth=2.0)
        axes.plot(high, place, "D" if high > 0.0 else "o", color=shade, markersize=5.0)
    axes.axvline(0.0, color=INK, linewidth=1.2)
    axes.annotate("tolerance", (0.0, -1.0), xytext=(-4, 0), textcoords="offset points", ha="right", color=INK)
    axes.set_yticks(range(len(lines)), [name for name, _ in lines], color=INK)
    for label, (_, errors) in zip(axes.get_yticklabels(), lines, strict=True):
        label.set_fontweight("bold" if errors is None else "normal")
    axes.set_ylim(len(lines) - 0.4, -1.5)
    axes.set_xlim(FLOOR - 0.3, 1.2)
    axes.set_xticks([*range(int(FLOOR), 1, 2), 1], ["≤ −10", *(f"{n}".replace("-", "−") for n in range(-8, 1, 2)), "1"])
    axes.set_xlabel("log₁₀ (error / tolerance)", color=INK)
    axes.tick_params(color=INK, labelcolor=INK, length=3.0)
    axes.tick_params(axis="y", length=0.0)
    axes.grid(axis="x", color=PALE, linewidth=0.4, alpha=0.4)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(INK)
    return canvas


PAGES = {
    "accuracy-summary": summary,
    "accuracy-figure": figure,
    "accuracy-topics": topic_tables,
    "accuracy-reasons": reasons,
    "accuracy-disputed": disputed,
    "accuracy-peers": peer_tables,
}


def setup(app):
    """Hand the parts to the extension that fills marks in pages."""
    import generated

    generated.PAGES.update(PAGES)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
