"""Puts crawls into a landing folder by hand: which postings a board listed when, and what the judge said."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from pipelines.collect.landing import CrawlRecord, keep, moment


def posting(source: str, native_id: str, **values: Any) -> dict[str, Any]:
    """One line of a landing file; what is not given is absent."""
    return {"source": source, "platform": "greenhouse", "native_id": native_id, "title": f"Job {native_id}", **values}


def land(
    landing: Path,
    source: str,
    at: datetime,
    ids: Iterable[str | Mapping[str, Any]],
    *,
    verdict: str = "accepted",
    stats: Mapping[str, Any] | None = None,
    kind: str = "crawl",
    archive: bool = False,
) -> CrawlRecord:
    """Keep one crawl of ``source``; ``ids`` are native ids, or whole lines."""
    rows = [posting(source, entry) if isinstance(entry, str) else dict(entry) for entry in ids]
    lines = landing / f".{source}.lines"
    landing.mkdir(parents=True, exist_ok=True)
    lines.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    record = CrawlRecord(
        source=source,
        platform="greenhouse",
        kind=kind,
        observed_at=moment(at),
        verdict=verdict,
        failure=None if verdict == "accepted" else "drop",
        postings=len(rows),
        archive=archive,
        stats=dict(stats or {}),
    )
    try:
        return keep(landing, record, None if verdict == "rejected" else lines, at)
    finally:
        lines.unlink()
