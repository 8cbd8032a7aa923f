"""Names of stated interference, the same for links and relays."""

import re
from collections.abc import Iterable

from linkbudget.errors import shortened


def require_names_of_interference(key: str, names: Iterable[str]) -> None:
    """Refuse names that cannot stand in the key of a line, or would stand in the same one.

    Parameters
    ----------
    key : str
        Key of the table that holds them.
    names : iterable of str
        The names.

    Raises
    ------
    ValueError
        With the name and what was expected.

    Examples
    --------
    >>> require_names_of_interference("interference", ["co-channel", "intermodulation"])
    """
    seen: dict[str, str] = {}
    for name in names:
        if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
            raise ValueError(f"{key}.{shortened(name)[1:-1]}: expected a name such as adjacent-satellite")
        other = seen.setdefault(name.replace("-", "_"), name)
        if other != name:
            raise ValueError(f"{key}.{name}: expected a name other than {other}, which it repeats")
