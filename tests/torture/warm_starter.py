"""Runs ``skilltide`` commands in forks of one warm process, and ends them where a fault is wanted.

A fork starts at once where a new interpreter needs two seconds, so a fault can be tried at many points. Requests
and answers are JSON lines; see ``tests.torture.commands.Starter``.
"""

import contextlib
import fcntl
import gc
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COUNTED = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.copyfile", "subprocess.Popen"}
PIPE_BYTES = 1 << 20
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main() -> None:
    _warm()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_serve(json.loads(line))), flush=True)


def _warm() -> None:
    """Import and read what every step needs; open no DuckDB, whose threads a fork would tear."""
    import matplotlib.pyplot
    import pandas  # noqa: F401  DuckDB asks for it at its first query

    from pipelines import __main__, steps
    from pipelines.cleaning.place_names import gazetteer
    from pipelines.skills.extraction import shipped_extractor
    from reports.market.chart import find_charts

    shipped_extractor()
    gazetteer()
    find_charts()
    assert steps
    assert matplotlib.pyplot
    __main__.parser()
    gc.freeze()


def _serve(request: dict[str, Any]) -> dict[str, Any]:
    # Pipes, not files: a limit on the size of files must not keep the command from telling of it.
    said, telling = _pipe()
    counted, counting = _pipe()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        _work(request, telling, counting)
    status = _wait(child, request.get("kill_after"))
    seconds = time.monotonic() - begun
    for end in (telling, counting):
        os.close(end)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "said": _drained(said),
        "seconds": seconds,
        "operations": int(_drained(counted) or 0),
    }


def _pipe() -> tuple[int, int]:
    reading, writing = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return reading, writing


def _drained(reading: int) -> str:
    """What lies in a pipe; a spider that outlives its parent for a moment may still hold the other end."""
    os.set_blocking(reading, False)
    parts = []
    with contextlib.suppress(BlockingIOError):
        while part := os.read(reading, PIPE_BYTES):
            parts.append(part)
    os.close(reading)
    return b"".join(parts).decode(errors="replace")


def _wait(child: int, kill_after: float | None) -> int:
    if kill_after is None:
        return os.waitpid(child, 0)[1]
    end = time.monotonic() + kill_after
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.001)
    _end_group(child)
    return os.waitpid(child, 0)[1]


def _end_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(leader, signal.SIGKILL)


def _work(request: dict[str, Any], telling: int, counting: int) -> None:
    """In the child: set the limits, run the command, and leave without any clean-up of the parent's."""
    os.setsid()
    for descriptor in (1, 2):
        os.dup2(telling, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)  # as in a process that has read nothing yet
    operations = _count_operations(request.get("kill_at_operation"))
    if (size := request.get("largest_file")) is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    if (room := request.get("memory")) is not None:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + room, used + room))
    code = 70
    try:
        from pipelines.__main__ import main as skilltide

        code = skilltide(request["arguments"])
    except SystemExit as stop:
        code = int(stop.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        if request.get("count"):
            os.write(counting, str(operations()).encode())
        os._exit(code)


def _count_operations(kill_at: int | None) -> Callable[[], int]:
    """Count what changes the disk, and end the whole group just before the operation of that number."""
    count = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if writes or event in COUNTED:
            count += 1
            if count == kill_at:
                os.killpg(0, signal.SIGKILL)

    sys.addaudithook(hook)
    return lambda: count


if __name__ == "__main__":
    main()
