"""Compare every row with what the package says, count and print."""

import argparse
import csv
import importlib
import json
import math
import pkgutil
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import linkbudget
from tests import published
from tests.validation import adapters
from tests.validation.rows import NotModelledError, Row, read_rows

GATES = ("T1", "T2", "T3")
"""Trust of rows that must agree; T4 is informative."""

DISPUTED = Path(__file__).with_name("disputed.csv")
"""Quantities of topics whose rows are held to be wrong, with the argument and a second source."""


@dataclass
class Verdict:
    """Result of one row: the package's value and the comparison."""

    row: Row
    value: float | None
    reason: str = ""

    @property
    def error(self) -> float:
        """Difference as a fraction of the tolerance."""
        difference = abs(self.value - self.row.expected)
        return 0.0 if difference == 0.0 else difference / self.row.tolerance if self.row.tolerance else math.inf

    @property
    def agrees(self) -> bool:
        """Within the tolerance; NaN agrees with nothing."""
        return self.value is not None and self.error <= 1.0

    def is_disputed(self, topic: str) -> bool:
        """True for a row that is held to be wrong, as long as it disagrees."""
        return not self.agrees and any(
            (topic, self.row.quantity) == held[:2] and fnmatch(self.row["case_id"], held[2]) for held in disputed()
        )


@dataclass
class Topic:
    """Results of one topic file."""

    name: str
    verdicts: list[Verdict] = field(default_factory=list)

    def counts(self) -> dict:
        """Rows, agreed, disagreed, not modelled, worst error as a fraction of its tolerance, T4 rows that differ."""
        held_wrong = [verdict for verdict in self.verdicts if verdict.is_disputed(self.name)]
        gate = [v for v in self.verdicts if v.row.trust in GATES and v not in held_wrong]
        answered = [verdict for verdict in gate if verdict.value is not None]
        agreed = [verdict for verdict in answered if verdict.agrees]
        informative = [v for v in self.verdicts if v.row.trust not in GATES and v.value is not None]
        return {
            "rows": len(self.verdicts),
            "agreed": len(agreed),
            "disagreed": len(answered) - len(agreed),
            "not_modelled": len(gate) - len(answered),
            "worst": max((verdict.error for verdict in answered), default=0.0),
            "disputed": len(held_wrong),
            "informative": sum(verdict.row.trust not in GATES for verdict in self.verdicts),
            "informative_disagreed": sum(not verdict.agrees for verdict in informative),
            "reasons": sorted({verdict.reason for verdict in gate if verdict.value is None}),
        }


@cache
def disputed() -> frozenset[tuple[str, str, str]]:
    """Topic, quantity and pattern of the cases of rows held to be wrong."""
    with DISPUTED.open(newline="", encoding="utf-8") as file:
        return frozenset((row["topic"], row["quantity"], row["cases"]) for row in csv.DictReader(file))


def all_adapters() -> dict[str, Callable[[Row], float]]:
    """Adapters of every module in :mod:`tests.validation.adapters`, by topic."""
    found: dict[str, Callable[[Row], float]] = {}
    for info in pkgutil.iter_modules(adapters.__path__):
        module = importlib.import_module(f"{adapters.__name__}.{info.name}")
        twice = sorted(set(found) & set(module.ADAPTERS))
        if twice:
            raise ValueError(f"{info.name}: {twice[0]} has an adapter already")
        found |= module.ADAPTERS
    return found


def all_readers() -> dict[str, Callable[[Path], list[Row]]]:
    """Readers of the files whose columns differ from those of other topics."""
    modules = (
        importlib.import_module(f"{adapters.__name__}.{info.name}") for info in pkgutil.iter_modules(adapters.__path__)
    )
    return {topic: reader for module in modules for topic, reader in getattr(module, "READERS", {}).items()}


def judge(topic: str, rows: list[Row], adapter: Callable[[Row], float] | None) -> Topic:
    """Answer every row of a topic; models used outside their range may warn, rows that raise are disagreements."""
    result = Topic(topic)
    for row in rows:
        if adapter is None:
            result.verdicts.append(Verdict(row, None, "no model of this topic"))
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result.verdicts.append(Verdict(row, float(adapter(row))))
        except NotModelledError as error:
            result.verdicts.append(Verdict(row, None, str(error)))
        except Exception as error:
            result.verdicts.append(Verdict(row, math.nan, f"{type(error).__name__}: {error}"))
    return result


def topics(folder: Path, only: str | None = None) -> list[Topic]:
    """Every topic file of a folder, judged; other files (with other columns) are left alone."""
    known, readers = all_adapters(), all_readers()
    judged = []
    for path in sorted(folder.glob("*.csv")):
        if only is not None and path.stem != only:
            continue
        rows = readers.get(path.stem, read_rows)(path)
        if rows and {"quantity", "expected", "tolerance", "trust"} <= set(rows[0]):
            judged.append(judge(path.stem, rows, known.get(path.stem)))
    return judged


def print_table(judged: list[Topic], details: bool) -> None:
    """The table, and the rows that disagree."""
    print(
        f"{'topic':<28}{'rows':>6}{'agreed':>8}{'disagreed':>11}{'not modelled':>14}{'disputed':>10}"
        f"{'worst error/tolerance':>23}"
    )
    for topic in judged:
        counts = topic.counts()
        columns = (("rows", 6), ("agreed", 8), ("disagreed", 11), ("not_modelled", 14), ("disputed", 10))
        numbers = "".join(f"{counts[name]:>{width}}" for name, width in columns)
        print(f"{topic.name:<28}{numbers}{counts['worst']:>23.3g}")
        for reason in counts["reasons"]:
            print(f"{'':<30}not modelled: {reason}")
    total = [topic.counts() for topic in judged]
    sums = {
        key: sum(counts[key] for counts in total) for key in ("rows", "agreed", "disagreed", "not_modelled", "disputed")
    }
    print(
        f"{'all':<28}{sums['rows']:>6}{sums['agreed']:>8}{sums['disagreed']:>11}{sums['not_modelled']:>14}{sums['disputed']:>10}"
    )
    if details:
        for topic in judged:
            for verdict in topic.verdicts:
                gated = verdict.row.trust in GATES and not verdict.is_disputed(topic.name)
                if gated and verdict.value is not None and not verdict.agrees:
                    row = verdict.row
                    expected = f"expected {row['expected']} +- {row['tolerance']} {row.get('unit', '')}"
                    print(
                        f"{topic.name} {row['case_id']} {row.quantity}: {verdict.value:.9g}, "
                        f"{expected} {verdict.reason}"
                    )


def record(judged: list[Topic]) -> dict:
    """Counts and errors of every topic for the documentation: neither inputs nor expected numbers."""
    found = {}
    for topic in judged:
        answered = [v for v in topic.verdicts if v.value is not None and v.row.trust in GATES]
        errors = [verdict.error for verdict in answered if not verdict.is_disputed(topic.name)]
        trusts = [verdict.row.trust for verdict in topic.verdicts]
        missing = [v.reason for v in topic.verdicts if v.value is None and v.row.trust in GATES]
        found[topic.name] = {
            **topic.counts(),
            "trust": {trust: trusts.count(trust) for trust in sorted(set(trusts))},
            "reasons": {reason: missing.count(reason) for reason in sorted(set(missing))},
            "errors": [rounded(error) for error in sorted(errors)],
            "worst": rounded(topic.counts()["worst"]),
        }
    return {"package": linkbudget.__version__, "date": date.today().isoformat(), "topics": found}


def rounded(error: float) -> float | None:
    """An error to three digits; none for what is no number, which JSON does not have."""
    return float(f"{error:.3g}") if math.isfinite(error) else None


def main(arguments: list[str] | None = None) -> int:
    """Exit status 1 if any row of trust T1 to T3 disagrees, 2 for a wrong request."""
    parser = argparse.ArgumentParser(prog="python -m tests.validation", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=published.FOLDER, help="folder of the topic files")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--topic", help="one topic only")
    parser.add_argument("--write", type=Path, metavar="FILE", help="store counts and errors as JSON")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder}: no such folder; expected the published numbers", file=sys.stderr)
        return 2
    judged = topics(options.folder, options.topic)
    if not judged:
        print(f"{options.folder}: no topic file{f' {options.topic}.csv' if options.topic else ''}", file=sys.stderr)
        return 2
    if options.write:
        options.write.write_text(json.dumps(record(judged)) + "\n", encoding="utf-8")
    if options.json:
        print(json.dumps({topic.name: topic.counts() for topic in judged}, indent=2))
    else:
        print_table(judged, details=True)
    return int(any(topic.counts()["disagreed"] for topic in judged))
