"""Workers: the same bits however they are started, nothing open to other machines, and no waiting for nobody."""

import signal
import socket
import threading
import time
from contextlib import suppress
from types import SimpleNamespace

import dask
import distributed  # noqa: F401 - its settings stand before a test changes one
import psutil
import pytest

from linkbudget.errors import InputError
from linkbudget.studies import cluster
from linkbudget.studies.where import Where, run_study
from tests.faults.grid import study


def listening() -> set[str]:
    """Addresses at which this process and its children wait for connections."""
    me, found = psutil.Process(), set()
    for process in (me, *me.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it has just ended
            connections = process.net_connections("inet")
            found |= {one.laddr.ip for one in connections if one.status == psutil.CONN_LISTEN}
    return found


def test_workers_forked_by_a_server_give_the_bits_of_one_process(tmp_path):
    with dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"}):
        assert run_study(study(), Where(workers=1), tmp_path / "grid.zarr").identical(run_study(study()))


def test_a_killed_worker_costs_no_bit_and_none_listens_to_other_machines(tmp_path, monkeypatch):
    heard: set[str] = set()
    others = {child.pid for child in psutil.Process().children()}
    killed: list[int] = []

    def kill(fraction: float, doing: str) -> None:
        heard.update(listening())
        if fraction > 0.3 and not killed:
            ours = [child for child in psutil.Process().children() if child.pid not in others]
            workers = [child for child in ours if "spawn_main" in " ".join(child.cmdline())]
            victim = max(workers, key=psutil.Process.num_threads)  # the other one tracks resources
            victim.kill()
            killed.append(victim.pid)

    monkeypatch.setattr(cluster, "signal", SimpleNamespace(SIGINT=signal.SIGINT))  # cannot block it, as on Windows
    assert run_study(study(), Where(workers=1), tmp_path / "grid.zarr", kill).identical(run_study(study()))
    assert killed
    assert heard == {"127.0.0.1"}
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
