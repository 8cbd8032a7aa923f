"""``linkbudget lab``: the server starts, says its address, serves one page at once, and refuses what makes no sense."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def started(*words: str) -> tuple[subprocess.Popen, str]:
    """A server and the address that it prints."""
    command = [sys.executable, "-m", "linkbudget", "lab", "--no-browser", "--port", "0", *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    return server, server.stdout.readline().strip()


def test_the_page_is_served_at_the_printed_address_until_it_is_interrupted():
    server, address = started("mars1")
    try:
        assert address.startswith("http://127.0.0.1:")
        assert address.endswith("/?scenario=mars1")
        page = urllib.request.urlopen(address, timeout=30).read()
        assert b'<script type="module" src="/page/main.js">' in page
    finally:
        server.send_signal(signal.SIGINT)
        _, err = server.communicate(timeout=30)
    assert (err, server.returncode) == ("", 0)


def test_the_class_is_served_with_a_word_of_consent(command):
    status, _, err = command("lab", "--host", "0.0.0.0", "--no-browser")
    assert status == 2
    assert "others on the network will reach this machine; say --yes too" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "nowhere"),
        (("--host", "elsewhere"), "--host 'elsewhere': expected an address of this machine"),
        (("--port", "99999"), "'--port'"),
        (("--port", "many"), "'--port'"),
    ],
)
def test_a_mistake_is_one_line(command, words, said):
    status, out, err = command("lab", "--no-browser", *words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert said in err


def test_a_port_that_is_taken_is_told(command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, _, err = command("lab", "--no-browser", "--port", str(port))
    assert status == 2
    assert f"127.0.0.1:{port}: cannot be listened at" in err


def test_the_extra_is_named_where_it_is_missing(command, monkeypatch):
    from linkbudget.cli import lab_server

    monkeypatch.setattr(lab_server.importlib.util, "find_spec", lambda name: None)
    status, _, err = command("lab", "--no-browser")
    assert status == 2
    assert "deepspace-linkbudget[lab]" in err
