"""Linking on real adverts: labelled pairs, and the reposts of hiring threads beside a plain count."""

import csv
from pathlib import Path

import pytest

from benchmarks.hacker_news_reposts import linked, repeated_by_author
from tests.linking_corpora import link_corpora
from tests.linking_quality import PAIRS, measure
from warehouse.database import open_writer


def test_the_labelled_pairs_are_enough_and_hold_no_text() -> None:
    with PAIRS.open(newline="") as lines:
        pairs = list(csv.DictReader(lines))
    labelled = [pair for pair in pairs if pair["same"] in {"yes", "no"}]
    assert len(labelled) >= 600
    assert 0.25 < sum(pair["held_out"] == "yes" for pair in labelled) / len(labelled) < 0.4
    assert all(" " not in pair[name] for pair in pairs for name in ("native_id_a", "native_id_b"))


@pytest.mark.long
def test_labelled_pairs_are_joined_rightly(shared: Path, tmp_path: Path) -> None:
    link_corpora(shared, tmp_path)
    with open_writer(tmp_path / "warehouse.duckdb") as connection:
        found = {row.slice: row for row in measure(connection)}
        exact = {row.slice: row for row in measure(connection, "strict_vacancy_id")}
    print(*found.values(), sep="\n")
    assert found["all"].precision >= 0.98
    assert found["all"].recall >= 0.89
    assert found["corpus hn"].recall >= 0.9
    assert found["same title"].recall >= 0.95
    assert found["held out"].precision >= 0.96
    assert exact["all"].precision == 1


@pytest.mark.long
def test_reposts_in_hiring_threads_are_found(shared: Path, tmp_path: Path) -> None:
    repeated, _ = repeated_by_author(shared, 2019)
    ours = linked(shared, tmp_path, 2019)
    plain = sum(repeated.values()) / len(repeated)
    assert 0.2 <= plain <= 0.25
    alike = sum(again and score >= 0.8 for again, score in map(ours.__getitem__, repeated)) / len(repeated)
    assert plain - 0.01 <= alike <= plain + 0.05
    both = sum(ours[post][0] for post, again in repeated.items() if again) / sum(repeated.values())
    assert both >= 0.9
