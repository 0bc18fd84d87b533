"""How fast and how frugal a crawl is, against bare Scrapy spiders that check, judge and pack nothing.

Everything runs here, against one loopback server that speaks Greenhouse's wire format:

* rate: postings per second of a whole crawl (spider, checks, cached pages, judge, landing; all its processes) and of
  bare spiders, in turns, process start included in all. Each bare spider downloads every board, eight at a time, and
  parses it with Scrapy's own ``response.json()``. What it does then makes three of them:

  - ``keeps``: hands each posting to Scrapy as an item and keeps them with Scrapy's JSON-lines feed, as a usual spider
    does. **The mark is against this one: at least 0.85, on the clock and by processor time**; the stretch is twice its
    rate. A crawl that keeps its postings can only be compared with one that does (docs/decisions.md);
  - ``yields``: the same without a feed, so that every item is thrown away;
  - ``counts``: only counts what it parsed and hands over nothing, so that Scrapy's work for items is left out too.

  The clock means something on an idle machine with two cores or more only (judge and landing work beside the spider);
* second crawl: bytes over the wire of an unchanged market, at least 10 times fewer;
* memory: highest resident set of the spider's process at 1,000, 10,000 and 100,000 postings.
"""

import argparse
import json
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[1]
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
MARK = b"BOARD"
PER_BOARD = 100
LEAST_RATIO, LEAST_SAVING = 0.85, 10
WORDS, LETTERS = 3_000, "eeeettaaoonnssrriilldhcumfpgwybvk"
SHARED_IN = 3
"""One paragraph of three says the same in all adverts of a board; bodies pack to about a fifth, as real ones do."""
BARE = """
import sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    found = 0
    async def start(self):
        for number in range(int(sys.argv[2])):
            yield scrapy.Request(f"{sys.argv[1]}/v1/boards/b{number}/jobs?content=true")
    def parse(self, response):
        jobs = response.json()["jobs"]
        Bare.found += len(jobs)
        return None if sys.argv[3] == "counts" else jobs

settings = {"LOG_LEVEL": "INFO", "TELNETCONSOLE_ENABLED": False, "DOWNLOAD_DELAY": 0, "DOWNLOAD_WARNSIZE": 0,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
if sys.argv[3] == "keeps":
    settings["FEEDS"] = {sys.argv[4]: {"format": "jsonlines"}}
process = AsyncCrawlerProcess(settings)
process.crawl(Bare)
process.start()
print(Bare.found)
"""


def texts(paragraphs: int) -> list[str]:
    """The text of each advert: paragraphs of about 120 characters, of words as uneven in frequency as a language's."""
    draw = random.Random(20261120)
    words = ["".join(draw.choices(LETTERS, k=draw.randint(2, 9))) for _ in range(WORDS)]
    often = [1 / rank for rank in range(1, WORDS + 1)]

    def paragraph() -> str:
        return f"&lt;p&gt;{' '.join(draw.choices(words, often, k=18)).capitalize()} &amp;amp; more.&lt;/p&gt;"

    shared = [paragraph() for _ in range(paragraphs)]
    return [
        "".join(shared[part] if part % SHARED_IN == 0 else paragraph() for part in range(paragraphs))
        for _ in range(PER_BOARD)
    ]


def board_body(paragraphs: int) -> bytes:
    """One board's list; ``MARK`` stands where its name belongs."""
    jobs = [
        {
            "id": f"BOARD{number}",
            "internal_job_id": number,
            "title": f"Rigger {number}",
            "absolute_url": f"https://job-boards.greenhouse.io/BOARD/jobs/{number}",
            "company_name": "BOARD Yard",
            "first_published": f"2026-{10 + number % 2}-{1 + number % 28:02}T09:00:00-04:00",
            "updated_at": "2026-11-18T09:00:00-04:00",
            "location": {"name": "Gdansk; Bergen"},
            "departments": [{"id": 1, "name": "Loft", "parent_id": None, "child_ids": []}],
            "offices": [{"id": 1, "name": "Baltic", "location": None, "parent_id": None, "child_ids": []}],
            "metadata": [{"id": 1, "name": "Employment Type", "value": "Full-time", "value_type": "single_select"}],
            "content": f"&lt;p&gt;Advert {number} of BOARD.&lt;/p&gt;{text}",
        }
        for number, text in enumerate(texts(paragraphs))
    ]
    return json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}).encode()


def serve(port_out: Connection, paragraphs: int) -> None:
    """Serve any number of boards, with ETags, until the process is ended."""
    template = board_body(paragraphs)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            parts = self.path.split("/")
            if len(parts) < 4 or parts[1] != "v1":
                self._send(404, b"", None)
                return
            tag = f'"{parts[3]}"'
            if self.headers.get("If-None-Match") == tag:
                self._send(304, b"", tag)
            else:
                self._send(200, template.replace(MARK, parts[3].encode()), tag)

        def _send(self, status: int, body: bytes, tag: str | None) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if tag:
                self.send_header("ETag", tag)
                self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    port_out.send(server.server_port)
    server.serve_forever()


def whole(origin: str, boards: int, folder: Path, day: int = 0) -> dict[str, Any]:
    """One crawl in a process of its own: seconds, postings, bytes, and the spider's highest resident set."""
    table = folder / "boards.toml"
    table.parent.mkdir(parents=True, exist_ok=True)
    rows = (f'b{n} = {{platform = "greenhouse", token = "b{n}", origin = "{origin}"}}\n' for n in range(boards))
    table.write_text("".join(rows), encoding="utf-8")
    started, spent = time.perf_counter(), processor_seconds()
    done = subprocess.run(
        [sys.executable, __file__, "--whole", str(folder), "--day", str(day)],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return {**told, "seconds": time.perf_counter() - started, "processor": processor_seconds() - spent}


def environment() -> dict[str, str]:
    """Of the measured processes: modules are compiled once, as everywhere but in some containers."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run_whole(folder: Path, day: int) -> None:
    """In the process of its own: crawl, and print what it took."""
    import resource

    from pipelines.collect.crawling import crawl
    from pipelines.config import Config
    from spiders.boards import read_boards

    table = folder / "boards.toml"
    config = Config(data=folder, boards=table, contact=None, hosts_in_parallel=1, observed_at=AT + timedelta(days=day))
    records = crawl(config, read_boards(table))
    doubtful = [f"{record.source}: {record.reason}" for record in records if record.verdict != "accepted"]
    if doubtful:
        raise SystemExit(f"{len(doubtful)} boards were not accepted: {doubtful[0]}")
    print(
        json.dumps(
            {
                "postings": sum(record.postings for record in records),
                "bytes": sum(record.stats["bytes"] for record in records),
                "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
                "parent_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def bare(origin: str, boards: int, way: str, folder: Path) -> dict[str, Any]:
    """One run of a bare spider: seconds on the clock and of the processor."""
    folder.mkdir(parents=True, exist_ok=True)
    started, spent = time.perf_counter(), processor_seconds()
    done = subprocess.run(
        [sys.executable, "-c", BARE, origin, str(boards), way, str(folder / "kept.jsonl")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        check=True,
    )
    if int(done.stdout) != boards * PER_BOARD:
        raise SystemExit(f"the bare spider found {done.stdout!r}, not {boards * PER_BOARD} postings")
    if way == "keeps" and (folder / "kept.jsonl").read_bytes().count(b"\n") != boards * PER_BOARD:
        raise SystemExit("the bare spider did not keep what it found")
    return {"seconds": time.perf_counter() - started, "processor": processor_seconds() - spent}


def processor_seconds() -> float:
    """Of all processes that were started here and have ended, and of those that they started."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rate(origin: str, boards: int, turns: int, folder: Path) -> float:
    """Print the rates; returns the lower of the two ratios, clock and processor, to the spider that keeps items."""
    ways = ("counts", "yields", "keeps")
    times: dict[str, list[dict[str, Any]]] = {name: [] for name in ("whole", *ways)}
    whole(origin, 1, folder / "warm")  # so that no turn has to compile what it imports
    for turn in range(turns):
        times["whole"].append(whole(origin, boards, folder / f"rate{turn}"))
        for way in ways:
            times[way].append(bare(origin, boards, way, folder / f"{way}{turn}"))
    postings = boards * PER_BOARD
    print(
        f"{postings:,} postings on {boards} boards, median of {turns} turns; postings per second, and the whole's ratio"
    )
    rates = {
        name: [postings / statistics.median(run[by] for run in runs) for by in ("seconds", "processor")]
        for name, runs in times.items()
    }
    ratios = {name: [of / to for of, to in zip(rates["whole"], rates[name], strict=True)] for name in rates}
    for name, (clock, processor) in rates.items():
        print(
            f"  {name if name == 'whole' else f'bare, {name}':14} {clock:8,.0f} on the clock, {ratios[name][0]:5.2f}"
            f" {processor:8,.0f} of processor time, {ratios[name][1]:5.2f}"
        )
    least = min(ratios["keeps"])
    print(f"  the lower ratio to the bare spider that keeps its items: {least:.2f} (at least {LEAST_RATIO})")
    return least


def second_crawl(origin: str, boards: int, folder: Path) -> float:
    """Print the bytes of two crawls of the same market; returns how many times fewer the second took."""
    first, second = whole(origin, boards, folder / "second"), whole(origin, boards, folder / "second", day=1)
    saving = float(first["bytes"] / max(1, second["bytes"]))
    print(f"bytes of bodies: first crawl {first['bytes']:,}, second {second['bytes']:,}, {saving:,.0f} times fewer")
    print(f"  postings {first['postings']:,} and {second['postings']:,}")
    return saving


def memory(origin: str, sizes: Sequence[int], folder: Path) -> None:
    """Print the highest resident set of the spider and of the process that judges and lands."""
    for size in sizes:
        told = whole(origin, size // PER_BOARD, folder / f"memory{size}")
        print(
            f"{size:8,} postings: spider {told['peak_mb']:6.1f} MB, judge and landing {told['parent_mb']:6.1f} MB,"
            f" {told['seconds']:6.1f} s"
        )


def main() -> None:
    """Run all three, or what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boards", type=int, default=100, help="boards of 100 postings for the rates (100)")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--paragraphs", type=int, default=25, help="of about 120 characters in each advert (25)")
    parser.add_argument("--most", type=int, default=100_000, help="postings of the largest crawl for memory (100,000)")
    parser.add_argument("--whole", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--day", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.whole:
        run_whole(options.whole, options.day)
        return
    context = multiprocessing.get_context("spawn")
    port_in, port_out = context.Pipe()
    server = context.Process(target=serve, args=(port_out, options.paragraphs), daemon=True)
    server.start()
    origin = f"http://127.0.0.1:{port_in.recv()}"
    print(f"{os.cpu_count()} cores, {sys.version.split()[0]}")
    try:
        with tempfile.TemporaryDirectory() as temporary:
            ratio = rate(origin, options.boards, options.turns, Path(temporary))
            saving = second_crawl(origin, options.boards, Path(temporary))
            memory(origin, [size for size in (1_000, 10_000, 100_000) if size <= options.most], Path(temporary))
    finally:
        server.terminate()
        server.join()
    if ratio < LEAST_RATIO or saving < LEAST_SAVING:
        raise SystemExit(f"too slow or too greedy: ratio {ratio:.2f} (at least {LEAST_RATIO}), saving {saving:.0f}")


if __name__ == "__main__":
    main()
