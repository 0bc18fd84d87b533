"""Lands the shared corpora and recorded boards, so that linking can be tried on real adverts.

Used by the tests of linking and by ``benchmarks/link.py``; nothing of the corpora is kept here.
"""

import gzip
import json
import tarfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import orjson

from pipelines.collect.importing import import_file, parse_mapping
from spiders.boards import Board
from spiders.failures import BoardFailure
from spiders.finding import find_spiders
from spiders.posting_checks import PostingChecks
from spiders.tally import Tally

READ_AT = datetime(2026, 11, 25, tzinfo=UTC)
HACKER_NEWS = "native_id=id,title=roles|text,company=company,location=location,description_text=text,posted_at=ts"
CHILE = (
    "native_id=ID,title=title,company=Buscado,location=Ubicación,description_text=text,posted_at=Fecha,"
    "employment_type_raw=Tipo"
)
CHINESE = "native_id=id,title=title,company=company,location=location,description_text=body,posted_at=created_at"
AI_ROLES = "native_id=job_id,title=title,company=company,location=location,description_text=description"
NEW_GRADUATES = "native_id=job_id,title=title,company=company,location=location,description_text=description"


def land_hacker_news(shared: Path, landing: Path, scratch: Path, years: Iterable[int] = (2018, 2019)) -> None:
    """Monthly hiring threads; the same companies write again each month."""
    for year in years:
        _import(shared / f"corpora/hn-hiring/{year}.jsonl.gz", "hn", landing, HACKER_NEWS)


def land_chile(shared: Path, landing: Path, scratch: Path) -> None:
    """A Chilean board's daily listing, in Spanish."""

    def rows() -> Iterator[dict[str, object]]:
        for path in sorted((shared / "corpora/chiletrabajos").glob("*.jsonl.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for row in map(json.loads, lines):
                    yield {
                        **{key: row.get(key) for key in ("ID", "Buscado", "Ubicación", "Fecha", "Tipo")},
                        "title": (row.get("titulo") or "").removeprefix("Trabajo "),
                        "text": row.get("descripción") or row.get("Descripción"),
                    }

    _import(_lines(scratch / "chile.jsonl", rows()), "chiletrabajos", landing, CHILE)


def land_chinese(shared: Path, landing: Path, scratch: Path) -> None:
    """Adverts in Chinese and English that name no employer."""

    def rows() -> Iterator[dict[str, object]]:
        for name, body in _members(shared / "corpora/chinese-2021-2024.tar.xz"):
            if name.endswith(".json"):
                issue = json.loads(body)
                if "raw_source" in issue:
                    yield {**issue["normalized"], **issue["raw_source"], "id": issue["raw_source"]["number"]}

    _import(_lines(scratch / "chinese.jsonl", rows()), "rebase", landing, CHINESE)


def land_ai_roles(shared: Path, landing: Path, scratch: Path) -> None:
    """Adverts of an aggregator, many employers."""

    def rows() -> Iterator[dict[str, object]]:
        for name, body in _members(shared / "corpora/ai-roles-2026-02.tar.xz"):
            if "/data_raw/" in name and name.endswith(".yaml"):
                yield _loose_yaml(body.decode())

    seen_at = datetime(2026, 2, 28, tzinfo=UTC)
    _import(_lines(scratch / "ai_roles.jsonl", rows()), "ai_roles", landing, AI_ROLES, seen_at)


def land_new_graduates(shared: Path, landing: Path, scratch: Path) -> None:
    """Weekly snapshots of a feed with many employers' boards."""
    for number, (name, body) in enumerate(_members(shared / "corpora/feed-newgrad-2026.tar.xz")):
        if number % 7 == 0 and name.endswith(".json"):
            taken = json.loads(body)
            seen_at = datetime.fromisoformat(taken["generated_at"])
            path = _lines(scratch / f"newgrad-{number}.jsonl", taken["jobs"])
            _import(path, "newgrad", landing, NEW_GRADUATES, seen_at)


def land_ashby(shared: Path, landing: Path, scratch: Path) -> None:
    """146 employers' whole boards on one day."""
    seen_at = datetime(2025, 10, 28, tzinfo=UTC)
    for name, body in _members(shared / "corpora/ashby-2025-10-28.tar.xz"):
        if name.endswith(".json"):
            _read("ashby", _board_name(Path(name).stem), body, landing, scratch, seen_at)


def land_recorded(shared: Path, landing: Path, scratch: Path) -> None:
    """Recorded boards, and the series of boards recorded several times."""
    recorded = shared / "recorded"
    for platform, name, file in (
        ("greenhouse", "stripe", "greenhouse/stripe-full.json"),
        ("ashby", "cursor", "ashby/cursor-full.json"),
        ("ashby", "etched", "ashby/etched.json"),
        ("lever", "matchgroup", "lever/matchgroup-full.json"),
    ):
        _read(platform, name, (recorded / file).read_bytes(), landing, scratch, datetime(2026, 8, 8, tzinfo=UTC))
    for platform in ("lever", "greenhouse"):
        for path in sorted((recorded / platform).glob("series-*.tar.xz")):
            for name, body in _members(path):
                if not name.endswith(".metadata.json"):
                    seen_at = datetime.strptime(Path(name).stem[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
                    _read(platform, _board_name(Path(name).parent.name), body, landing, scratch, seen_at)


CORPORA: dict[str, Callable[[Path, Path, Path], None]] = {
    "Hacker News 2018-2019": land_hacker_news,
    "Chilean board 2020-2021": land_chile,
    "Chinese board 2021-2024": land_chinese,
    "AI roles 2026-02": land_ai_roles,
    "new graduates' feed 2026": land_new_graduates,
    "Ashby boards 2025-10": land_ashby,
    "recorded boards 2026-08": land_recorded,
}


def link_corpora(shared: Path, data: Path) -> None:
    """Land, load, clean and link all of them into ``data/warehouse.duckdb``."""
    from pipelines.linking.run import link
    from pipelines.steps import _clean
    from warehouse.database import open_writer
    from warehouse.loading import load_landing

    scratch = data / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    for land in CORPORA.values():
        land(shared, data / "landing", scratch)
    with open_writer(data / "warehouse.duckdb") as connection:
        load_landing(connection, data / "landing")
        _clean(connection)
        link(connection, data / "links.toml")


def _import(path: Path, source: str, landing: Path, mapping: str | None, seen_at: datetime | None = None) -> None:
    import_file(
        path,
        source,
        landing,
        mapping=parse_mapping([mapping]) if mapping else None,
        read_at=READ_AT,
        snapshot_at=seen_at,
    )


def _read(platform: str, source: str, body: bytes, landing: Path, scratch: Path, seen_at: datetime) -> None:
    """Read a recorded answer with its platform's spider, in this process."""
    tally = Tally()
    checks = PostingChecks(tally)
    board = Board(name=source, platform=platform, token=source)
    try:
        parsed = find_spiders()[platform]().parse_body(board, body, "file:///recorded", tally)
        path = _lines(scratch / f"{source}.jsonl", (posting for posting in parsed if checks.accepts(posting)))
    except BoardFailure:
        return
    if path.stat().st_size:
        _import(path, source, landing, None, seen_at)


def _lines(path: Path, rows: Iterable[object]) -> Path:
    path.write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows))
    return path


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            if (handle := archive.extractfile(member)) is not None:
                yield member.name, handle.read()


def _loose_yaml(text: str) -> dict[str, str]:
    """``key: value`` lines, then a description; some of the files are not valid YAML."""
    head, _, description = text.partition("\ndescription:")
    pairs = (line.partition(":") for line in head.split("\n") if line[:1].isalpha())
    return {key: value.strip() for key, _, value in pairs} | {"description": description.removeprefix(" |")}


def _board_name(stem: str) -> str:
    return "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in unquote(stem).lower())
