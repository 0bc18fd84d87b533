"""One opening counted once: what is folded, what is kept apart, and that the order of arrival does not matter."""

import random
import shutil
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import orjson
import pytest

from pipelines import steps
from pipelines.cleaning.employers import employer_key, employer_name, name_rules
from pipelines.collect.landing import CrawlRecord, keep, moment
from pipelines.config import Config, read_config
from pipelines.linking import run
from pipelines.linking.agencies import agency_name, client_phrase
from pipelines.linking.asked import asked, contradict
from pipelines.linking.corrections import CorrectionsError, read_names
from pipelines.linking.graph import components, kept_apart
from pipelines.linking.keys import text_key, title_key
from pipelines.linking.pairing import Comparer
from pipelines.linking.shingles import Shingler, bands, estimates, likeness, signature
from pipelines.linking.titles import title_words
from spiders.items import Location, Posting
from warehouse import link_index
from warehouse.database import open_writer
from warehouse.loading import load_landing

TODAY = "2026-08-24"
WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("n", "r", "l", "st", "rk", "mp")]

Linked = dict[str, tuple[Any, ...]]


def body(seed: int, words: int = 160) -> str:
    """An invented text; two seeds have next to nothing in common."""
    chance = random.Random(seed)
    text = [chance.choice(WORDS) for _ in range(words)]
    return "About the work. " + ". ".join(" ".join(text[at : at + 8]) for at in range(0, words, 8)) + "."


def edited(text: str, every: int) -> str:
    """The text with one word in ``every`` replaced."""
    words = text.split(" ")
    words[3::every] = ["changed" for _ in words[3::every]]
    return " ".join(words)


def advert(number: int, day: str = "2026-08-03", *, place: str | None = "Lyon, France", **changes: Any) -> Posting:
    """An advert of our own making."""
    values: dict[str, Any] = {
        "source": "acme",
        "platform": "import",
        "native_id": str(number),
        "title": "Data Engineer",
        "company": "Acme GmbH",
        "url": f"https://example.org/{number}",
        "description_text": body(1),
        "locations": [Location(text=place)] if place else [],
        "posted_at": day,
        "posted_at_raw": day,
        "posted_at_basis": "published",
    }
    return Posting(**{**values, **changes})


def land(landing: Path, adverts: Sequence[Posting], *, at: str = "2026-08-24", archive: bool = True) -> None:
    """Put adverts into landing, as history or (``archive=False``) as what stood there on a day."""
    seen_at = datetime.combine(date.fromisoformat(at), datetime.min.time(), UTC)
    for source in sorted({one.source for one in adverts}):
        mine = [one for one in adverts if one.source == source]
        landing.mkdir(parents=True, exist_ok=True)
        lines = landing.parent / "lines.jsonl"
        lines.write_bytes(b"".join(orjson.dumps(asdict(one)) + b"\n" for one in mine))
        record = CrawlRecord(
            source=source,
            platform="import",
            kind="import",
            observed_at=moment(seen_at),
            verdict="accepted",
            postings=len(mine),
            archive=archive,
            stats={"content": str(random.Random(len(mine)).random())},
        )
        keep(landing, record, lines, seen_at)


def link_up(data: Path, corrections: str | None = None) -> Linked:
    """Load, clean and link; native id (with the source in front, if it is not acme) → its link."""
    if corrections is not None:
        (data / "links.toml").write_text(corrections)
    with open_writer(data / "warehouse.duckdb") as connection:
        load_landing(connection, data / "landing")
        steps._clean(connection)
        run.link(connection, data / "links.toml")
        return links(connection)


def links(connection: duckdb.DuckDBPyConnection) -> Linked:
    """Native id (with the source in front, if it is not acme) → opening, strict opening, basis, score, probable."""
    rows = connection.execute(
        "select case when seen.source = 'acme' then '' else seen.source || ' ' end || seen.native_id, vacancy_id, "
        "strict_vacancy_id, basis, score, probable from store.link join store.posting_seen as seen using (posting_id)"
    ).fetchall()
    return {name: tuple(rest) for name, *rest in rows}


def linked(tmp_path: Path, adverts: Sequence[Posting], corrections: str | None = None, **how: Any) -> Linked:
    """The links of these adverts."""
    land(tmp_path / "landing", adverts, **how)
    return link_up(tmp_path, corrections)


def openings(found: Linked) -> int:
    """Different openings."""
    return len({one[0] for one in found.values()})


def strict(found: Linked) -> int:
    """Different openings by the strict count."""
    return len({one[1] for one in found.values()})


# What is one opening.


def test_everything_three_times_is_counted_once(tmp_path: Path) -> None:
    once = [advert(n, title=f"Role {'abcdefgh'[n]}", description_text=body(n)) for n in range(8)]
    copies = [replace(one, native_id=f"{copy}-{one.native_id}", url=f"u{copy}") for copy in range(3) for one in once]
    found = linked(tmp_path, copies)
    assert (len(found), openings(found), strict(found)) == (24, 8, 8)


def test_a_month_copied_into_the_next_is_no_new_demand(tmp_path: Path) -> None:
    july = [advert(n, "2026-06-10", title=f"Role {'abcdefgh'[n]}", description_text=body(n)) for n in range(8)]
    august = [replace(one, native_id=f"again {one.native_id}", posted_at="2026-07-10") for one in july]
    august += [advert(99, "2026-07-11", title="Role z", description_text=body(99))]
    config = read_config(data=tmp_path, today=TODAY)
    land(config.landing, [*july, *august])
    steps.load(config)
    steps.build(config)
    with open_writer(config.warehouse) as connection:
        rows = connection.execute(
            "select strftime(opened_on, '%m'), count(*), sum(reposts)::int from vacancy group by 1 order by 1"
        ).fetchall()
        ((left_out,),) = connection.execute("select postings from excluded where reason = 'same_opening'").fetchall()
    assert rows == [("06", 8, 8), ("07", 1, 0)]
    assert left_out == 8


@pytest.mark.parametrize(("gap", "expected"), [(60, 1), (61, 2), (300, 2)])
def test_a_repost_continues_the_opening_for_sixty_days(tmp_path: Path, gap: int, expected: int) -> None:
    later = (date(2026, 3, 1) + timedelta(days=gap)).isoformat()
    again = advert(2, later, description_text=edited(body(1), 80))
    found = linked(tmp_path, [advert(1, "2026-03-01"), again])
    assert openings(found) == expected
    if expected == 1:
        assert found["2"][2] == "near_text_again"
        assert 0.8 <= found["2"][3] < 1
    assert strict(found) == 2


def test_one_role_in_thirty_cities_is_one_opening_with_thirty_places(tmp_path: Path) -> None:
    cities = [f"City{n}, France" for n in range(30)]
    adverts = [
        advert(n, place=city, title=f"Data Engineer - City{n}", description_text=f"Location: {city}\n" + body(1))
        for n, city in enumerate(cities)
    ]
    config = read_config(data=tmp_path, today=TODAY)
    land(config.landing, [*adverts, advert(99, title="Driver", description_text=body(5))])
    steps.load(config)
    steps.build(config)
    with open_writer(config.warehouse) as connection:
        folded = connection.execute("select postings, places from vacancy order by 1 desc").fetchall()
    assert folded == [(30, 30), (1, 1)]


def test_the_same_advert_on_another_board_is_the_same_opening(tmp_path: Path) -> None:
    there = advert(7, source="elsewhere", company="ACME", description_text=edited(body(1), 60))
    found = linked(tmp_path, [advert(1), there])
    assert openings(found) == 1
    assert found["elsewhere 7"][2] == "near_text_other_source"


# What is kept apart.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Engineer (Agentforce)", "Engineer (Data Cloud)"),
        ("Software Engineer, Payments", "Software Engineer, Risk"),
        ("Senior Data Engineer", "Data Engineer"),
        ("Data Engineer II", "Data Engineer III"),
        ("Support Agent", "Support Agent (Part Time)"),
        ("C++ Developer", "C# Developer"),
    ],
)
def test_one_text_under_two_titles_is_two_openings(tmp_path: Path, one: str, other: str) -> None:
    found = linked(tmp_path, [advert(1, title=one), advert(2, title=other)])
    assert openings(found) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Data Engineer (m/w/d)", "DATA ENGINEER"),
        ("Sr. Data Engineer", "Senior Data Engineer"),
        ("Engineer, Data", "Data Engineer"),
        ("Data Engineer - Remote", "Data Engineer"),
        ("Data Engineer (Lyon)", "Data Engineer"),
    ],
)
def test_a_title_written_otherwise_is_the_same_title(one: str, other: str) -> None:
    assert title_words(one, "Lyon, France") == title_words(other, "Lyon, France")


def test_titles_keep_what_tells_openings_apart() -> None:
    assert title_words("C++ Developer") != title_words("C# Developer") != title_words("C Developer")
    assert title_words("Data Engineer, Acme Cloud", None, "Acme") == title_words("Cloud Data Engineer")
    assert title_key("Account Executive (DACH)") != title_key("Account Executive")
    assert title_words("Lyon", "Lyon") == ["lyon"]
    assert title_words("Auxiliar de Farmacia Quintero", countries=["CL"]) == title_words("Auxiliar de farmacia / Macul")
    assert title_words("Account Executive, Paris") == title_words("Account Executive") != title_words("Executive")


def test_different_years_asked_are_two_openings(tmp_path: Path) -> None:
    texts = [body(1) + f" You have {years}+ years of experience." for years in (3, 5)]
    found = linked(tmp_path, [advert(n, description_text=text) for n, text in enumerate(texts)])
    assert openings(found) == 2


def test_years_keep_apart_what_a_third_text_would_join(tmp_path: Path) -> None:
    texts = [
        body(1) + tail for tail in (" You have 3 years of experience.", " Come.", " You have 5 years of experience.")
    ]
    days = ("2026-08-01", "2026-08-11", "2026-08-21")
    found = linked(tmp_path, [advert(n, day, description_text=texts[n]) for n, day in enumerate(days)])
    assert found["0"][0] != found["2"][0]
    assert openings(found) == 2


def test_two_requisitions_at_once_in_one_place_are_two_openings(tmp_path: Path) -> None:
    adverts = [
        advert(1, requisition_id="R-1"),
        advert(2, requisition_id="R-2"),
        advert(3, requisition_id="R-3", place="Nice, France"),
        advert(4, requisition_id="R-1"),
    ]
    found = linked(tmp_path, adverts)
    assert openings(found) == 2
    assert found["1"][0] == found["4"][0] != found["2"][0]


def test_a_repost_under_a_new_requisition_is_a_repost(tmp_path: Path) -> None:
    adverts = [advert(1, "2026-06-01", requisition_id="R-1"), advert(2, "2026-07-01", requisition_id="R-2")]
    assert openings(linked(tmp_path, adverts)) == 1


def test_a_requisition_number_never_joins(tmp_path: Path) -> None:
    adverts = [advert(1, requisition_id="R-1"), advert(2, requisition_id="R-1", description_text=body(2))]
    assert openings(linked(tmp_path, adverts)) == 2


def test_shared_boilerplate_does_not_make_one_opening(tmp_path: Path) -> None:
    texts = [body(1, 120) + body(seed, 60) for seed in (2, 3)]
    found = linked(tmp_path, [advert(n, description_text=text) for n, text in enumerate(texts)])
    assert openings(found) == 2


def test_adverts_without_text_stand_alone(tmp_path: Path) -> None:
    assert openings(linked(tmp_path, [advert(n, description_text=None) for n in range(3)])) == 3


# A title that stands for several jobs at once.


def test_a_heavily_edited_text_is_folded_only_where_nothing_else_is_meant(tmp_path: Path) -> None:
    text = body(1)
    changed = edited(text, 22)
    shingler = Shingler()
    assert 0.6 < likeness(shingler.shingles(text), shingler.shingles(changed)) < 0.8
    alone = linked(tmp_path / "a", [advert(1), advert(2, "2026-08-20", description_text=changed)])
    assert openings(alone) == 1
    assert alone["2"][2] == "edited_text_again"
    assert alone["2"][4], "such a link is probable only"
    assert strict(alone) == 2


def test_of_several_jobs_under_one_title_only_a_short_text_is_taken_for_its_own_new_wording(tmp_path: Path) -> None:
    long, short = body(1, 480), body(1)
    beside = advert(3, "2026-08-03", description_text=body(9))
    for text, found in ((long, 3), (short, 2)):
        again = advert(2, "2026-08-20", description_text=edited(text, 22))
        assert openings(linked(tmp_path / str(found), [advert(1, description_text=text), again, beside])) == found
    at_once = advert(2, "2026-08-03", description_text=edited(short, 22))
    assert openings(linked(tmp_path / "at once", [advert(1, description_text=short), at_once, beside])) == 3


def test_a_role_in_many_cities_is_one_though_only_the_titles_name_them(tmp_path: Path) -> None:
    names = ("Sales Agent (Nantes)", "Toulouse - Sales Agent", "Sales agent, Aix en Provence / Marseille")
    found = linked(tmp_path, [advert(n, title=name) for n, name in enumerate(names)])
    assert openings(found) == 1
    assert title_words("Software Engineer - Mobile", countries=["US"]) != title_words("Software Engineer")
    assert title_words("Reading Teacher", countries=["GB"]) != title_words("Teacher")
    assert title_words("Store Manager - Brussels", countries=["FR"]) == title_words("Store Manager")


def test_one_short_text_of_an_employer_under_nearly_the_same_title_is_one_opening(tmp_path: Path) -> None:
    for number, (text, title, found) in enumerate(
        (
            (body(1), "Outdoor Sales Agent, immediate", 1),
            (body(1, 700), "Outdoor Sales Agent, immediate", 2),  # long: the employer's own words, the title decides
            (body(1), "Outdoor Sales Agent, night", 2),
            (body(1), "Senior Outdoor Sales Agent", 2),
        )
    ):
        adverts = [advert(1, title="Outdoor Sales Agent", description_text=text)]
        adverts.append(advert(2, title=title, description_text=text))
        assert openings(linked(tmp_path / str(number), adverts)) == found, title


def test_an_employer_that_writes_once_a_month_may_change_the_title(tmp_path: Path) -> None:
    adverts = [
        advert(1, "2026-06-01", title="Backend Engineer, Designer"),
        advert(
            2, "2026-07-01", title="Backend Engineer, Designer, Data Scientist", description_text=edited(body(1), 80)
        ),
    ]
    assert openings(linked(tmp_path / "thread", adverts)) == 1
    at_once = [replace(one, posted_at="2026-06-01") for one in adverts]
    assert openings(linked(tmp_path / "board", at_once)) == 2


# Agencies.


def agency_pair(one: str, other: str, **changes: Any) -> list[Posting]:
    return [advert(1, company=one), advert(2, **{"company": other, "source": "elsewhere", **changes})]


def test_a_copy_by_an_agency_is_probably_the_same_opening(tmp_path: Path) -> None:
    found = linked(
        tmp_path, agency_pair("Bright Recruitment", "Nord Personal GmbH", description_text=edited(body(1), 200))
    )
    assert openings(found) == 1
    assert strict(found) == 2
    assert found["elsewhere 2"][2:5:2] == ("agency_copy", True) or found["1"][2] == "agency_copy"
    assert any(one[4] for one in found.values())


@pytest.mark.parametrize(
    ("one", "other", "changes"),
    [
        ("Acme", "Globex", {}),
        ("Plant 5", "Plant 59", {}),
        ("Acme Recruitment", "Globex", {"title": "Lorry Driver"}),
        ("Acme Recruitment", "Globex", {"title": "Senior Data Engineer"}),
        ("Acme Recruitment", "Globex", {"description_text": edited(body(1), 40)}),
        ("Acme Recruitment", "Globex", {"posted_at": "2026-01-01"}),
    ],
)
def test_across_employers_only_the_strict_rule_joins(
    tmp_path: Path, one: str, other: str, changes: dict[str, str]
) -> None:
    assert openings(linked(tmp_path, agency_pair(one, other, **changes))) == 2


def test_a_short_text_joins_no_employers(tmp_path: Path) -> None:
    pair = [replace(one, description_text=body(1, 40)) for one in agency_pair("Acme Recruitment", "Globex")]
    assert openings(linked(tmp_path, pair)) == 2


def test_one_employer_under_two_names_is_one(tmp_path: Path) -> None:
    found = linked(tmp_path, agency_pair("McKinney", "Digital McKinney"))
    assert openings(found) == 1
    assert not any(one[4] for one in found.values())


@pytest.mark.parametrize("name", ["Bright Recruitment Ltd", "Nord Personal GmbH", "Confidencial", "XY Staffing", None])
def test_agencies_are_known_by_their_names(name: str | None) -> None:
    assert agency_name(name)


@pytest.mark.parametrize("name", ["Recursion", "Personio", "Acme", "Estée", "Hunter Douglas"])
def test_employers_are_not_taken_for_agencies(name: str) -> None:
    assert not agency_name(name)


def test_agencies_are_known_by_their_words() -> None:
    assert client_phrase("Our client is a bank.")
    assert client_phrase("Für unseren Kunden suchen wir")
    assert not client_phrase("You advise our clients.")


# Employers.


@pytest.mark.parametrize(
    "names",
    [
        ("Amplitude ", "amplitude", "Amplitude, Inc.", "amplitude.com", "AMPLITUDE (YC W12)"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Forward Financing", "forwardfinancing", "forward-financing"),
        ("Gong.io", "Gong"),
    ],
)
def test_one_employer_has_one_key(names: tuple[str, ...]) -> None:
    assert len({employer_key(employer_name(name, "board")) for name in names}) == 1


def test_no_platform_becomes_an_employer() -> None:
    for platform in name_rules().platforms:
        assert employer_name(platform.title(), "acme") is None
    assert employer_name("https://boards.greenhouse.io/acme", "acme") is None
    assert employer_name("Lever", "lever") == "Lever"


def test_a_board_of_one_employer_names_it() -> None:
    assert employer_name(None, "acme", "lever") == "acme"
    assert employer_name(None, "some_feed", "remotive") is None


# The same, however it comes.


def market(seed: int) -> list[Posting]:
    """Adverts of few employers and titles, with copies, edits, places, requisitions and agencies among them."""
    chance = random.Random(seed)
    adverts = []
    for number in range(120):
        text = body(chance.randrange(6))
        if chance.random() < 0.5:
            text = edited(text, chance.choice([20, 22, 40, 60, 90]))
        if chance.random() < 0.3:
            text += f" You have {chance.choice([3, 5])} years of experience."
        adverts.append(
            advert(
                number,
                (date(2026, 1, 1) + timedelta(days=chance.randrange(200))).isoformat(),
                company=chance.choice(["Acme", "Acme Recruitment", "Globex", None]),
                title=chance.choice(["Data Engineer", "Senior Data Engineer", "Engineer, Data (Paris)"]),
                place=chance.choice(["Lyon", "Paris", None]),
                requisition_id=chance.choice(["R-1", "R-2", None, None]),
                description_text=text,
            )
        )
    return adverts


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


# Facts.


def test_an_evergreen_advert_shows_two_signs_and_counts_once(tmp_path: Path) -> None:
    config = read_config(data=tmp_path, today=TODAY)
    pool = advert(1, "2024-08-01", title="Talent Pool: Drivers")
    old = advert(2, "2024-08-01", title="Driver", description_text=body(2))
    land(config.landing, [pool, old], at="2024-08-02", archive=False)
    land(config.landing, [pool, old], at="2026-08-23", archive=False)
    steps.load(config)
    steps.build(config)
    with open_writer(config.warehouse) as connection:
        facts = connection.execute(
            "select title, open_days, len(signs), evergreen "
            "from vacancy_fact join vacancy using (vacancy_id) order by 1"
        ).fetchall()
        months = connection.execute("select count(distinct date_trunc('month', opened_on)) from vacancy").fetchall()
    assert facts == [("Driver", 752, 1, False), ("Talent Pool: Drivers", 752, 2, True)]
    assert months == [(1,)]


def test_the_views_count_side_by_side_and_pass_the_checks(tmp_path: Path) -> None:
    config: Config = read_config(data=tmp_path, today=TODAY)
    land(config.landing, market(5))
    steps.load(config)
    steps.build(config)
    assert steps.check(config) == []
    steps.publish(config)
    with open_writer(config.warehouse) as connection:
        ((raw, readable, strict_count, default),) = connection.execute(
            "select postings, readable, strict_openings, openings from link_waterfall where source = 'all sources'"
        ).fetchall()
        names = connection.execute("select name, agency from employer order by name").fetchall()
    assert raw == 120 >= readable >= strict_count > default
    assert names == [("Acme", False), ("Acme Recruitment", True), ("Globex", False)]


# The parts.


def test_likeness_is_the_jaccard_index_and_its_estimate_is_near() -> None:
    shingler = Shingler()
    text = body(1, 400)
    one = shingler.shingles(text)
    for every in (10, 25, 60, 150):
        other = shingler.shingles(edited(text, every))
        words, changed = (sample.casefold().replace(".", "").split() for sample in (text, edited(text, every)))
        plain = [set(zip(*(sample[shift:] for shift in range(5)), strict=False)) for sample in (words, changed)]
        exact = len(plain[0] & plain[1]) / len(plain[0] | plain[1])
        assert likeness(one, other) == pytest.approx(exact)
        assert estimates(signature(one), signature(other)[np.newaxis])[0] == pytest.approx(exact, abs=0.15)


def test_shingles_do_not_depend_on_the_process_and_know_chinese() -> None:
    assert Shingler().shingles("one two three four five").tolist() == [16097572282202166377]
    assert len(Shingler().shingles("我们正在招聘工程师")) == 5
    assert len(Shingler().shingles("")) == 0
    assert len(Shingler().shingles("two words")) == 1


def test_bands_meet_alike_texts() -> None:
    shingler = Shingler()
    signed = np.array([signature(shingler.shingles(edited(body(1, 500), every))) for every in (300, 400)])
    one, other = bands(signed)
    assert (one == other).sum() >= 3


def test_components_do_not_depend_on_the_order_of_edges() -> None:
    chance = np.random.default_rng(1)
    for _ in range(50):
        edges = chance.integers(0, 40, size=(30, 2))
        label = components(40, edges[:, 0], edges[:, 1])
        shuffled = chance.permutation(edges)
        assert (label == components(40, shuffled[:, 1], shuffled[:, 0])).all()
        assert (label[edges[:, 0]] == label[edges[:, 1]]).all()
        assert (label <= np.arange(40)).all()
        assert (label[label] == label).all()


def test_what_must_be_apart_is_apart() -> None:
    groups = kept_apart([(1, 2), (2, 3), (3, 4)], [(1, 4)])
    assert groups[1] == groups[2] == groups[3] != groups[4]


def test_text_keys_leave_out_numbers_and_places_of_the_posting() -> None:
    assert text_key("Requisition ID: R-12\nWe build.") == text_key("Requisition ID: R-13\nWe  build.")
    assert text_key("3 years") != text_key("5 years")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-5 years of experience", {"36 months", "60 months"}),
        ("mindestens 5 Jahre Berufserfahrung", {"60 months"}),
        ("experiencia de al menos 6 meses", {"6 months"}),
        ("Founded 10 years ago, we grow", set()),
        ("Fluent in German and English", {"german"}),
        ("Our German customers", set()),
    ],
)
def test_what_is_asked_for(text: str, expected: set[str]) -> None:
    assert asked(text) == expected


def test_asking_less_does_not_contradict() -> None:
    assert contradict(frozenset({"36 months"}), frozenset({"60 months"}))
    assert not contradict(frozenset({"36 months"}), frozenset({"36 months", "60 months"}))
    assert not contradict(frozenset(), frozenset({"36 months"}))
