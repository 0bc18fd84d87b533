"""One opening counted once: what is folded, what is kept apart, and what a link tells."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines import steps
from pipelines.config import Config, read_config
from pipelines.linking.keys import title_key
from pipelines.linking.shingles import Shingler, likeness
from pipelines.linking.titles import title_words
from spiders.items import Posting
from tests.linked_adverts import advert, body, edited, land, linked, market, openings, strict
from warehouse.database import open_writer

TODAY = "2026-08-24"
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
