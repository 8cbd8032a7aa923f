"""Calls of every equation in the examples of its own docstring."""

import doctest
import functools
import importlib
import inspect
import sys
from typing import Any, NamedTuple

from linkbudget.formulas.formula import Formula


class Call(NamedTuple):
    """Arguments by name, and the result."""

    values: dict[str, Any]
    result: Any


@functools.cache
def calls(formula: Formula) -> list[Call]:
    """Calls of an equation in its own examples, with their results."""
    module = importlib.import_module(formula.entry.module)
    function, found = formula.function, []

    @functools.wraps(function)
    def recorded(*arguments, **named):
        result = function(*arguments, **named)
        if sys._getframe(1).f_code.co_filename.startswith("<doctest"):
            bound = inspect.signature(function).bind(*arguments, **named)
            found.append(Call(dict(bound.arguments), result))
        return result

    scope = {**vars(module), formula.entry.function: recorded}
    test = doctest.DocTestParser().get_doctest(inspect.getdoc(function) or "", scope, formula.name, None, 0)
    setattr(module, formula.entry.function, recorded)  # for examples that import it
    try:
        doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=lambda _: None, clear_globs=False)
    finally:
        setattr(module, formula.entry.function, function)
    return found
