"""Starting the lab's server: what it may serve, to whom, and the address to write on the board.

The map: :func:`serve`.
"""

import contextlib
import importlib.util
import ipaddress
import socket
import sys
import threading
import webbrowser
from urllib.parse import urlencode

import typer

from linkbudget.errors import InputError

LOOPBACK = "127.0.0.1"
EXTRA = "pip install 'deepspace-linkbudget[lab]'"
_SECONDS_TO_START = 30.0


def serve(scenario: str | None, *, port: int, opens_browser: bool, host: str | None, is_agreed: bool) -> None:
    """Serve the lab until it is stopped.

    Parameters
    ----------
    scenario : str, optional
        Name of a packaged scenario, or of a file.
    port : int
        Port; 0 for any that is free.
    opens_browser : bool
        Whether the page is opened.
    host : str, optional
        Address to listen at; this machine alone without it.
    is_agreed : bool
        Whether others may be served without a question.

    Raises
    ------
    InputError
        If what the server needs is not installed, the scenario or address makes no sense, or the port is taken.
    """
    if not all(importlib.util.find_spec(name) for name in ("fastapi", "uvicorn")):
        raise InputError(f"lab: needs fastapi and uvicorn: {EXTRA}")
    import uvicorn

    from linkbudget.lab.api import lab_app, warm_up
    from linkbudget.scenario_files.packaged import packaged_names

    file = None
    if scenario is not None and scenario not in packaged_names():
        from linkbudget.scenario_files.files import find_scenario

        file = find_scenario(scenario)
    shared = host is not None and not _is_loopback(host)
    if shared and not is_agreed:
        _ask(host or "")
    listening = _listening(host or LOOPBACK, port)
    address, port = listening.getsockname()[:2]
    names = (address, "localhost", LOOPBACK, *(_own_names() if shared else []))
    name = file.stem if file else scenario
    shown = _own_address() if address == "0.0.0.0" else address
    url = f"http://{shown}:{port}/" + (f"?{urlencode({'scenario': name})}" if name else "")
    config = uvicorn.Config(lab_app(file, names), log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    print(f"{url}\n{'Others on the network can open it. ' if shared else ''}Ctrl-C ends it.", flush=True)
    threading.Thread(target=warm_up, daemon=True).start()
    if opens_browser:
        threading.Thread(target=_open_when_ready, args=(server, url), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
        server.run(sockets=[listening])


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise InputError(f"--host {host!r}: expected an address of this machine, such as 192.168.1.20") from None


def _ask(host: str) -> None:
    """A word of consent, since others will reach this machine."""
    if not sys.stdin.isatty():
        raise InputError(f"--host {host}: others on the network will reach this machine; say --yes too")
    if not typer.confirm(f"Anyone on the network can then use the lab at {host}. Serve it?"):
        raise typer.Exit(1)


def _listening(host: str, port: int) -> socket.socket:
    """A listening socket that says it speaks TCP: without that, asyncio lets each answer wait 40 ms for the next."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # where it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
        return listening
    except OSError as error:
        listening.close()
        raise InputError(f"{host}:{port}: cannot be listened at ({error.strerror}); --port names another") from None


def _own_names() -> list[str]:
    """Names and address by which others on the network reach this machine."""
    name = socket.gethostname()
    return [name, f"{name}.local", _own_address()]


def _own_address() -> str:
    """Address of this machine on its network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return LOOPBACK


def _open_when_ready(server: object, url: str) -> None:
    waited = threading.Event()
    for _ in range(int(_SECONDS_TO_START / 0.05)):
        if getattr(server, "started", False):
            webbrowser.open(url)
            return
        waited.wait(0.05)
