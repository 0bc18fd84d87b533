"""Runs the benchmarks at a size for every day and writes ``benchmarks/results.md``: machine, versions, ratios.

    python benchmarks/run_all.py [--check] [--only NAME …]

Only ratios of one run are compared, since rates move with the machine. ``--check`` fails where a ratio is below its
mark; it is meant for a person at an idle machine, not for CI. A benchmark whose data is not here is skipped by name.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIBRARIES = ("duckdb", "pyarrow", "scrapy", "selectolax", "ahocorasick-rs", "pandas", "prefect")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio that a benchmark prints: ``pattern`` finds it in the output, ``mark`` is the least it may be."""

    benchmark: str
    name: str
    pattern: str
    mark: float


ARGUMENTS = {
    "clean": ["--postings", "1500", "--rounds", "3"],
    "crawl": ["--boards", "30", "--turns", "1", "--most", "10000"],
    "extract": ["--adverts", "2000", "--whole-machine"],
    "link": ["--postings", "20000"],
    "marts": ["--hits", "1000000"],
    "report": ["--openings", "50000"],
    "scaling": ["--postings", "300000"],
}
"""Sizes for every day, about a minute each on an idle core; each takes its full size from its own command line."""
LONGEST = 600
"""Seconds after which a benchmark is ended and told as such."""
RATIOS = (
    Ratio("clean", "HTML to text, to BeautifulSoup", r"HTML to text, times BeautifulSoup\s+([\d.]+)", 5.0),
    Ratio("crawl", "crawl to a bare spider that keeps its items", r"that keeps its items: ([\d.]+)", 0.85),
    Ratio("crawl", "bytes: first crawl to an unchanged second", r"([\d,]+) times fewer", 10.0),
    Ratio("extract", "matching alone to a trie-shaped expression", r"matching is ([\d.]+) x", 3.5),
    Ratio("extract", "extraction: two processes to one", r"two processes:.* ([\d.]+) x one", 1.8),
    Ratio("scaling", "extraction of batches: two cores to one", r'"two cores to one": ([\d.]+)', 1.6),
    Ratio("scaling", "the same: Dask, one of two workers killed, to one core", r'killed to one core": ([\d.]+)', 0.6),
)
"""Marks are for an idle machine with two cores or more."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail where a ratio is below its mark")
    parser.add_argument("--only", nargs="+", choices=sorted(ARGUMENTS), default=sorted(ARGUMENTS))
    options = parser.parse_args()
    outputs = {name: _run(name) for name in options.only}
    rows = [(ratio, _found(ratio, outputs[ratio.benchmark][0])) for ratio in RATIOS if ratio.benchmark in outputs]
    page = _page(rows, outputs)
    (HERE / "results.md").write_text(page, encoding="utf-8")
    print(page)
    low = [ratio.name for ratio, found in rows if found is None or found < ratio.mark]
    if options.check and low:
        print(f"below their marks: {', '.join(low)}", file=sys.stderr)
        return 1
    return 0


def _run(name: str) -> tuple[str, float]:
    """What a benchmark printed (its error where it failed), and how many seconds it took."""
    begun = time.monotonic()
    print(f"running {name} …", file=sys.stderr)
    command = [sys.executable, str(HERE / f"{name}.py"), *ARGUMENTS[name]]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parent, timeout=LONGEST)
    except subprocess.TimeoutExpired as late:
        told = late.stdout.decode(errors="replace").strip() if isinstance(late.stdout, bytes) else ""
        return f"{told}\ndid not end within {LONGEST} s".strip(), time.monotonic() - begun
    output = done.stdout.strip()
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        output = f"{output}\ndid not run to its end: {last[:300]}".strip()
    return output, time.monotonic() - begun


def _found(ratio: Ratio, output: str) -> float | None:
    found = re.search(ratio.pattern, output)
    return float(found[1].replace(",", "")) if found else None


def _page(rows: list[tuple[Ratio, float | None]], outputs: dict[str, tuple[str, float]]) -> str:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    lines = [
        "# Results of `make bench`",
        "",
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()};",
        f"{versions}.",
        f"Load average at the end {load}; above the number of cores times say little, and ratios are too low.",
        "",
        "| ratio | found | mark | |",
        "|---|---|---|---|",
    ]
    for ratio, found in rows:
        told = "not found" if found is None else f"{found:.2f}"
        verdict = "" if found is not None and found >= ratio.mark else "below its mark"
        lines.append(f"| {ratio.name} | {told} | {ratio.mark:g} | {verdict} |")
    for name, (output, seconds) in outputs.items():
        lines += ["", f"## {name} ({seconds:.0f} s)", "", "```text", output, "```"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
