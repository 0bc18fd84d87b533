"""Time, memory and size of the market report on invented markets of 0.1, 1 and 5 million openings.

    python benchmarks/report.py [--openings 100000 1000000 5000000] [--folder DIR]

Each market is a published copy filled by benchmarks/random_market.sql; texts are short, so it is smaller than a real
one. Time and memory are those of a process of its own, from its start to the last file. The goal, kept by exit code 1:
the default edition within 20 s and 3 MB on a million openings.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from pipelines import steps
from pipelines.config import read_config

TODAY = date(2026, 11, 9)
GOAL_SECONDS, GOAL_BYTES, GOAL_OPENINGS = 20.0, 3_000_000, 1_000_000
MEASURED = """
import json, re, sys, time
begun = time.perf_counter()
from datetime import date
from pathlib import Path
from reports.market.build import build_report
page = build_report(Path(sys.argv[1]), Path(sys.argv[2]), today=date.fromisoformat(sys.argv[3]))
seen = {"seconds": time.perf_counter() - begun, "busy": time.process_time(), "bytes": page.stat().st_size}
# Not getrusage: across an exec Linux carries the parent's peak over, and the parent has filled the market.
status = Path("/proc/self/status")
peak = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
print(json.dumps(seen | {"memory": int(peak[1]) * 1024 if peak else None}))
"""


def publish_random_market(folder: Path, openings: int) -> Path:
    """A published copy with so many openings: the schema of an empty market, filled by the SQL file."""
    config = read_config(data=folder, today=TODAY)
    steps.load(config)
    steps.build(config)
    published = steps.publish(config)
    with duckdb.connect(str(published)) as connection:
        connection.execute("set preserve_insertion_order = false; set memory_limit = '8GB'")
        connection.execute(f"set variable vacancies = {openings}")
        connection.execute((Path(__file__).parent / "random_market.sql").read_text(encoding="utf-8"))
        connection.execute("checkpoint")
    return published


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each size and print a line for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--openings", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    parser.add_argument("--folder", type=Path, help="where to put the markets (default: a temporary folder)")
    options = parser.parse_args(arguments)
    missed = False
    with tempfile.TemporaryDirectory() as temporary:
        for openings in options.openings:
            folder = (options.folder or Path(temporary)) / str(openings)
            begun = time.perf_counter()
            published = publish_random_market(folder, openings)
            made = time.perf_counter() - begun
            command = [sys.executable, "-c", MEASURED, str(published), str(folder / "reports"), TODAY.isoformat()]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            seen = json.loads(told.strip().splitlines()[-1])
            memory = f"{seen['memory'] / 1e6:,.0f} MB" if seen["memory"] else "an unknown amount"
            print(
                f"{openings:>9,} openings ({published.stat().st_size / 1e6:,.0f} MB, made in {made:.0f} s): report in "
                f"{seen['seconds']:.1f} s ({seen['busy']:.1f} s of processor), {memory} of memory, "
                f"page of {seen['bytes'] / 1e6:.2f} MB",
                flush=True,
            )
            if openings <= GOAL_OPENINGS:
                missed = missed or seen["seconds"] > GOAL_SECONDS or seen["bytes"] > GOAL_BYTES
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
