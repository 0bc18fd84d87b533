"""The journal of runs: one line when a run begins, one when it ends. A run that was killed has no second line.

Written only by the process that holds the directory's lock, so that lines never mix.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

JOURNAL = "runs.jsonl"
READ_BYTES = 1 << 18
"""How much of the journal's end is read: some thousand runs."""
LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what it was, when it began and ended (ISO 8601, UTC), and how.

    ``outcome`` is done, failed, stopped (by a person or the system), running, or killed: no end was written although
    nobody works here any more.
    """

    what: str
    begun: str
    process: int
    ended: str | None
    outcome: str
    error: str | None


def note_begin(data: Path, what: str, at: datetime) -> str:
    """Write the beginning of a run; returns the name of the run for ``note_end``."""
    name = f"{at:%Y%m%dT%H%M%S}-{os.getpid()}"
    _append(data, {"run": name, "what": what, "begun": at.isoformat(), "process": os.getpid()})
    return name


def note_end(data: Path, name: str, at: datetime, error: BaseException | None = None) -> None:
    """Write the end of a run; ``error`` is what ended it, if anything did."""
    outcome = "done" if error is None else "failed" if isinstance(error, Exception) else "stopped"
    told = f"{type(error).__name__}: {error}"[:LONGEST_ERROR] if error is not None else None
    _append(data, {"run": name, "ended": at.isoformat(), "outcome": outcome, "error": told})


def read_runs(data: Path, *, at_work: bool) -> Sequence[Run]:
    """The runs of the journal's end, oldest first; ``at_work`` tells whether a process holds the lock now.

    A line that a full disk or a power cut left half-written is passed over.
    """
    begun: dict[str, dict[str, object]] = {}
    for line in _last_lines(data / JOURNAL):
        try:
            told = orjson.loads(line)
            begun.setdefault(str(told["run"]), {}).update(told)
        except (orjson.JSONDecodeError, KeyError, TypeError):
            continue
    known = [told for told in begun.values() if "begun" in told]
    known = [told for told in known if str(told.get("process")).isdecimal()]
    return [_run(told, at_work=at_work and place == len(known)) for place, told in enumerate(known, 1)]


def _run(told: dict[str, object], *, at_work: bool) -> Run:
    ended, error = told.get("ended"), told.get("error")
    return Run(
        what=str(told.get("what")),
        begun=str(told["begun"]),
        process=int(str(told["process"])),
        ended=str(ended) if ended else None,
        outcome=str(told.get("outcome") or ("running" if at_work else "killed")),
        error=str(error) if error else None,
    )


def _last_lines(path: Path) -> list[bytes]:
    if not path.exists():
        return []
    with path.open("rb") as journal:
        size = journal.seek(0, os.SEEK_END)
        journal.seek(max(0, size - READ_BYTES))
        lines = journal.read().splitlines()
    return lines[1:] if size > READ_BYTES else lines


def _append(data: Path, line: dict[str, object]) -> None:
    # The line break stands first as well: what a cut-off write left behind must not swallow this line.
    with (data / JOURNAL).open("ab") as journal:
        journal.write(b"\n" + orjson.dumps(line) + b"\n")
        journal.flush()
        os.fsync(journal.fileno())
