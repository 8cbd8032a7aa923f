"""Settings of Hypothesis for all tests: the same examples in each run, and no time limit on a busy machine."""

from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")
