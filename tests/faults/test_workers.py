"""Workers: the same bits however they are started, nothing open to other machines, and no waiting for nobody."""

import multiprocessing
import socket
import threading
import time
from contextlib import suppress
from dataclasses import replace

import psutil
import pytest

from linkbudget.errors import InputError
from linkbudget.studies import cluster, processes
from linkbudget.studies.where import Where, run_study
from tests.faults.grid import study
from tests.studies.mishaps import Slow


def listening() -> set[str]:
    """Addresses at which this process and its children wait for connections."""
    me, found = psutil.Process(), set()
    for process in (me, *me.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it has just ended
            connections = process.net_connections("inet")
            found |= {one.laddr.ip for one in connections if one.status == psutil.CONN_LISTEN}
    return found


def test_a_killed_worker_costs_no_bit_and_none_listens(tmp_path, monkeypatch):
    """Three other processes are killed, at work or on their way to it."""
    heard: set[str] = set()
    killed: list[int] = []
    slow = replace(study(), evaluate=Slow(study().evaluate, 0.1))

    def kill(fraction: float, doing: str) -> None:
        heard.update(listening())
        for child in multiprocessing.active_children():
            if child.pid not in killed and len(killed) < 3 and fraction > 0.3:
                child.kill()
                killed.append(child.pid)

    monkeypatch.setattr(processes, "FEW", 10**9)
    before = listening()
    answer = run_study(slow, Where(workers=2), tmp_path / "grid.zarr", kill)
    assert answer.identical(run_study(study()))
    assert killed
    assert heard == before
    assert [file.name for file in tmp_path.iterdir()] == ["grid.zarr"]


@pytest.mark.parametrize(
    "address",
    [
        "tls://127.0.0.1:1",
        "tls://nowhere.invalid:8786",
        "tcp://",
        "tcp://127.0.0.1:99999",
        "http://127.0.0.1:80",
        "ucx://127.0.0.1:1",
        "nonsense",
        "",
        "://",
    ],
)
def test_an_address_where_no_scheduler_is_is_refused_in_one_line(address, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_WITHIN_S", 1.0)
    with pytest.raises(InputError) as refusal:
        run_study(study(), Where(scheduler=address))
    assert str(refusal.value).startswith(f"{address}: no answer; expected the address of a Dask scheduler")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("scheme", ["tcp", "tls"])
def test_a_peer_that_says_nothing_is_not_waited_for(scheme, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_WITHIN_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"{scheme}://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(InputError, match=f"^{address}: no answer"):
            run_study(study(), Where(scheduler=address))


def test_a_name_that_is_looked_up_for_ever_is_not_waited_for(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(cluster, "ANSWER_WITHIN_S", 0.1)
    monkeypatch.setattr(cluster.socket, "getaddrinfo", lambda *_: over.wait(60.0))
    began_s = time.monotonic()
    with pytest.raises(InputError, match=r"^tcp://somewhere:8786: no answer"):
        run_study(study(), Where(scheduler="tcp://somewhere:8786"))
    over.set()
    assert time.monotonic() - began_s < 30.0, "half of what the name would take"


def test_three_waits_for_a_scheduler_take_less_than_ten_seconds():
    assert 3.0 * cluster.ANSWER_WITHIN_S <= 9.0
    assert cluster.ANSWER_WITHIN_S + 1.0 < 10.0
