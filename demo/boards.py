"""The market's board table, in the form of ``boards.toml``: the sound boards, and those that are broken on purpose."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from demo.reading import Source, read_table

FOUND_BY = {"sitemap": "/{key}/sitemap.xml", "list": "/{key}/jobs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenBoard:
    """``fault`` is what stands in the board's place; ``failure`` what a careful reader calls it."""

    key: str
    name: str
    platform: str
    fault: str
    failure: str


@cache
def read_broken_boards() -> dict[str, BrokenBoard]:
    """The broken boards by name."""
    return {key: BrokenBoard(key=key, **row) for key, row in read_table("faults").items()}


def board_table(sources: dict[str, Source], origin: str) -> str:
    """The table as TOML text, for a market that is served at ``origin``."""
    rows = [_row(key, source, origin) for key, source in sources.items()]
    for key, board in read_broken_boards().items():
        token = f"/{key}/sitemap.xml" if board.platform == "job_pages" else key
        rows.append(_table(key, platform=board.platform, token=token, company=board.name, origin=origin))
    return "\n".join(rows)


def _row(key: str, source: Source, origin: str) -> str:
    if source.platform == "hacker_news":
        # Its paths name no board, so each thread stands under a prefix of its own.
        return _table(key, platform=source.platform, token=source.quirk, origin=f"{origin}/{key}")
    token = FOUND_BY[source.quirk].format(key=key) if source.platform == "job_pages" else key
    return _table(key, platform=source.platform, token=token, company=source.owner.name, origin=origin)


def _table(key: str, **values: Any) -> str:
    lines = "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())
    return f"[{key}]\n{lines}"
