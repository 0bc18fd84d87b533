"""Ends a worker process whose parent has died: a killed run must not leave workers behind."""

import os
import threading
import time

SECONDS_BETWEEN_LOOKS = 0.5


def end_with_parent(parent: int) -> None:
    """Watch the parent process from a thread of its own; it may have died before this was called.

    Not by PR_SET_PDEATHSIG: it fires when the *thread* that started the process ends, and Prefect runs tasks in
    threads that come and go.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
