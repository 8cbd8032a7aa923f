"""Tests that do not depend on how busy the machine is, or on how they were started."""

import gc
import signal

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as for background jobs, whose children would ignore it too
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def one_process():
    """Run missions in one process: tests share the cores, and replace functions that a second would not know of."""
    from linkbudget.report import two_at_once

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(two_at_once, "usable_processes", lambda: 1)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Collect tests without looking for garbage: they all stay, and each look would go through all of them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


TOGETHER = ("tests/cli", "tests/plots", "tests/report")
"""Folders whose tests share missions that are loaded, flown or drawn once a process: all run in one worker."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """For ``--dist loadscope``: the tests of a module in one worker, and those of the folders above."""
    if config.getvalue("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            folder = next((folder for folder in TOGETHER if nodeid.startswith(f"{folder}/")), None)
            return folder or super()._split_scope(nodeid)

    return Together(config, log)
