"""Measures the cleaned fields of the marked postings: exact agreement with a reader, with 95 % intervals.

python -m tests.fields.measure [SHARED] [--errors FIELD]
"""

import argparse
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.cleaning import clean_batch
from pipelines.cleaning.place_names import name_key
from tests.fields.recordings import rows

MARKS = Path(__file__).parent / "marked.jsonl"
GROUPS = ("seen", "held out", "fresh", "newest")
"""seen: looked at while the rules were mended; held out: not; fresh: marked after the rules were written; newest: drawn
and marked after fresh had been used for mending."""
FIELDS = ("place", "remote", "pay", "role", "level", "dates")
SAME_CITY = {"koln": "cologne", "montreal": "montreal", "frankfurt am main": "frankfurt", "new york": "new york city"}
ZONES = {"EUROPE": "EU", "EMEA": "EU"}
Row = dict[str, Any]


@dataclass(slots=True)
class Score:
    """Agreements of one field."""

    right: int = 0
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def note(self, agrees: bool, what: str) -> None:
        self.asked += 1
        self.right += agrees
        if not agrees:
            self.wrong.append(what)

    def __str__(self) -> str:
        low, high = wilson(self.right, self.asked)
        return f"{self.right}/{self.asked} = {self.right / max(1, self.asked):.1%} ({low:.1%} to {high:.1%})"


def wilson(right: int, asked: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not asked:
        return 0.0, 1.0
    z, share = 1.959964, right / asked
    middle = share + z * z / (2 * asked)
    reach = z * math.sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    return (middle - reach) / (1 + z * z / asked), (middle + reach) / (1 + z * z / asked)


def marks() -> list[Row]:
    """What the reader marked."""
    return [json.loads(line) for line in MARKS.read_text(encoding="utf-8").splitlines()]


def cleaned(shared: Path) -> Iterator[tuple[Row, Row]]:
    """Each mark with its cleaned posting; a file is cleaned as one batch, as a board's postings are."""
    by_file: dict[str, dict[str, Row]] = {}
    for mark in marks():
        by_file.setdefault(mark["file"], {})[mark["id"]] = mark
    for file, wanted in by_file.items():
        found: dict[str, Row] = {}
        for row in rows(shared, file):
            if row["native_id"] in wanted:
                found.setdefault(row["native_id"], row)  # a listing may hold an advert on several days
        table = pa.Table.from_pylist(
            [{**row, "posting_id": number} for number, row in enumerate(found.values())], schema=raw_schema()
        )
        for mark_id, row in zip(found, clean_batch(table).to_pylist(), strict=True):
            yield wanted[mark_id], row


def raw_schema() -> pa.Schema:
    """Types of the columns that cleaning reads."""
    place = pa.struct(
        [(name, pa.string()) for name in "text city region country postal_code latitude longitude".split()]
    )
    texts = (
        "version_hash source platform title company description_html description_text remote_raw employment_type_raw"
        " posted_at posted_at_basis language_raw updated_at level_raw salary_raw"
        " salary_min salary_max salary_currency salary_period"
    )
    return pa.schema(
        [
            ("posting_id", pa.int64()),
            *((name, pa.string()) for name in texts.split()),
            ("locations", pa.list_(place)),
            ("first_seen", pa.timestamp("us")),
        ]
    )


def place_names(row: Row) -> set[str]:
    """A cleaned posting's places as the marks write them."""
    names = set()
    for place in row["places"]:
        if place["kind"] == "city":
            key = name_key(place["city"])
            names.add(f"{SAME_CITY.get(key, key)}/{place['country']}")
        elif place["kind"] == "region":
            names.add(f"@{place['region_code']}")
        else:
            names.add("@" + (place["country"] or ZONES.get(place["zone"], place["zone"])))
    return names


def marked_names(names: list[str]) -> set[str]:
    found = set()
    for name in names:
        if name.startswith("@"):
            found.add(name)
            continue
        city, country = name.rsplit("/", 1)
        found.add(f"{SAME_CITY.get(name_key(city), name_key(city))}/{country}")
    return found


def pay_agrees(row: Row, marked: list[list[Any]]) -> bool:
    """Amounts of every stated pay equal; currency and period too where the mark gives them."""
    if len(row["pay"]) != len(marked):
        return False
    for low, high, currency, period in marked:
        if not any(
            (pay["low"], pay["high"]) == (low, high)
            and currency in {None, pay["currency"]}
            and period in {None, pay["period"]}
            for pay in row["pay"]
        ):
            return False
    return True


def measure(shared: Path) -> dict[str, dict[str, Score]]:
    """Scores by group and field. ``pay stated``: of those that state any; ``pay invented``: of those that do not."""
    groups = {group: {name: Score() for name in (*FIELDS, "pay stated", "pay invented")} for group in GROUPS}
    for mark, row in cleaned(shared):
        scores = groups[mark["group"]]
        which = f"{mark['file']} {mark['id']} {row['title'][:70]!r}"
        places = place_names(row)
        scores["place"].note(
            any(places == marked_names(each) for each in mark["places"]), f"{which} {places} not {mark['places']}"
        )
        scores["remote"].note(row["remote"] in mark["remote"], f"{which} {row['remote']} not {mark['remote']}")
        pays = [(pay["low"], pay["high"], pay["currency"], pay["period"], pay["basis"]) for pay in row["pay"]]
        agrees = pay_agrees(row, mark["pay"])
        scores["pay"].note(agrees, f"{which} {pays} not {mark['pay']}")
        scores["pay stated" if mark["pay"] else "pay invented"].note(agrees, f"{which} {pays} not {mark['pay']}")
        for name in ("role", "level"):
            if mark[name] is not None:
                scores[name].note(row[name] in mark[name], f"{which} {row[name]} not {mark[name]}")
        dated = (row["posted_on"].isoformat() if row["date_basis"] != "first_seen" else None, row["date_basis"])
        scores["dates"].note(dated == (mark["posted_on"], mark["date_basis"]), f"{which} {dated}")
    return groups


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).parents[3] / "shared")
    parser.add_argument("--errors", choices=FIELDS, help="show what is wrong in a field")
    parser.add_argument("--group", choices=GROUPS, default="seen", help="of which postings (default: those seen)")
    options = parser.parse_args()
    groups = measure(options.shared)
    print(f"| field | {' | '.join(GROUPS)} | all |\n|---|{'---|' * (len(GROUPS) + 1)}")
    for name in groups[GROUPS[0]]:
        scores = [groups[group][name] for group in GROUPS]
        total = Score(sum(score.right for score in scores), sum(score.asked for score in scores))
        print(f"| {name} | {' | '.join(map(str, (*scores, total)))} |")
    for wrong in groups[options.group][options.errors].wrong if options.errors else ():
        print(wrong)


if __name__ == "__main__":
    main()
