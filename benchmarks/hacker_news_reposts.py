"""How many of a year's hiring posts repeat an earlier one: by linking, and by a plain count beside it.

The plain count knows what linking does not, the author of each post, and nothing else: a post repeats an earlier
one of its author, at most 62 days older, if the Jaccard index of their five-word shingles is at least 0.8. Both
read the same posts. Linking sees the employer's name as a language model wrote it down, and the text.

    python benchmarks/hacker_news_reposts.py [--shared ../shared] [--year 2019]
"""

import argparse
import gzip
import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
REACH = 62 * 86_400


def repeated_by_author(shared: Path, year: int) -> tuple[dict[str, bool], dict[str, str]]:
    """Post id → whether it repeats an earlier post of its author; and its month."""
    posts = []
    for part in (year - 1, year):
        with gzip.open(shared / f"corpora/hn-hiring/{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
            posts += [json.loads(line) for line in lines]
    posts.sort(key=lambda post: post["ts"])
    earlier: dict[str, list[tuple[int, frozenset[tuple[str, ...]]]]] = defaultdict(list)
    repeated, month = {}, {}
    for post in posts:
        words = post["text"].split()
        shingles = frozenset(zip(*(words[shift:] for shift in range(5)), strict=False))
        near = [other for ts, other in earlier[post["author"]] if post["ts"] - ts <= REACH]
        if post["thread_month"].startswith(str(year)):
            identity = str(post["id"])
            month[identity] = post["thread_month"][:7]
            repeated[identity] = any(len(shingles & other) / max(len(shingles | other), 1) >= 0.8 for other in near)
        earlier[post["author"]].append((post["ts"], shingles))
    return repeated, month


def linked(shared: Path, data: Path, year: int) -> dict[str, tuple[bool, float]]:
    """Post id → whether linking gives it to an earlier opening, and the likeness this rests on."""
    from pipelines.linking.run import link
    from pipelines.steps import _clean
    from tests.linking_corpora import land_hacker_news
    from warehouse.database import open_writer
    from warehouse.loading import load_landing

    land_hacker_news(shared, data / "landing", data, (year - 1, year))
    with open_writer(data / "warehouse.duckdb") as connection:
        load_landing(connection, data / "landing")
        _clean(connection)
        link(connection, data / "links.toml")
        rows = connection.execute(
            "select native_id, vacancy_id <> posting_id, score "
            "from store.link join store.posting_seen using (posting_id)"
        ).fetchall()
    return {native: (again, score) for native, again, score in rows}


def main() -> None:
    """Print both shares by month."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=HOUSE.parent / "shared")
    parser.add_argument("--year", type=int, default=2019)
    options = parser.parse_args()
    if not (options.shared / "corpora").is_dir():
        sys.exit(f"{options.shared}: the corpora are not here; give --shared")
    repeated, month = repeated_by_author(options.shared, options.year)
    with tempfile.TemporaryDirectory() as folder:
        ours = linked(options.shared, Path(folder), options.year)
    counts: Counter[tuple[str, str]] = Counter()
    for identity, again in repeated.items():
        found, score = ours.get(identity, (False, 0.0))
        for where in (month[identity], "year"):
            counts[where, "posts"] += 1
            counts[where, "author"] += again
            counts[where, "linked"] += found
            counts[where, "alike"] += found and score >= 0.8
            counts[where, "both"] += again and found
    print(f"{'month':8} {'posts':>6} {'same author, 0.8':>17} {'linked, 0.8':>12} {'linked':>7} {'of them linked':>15}")
    for where in sorted({where for where, _ in counts}):
        posts = counts[where, "posts"]
        author, alike, found = (counts[where, what] / posts for what in ("author", "alike", "linked"))
        both = counts[where, "both"] / max(counts[where, "author"], 1)
        print(f"{where:8} {posts:>6,} {author:>17.1%} {alike:>12.1%} {found:>7.1%} {both:>15.1%}")


if __name__ == "__main__":
    main()
