r"""Text from outside in files that other programs take apart: CSV, which spreadsheets compute, and Markdown.

Titles, sources and names are shown as they stand, and never become a formula, a column or markup.  The map:
:func:`csv_text`, :func:`csv_table`, :func:`csv_lines` and :func:`markdown_text`; terminal, figures, web page,
spreadsheets and JSON have means of their own (markup off, text cells, escapes).
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from linkbudget.hidden_signs import one_line

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = re.compile(r"[=+\-@\t\r\n].", re.DOTALL)  # a sign alone is none
_MARKUP = re.compile(r"[\\`*\[\]<>|~]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_|&(?=#?\w+;)|^#|\$(?=.*\$)")


def csv_text(value: Any) -> Any:
    """Value for a cell of a CSV file; text that a spreadsheet would take for a formula gets an apostrophe in front.

    Numbers, also as text, stay as they are.

    Examples
    --------
    >>> csv_text("=1+1"), csv_text("-12.5"), csv_text("-"), csv_text("A title"), csv_text(-3.0)
    ("'=1+1", '-12.5', '-', 'A title', -3.0)
    """
    if not isinstance(value, str) or not _FORMULA.match(value):
        return value
    try:
        float(value)
    except ValueError:
        return f"'{value}"
    return value


def csv_table(table: "Mapping[str, Any] | Sequence", **options: Any) -> "pd.DataFrame":
    """A table with its text, heads among it, ready for a CSV file; ``options`` are those of pandas.DataFrame."""
    import pandas as pd  # slow to import

    frame = pd.DataFrame(table, **options).rename(columns=csv_text)
    texts = [name for name, kind in frame.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    return frame.assign(**{name: frame[name].map(csv_text) for name in texts})


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Lines of a CSV file, each number with all its figures; yes and no are 1 and 0, what does not exist is empty.

    Examples
    --------
    >>> rows = [("up", 106.76e9, True), ("=1", None, False), ("down", math.nan, None)]
    >>> print(csv_lines(["link", "range_m", "closes"], rows), end="")
    link,range_m,closes
    up,106760000000.0,1
    '=1,,0
    down,,
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(csv_text, heads))
    writer.writerows([_csv_value(value) for value in row] for row in rows)
    return text.getvalue()


def _csv_value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else csv_text(value)


def markdown_text(text: str) -> str:
    r"""Escape a text as one line of Markdown, so that none of its signs is markup, in tables too.

    Examples
    --------
    >>> print(markdown_text("a|b *c* <script> [d](e) telemetry_32cm"))
    a\|b \*c\* \<script\> \[d\](e) telemetry_32cm
    """
    return _MARKUP.sub(r"\\\g<0>", one_line(text))
