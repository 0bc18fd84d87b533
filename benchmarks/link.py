"""Links a million postings, then a day of 5,000 on top, and says what each took.

The postings are the corpora's and recorded boards', repeated: each advert stands at five invented employers (every
fifth word is the employer's own, so that their texts are not alike), at each once as it is, once in another place,
once again a month later with a word in sixty changed, and once with every ninth word changed.

    python benchmarks/link.py [--postings 1000000] [--shared ../shared] [--data DIR]

Each part runs in a process of its own; peak is that process's largest resident memory, DuckDB included.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[1]
EMPLOYERS = 5
VERSIONS = 4
NEW = 5_000
PART = 5_000


def main() -> None:
    """Run the parts and print a table."""
    options = _options()
    if options.part:
        print(json.dumps(_part(options)))
        return
    if not (options.shared / "corpora").is_dir():
        sys.exit(f"{options.shared}: the corpora are not here; give --shared")
    with tempfile.TemporaryDirectory() as scratch:
        data = options.data or Path(scratch)
        print(f"{'part':28} {'postings':>10} {'seconds':>9} {'cpu':>9} {'per s':>8} {'peak GB':>8}", flush=True)
        for part in ("land", "make", "link", "nothing new", "add", "link the day"):
            command = [sys.executable, __file__, "--part", part, "--data", str(data), "--shared", str(options.shared)]
            done = subprocess.run(
                [*command, "--postings", str(options.postings)], capture_output=True, text=True, check=False
            )
            if done.returncode:
                sys.exit(done.stderr)
            said = json.loads(done.stdout.splitlines()[-1])
            rate = said["postings"] / said["seconds"]
            print(
                f"{part:28} {said['postings']:>10,} {said['seconds']:>9.1f} {said['cpu']:>9.1f} {rate:>8,.0f} "
                f"{said['peak']:>8.2f} {said.get('note', '')}",
                flush=True,
            )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--shared", type=Path, default=HOUSE.parent / "shared")
    parser.add_argument("--data", type=Path, help="keep the warehouse here (default: a temporary folder)")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    return parser.parse_args()


def _part(options: argparse.Namespace) -> dict[str, Any]:
    begun, cpu = time.monotonic(), time.process_time()
    run = {"land": _land, "make": _make, "add": _add}.get(options.part, _link)
    said = run(options)
    return said | {
        "seconds": time.monotonic() - begun,
        "cpu": time.process_time() - cpu,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def _land(options: argparse.Namespace) -> dict[str, Any]:
    """Load and clean the corpora into ``base.duckdb``."""
    from pipelines.steps import _clean
    from tests.linking_corpora import CORPORA
    from warehouse.database import open_writer
    from warehouse.loading import load_landing

    scratch = options.data / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    for land in CORPORA.values():
        land(options.shared, options.data / "landing", scratch)
    with open_writer(options.data / "base.duckdb") as connection:
        load_landing(connection, options.data / "landing")
        return {"postings": _clean(connection)}


def _make(options: argparse.Namespace) -> dict[str, Any]:
    """Repeat them into ``warehouse.duckdb``."""
    copies = EMPLOYERS * VERSIONS
    return {"postings": _write(options, range(copies), 0, options.postings)}


def _add(options: argparse.Namespace) -> dict[str, Any]:
    """A day: adverts of a sixth employer each, and some of the others again."""
    each = NEW // 4
    made = _write(options, [EMPLOYERS * VERSIONS], 10**12, each * 2)
    made += _write(options, [0], 2 * 10**12, each)
    made += _write(options, [2], 3 * 10**12, each)
    return {"postings": made}


def _link(options: argparse.Namespace) -> dict[str, Any]:
    from pipelines.linking.run import link
    from warehouse.database import open_writer

    with open_writer(options.data / "warehouse.duckdb") as connection:
        signed = link(connection, options.data / "links.toml")
        ((rows, openings, strict),) = connection.execute(
            "select count(*), count(distinct vacancy_id), count(distinct strict_vacancy_id) from store.link"
        ).fetchall()
    note = f"{signed:,} signed; {rows:,} postings, {strict:,} strict, {openings:,} openings"
    return {"postings": signed or rows, "note": note}


def _write(options: argparse.Namespace, copies: Any, offset: int, wanted: int) -> int:
    import pyarrow as pa

    from warehouse.database import open_writer

    written = 0
    with open_writer(options.data / "warehouse.duckdb") as connection:
        connection.execute(f"attach '{options.data / 'base.duckdb'}' as base (read_only)")
        for copy in copies:
            for rows in _base(connection, wanted - written):
                part = pa.Table.from_pylist([_copy(row, copy, offset) for row in rows])
                connection.register("part", part)
                connection.execute(
                    "insert into store.posting_seen select posting_id, source, 'import', posting_id::varchar, true, "
                    "first_seen, first_seen, 1, version_hash from part"
                )
                connection.execute(
                    "insert into store.posting_version (posting_id, version_hash, title, first_seen) "
                    "select posting_id, version_hash, title, first_seen from part"
                )
                connection.execute(
                    "insert into store.cleaned (posting_id, version_hash, rules, title, company, company_key, "
                    "title_key, text, text_key, posted_on, date_basis, location_raw) select posting_id, version_hash, "
                    "'bench', title, company, company_key, title_key, text, text_key, posted_on, 'published', "
                    "location_raw from part"
                )
                connection.unregister("part")
                written += part.num_rows
            if written >= wanted:
                break
    return written


def _base(connection: Any, wanted: int) -> Iterator[list[dict[str, Any]]]:
    ((total,),) = connection.execute("select count(*) from base.store.cleaned").fetchall()
    for first in range(0, min(total, wanted), PART):
        yield (
            connection.sql(
                "select seen.source, seen.first_seen, cleaned.* from base.store.cleaned as cleaned "
                "join base.store.posting_seen as seen using (posting_id) order by posting_id "
                "limit $limit offset $first",
                params={"limit": min(PART, wanted - first), "first": first},
            )
            .to_arrow_table()
            .to_pylist()
        )


def _copy(row: dict[str, Any], copy: int, offset: int) -> dict[str, Any]:
    from datetime import timedelta

    from pipelines.linking.keys import text_key

    employer, version = divmod(copy, VERSIONS)
    words = (row["text"] or "").split(" ")
    words[4::5] = [f"{word}{employer}" for word in words[4::5]]
    every = {2: 60, 3: 9}.get(version)
    if every:
        words[2::every] = [f"{word}x{version}" for word in words[2::every]]
    text = " ".join(words)
    day = row["posted_on"] or row["first_seen"].date()
    name = row["company_key"]
    return {
        "posting_id": (row["posting_id"] // 64) * 64 % (1 << 62) + copy + offset,
        "version_hash": "v",
        "source": row["source"],
        "first_seen": row["first_seen"],
        "title": row["title"],
        "company": f"{row['company']} {employer}" if name else None,
        "company_key": f"{name}{employer}" if name else None,
        "title_key": row["title_key"],
        "text": text,
        "text_key": text_key(text),
        "posted_on": day + timedelta(days=30) if version == 2 else day,
        "location_raw": f"{row['location_raw']} {version}" if version == 1 else row["location_raw"],
    }


if __name__ == "__main__":
    main()
