"""Precision and recall of links against ``tests/linking/pairs.csv``, and the waterfall of each corpus.

The pairs were drawn before linking existed, stratified by corpus, likeness of the texts and equality of the titles, at
most three per employer and stratum, and labelled by reading titles, places and the differing words of both texts,
not the program's answer. "Same" means: the employer looks for the same role, in whatever place, with the same level
and demands; a hiring thread's comment that lists several roles is the same if it is the same standing advert. A third
of the pairs, by the hash of their ids, was not looked at while the rules were made.

The demands of two adverts in different places are not the same if each asks for years or a language that the other
does not; an advert that comes again in its place with other years is the same one, edited. By this, four of the six
pairs labelled "same" whose texts contradict each other were read again and labelled "no" on 2026-11-25 (three of them
were missed, the fourth was held out); before that, 52 such pairs had been labelled "no" and these six "yes".
"""

import csv
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np
from duckdb import DuckDBPyConnection

from pipelines.linking.pairing import read_signatures
from pipelines.linking.shingles import estimates

PAIRS = Path(__file__).parent / "linking" / "pairs.csv"
IMPORTS = ("hn", "chiletrabajos", "rebase", "ai_roles", "newgrad")


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts of labelled pairs of one slice."""

    slice: str
    joined_rightly: int
    joined_wrongly: int
    missed: int

    @property
    def precision(self) -> float:
        return self.joined_rightly / max(self.joined_rightly + self.joined_wrongly, 1)

    @property
    def recall(self) -> float:
        return self.joined_rightly / max(self.joined_rightly + self.missed, 1)

    def __str__(self) -> str:
        joined = self.joined_rightly + self.joined_wrongly
        there = self.joined_rightly + self.missed
        return (
            f"{self.slice:34} precision {self.precision:.3f} {interval(self.joined_rightly, joined)} "
            f"of {joined:3}  recall {self.recall:.3f} {interval(self.joined_rightly, there)} of {there:3}"
        )


def interval(k: int, n: int) -> str:
    """Wilson score interval at 95 % (Wilson 1927)."""
    if not n:
        return "[-, -]"
    z, share = 1.959964, k / n
    middle, half = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return f"[{(middle - half) / (1 + z * z / n):.3f}, {(middle + half) / (1 + z * z / n):.3f}]"


def measure(connection: DuckDBPyConnection, column: str = "vacancy_id") -> list[Measured]:
    """One row per slice; "all" comes first. ``column``: vacancy_id or strict_vacancy_id."""
    opening = _openings(connection, column)
    counts: Counter[tuple[str, bool, str]] = Counter()
    with PAIRS.open(newline="") as lines:
        for pair in csv.DictReader(lines):
            one, other = (pair["source_a"], pair["native_id_a"]), (pair["source_b"], pair["native_id_b"])
            joined = opening[one] == opening[other]
            counts.update((name, joined, pair["same"]) for name in _slices(pair))
    names = dict.fromkeys(name for name, _, _ in sorted(counts, key=lambda key: (key[0] != "all", key[0])))
    return [Measured(n, counts[n, True, "yes"], counts[n, True, "no"], counts[n, False, "yes"]) for n in names]


Stratum = tuple[str, str, str]
LIKENESS = (0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def weighted(connection: DuckDBPyConnection) -> tuple[float, float]:
    """Precision and recall over the pairs of one named employer, each label counting for its stratum's pairs."""
    opening = _openings(connection, "vacancy_id")
    with PAIRS.open(newline="") as lines:
        pairs = [row for row in csv.DictReader(lines) if row["same"] != "unsure" and row["stratum"] != "other employer"]
    labelled = Counter((row["corpus"], row["likeness_from"], row["stratum"]) for row in pairs)
    held = population(connection)
    right = joined = there = 0.0
    for row in pairs:
        stratum = row["corpus"], row["likeness_from"], row["stratum"]
        weight = held[stratum] / labelled[stratum]
        linked = opening[row["source_a"], row["native_id_a"]] == opening[row["source_b"], row["native_id_b"]]
        same = row["same"] == "yes"
        right, joined, there = right + weight * (linked and same), joined + weight * linked, there + weight * same
    return right / joined, right / there


def population(connection: DuckDBPyConnection) -> Counter[Stratum]:
    """How many pairs of postings of one named employer each stratum holds; likeness as the signatures estimate it."""
    listed = ", ".join(f"'{name}'" for name in IMPORTS)
    table = connection.sql(
        f"""
        select
            case when seen.source in ({listed}) then seen.source else 'boards' end as corpus,
            dense_rank() over (order by corpus, signed.employer) as employer,
            hash(cleaned.title_key) as title, signed.signature
        from store.link_index as signed
        join store.posting_seen as seen using (posting_id)
        join store.cleaned as cleaned using (posting_id)
        where cleaned.company_key is not null and signed.text_id <> 0
        order by employer
        """
    ).to_arrow_table()
    corpus, title = table["corpus"].to_pylist(), table["title"].to_numpy()
    signatures = read_signatures(table["signature"])
    found: Counter[Stratum] = Counter()
    ends = [*(np.flatnonzero(np.diff(table["employer"].to_numpy())) + 1).tolist(), len(title)]
    for row in range(len(title)):
        end = ends[bisect_right(ends, row)]
        near = estimates(signatures[row], signatures[row + 1 : end])
        alike = np.flatnonzero(near >= LIKENESS[0])
        steps = np.searchsorted(LIKENESS, near[alike], side="right") - 1
        same = title[row + 1 + alike] == title[row]
        for step, equal in zip(steps.tolist(), same.tolist(), strict=True):
            found[corpus[row], f"{LIKENESS[step]:.2f}", "same title" if equal else "other title"] += 1
    return found


def _openings(connection: DuckDBPyConnection, column: str) -> dict[tuple[str, str], int]:
    return {
        (source, native): found
        for source, native, found in connection.execute(
            f"select source, native_id, {column} from store.link join store.posting_seen using (posting_id)"
        ).fetchall()
    }


def waterfall(connection: DuckDBPyConnection) -> list[tuple[str, int, int, int, int]]:
    """Corpus, postings, readable or not, texts of any language of 400 characters, strict and default openings."""
    listed = ", ".join(f"'{name}'" for name in IMPORTS)
    return connection.execute(
        f"""
        select
            case when seen.source in ({listed}) then seen.source else 'boards' end as corpus,
            count(*),
            count(*) filter (where length(cleaned.text) >= 400),
            count(distinct link.strict_vacancy_id) filter (where length(cleaned.text) >= 400),
            count(distinct link.vacancy_id) filter (where length(cleaned.text) >= 400)
        from store.link as link
        join store.posting_seen as seen using (posting_id)
        join store.cleaned as cleaned using (posting_id)
        group by 1 order by 2 desc
        """
    ).fetchall()


def _slices(pair: dict[str, str]) -> Iterator[str]:
    yield "all"
    yield "held out" if pair["held_out"] == "yes" else "rules made on these"
    yield f"corpus {pair['corpus']}"
    yield pair["stratum"]
    yield "likeness 0.8 and more" if float(pair["likeness_from"]) >= 0.8 else "likeness 0.6 to 0.8"
