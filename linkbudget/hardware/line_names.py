"""Names of lines that users choose: stated interference of links and relays, further noise bandwidths."""

import re
from collections.abc import Iterable

from linkbudget.errors import shortened


def require_line_names(key: str, names: Iterable[str], such_as: str = "adjacent-satellite") -> None:
    """Refuse names that cannot stand in the key of a line, or would stand in the same one.

    Parameters
    ----------
    key : str
        Key of the table that holds them.
    names : iterable of str
        The names.
    such_as : str
        A usual name, for the message.

    Raises
    ------
    ValueError
        With the name and what was expected.

    Examples
    --------
    >>> require_line_names("interference", ["co-channel", "intermodulation"])
    """
    seen: dict[str, str] = {}
    for name in names:
        if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
            raise ValueError(f"{key}.{shortened(name)[1:-1]}: expected a name such as {such_as}")
        other = seen.setdefault(name.replace("-", "_"), name)
        if other != name:
            raise ValueError(f"{key}.{name}: expected a name other than {other}, which it repeats")
