"""Cleaning: postings a second on one core, beside what most projects do (BeautifulSoup and a few regular expressions).

Two ratios: HTML to text alone, where both do the same work, and everything, where the usual way does far less: it
names no language, place, role or key, masks nobody and takes the first sum for pay.

Runs on invented adverts, or on real ones in our own landing form, plain or gzipped:

    python benchmarks/clean.py [LANDING.jsonl[.gz] …] [--postings 3000] [--rounds 3]

Rates are of processor time, as the machine may be shared; the rounds of both are interleaved.
"""

import argparse
import gzip
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from selectolax.lexbor import LexborHTMLParser

from pipelines.cleaning import clean_batch
from pipelines.cleaning.batch import READ
from pipelines.cleaning.html_text import body_text

BATCH = 1_000
CITIES = [
    "Berlin, Germany",
    "San Francisco, CA",
    "Remote (US)",
    "Lyon, France",
    "London",
    "Toronto, Canada; New York, NY",
    "Bengaluru",
]
TITLES = [
    "Software Engineer",
    "Registered Nurse",
    "Account Executive",
    "Data Scientist",
    "LKW-Fahrer (m/w/d)",
    "Chef de projet",
]
SENTENCES = [
    "You bring 3+ years of experience in a similar position and a degree in a related field.",
    "This is a hybrid role with three days a week in our office.",
    "The salary range for this position is $90,000 - $120,000 a year.",
    "Founded 20 years ago, we raised $50 million last year and grow in Europe.",
    "Contact: Robin Example, robin@example.org, +49 30 1234567.",
]
PLAIN = [
    "We make parts that last and a place where people like to work.",
    "Our customers trust us with what matters to them, in every season.",
    "You plan your own tasks, talk to those who use what we make, and improve it step by step.",
    "Together with the team you keep our tools in good order and write down what others must know.",
]
TELLING = 0.12
"""Share of sentences that speak of pay, place, years, degrees or people, as in real adverts."""


def invented(count: int) -> Iterator[dict[str, Any]]:
    """Adverts of about 4 kB as HTML."""
    draw = random.Random(7)
    for number in range(count):
        drawn = (draw.choice(SENTENCES if draw.random() < TELLING else PLAIN) for _ in range(45))
        said = "".join(f"<li>{sentence} ({draw.randrange(10_000)})</li>" for sentence in drawn)
        yield {
            "title": f"{draw.choice(['Senior ', '', 'Junior '])}{draw.choice(TITLES)} {number % 97}",
            "description_html": f"<h2>About us</h2><p>{draw.choice(SENTENCES)}</p><ul>{said}</ul>",
            "locations": [{"text": draw.choice(CITIES)}],
            "posted_at": "2026-08-20T10:00:00Z",
            "company": f"Maker {number % 40}",
        }


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Postings of a landing file."""
    content = path.read_bytes()
    lines = gzip.decompress(content) if path.suffix == ".gz" else content
    return (json.loads(line) for line in lines.splitlines())


def asked(purpose: str) -> tuple[list[dict[str, Any]], int]:
    """The postings and the number of rounds that the command line asks for."""
    parser = argparse.ArgumentParser(description=purpose, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("landing", type=Path, nargs="*")
    parser.add_argument("--postings", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    postings = [posting for path in options.landing for posting in read(path)] or list(invented(options.postings))
    random.Random(1).shuffle(postings)
    return postings[: options.postings], options.rounds


def as_batches(postings: list[dict[str, Any]]) -> list[pa.Table]:
    """Arrow batches with the columns that cleaning reads."""
    place = ("text", "city", "region", "country", "postal_code", "latitude", "longitude")
    texts = [name for name in READ if name not in {"posting_id", "locations", "first_seen"}]
    schema = pa.schema(
        [
            ("posting_id", pa.int64()),
            ("locations", pa.list_(pa.struct([(name, pa.string()) for name in place]))),
            ("first_seen", pa.timestamp("us")),
            *((name, pa.string()) for name in texts),
        ]
    )
    missing = {"source": "bench", "platform": "bench", "version_hash": "1"}
    rows = [dict.fromkeys(READ) | missing | posting | {"posting_id": number} for number, posting in enumerate(postings)]
    return [pa.Table.from_pylist(rows[first : first + BATCH], schema=schema) for first in range(0, len(rows), BATCH)]


def usual(batch: pa.Table) -> int:
    """What most projects do: BeautifulSoup's text and a regular expression for each field."""
    found = 0
    for (html, plain), title in zip(_bodies(batch), batch.column("title").to_pylist(), strict=True):
        text = _soup(html or plain or "")
        found += bool(re.search(r"\$\s?(\d{2,3}(?:,\d{3})*)(?:k)?\s*[-–]\s*\$?\s?(\d{2,3}(?:,\d{3})*)", text))
        found += bool(re.search(r"(\d+)\+?\s*(?:-\s*\d+)?\s*years?", text, re.I))
        found += bool(re.search(r"\b(remote|hybrid|on-?site)\b", text, re.I))
        found += bool(re.search(r"bachelor|master|ph\.?d", text, re.I))
        found += bool(re.search(r"senior|junior|lead|manager|intern", title or "", re.I))
        found += bool(re.search(r"[\w.+-]+@[\w-]+\.\w+", text))
    return found


def text(batch: pa.Table) -> int:
    """HTML to text, one line a paragraph or list entry."""
    return sum(len(body_text(*body).text) for body in _bodies(batch))


def usual_text(batch: pa.Table) -> int:
    """The same by BeautifulSoup."""
    return sum(len(_soup(html or plain or "")) for html, plain in _bodies(batch))


def parser_alone(batch: pa.Table) -> int:
    """What no cleaning of HTML can be faster than."""
    return sum(len(LexborHTMLParser(html or "").text()) for html in batch.column("description_html").to_pylist())


def _bodies(batch: pa.Table) -> Iterator[tuple[str | None, str | None]]:
    columns = (batch.column(name).to_pylist() for name in ("description_html", "description_text"))
    return zip(*columns, strict=True)


def _soup(html: str) -> str:
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "html.parser").get_text("\n")


WORK: dict[str, Callable[[pa.Table], object]] = {
    "everything": clean_batch,
    "BeautifulSoup and regular expressions": usual,
    "HTML to text": text,
    "HTML to text by BeautifulSoup": usual_text,
    "parser alone": parser_alone,
}


def forget() -> None:
    """Empties what cleaning remembers of repeated strings: else a second round would only look the first up."""
    modules = [module for name, module in sys.modules.items() if name.startswith("pipelines.cleaning")]
    for remembered in {each for module in modules for each in vars(module).values() if hasattr(each, "cache_clear")}:
        if remembered.cache_parameters()["maxsize"] is not None:  # tables of rules stay
            remembered.cache_clear()


def rate(work: Callable[[pa.Table], object], batches: list[pa.Table]) -> float:
    """Postings per second of processor time."""
    forget()
    begin = time.process_time()
    for batch in batches:
        work(batch)
    return sum(batch.num_rows for batch in batches) / (time.process_time() - begin)


def main() -> None:
    """Print the medians and their ratios."""
    postings, rounds = asked(__doc__)
    batches = as_batches(postings)
    size = sum(len(posting.get("description_html") or posting.get("description_text") or "") for posting in postings)
    clean_batch(batches[0].slice(0, 20))  # tables are read and expressions compiled once per process
    rates: dict[str, list[float]] = {name: [] for name in WORK}
    for _ in range(rounds):
        for name, work in WORK.items():
            rates[name].append(rate(work, batches))
    print(f"{len(postings):,} postings of {size / len(postings):,.0f} characters, medians of {rounds} rounds, one core")
    for name, seen in rates.items():
        print(f"{name:40} {statistics.median(seen):8,.0f} postings/s   ({', '.join(f'{each:,.0f}' for each in seen)})")
    middle = {name: statistics.median(seen) for name, seen in rates.items()}
    ratio = middle["HTML to text"] / middle["HTML to text by BeautifulSoup"]
    print(f"{'HTML to text, times BeautifulSoup':40} {ratio:8.1f}")
    ratio = middle["everything"] / middle["BeautifulSoup and regular expressions"]
    print(f"{'everything, ratio to BeautifulSoup':40} {ratio:8.1f}")


if __name__ == "__main__":
    main()
