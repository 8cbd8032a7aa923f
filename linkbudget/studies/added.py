"""Studies that other packages add: a function of a case, and options, that gives a labelled dataset.

.. code-block:: python

    def headroom(case, *, factor: float = 2.0) -> xarray.Dataset:
        ...

Each becomes a command of its name: ``linkbudget headroom mars1 --link imaging-5cm --factor 4``.  The map:
:func:`studies`, the functions by name; :func:`options_of`, the options of one; :func:`checked_answer`.
"""

import inspect
from collections.abc import Callable, Collection
from functools import cache

from linkbudget.plugins import added

TYPES = (int, float, str, bool)
"""Types of the options of a study, which a command line can read."""


@cache
def studies(taken: Collection[str] = ()) -> dict[str, Callable]:
    """Functions by the name of the command that each becomes; ``taken`` are names of other commands.

    Examples
    --------
    >>> studies()
    {}
    """
    return added("studies", callable, taken)


def options_of(name: str, study: Callable) -> list[inspect.Parameter]:
    """Options of a study: every parameter behind the case.

    Raises
    ------
    InputError
        If the first parameter is none, or an option has no default or no type that a command line can read.

    Examples
    --------
    >>> def headroom(case, *, factor: float = 2.0): ...
    >>> [option.name for option in options_of("headroom", headroom)]
    ['factor']
    """
    from linkbudget.errors import InputError  # brings NumPy, which ``linkbudget --help`` can do without

    parameters = list(inspect.signature(study, eval_str=True).parameters.values())
    if not parameters:
        raise InputError(f"study {name}: takes nothing; expected a function of a case")
    for option in parameters[1:]:
        if option.default is option.empty or option.annotation not in TYPES:
            types = ", ".join(one.__name__ for one in TYPES)
            raise InputError(f"study {name}: option {option.name}: expected a default, and one of the types {types}")
    return parameters[1:]


def checked_answer(name: str, answer):
    """Check the answer of a study and give it a title; refuse all but a dataset whose lines state their units.

    Examples
    --------
    >>> import xarray
    >>> checked_answer("headroom", xarray.Dataset({"margin_db": ((), 3.0, {"units": "dB"})})).attrs["title"]
    'headroom'
    """
    import xarray  # 0.3 s of every command's start

    from linkbudget.errors import InputError

    if not isinstance(answer, xarray.Dataset):
        raise InputError(f"study {name}: gave {type(answer).__name__}; expected an xarray.Dataset")
    for line in answer:
        if not isinstance(answer[line].attrs.get("units"), str):
            raise InputError(f"study {name}: line {line} has no unit; expected attrs['units']")
    return answer if "title" in answer.attrs else answer.assign_attrs(title=name)
