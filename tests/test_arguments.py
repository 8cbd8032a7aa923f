"""Arguments that are no numbers: every documented function refuses them in one line that names the argument.

The calls are those of the functions' own examples, with one argument after another replaced.
"""

import contextlib
import doctest
import importlib
import inspect
import io
import pkgutil
import re
import warnings

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError, as_numbers, require

PACKAGES = ("linkbudget.physics", "linkbudget.link.rates", "linkbudget.link.verdict", "linkbudget.geometry.conics")

NO_NUMBERS = {
    "text": "106 km",
    "a truth value": True,
    "a complex number": 1j,
    "a date": np.datetime64("1963-03-21"),
    "objects": [1.0, "x"],
}

MAY_BE_OTHER = {
    "same_sense": "a truth value",
    "theta_field": "a complex field",
    "phi_field": "a complex field",
    "values": "samples of a complex envelope",
}
"""Arguments that numpydoc calls array_like and that are no real numbers."""


def modules():
    """Modules whose functions are tried."""
    for name in PACKAGES:
        module = importlib.import_module(name)
        if hasattr(module, "__path__"):
            yield from (f"{name}.{one.name}" for one in pkgutil.iter_modules(module.__path__) if one.name[0] != "_")
        else:
            yield name


def functions(module):
    """Documented functions of a module."""
    for name, function in list(vars(module).items()):
        if inspect.isfunction(function) and name[0] != "_" and function.__module__ == module.__name__:
            yield name, function


def first_call(module, name, function):
    """Arguments of the first call of a function in its own examples."""
    calls = []

    def spy(*arguments, **options):
        calls.append((arguments, options))
        return function(*arguments, **options)

    names = dict(vars(module)) | {name: spy}
    for example in doctest.DocTestParser().get_examples(inspect.getdoc(function) or ""):
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            exec(compile(example.source, name, "exec"), names)
        if calls:
            return inspect.signature(function).bind(*calls[0][0], **calls[0][1])
    return None


def numbers_of(function):
    """Names of the parameters that its docstring calls array_like."""
    said = re.findall(r"^([a-z_0-9, ]+) : array_like\b", inspect.getdoc(function) or "", re.MULTILINE)
    known = inspect.signature(function).parameters
    names = (name.strip() for line in said for name in line.split(","))
    return [name for name in names if name in known and name not in MAY_BE_OTHER]


@pytest.mark.parametrize("name", list(modules()))
def test_what_is_no_number_is_refused_in_one_line(name):
    module = importlib.import_module(name)
    silent = []
    for called, function in functions(module):
        call = first_call(module, called, function)
        for parameter in () if call is None else numbers_of(function):
            for kind, value in NO_NUMBERS.items():
                tried = inspect.BoundArguments(call.signature, call.arguments | {parameter: value})
                try:
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        function(*tried.args, **tried.kwargs)
                except LinkBudgetError as error:
                    if "\n" not in str(error):
                        continue
                except Exception as error:
                    silent.append(f"{called}({parameter}={kind}): {type(error).__name__}: {error}")
                    continue
                silent.append(f"{called}({parameter}={kind})")
    assert not silent


def test_what_a_mask_hides_is_no_number():
    hidden = require("distance_m", np.ma.masked_array([1.0, 9999.0], mask=[False, True]), above=0.0)
    assert not np.ma.isMaskedArray(hidden)
    assert hidden[0] == 1.0
    assert np.isnan(hidden[1])


@pytest.mark.parametrize("value", [[[1.0], [1.0, 2.0]], None, b"1", object(), np.ma.masked_array(["a"], mask=[True])])
def test_ragged_rows_and_objects_are_no_numbers(value):
    with pytest.raises(LinkBudgetError, match=r"^distance_m = .*: expected a number$"):
        as_numbers("distance_m", value)


def test_numbers_stay_what_they_are():
    assert as_numbers("count", [1, 2]).dtype.kind == "i"
    assert as_numbers("share", np.float32(0.5)).dtype == np.float32
    assert as_numbers("range_m", np.float16(6e4)).dtype == np.float64  # its square would be infinite
