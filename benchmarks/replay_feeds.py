"""Replays recorded boards and feeds run by run and prints how the life of their postings was read.

Boards: every step of the recorded series against its published key. Feeds: daily snapshots against the feed's own
record of first and last sight. Needs the shared recordings; says so where they are absent.
"""

import argparse
import io
import json
import tarfile
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import orjson
import yaml
from duckdb import DuckDBPyConnection

from pipelines.collect.judge import judge
from pipelines.collect.landing import CrawlRecord, keep, moment, read_records
from spiders.boards import Board
from spiders.failures import BoardFailure
from spiders.finding import find_spiders
from spiders.items import Location, Posting
from spiders.posting_checks import PostingChecks
from spiders.tally import Tally
from warehouse.database import open_writer
from warehouse.loading import load_landing
from warehouse.marts import build_marts

HOUSE = Path(__file__).resolve().parents[1]

SHARED = HOUSE.parent / "shared"
SERIES = ("greenhouse-impact", "greenhouse-luno", "lever-moo", "lever-theodo", "lever-yassir")
IGNORED = frozenset(
    {"updated_at", "offices", "descriptionPlain", "descriptionBodyPlain", "openingPlain", "additionalPlain"}
)
"""Fields whose change alone is no new content: stamps, twins in plain text, offices beside a stated place."""


@dataclass(frozen=True, slots=True)
class Run:
    """One recorded run: its moment, and the body it saw."""

    name: str
    at: datetime
    body: bytes


def runs_of(shared: Path, series: str) -> Iterator[Run]:
    """The runs of a recorded board in order; several may have seen the same body."""
    platform = series.split("-", 1)[0]
    with tarfile.open(shared / "recorded" / platform / f"series-{series}.tar.xz") as packed:
        files = {PurePosixPath(member.name).name: packed.extractfile(member) for member in packed if member.isfile()}
        content = {name: handle.read() for name, handle in files.items() if handle is not None}
    for name in sorted(content):
        if not name.endswith(".metadata.json"):
            continue
        told = orjson.loads(content[name])
        stem = name.removesuffix(".metadata.json")
        at = datetime.strptime(stem, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC, microsecond=0)
        yield Run(stem, at, content[told["raw_file"]])


def land_body(landing: Path, platform: str, source: str, run: Run) -> CrawlRecord:
    """Read one body with its spider, judge it by the board's history, and keep it."""
    spider, tally = find_spiders()[platform](), Tally()
    checks, board = PostingChecks(tally), Board(name=source, platform=platform, token=source)
    rows = io.BytesIO()
    try:
        for posting in spider.parse_body(board, run.body, f"https://{source}.example/", tally):
            if checks.accepts(posting):
                rows.write(orjson.dumps(posting, option=orjson.OPT_APPEND_NEWLINE))
    except BoardFailure as error:
        tally.fail(error.kind, str(error))
    return _land(landing, platform, source, run.at, tally, rows.getvalue())


def _land(landing: Path, platform: str, source: str, at: datetime, tally: Tally, rows: bytes) -> CrawlRecord:
    stats = tally.as_stats("finished", 0.0)
    verdict = judge(stats, 1, None, read_records(landing, source), observed_at=at)
    items = stats.pop("items")
    record = CrawlRecord(
        source=source, platform=platform, kind="crawl", observed_at=moment(at), verdict=verdict.verdict,
        failure=verdict.failure, reason=verdict.reason, postings=items, expect_min=1, stats=stats,
    )  # fmt: skip
    if verdict.verdict == "rejected":
        return keep(landing, record, None, at)
    lines = landing / f".{source}.lines"
    lines.write_bytes(rows)
    try:
        return keep(landing, record, lines, at)
    finally:
        lines.unlink()


def versions(connection: DuckDBPyConnection) -> dict[str, str]:
    """Current content of each posting."""
    return dict(connection.execute("select native_id, version_hash from store.posting_seen").fetchall())


@dataclass(frozen=True, slots=True)
class Step:
    """What one run changed, as the warehouse saw it."""

    run: str
    count: int
    added: set[str]
    removed: set[str]
    reappeared: set[str]
    changed: set[str]
    """Ids whose content has a new version."""
    wire_changed: set[str]
    """Ids whose record differs on the wire in anything."""
    unexplained: set[str]
    """Ids that differ on the wire in more than what is ignored, without a new version."""


def replay_series(
    shared: Path, series: str, folder: Path, only: Collection[str] | None = None
) -> tuple[list[Step], dict[str, Any]]:
    """Land and load the runs of a recorded board one by one, all or those named.

    Returns the steps, and a summary of what was concluded.
    """
    platform, board = series.split("-", 1)
    landing = folder / "landing"
    landing.mkdir(parents=True)
    steps: list[Step] = []
    before: set[str] = set()
    ever: set[str] = set()
    wire: dict[str, dict[str, Any]] = {}
    last = START
    with open_writer(folder / "warehouse.duckdb") as connection:
        hashes: dict[str, str] = {}
        for run in runs_of(shared, series):
            if only is not None and run.name not in only:
                continue
            record = land_body(landing, platform, board, run)
            load_landing(connection, landing)
            now = {
                name
                for (name,) in connection.execute(
                    "select native_id from store.posting_seen where last_seen = ?", [run.at.replace(tzinfo=None)]
                ).fetchall()
            }
            current, records = versions(connection), wire_records(run.body)
            kept = now & before
            differing = {name for name in kept if canonical(records[name]) != canonical(wire[name])}
            changed = {name for name in kept if current[name] != hashes[name]}
            meant = {name for name in differing if meaningful(records[name]) != meaningful(wire[name])}
            steps.append(
                Step(
                    run.name,
                    record.postings,
                    now - before,
                    before - now,
                    (now - before) & ever,
                    changed,
                    differing,
                    meant - changed,
                )
            )
            before, ever, hashes, wire, last = now, ever | now, current, wire | records, run.at
        build_marts(connection, last.date())
        status = connection.execute("select status, count(*) from posting_life group by all order by all").fetchall()
        kinds = connection.execute("select kind, count(*) from posting_change group by all order by all").fetchall()
        early = connection.execute(
            "select count(*) from posting_life where status = 'closed' and closed_by = 'absence' and absences < 3"
        ).fetchall()
        verdicts = connection.execute("select verdict, count(*) from crawl group by all order by all").fetchall()
    summary = {"status": dict(status), "changes": dict(kinds), "closed early": early[0][0], "verdicts": dict(verdicts)}
    return steps, summary


START = datetime(2000, 1, 1, tzinfo=UTC)


def wire_records(body: bytes) -> dict[str, dict[str, Any]]:
    """Records of a body by id."""
    document = orjson.loads(body)
    return {str(row["id"]): row for row in (document["jobs"] if isinstance(document, dict) else document)}


def canonical(value: Any) -> str:
    """A record without the order of its lists."""
    return json.dumps(_sorted(value), sort_keys=True)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(inner) for inner in value), key=lambda inner: json.dumps(inner, sort_keys=True))
    return value


def meaningful(record: dict[str, Any]) -> str:
    """What must make a new version when it changes: without stamps, twins, casing of the employer's name."""
    kept = {key: value for key, value in record.items() if key not in IGNORED}
    for key, value in kept.items():
        if isinstance(value, str):
            kept[key] = " ".join(value.split())
    if "company_name" in kept:
        kept["company_name"] = str(kept["company_name"]).strip().lower()
    return canonical(kept)


def land_snapshot(
    landing: Path, source: str, at: datetime, postings: list[Posting], history_matters: bool = True
) -> CrawlRecord:
    """Check, judge and keep one snapshot of a feed."""
    tally = Tally()
    checks = PostingChecks(tally)
    rows = b"".join(
        orjson.dumps(posting, option=orjson.OPT_APPEND_NEWLINE) for posting in postings if checks.accepts(posting)
    )
    return _land(landing, "feed", source, at, tally, rows)


def newgrad_days(shared: Path) -> Iterator[tuple[datetime, list[dict[str, Any]]]]:
    """The daily snapshots of the feed that keeps its own record of sightings."""
    with tarfile.open(shared / "corpora" / "feed-newgrad-2026.tar.xz") as packed:
        members = sorted((member for member in packed if member.name.endswith(".json")), key=lambda m: m.name)
        for member in members:
            at = datetime.strptime(PurePosixPath(member.name).stem, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            handle = packed.extractfile(member)
            if handle is not None:
                yield at, orjson.loads(handle.read())["jobs"]


def replay_newgrad(shared: Path, folder: Path, most_days: int | None = None) -> dict[str, Any]:
    """Land the rows that the feed itself had just seen, day by day; compare with its own first and last sight.

    The feed drops a posting from its file at its third absence, and crawls several times a day; its rows with an
    absence count are not sightings.
    """
    landing = folder / "landing"
    landing.mkdir(parents=True)
    key: dict[str, dict[str, Any]] = {}
    days = list(newgrad_days(shared))[:most_days]
    verdicts: Counter[str] = Counter()
    for at, rows in days:
        for row in rows:
            told = key.setdefault(row["job_id"], {"first": row["first_seen"]})
            told |= {"last": row["last_seen"], "in_file": at, "missing": row["consecutive_missing"]}
            told["first"] = min(told["first"], row["first_seen"])
            told["restarts"] = told.get("restarts", 0) + (
                row["first_seen"] != told.get("latest_first", row["first_seen"])
            )
            told["latest_first"] = row["first_seen"]
        postings = [
            Posting(
                source="newgrad", platform="feed", native_id=row["job_id"], title=row["title"], company=row["company"],
                description_text=row["description"] or None, posted_at=row["date_posted"] or None,
                posted_at_basis="published" if row["date_posted"] else None, url=row["application_url"] or None,
                locations=[Location(text=row["location"])] if row["location"] else [],
            )
            for row in rows if row["consecutive_missing"] == 0
        ]  # fmt: skip
        verdicts[land_snapshot(landing, "newgrad", at, postings).verdict] += 1
    end = days[-1][0]
    with open_writer(folder / "warehouse.duckdb") as connection:
        load_landing(connection, landing)
        build_marts(connection, end.date())
        rows = connection.execute(
            "select native_id, life.* exclude (posting_id) from posting_life as life "
            "join store.posting_seen using (posting_id)"
        )
        columns = [column[0] for column in rows.description]
        lives = {row[0]: dict(zip(columns, row, strict=True)) for row in rows.fetchall()}
        mass = connection.execute("from mass_disappearance").fetchall()
    return {"days": len(days), "verdicts": dict(verdicts), "mass": mass, **compare_newgrad(key, lives, end)}


def compare_newgrad(key: dict[str, dict[str, Any]], lives: dict[str, dict[str, Any]], end: datetime) -> dict[str, Any]:
    """How often first sight, last sight and status agree with the feed's own, and every kind of difference."""
    agree: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    for name, told in key.items():
        life = lives.get(name)
        if life is None:
            differ["never in a snapshot while seen (it vanished between two of our days)"] += 1
            continue
        first, last = _naive(told["first"]), _naive(told["last"])
        after = life["first_seen_after"] or _naive("2000-01-01T00:00:00Z")
        if after < first <= life["first_seen"]:
            agree["first seen"] += 1
        else:
            kind = "before our last listing without it" if first <= after else "after our first sight"
            differ[f"first seen: the feed's is {kind}"] += 1
        until = life["closed_before"] or end.replace(tzinfo=None) + timedelta(days=1)
        if life["last_seen"] <= last + timedelta(hours=24) and last < until + timedelta(hours=24):
            agree["last seen"] += 1
        else:
            differ["last seen: apart by more than a day"] += 1
        theirs = "closed" if told["in_file"] < end else "missing" if told["missing"] else "live"
        if theirs == life["status"]:
            agree["status"] += 1
        else:
            differ[
                f"status: {theirs} for the feed, {life['status']} here ({life['absences']} absences in our days)"
            ] += 1
    return {"postings": len(key), "agree": dict(agree), "differ": dict(differ)}


def _naive(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def replay_simplify(shared: Path, folder: Path, first: str, last: str, *, active_only: bool) -> dict[str, Any]:
    """Replay the list between two days (file names); what was read as held, and what as closed."""
    landing = folder / "landing"
    landing.mkdir(parents=True)
    verdicts: list[tuple[str, int, str, str | None]] = []
    end = START
    with tarfile.open(shared / "corpora" / "feed-simplify-newgrad.tar.xz") as packed:
        for member in sorted((m for m in packed if m.name.endswith(".json")), key=lambda m: m.name):
            name = PurePosixPath(member.name).stem
            handle = packed.extractfile(member)
            if not first <= name <= last or handle is None:
                continue
            end = datetime.fromisoformat(name).replace(tzinfo=UTC)
            rows = [
                row for row in orjson.loads(handle.read()) if not active_only or (row["active"] and row["is_visible"])
            ]
            postings = [
                Posting(
                    source="simplify", platform="feed", native_id=row["id"], title=row["title"].strip() or "untitled",
                    company=row["company_name"], posted_at=datetime.fromtimestamp(row["date_posted"], UTC).isoformat(),
                    posted_at_basis="published", locations=[Location(text=text) for text in row["locations"]],
                )
                for row in rows
            ]  # fmt: skip
            record = land_snapshot(landing, "simplify", end, postings)
            verdicts.append((name, record.postings, record.verdict, record.failure))
    return {"days": verdicts, **_conclude(folder, landing, end)}


def replay_usrse(shared: Path, folder: Path, every: int = 1) -> dict[str, Any]:
    """Replay the small board; a snapshot that cannot be read is a rejected crawl."""
    landing = folder / "landing"
    landing.mkdir(parents=True)
    verdicts: Counter[str] = Counter()
    end = START
    with tarfile.open(shared / "corpora" / "feed-usrse.tar.xz") as packed:
        members = sorted((m for m in packed if m.name.endswith(".yml")), key=lambda m: m.name)
        for number, member in enumerate(members):
            handle = packed.extractfile(member)
            body = handle.read() if handle else b""
            postings, problem = usrse_postings(body)
            if number % every and not problem:
                continue
            end = datetime.strptime(PurePosixPath(member.name).stem, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            if problem:
                tally = Tally()
                tally.fail("schema_change", problem)
                record = _land(landing, "feed", "usrse", end, tally, b"")
            else:
                record = land_snapshot(landing, "usrse", end, postings)
            verdicts[record.verdict if record.verdict == "accepted" else f"{record.verdict}: {record.failure}"] += 1
    return {"snapshots": sum(verdicts.values()), "verdicts": dict(verdicts), **_conclude(folder, landing, end)}


def usrse_postings(body: bytes) -> tuple[list[Posting], str | None]:
    """Postings of one snapshot, or why it cannot be read."""
    try:
        rows = yaml.load(body, Loader=yaml.CSafeLoader) or []
    except yaml.YAMLError as error:
        return [], f"invalid YAML: {str(error).splitlines()[0]}"
    postings = []
    for row in rows:
        url = row.get("url") or row.get("link")
        name = str(row.get("name") or row.get("title") or "").strip()
        if not url or not name:
            continue
        places = [Location(text=str(row["location"]))] if row.get("location") else []
        postings.append(
            Posting(source="usrse", platform="feed", native_id=str(url)[:500], title=name[:500], locations=places)
        )
    return postings, None


def _conclude(folder: Path, landing: Path, end: datetime) -> dict[str, Any]:
    with open_writer(folder / "warehouse.duckdb") as connection:
        load_landing(connection, landing)
        build_marts(connection, end.date())
        status = connection.execute(
            "select status, coalesce(closed_by, held_by), count(*) from posting_life group by all order by all"
        ).fetchall()
        mass = connection.execute(
            "select observed_at::varchar, postings_before, lost, returned, kind from mass_disappearance order by all"
        ).fetchall()
        ended = connection.execute(
            "select closed_before::date::varchar, count(*) from posting_life where closed_before is not null "
            "group by all order by count(*) desc, 1 limit 3"
        ).fetchall()
        relisted = connection.execute("select sum(relisted)::integer from posting_life").fetchall()
    return {"status": status, "mass": mass, "most closed on": ended, "relisted": relisted[0][0]}


def agrees(step: Step, told: dict[str, Any]) -> bool:
    """Whether a step equals its key; the first has none."""
    if "added" not in told:
        return step.count == told["n"]
    return (
        step.count == told["n"]
        and step.added == set(told["added"])
        and step.removed == set(told["removed"])
        and step.reappeared == set(told["reappeared"])
        and len(step.wire_changed) == told["changed_jobs"]
        and step.changed <= step.wire_changed
        and not step.unexplained
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared = parser.parse_args().shared
    if not shared.is_dir():
        print(f"{shared}: the shared recordings are not here; nothing to replay")
        return
    key = json.loads((shared / "recorded" / "SERIES.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for series in SERIES:
            steps, summary = replay_series(shared, series, folder / series)
            told = {step["snapshot"]: step for step in key[series]["steps"]}
            shown = [step for step in steps if step.run in told]
            equal = sum(agrees(step, told[step.run]) for step in shown)
            new = sum(len(step.changed) for step in steps)
            wire = sum(len(step.wire_changed) for step in steps)
            print(
                f"{series:18} {len(steps)} runs, {equal} of {len(shown)} states equal; {wire} changes on the wire, "
                f"{new} new versions; {summary}"
            )
        print("newgrad:", json.dumps(replay_newgrad(shared, folder / "newgrad"), indent=1, default=str))
        for active in (False, True):
            done = replay_simplify(shared, folder / f"simplify{active}", "2024-06-10", "2024-07-09", active_only=active)
            print(f"simplify, {'active rows' if active else 'all rows'}:", json.dumps(done, indent=1, default=str))
        print("usrse:", json.dumps(replay_usrse(shared, folder / "usrse"), indent=1, default=str))


if __name__ == "__main__":
    main()
