"""The lab's server: in this process for its API, at a free port for browsers."""

import threading
import time

import pytest
import uvicorn
from starlette.testclient import TestClient

from linkbudget.lab.api import lab_app


@pytest.fixture(scope="session")
def client():
    with TestClient(lab_app(), base_url="http://127.0.0.1") as one:
        yield one


class Served:
    """A server that may be stopped and started again at the same port."""

    def __init__(self, file=None):
        self.file, self.port = file, 0
        self.start()

    def start(self):
        config = uvicorn.Config(lab_app(self.file), port=self.port, log_level="error", lifespan="off")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    def stop(self):
        self.server.should_exit = self.server.force_exit = True
        self.thread.join()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="session")
def lab():
    served = Served()
    yield served
    served.stop()
