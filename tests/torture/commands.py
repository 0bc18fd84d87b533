"""The steps that are put to the torture: how each is run, and what must be the same after it, whatever happened."""

import gzip
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import orjson

from tests.fake_boards import FakeBoards, Reply

HOUSE = Path(__file__).parents[2]
FIRST_DAY, SECOND_DAY = "2026-08-24", "2026-08-25"
NEXT_MONTH = "2026-09-25"
BOARDS, OPENINGS = 4, 15
COSTS = {"requests", "bytes"}
"""Columns of ``crawl`` that a page cache changes."""
KILLED = -9


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended; ``said`` is all it wrote."""

    code: int
    said: str
    seconds: float
    operations: int


class Starter:
    """A warm process that runs commands in forks of itself; ends with its ``with`` block."""

    def __enter__(self) -> "Starter":
        command = [sys.executable, "-m", "tests.torture.warm_starter"]
        self.process = subprocess.Popen(
            command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert self._answer() == {"ready": True}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        self.process.wait(30)

    def begin(self, *arguments: str, **fault: Any) -> None:
        """Ask for a run without waiting for it; ``end`` gives its answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"arguments": list(arguments), **fault}) + "\n")

    def end(self) -> Ended:
        return Ended(**self._answer())

    def run(self, *arguments: str, **fault: Any) -> Ended:
        """Run a command; ``fault``: kill_after (seconds), kill_at_operation, largest_file or memory (bytes)."""
        self.begin(*arguments, **fault)
        return self.end()

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its command, the exit code in peace, and what to compare once it is done."""

    name: str
    arguments: Callable[[Path], Sequence[str]]
    code: int
    outcome: Callable[[Path], Mapping[str, str]]

    def command(self, data: Path) -> list[str]:
        return [*self.arguments(data), "--data", str(data)]


def landed(data: Path) -> dict[str, str]:
    """Every landing file: the postings of data files, and the records without what a clock or a cache decides."""
    found = {}
    for path in sorted(data.glob("landing/*/*")):
        name = path.relative_to(data).as_posix()
        assert not path.name.startswith("."), f"{name}: remains of a killed run"
        if path.suffix == ".json":
            values = orjson.loads(path.read_bytes())
            values["stats"] = {key: values["stats"].get(key) for key in ("filled", "dropped", "error_kind", "content")}
            found[name] = digest(orjson.dumps(values, option=orjson.OPT_SORT_KEYS))
        else:
            found[name] = digest(gzip.decompress(path.read_bytes()))
    return found


def stored(data: Path) -> dict[str, str]:
    """The content of every table of the warehouse."""
    with duckdb.connect(str(data / "warehouse.duckdb"), read_only=True) as connection:
        return contents(connection)


def published(data: Path) -> dict[str, str]:
    """The content of every published relation, in the database and as Parquet."""
    with duckdb.connect(str(data / "published" / "skilltide.duckdb"), read_only=True) as connection:
        found = contents(connection)
    for path in sorted((data / "published" / "parquet").iterdir()):
        assert path.suffix == ".parquet", path
        rows = duckdb.sql(f"from '{path}'").fetchall()
        found[path.name] = digest("\n".join(sorted(map(repr, rows))).encode())
    return found


def reported(data: Path) -> dict[str, str]:
    """The bytes of every file of the reports; hidden ones are what killed reports left, see ``compact``."""
    found = sorted((data / "reports").rglob("*"))
    files = (path for path in found if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(data).as_posix(): digest(path.read_bytes()) for path in files}


def kept(data: Path) -> dict[str, str]:
    """The bytes of every file of landing."""
    return {path.relative_to(data).as_posix(): digest(path.read_bytes()) for path in sorted(data.glob("landing/*/*"))}


def contents(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    tables = connection.execute("select schema_name, table_name from duckdb_tables() where not temporary").fetchall()
    found = {}
    for schema, name in sorted(tables):
        columns = [
            row[0] for row in connection.execute(f'describe {schema}."{name}"').fetchall() if row[0] not in COSTS
        ]
        listed = ", ".join(f'"{column}"' for column in columns)
        rows = connection.execute(f'select {listed} from {schema}."{name}"').fetchall()
        found[f"{schema}.{name}"] = digest("\n".join(sorted(map(repr, rows))).encode())
    return found


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _crawl(data: Path) -> list[str]:
    return ["crawl", "--boards", str(data.parent / "boards.toml"), "--today", SECOND_DAY]


def _import(data: Path) -> list[str]:
    columns = "native_id=ref,title=title,company=firm,description_text=text,posted_at=day"
    return ["import", str(data.parent / "agency.csv"), "--source", "agency", "--map", columns, "--today", SECOND_DAY]


STEPS = (
    Step("crawl", _crawl, 3, landed),
    Step("import", _import, 0, landed),
    Step("load", lambda data: ["load"], 0, stored),
    Step("build", lambda data: ["build", "--today", SECOND_DAY], 0, stored),
    Step("publish", lambda data: ["publish"], 0, published),
    Step("report", lambda data: ["report", "--today", SECOND_DAY], 0, reported),
    Step("rebuild", lambda data: ["rebuild", "--today", SECOND_DAY], 0, published),
    Step("compact", lambda data: ["compact", "--today", NEXT_MONTH], 0, kept),
)


class Market:
    """Boards on loopback over two days; on the second some adverts are gone, some new, some changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.boards = FakeBoards({"/v1/boards/gone/jobs": Reply("<html><title>Just a moment...</title></html>", 403)})

    def __enter__(self) -> "Market":
        self.boards.__enter__()
        names = [*(f"maker{number}" for number in range(BOARDS)), "gone"]
        row = '{0} = {{platform = "greenhouse", token = "{0}", origin = "{1}"}}\n'
        table = "".join(row.format(name, self.boards.origin) for name in names)
        (self.folder / "boards.toml").write_text(table)
        rows = [
            f"{n},Clerk {n},Office {n % 3},{'We keep books in Excel. ' * 25},2026-08-0{n % 9 + 1}" for n in range(12)
        ]
        (self.folder / "agency.csv").write_text("\n".join(["ref,title,firm,text,day", *rows]))
        self.set_day(0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.boards.__exit__(kind, error, trace)

    def set_day(self, day: int) -> None:
        """Change what the boards list; ``day`` counts from 0."""
        for number in range(BOARDS):
            jobs = list(jobs_of(number, day))
            body = orjson.dumps({"jobs": jobs, "meta": {"total": len(jobs)}})
            self.boards.replies[f"/v1/boards/maker{number}/jobs"] = [Reply(body)]


def jobs_of(board: int, day: int, reposted: int = 0) -> Iterator[dict[str, object]]:
    """What a board lists on a day; ``reposted`` is added to every identity: the same adverts, posted anew."""
    skills = ("Python and SQL", "Kubernetes and Terraform", "patient care and triage")
    for place in range(2 * day, OPENINGS + 3 * day):
        edit = f"<p>Day {day} brought a better text.</p>" if day and place % 5 == 0 else ""
        body = f"<h3>Requirements</h3><ul><li>{skills[place % 3]}</li></ul>{edit}" + "<p>We make good things. </p>" * 25
        yield {
            "id": 100 * board + place + reposted,
            "internal_job_id": 100 * board + place + reposted,
            "title": f"Opening {place}",
            "absolute_url": f"https://example.org/jobs/{board}/{place}",
            "location": {"name": "Lyon, France"},
            "content": body.replace("<", "&lt;").replace(">", "&gt;"),
            "first_published": "2026-08-20T10:00:00-04:00",
            "updated_at": "2026-08-21T10:00:00-04:00",
            "company_name": f"Maker {board}",
        }
