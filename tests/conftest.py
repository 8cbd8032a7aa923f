"""Tests that do not depend on how busy the machine is, or on how they were started."""

import signal

from hypothesis import HealthCheck, settings

settings.register_profile("repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as for background jobs, whose children would ignore it too
    signal.signal(signal.SIGINT, signal.default_int_handler)
