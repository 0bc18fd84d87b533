"""Cleaning: text, characters, language, dates, employment, personal data, and the batch that puts them together."""

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

from pipelines.cleaning import clean_batch, role_table
from pipelines.cleaning.batch import CLEANED, CleaningBroken
from pipelines.cleaning.characters import lowered, mend, one_line
from pipelines.cleaning.dates import day, posted_date
from pipelines.cleaning.degree import degree_asked
from pipelines.cleaning.employment import TYPES, employment_type
from pipelines.cleaning.experience import years_asked
from pipelines.cleaning.html_text import LONGEST_TEXT, body_text
from pipelines.cleaning.language import language_of
from pipelines.cleaning.passages import PAY, REMOTE, passages_of
from pipelines.cleaning.personal_data import masked
from tests.fields.measure import raw_schema

SEEN = datetime(2026, 8, 24, 6)  # noqa: DTZ001 - the warehouse keeps naive UTC


def batch(*postings: dict[str, Any]) -> pa.Table:
    rows = [
        {"posting_id": number, "source": "board", "platform": "import", "title": "Engineer", "first_seen": SEEN}
        | posting
        for number, posting in enumerate(postings)
    ]
    return pa.Table.from_pylist([dict.fromkeys(raw_schema().names) | row for row in rows], schema=raw_schema())


def cleaned(**posting: Any) -> dict[str, Any]:
    (row,) = clean_batch(batch(posting)).to_pylist()
    return row


def place(text: str, **parts: str) -> dict[str, str | None]:
    return dict.fromkeys(("city", "region", "country", "postal_code", "latitude", "longitude")) | {"text": text} | parts


# Text


def test_html_keeps_lines_lists_and_cells_and_drops_what_no_reader_sees() -> None:
    html = "<h2>Tasks</h2><script>x()</script><ul><li>Build<li>Ship</ul>"
    html += "<table><tr><td>Pay</td><td>90</td></tr></table><p>A&nbsp;B</p>"
    assert body_text(html, None).text == "Tasks\n- Build\n- Ship\nPay | 90\nA B"


def test_lower_case_keeps_every_place_so_that_passages_are_parts_of_the_text() -> None:
    text = "İSTANBUL İzmir. Salary: $120,000 - $150,000 a year. Minimum 5 YEARS of EXPERIENCE, a BACHELOR'S DEGREE."
    assert len(lowered(text)) == len(text)
    assert lowered(text).endswith("a bachelor's degree.")
    passages = passages_of(text)
    assert all("$120,000" in text[start:end] for start, end in passages.of(PAY))
    assert years_asked(passages).low == 5
    assert degree_asked(passages).level == "bachelor"


def test_markup_that_a_page_escapes_twice_is_undone() -> None:
    assert body_text("&lt;p&gt;Good&lt;/p&gt;&lt;p&gt;work&lt;/p&gt;", None).text == "Good\nwork"


def test_plain_text_keeps_its_lines_and_gives_typed_bullets_one_form() -> None:
    assert body_text(None, "Tasks\n• Build\n* Ship\n\n– Rest").text == "Tasks\n- Build\n- Ship\n- Rest"


def test_twenty_thousand_letters_of_navigation_are_no_advert() -> None:
    page = "<nav>" + "<a>Home</a>" * 3_000 + "</nav><p>We hire.</p><footer>" + "legal " * 3_000 + "</footer>"
    assert body_text(page, None).text == "We hire."


def test_a_dump_is_cut_and_says_so() -> None:
    body = body_text(None, "word " * LONGEST_TEXT)
    assert body.cut
    assert len(body.text) <= LONGEST_TEXT


def test_a_spam_trap_goes() -> None:
    text = body_text(
        None, "We hire.\nPlease mention the word SOFTER when applying to show you read it (#RQ==). they're human."
    ).text
    assert text == "We hire."


def test_garbled_letters_are_mended_only_if_the_whole_field_was_garbled() -> None:
    assert mend("BogotÃ¡") == "Bogotá"
    assert mend("Société à Lyon") == "Société à Lyon"
    assert mend("SOCIÉTÉ»") == "SOCIÉTÉ»"


def test_a_title_is_one_line_without_entities_or_invisible_marks() -> None:
    assert one_line("  R&amp;D\n Engi\u00adneer\u200b ") == "R&D Engineer"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We are looking for a person who will work with the team and take care of our customers in the shop", "en"),
        (
            "Wir suchen für unser Team in der Stadt eine Person, die mit uns arbeitet und sich um die Kunden kümmert",
            "de",
        ),
        ("Nous cherchons une personne pour notre équipe qui travaille avec les clients et dans la ville de Lyon", "fr"),
        (
            "Buscamos una persona para el equipo que trabaje con los clientes en la ciudad y que tenga ganas de crecer",
            "es",
        ),
        ("私たちは一緒に働くエンジニアを探しています。経験は問いません。", "ja"),
        ("我们正在寻找一位工程师加入团队", "zh"),
        ("Ми шукаємо інженера для нашої команди", "uk"),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_list_of_names_leaves_the_language_to_the_source() -> None:
    assert language_of("Python SQL Kafka", "de-DE") == "de"
    assert language_of("Python SQL Kafka") is None


# Dates


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2026-08-20", date(2026, 8, 20)),
        ("2026-06-04T21:30:40-04:00", date(2026, 6, 5)),
        ("2026-08-05 09:41:37 UTC", date(2026, 8, 5)),
        ("1367435917", date(2013, 5, 1)),
        ("1778918412000", date(2026, 5, 16)),
        ("Wed, 22 Jul 2026 07:01:32 +0000", date(2026, 7, 22)),
        ("2026-07-06T00:00:00.0000", date(2026, 7, 6)),
        ("03/04/2026", None),
        ("soon", None),
        ("2026-13-45", None),
    ],
)
def test_stamps_of_many_forms(stamp: str, expected: date | None) -> None:
    assert day(stamp) == expected


def test_future_and_absurd_dates_are_replaced_and_flagged() -> None:
    assert posted_date("2027-01-01", "published", SEEN).flag == "future_date"
    assert posted_date("1970-01-01", "published", SEEN).flag == "absurd_date"
    assert posted_date("whenever", "published", SEEN).flag == "unreadable_date"
    for stamp in ("2027-01-01", "1970-01-01", "whenever"):
        assert posted_date(stamp, "published", SEEN).posted_on == SEEN.date()


def test_a_stamp_of_the_last_change_is_no_posting_date() -> None:
    row = cleaned(posted_at="2026-08-01", posted_at_basis="updated", updated_at="2026-08-01T10:00:00Z")
    assert (row["posted_on"], row["date_basis"], row["updated_on"]) == (SEEN.date(), "first_seen", date(2026, 8, 1))


# Employment


@pytest.mark.parametrize(
    ("stated", "title", "expected"),
    [
        ("FullTime", "", "full_time"),
        ("CDI", "", "full_time"),
        ("Stage de fin d'études", "", "internship"),
        ("Teilzeit", "", "part_time"),
        ("Contractor", "", "contract"),
        ("befristet", "", "temporary"),
        ("???", "", "unknown"),
        ("Lebenslang", "", "other"),
        (None, "Software Engineer Intern", "internship"),
        (None, "Internship Program Manager", "unknown"),
        (None, "Nurse", "unknown"),
    ],
)
def test_employment_types(stated: str | None, title: str, expected: str) -> None:
    assert employment_type(stated, title) == expected
    assert expected in TYPES


# Personal data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to robin.doe@example.org now", "Write to [e-mail] now"),
        ("jane (at) example dot com", "[e-mail]"),
        ("jane [at] example [dot] org", "[e-mail]"),
        ("call +49 (0)30 1234567 or (415) 555-2671", "call [phone] or [phone]"),
        ("Tel.: 030 1234567", "Tel.: [phone]"),
        ("no: +49 30 1234567", "no: [phone]"),
        ("Contact: Jane Doe", "Contact: [name]"),
        ("Ansprechpartnerin: Frau Dr. Erika Mustermann", "Ansprechpartnerin: Frau Dr. [name]"),
        ("Bei Fragen hilft Herr Beispiel gern", "Bei Fragen hilft Herr [name] gern"),
        ("Contacto: María José Pérez", "Contacto: [name]"),
        ("Hiring Manager: Sam Lee", "Hiring Manager: [name]"),
    ],
)
def test_what_points_to_a_person_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Salary 1.200.000 - 1.400.000 CLP",
        "$143,700.00 - $194,400.00 USD annually",
        "45 000 € à 55 000 €",
        "from 2019 - 2024, 94105-1234 San Francisco",
        "Python 3.11.4, react@18 and 10.0.0.1",
        "Job ID 4155552671",
        "Contact: Human Resources",
        "Contact us at the office",
        "Reports to: Head of Sales",
        "Contact center: Senior Agent",
    ],
)
def test_figures_versions_and_departments_stay(text: str) -> None:
    assert masked(text) == text


# The batch


def test_passages_hold_every_telling_word_and_keep_offsets() -> None:
    text = "İ" * 300 + " pay $5 " + "x" * 400 + " fully remote " + "y" * 400 + "hybrid"
    passages = passages_of(text)
    assert ["$" in text[start:end] for start, end in passages.of(PAY)] == [True]
    assert [("remote" in text[start:end], "hybrid" in text[start:end]) for start, end in passages.of(REMOTE)] == [
        (True, False),
        (False, True),
    ]


def test_a_batch_has_one_row_for_each_posting_in_order_and_the_promised_types() -> None:
    table = clean_batch(batch({"title": "Nurse"}, {"title": "Cook"}, {}))
    assert table.schema == CLEANED
    assert table.column("title").to_pylist() == ["Nurse", "Cook", "Engineer"]
    assert clean_batch(batch()).num_rows == 0


def test_one_posting_that_breaks_the_rules_is_marked_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.cleaning import batch as module

    def breaks(title: str) -> str:
        if title == "Cook":
            raise ValueError("broken rule")
        return "nurse"

    monkeypatch.setattr(module, "role_of", breaks)
    rows = clean_batch(batch({"title": "Nurse"}, {"title": "Cook"})).to_pylist()
    assert [row["unreadable"] for row in rows] == ["no_text", "cleaning_failed"]
    with pytest.raises(CleaningBroken, match="20 of 30"):
        clean_batch(batch(*[{"title": "Cook"}] * 30))


def test_postings_cleaned_together_come_out_in_order_and_as_each_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.cleaning import batch as module

    titles = ["Nurse (m/w/d)", "Senior Cook - remote", "", "Data Engineer, $50/hr", "Cook"]
    texts = ["Two days a week in our office.", "Salary: $90,000 a year.", "Write to jo@example.org.", "A degree.", ""]
    postings = [
        {"title": title, "description_text": text, "version_hash": str(number), "locations": [place("Berlin")]}
        for number, (title, text) in enumerate(zip(titles, texts, strict=True))
    ]
    employment = module.employment_type

    def breaks(stated: str | None, title: str, header: str) -> str:
        if title == "Cook":
            raise ValueError("broken rule")
        return employment(stated, title, header)

    monkeypatch.setattr(module, "employment_type", breaks)
    alone = [clean_batch(batch(posting)).to_pylist()[0] for posting in postings]
    for together in (2, 3, 5):
        monkeypatch.setattr(module, "TOGETHER", together)
        rows = clean_batch(batch(*postings)).to_pylist()
        assert [row.pop("posting_id") for row in rows] == [0, 1, 2, 3, 4]
        assert rows == [{name: value for name, value in row.items() if name != "posting_id"} for row in alone]
    assert [row["unreadable"] == "cleaning_failed" for row in rows] == [False] * 4 + [True]


def test_a_fault_that_only_postings_together_show_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from pipelines.cleaning import batch as module

    languages = module.languages_of

    def breaks(texts: list[str], stated: list[str | None]) -> list[str | None]:
        if len(texts) > 1:
            raise ValueError("together")
        return languages(texts, stated)

    sound = clean_batch(batch({"title": "Nurse"}, {"title": "Cook"}))
    monkeypatch.setattr(module, "languages_of", breaks)
    assert clean_batch(batch({"title": "Nurse"}, {"title": "Cook"})) == sound
    assert "could not be together" in caplog.text


def test_what_stands_beside_an_advert_in_a_batch_changes_nothing() -> None:
    """A daily run and a rebuild cut history into other batches and must clean it alike."""
    american = [{"locations": [place(name)]} for name in ("Austin, TX", "Denver, CO", "Boston, MA", "Cambridge")]
    together = clean_batch(batch(*american)).to_pylist()
    alone = [clean_batch(batch(posting)).to_pylist()[0] for posting in american]
    assert [row["places"] for row in together] == [row["places"] for row in alone]
    said = {"locations": [place("Cambridge")], "description_text": "Come to our office in Cambridge, MA, or call."}
    (row,) = clean_batch(batch(said)).to_pylist()
    assert row["places"][0]["country"] == "US", "the advert's own text says which"
    (row,) = clean_batch(batch({"locations": [place("Boston, MA"), place("Cambridge")]})).to_pylist()
    assert [found["country"] for found in row["places"]] == ["US", "US"], "the advert's own other place decides"


def test_hostile_text_costs_no_more_than_honest_text() -> None:
    for hostile in (
        "$" * 50_000,
        "1," * 40_000,
        "a@" * 30_000,
        "remote " * 20_000,
        "(" * 50_000,
        "1 - " * 30_000,
        "Frau " * 20_000,
    ):
        begin = datetime.now().timestamp()  # noqa: DTZ005 - a duration
        cleaned(description_text=hostile, title=hostile[:2_000], locations=[place(hostile[:5_000])])
        assert datetime.now().timestamp() - begin < 20  # noqa: DTZ005


def test_the_list_of_roles_is_closed_and_coded() -> None:
    rows = role_table().to_pylist()
    assert len({row["role"] for row in rows}) == len(rows) >= 60
    assert all(len(row["isco"]) == 4 and row["isco"].isdigit() and len(row["soc"]) == 7 for row in rows)
