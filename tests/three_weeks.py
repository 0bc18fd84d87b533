"""Three weeks of a market through Prefect's flows, time passed in: ``python -m tests.three_weeks FOLDER``.

Daily refreshes and weekly reports against the server that PREFECT_API_URL names. One board is broken throughout, on
one day every host is down, and on another a board posts all its adverts anew. Prints the runs, as the server knows
them, and what is published at the end; the last line is JSON.
"""

import json
import os
import sys
import urllib.request
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import orjson

from tests.fake_boards import Reply
from tests.torture.commands import BOARDS, Market, jobs_of

FIRST = date(2026, 8, 3)
DAYS = 21
OUTAGE, REPOSTED = 9, 14


def main(folder: Path) -> None:
    from pipelines.flows import refresh, report

    data, begun = str(folder / "data"), datetime.now(UTC)
    with Market(folder) as market:
        for number in range(DAYS):
            day = (FIRST + timedelta(days=number)).isoformat()
            _list(market, number)
            refresh(data=data, boards=str(folder / "boards.toml"), today=day, return_state=True)
            if number % 7 == 6:
                report(data=data, today=day, return_state=True)
    _tell(folder, begun)


def _list(market: Market, number: int) -> None:
    for board in range(BOARDS):
        jobs = list(jobs_of(board, number // 3, 1000 if board == 0 and number >= REPOSTED else 0))
        reply = Reply(orjson.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}))
        market.boards.replies[f"/v1/boards/maker{board}/jobs"] = [Reply("down", 503) if number == OUTAGE else reply]


def _tell(folder: Path, begun: datetime) -> None:
    ours = {"flow_runs": {"start_time": {"after_": begun.isoformat()}}}
    runs = _ask("flow_runs", {"sort": "START_TIME_ASC", "limit": 200, **ours})
    for run in runs:
        print(
            f"{run['name']:70} {run['state']['type']:10} {run['state']['name']:10} {run['state']['message'] or ''}"[
                :150
            ]
        )
    artifacts = Counter(artifact["key"] for artifact in _ask("artifacts", {"limit": 200, **ours}))
    with duckdb.connect(str(folder / "data" / "published" / "skilltide.duckdb"), read_only=True) as connection:
        verdicts = dict(connection.execute("select verdict, count(*) from crawl group by all").fetchall())
        numbers = connection.execute(
            "select (select count(*) from posting), (select count(*) from vacancy), "
            "(select count(*) from posting where source = 'maker0'), "
            "(select count(distinct vacancy_id) from posting_vacancy join posting using (posting_id) "
            "where source = 'maker0')"
        ).fetchone()
    pages = sorted(page.parent.name for page in folder.glob("data/reports/*/index.html"))
    states = Counter(f"{run['state']['type']}/{run['state']['name']}" for run in runs)
    told = {"states": states, "artifacts": artifacts, "crawls": verdicts, "numbers": numbers, "reports": len(pages)}
    print(json.dumps(told))


def _ask(what: str, body: dict[str, Any]) -> Any:
    url = f"{os.environ['PREFECT_API_URL']}/{what}/filter"
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  loopback
        return json.loads(answer.read())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
