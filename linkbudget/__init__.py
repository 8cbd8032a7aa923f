"""linkbudget: link budgets and radio models, from one formula to the telemetry timeline of a mission.

    import linkbudget as lb
    scenario = lb.load("mars1")
    print(scenario.budget("imaging-5cm"))

The physics is in :mod:`linkbudget.physics`, one function per published equation; import the module you need by its
full name.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from linkbudget.renamed import old_modules
from linkbudget.version import VERSION

if TYPE_CHECKING:
    from linkbudget import plots
    from linkbudget.mission.scenario import load

if not os.path.isdir(__path__[0]):
    raise ImportError("linkbudget reads its data as files and cannot run from a zip archive; install it", name=__name__)

__version__ = VERSION
old_modules()
__all__ = ["__version__", "load", "plots"]


def __getattr__(name: str) -> Any:
    """Import on first use: ``import linkbudget`` stays as light as NumPy."""
    if name == "load":
        return import_module("linkbudget.mission.scenario").load
    if name == "plots":
        return import_module("linkbudget.plots")
    raise AttributeError(f"module 'linkbudget' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
