"""Work on the workers of a Dask scheduler.

A worker that dies costs a retry, which Dask does; what it was given is not lost, since answers and files come whole or
not at all.  Few units are in flight at a time, so neither side holds more than a few of them.  The scheduler and its
workers need the package installed, in the versions of this process; one thread a worker.
"""

import asyncio
import itertools
import logging
import socket
import time
import uuid
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

from linkbudget.errors import InputError

ANSWER_WITHIN_S = 3.0
"""Time limit for a scheduler to answer, to accept a client, and to have a first worker, each."""

IN_FLIGHT = 2
"""Units a worker's thread has at a time: one it works on and one that waits."""

TEND_EVERY_S = 2.0
"""Interval between checks that there are workers."""

GIVE_UP_AFTER_S = 120.0
"""Time limit without any worker."""


def outcomes(job: Callable[[int], Any], numbers: Iterable[int], scheduler: str) -> Generator[Any, None, None]:
    """``job(number)`` for every number, in the order in which they end."""
    with _client(scheduler) as client:
        run, numbers = uuid.uuid4().hex, iter(numbers)

        def send(most: int) -> set:
            return {client.submit(job, n, key=f"unit-{n}-{run}") for n in itertools.islice(numbers, most)}

        under_way = send(IN_FLIGHT * sum(client.nthreads().values()))
        tended_s = last_seen_s = time.monotonic()
        while under_way:
            ended = _ended(client, under_way, scheduler)
            for future, result in ended.items():
                under_way.discard(future)
                under_way |= send(1)
                yield result
            now_s = time.monotonic()
            if now_s - tended_s > TEND_EVERY_S:
                tended_s, last_seen_s = now_s, now_s if _is_alive(client) else last_seen_s
            if now_s - last_seen_s > GIVE_UP_AFTER_S:
                raise InputError(f"{scheduler}: no worker for {GIVE_UP_AFTER_S:.0f} s")


def _ended(client, under_way: set, name: str) -> dict:
    """Tasks that have ended, with their results; empty if none ended in time or a worker was lost in between."""
    from distributed import KilledWorker, wait

    done = set()
    try:
        with client.as_current():
            done = wait(under_way, timeout=TEND_EVERY_S, return_when="FIRST_COMPLETED").done
        return {future: future.result(timeout=TEND_EVERY_S) for future in done}
    except TimeoutError:
        if any(future.status == "error" for future in done):  # the work's own
            raise
        return {}
    except KilledWorker as lost:
        ended = lost.allowed_failures + 1
        raise InputError(f"a part of the work ended {ended} workers; is their memory too small?") from None
    except CancelledError:
        raise InputError(f"{name}: the connection to the scheduler was lost") from None


def _is_alive(client) -> bool:
    with suppress(OSError):  # a scheduler that is gone cancels what was under way; its loss is reported then
        return bool(client.nthreads())
    return False


@contextmanager
def _client(scheduler: str):
    try:
        from distributed import Client
        from distributed.utils import silence_logging_cmgr
    except ImportError:
        raise InputError("a scheduler needs Dask: pip install 'deepspace-linkbudget[cluster]'") from None
    with silence_logging_cmgr(logging.CRITICAL):
        _greet(scheduler)
        try:
            client = Client(scheduler, timeout=ANSWER_WITHIN_S, set_as_default=False)
        except Exception:  # a Dask process, but no scheduler
            raise _no_answer(scheduler) from None
        with client:
            try:
                client.wait_for_workers(1, timeout=ANSWER_WITHIN_S)
            except TimeoutError:
                raise InputError(f"{scheduler}: the scheduler has no workers; start some with: dask worker") from None
            yield client


def _greet(scheduler: str) -> None:
    """See that a Dask process answers at the address, before a client ties itself to it."""
    from distributed.comm import connect, get_address_host
    from distributed.security import Security

    async def shake_hands() -> None:
        certificates = Security().get_connection_args("client")
        comm = await connect(scheduler, timeout=ANSWER_WITHIN_S, **certificates)
        await comm.close()

    answered = Event()

    def greet() -> None:
        with suppress(Exception):  # whatever Dask and Python say of an address, or a peer that is no Dask process sends
            socket.getaddrinfo(get_address_host(scheduler), None)
            asyncio.run(asyncio.wait_for(shake_hands(), ANSWER_WITHIN_S))
            answered.set()

    beside = Thread(target=greet, daemon=True)  # a notebook's own loop runs in this thread; names may resolve slowly
    beside.start()
    beside.join(ANSWER_WITHIN_S + 1.0)
    if not answered.is_set():
        raise _no_answer(scheduler)


def _no_answer(scheduler: str) -> InputError:
    expected = (
        "tls://host:port, and certificates in Dask's settings" if scheduler.startswith("tls:") else "tcp://host:port"
    )
    return InputError(f"{scheduler}: no answer; expected the address of a Dask scheduler, {expected}")
