"""What every test gets: no network but loopback, the shared recordings, and no deadline on a busy machine.

The suite draws the same examples each time, so that what passed once passes again; `make fuzz` draws new ones.
"""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest

hypothesis.settings.register_profile("any machine", deadline=None, derandomize="FUZZ_EXAMPLES" not in os.environ)
hypothesis.settings.load_profile("any machine")

LOOPBACK = ("127.", "::1", "localhost")
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that connects anywhere but to this machine."""
    connect: Callable[..., Any] = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recorded responses and corpora; tests that read it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared recordings are not here")
    return SHARED
