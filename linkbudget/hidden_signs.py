"""Invisible characters in texts: control characters, direction marks, line separators.

They can rewrite what a terminal shows or turn round what is read, so text of scenarios must not hold them and messages
show them as escapes.  The map: :func:`hidden_sign` finds the first, :func:`with_escapes` writes them out, and
:func:`one_line` makes names and titles of other files fit to be shown.
"""

import unicodedata

_HIDDEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}  # general categories of Unicode
_ALLOWED = "\n\t\u00ad\u200c\u200d"  # ends of lines, tabs; hyphens and joiners that words are written with

MOST_LETTERS = 2500
"""Length beyond which the middle of a message is left out: room for all names of a catalogue, not for a file."""

LONGEST_NAME = 300
"""Letters of a name or title of a file, beyond which the rest is left out."""

SEEN = "text without control characters and marks of direction"
"""Text as it is expected, for messages."""


def hidden_sign(text: str) -> str | None:
    r"""First invisible character of a text; None if there is none.

    Ends of lines and tabs are seen; soft hyphens, joiners and non-joiners belong to words.

    Examples
    --------
    >>> hidden_sign("Марс 1, \N{GREEK SMALL LETTER LAMDA}/4\n"), hidden_sign("red \x1b[31m"), hidden_sign("\u202eabc")
    (None, '\x1b', '\u202e')
    """
    if text.isascii() and text.isprintable():
        return None
    return next((sign for sign in text if unicodedata.category(sign) in _HIDDEN and sign not in _ALLOWED), None)


def with_escapes(text: str) -> str:
    r"""Text with its invisible characters written as Python escapes.

    Examples
    --------
    >>> print(with_escapes("a\x1b[31mb \u202ec"))
    a\x1b[31mb \u202ec
    """
    if hidden_sign(text) is None:
        return text
    return "".join(repr(sign)[1:-1] if hidden_sign(sign) else sign for sign in text)


def one_line(text: str, most: int | None = None) -> str:
    r"""A text of a file as one line without hidden signs, cut where it is longer than a name or title can be.

    Examples
    --------
    >>> print(one_line("a \x1b[31mname\n of two lines"), one_line("x" * 300, 5))
    a \x1b[31mname of two lines xxxxx...
    """
    line = with_escapes(" ".join(text.split()))
    return line if most is None or len(line) <= most else f"{line[:most]}..."


def without_middle(text: str, most: int = MOST_LETTERS) -> str:
    """Message shortened in its middle if it is too long.

    Examples
    --------
    >>> without_middle("abcdefghijkl", 6), without_middle("abc")
    ('abc ... jkl', 'abc')
    """
    return text if len(text) <= most else f"{text[: most // 2]} ... {text[-(most // 2) :]}"


def without_hidden_signs(text: str) -> str:
    r"""Text without its invisible characters.

    Examples
    --------
    >>> without_hidden_signs("a\x1b[31mb")
    'a[31mb'
    """
    return "".join(sign for sign in text if not hidden_sign(sign))
