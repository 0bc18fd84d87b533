"""Links in the course of time: day by day as at once, after a kill, and by the user's own word."""

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import steps
from pipelines.linking import run
from pipelines.linking.corrections import CorrectionsError, read_names
from pipelines.linking.pairing import Comparer
from tests.linked_adverts import advert, body, edited, land, link_up, linked, market, openings, strict
from warehouse import link_index
from warehouse.database import open_writer
from warehouse.loading import load_landing


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_links_made_in_days_equal_links_made_at_once(tmp_path: Path, seed: int) -> None:
    adverts = market(seed)
    changed = [replace(one, description_text=body(50 + n)) for n, one in enumerate(adverts[:10])]
    random.Random(seed).shuffle(adverts)
    for day, first in enumerate(range(0, 120, 30)):
        land(tmp_path / "days/landing", adverts[first : first + 30], at=f"2026-08-{day + 1:02}")
        link_up(tmp_path / "days")
    land(tmp_path / "days/landing", changed, at="2026-08-10")
    days = link_up(tmp_path / "days")
    shutil.copytree(tmp_path / "days/landing", tmp_path / "once/landing")
    once = link_up(tmp_path / "once")
    assert once == days
    assert 10 < openings(once) < strict(once) < 120


def test_a_day_compares_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    land(
        tmp_path / "landing",
        [advert(n, title=f"Role {n}", description_text=edited(body(n % 9), 60)) for n in range(60)],
    )
    link_up(tmp_path)
    compared = []
    whole = Comparer.block_pairs
    monkeypatch.setattr(Comparer, "block_pairs", lambda self, texts: compared.append(len(texts)) or whole(self, texts))
    land(tmp_path / "landing", [advert(100, title="Role 7", description_text=body(7))], at="2026-08-25")
    with open_writer(tmp_path / "warehouse.duckdb") as connection:
        load_landing(connection, tmp_path / "landing")
        steps._clean(connection)
        assert run.link(connection, tmp_path / "links.toml") == 1
        assert run.link(connection, tmp_path / "links.toml") == 0
    assert compared == [2]


@pytest.mark.parametrize("step", ["store_block_pairs", "store_listed_pairs", "across_done", "store_links"])
def test_linking_that_is_killed_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    land(tmp_path / "landing", market(4))
    shutil.copytree(tmp_path / "landing", tmp_path / "peace/landing")
    expected = link_up(tmp_path / "peace")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(link_index, step, killed)
        with pytest.raises(KeyboardInterrupt):
            link_up(tmp_path)
    assert link_up(tmp_path) == expected


# The user's word.


def test_the_user_splits_and_joins_and_takes_it_back(tmp_path: Path) -> None:
    adverts = [advert(1), advert(2), advert(3, title="Data Wrangler", description_text=body(3)), advert(4)]
    plain = linked(tmp_path, adverts)
    assert openings(plain) == 2
    split = link_up(tmp_path, 'never = [["acme", "1", "acme", "2"]]')
    assert split["1"][0] != split["2"][0]
    assert openings(split) == 3
    joined = link_up(tmp_path, 'always = [["acme", "1", "acme", "3"]]')
    assert openings(joined) == 1
    assert "user" in {one[2] for one in joined.values()}
    assert strict(joined) == 2
    assert link_up(tmp_path, "") == plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("never = [[", "not TOML"),
        pytest.param("never = " + "[" * 3_000, "not TOML", id="lists in lists without end"),
        ('newer = [["a", "1", "a", "2"]]', "unknown key 'newer'"),
        ('never = [["a", "1", "a"]]', "write \\[source, id, other source, other id\\]"),
        ('never = "a"', "must be a list"),
        ('always = [["a", "1", "a", "1"]]', "twice"),
    ],
)
def test_a_wrong_correction_says_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "links.toml"
    path.write_text(text)
    with pytest.raises(CorrectionsError, match=said):
        read_names(path)


def test_a_correction_of_an_unknown_posting_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    linked(tmp_path, [advert(1)], 'never = [["acme", "1", "acme", "gone"]]')
    assert "no posting acme gone" in caplog.text
