"""The parts of the weekly page to act on: J5 keywords, J6 steps, J7 openings, J8 people, J9 questions, J10 log."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.person import telling
from pipelines.person.interview import expect_questions
from pipelines.person.keeping import read_records
from pipelines.person.keywords import Keyword, market_sheet
from pipelines.person.market import Opening, read_sentences, read_spellings
from pipelines.person.network import Suggestion
from pipelines.person.next_steps import NextStep
from pipelines.person.profile import ago
from pipelines.person.search_log import funnel, kind_name, month_rows
from pipelines.person.standing import Standing
from pipelines.person.wording import counted, listed, say
from pipelines.person.writing_down import own_stories
from reports.person.page import Card, Part
from reports.tables import Column

MOST_KEYWORDS = 12
MOST_HIRING = 9
LONG_OPEN = 90
"""Days after which an opening is called long open, in facts alone."""


def keywords_part(standing: Standing, published: Path, today: date) -> Part:
    """J5: how to show what one has."""
    market = standing.market
    spellings = read_spellings(published, market) if market.openings else {}
    sheet = market_sheet(
        standing.profile, standing.labels, market.by_requirement, spellings, len(market.openings), MOST_KEYWORDS
    )
    sentences = read_sentences(published, market, [row.skill for row in sheet]) if sheet else {}
    rows = [_keyword_row(row, today) for row in sheet]
    names = ("skill", "spellings", "evidence", "advice")
    quotes = [
        (row.label, telling.quoted_sentence(sentences[row.skill]), web_address(sentences[row.skill]["url"]))
        for row in sheet
        if row.skill in sentences
    ]
    return Part(
        name="keywords",
        topic=say("page.topic_keywords"),
        headline=telling.keyword_summary(sheet, "keywords.summary") if sheet else say("page.topic_keywords"),
        columns=tuple(Column(name, say(f"page.{name}")) for name in names),
        rows=rows,
        is_open=True,
        quotes=tuple(quotes),
        quotes_heading=say("page.quote"),
    )


def web_address(url: str | None) -> str:
    """An advert's address where it is one of the web; an advert may carry anything there."""
    parts = urlsplit(url or "")
    return str(url) if parts.scheme in {"http", "https"} and parts.hostname else ""


def _keyword_row(row: Keyword, today: date) -> dict[str, str]:
    grade = say(f"grade.{row.grade}")
    return {
        "skill": row.label,
        "spellings": telling.spelled(row),
        "evidence": f"{grade}, {ago(row.until, today)}" if row.advice == "demonstrate" else grade,
        "advice": _advice(row),
    }


def _advice(row: Keyword) -> str:
    """What to do with a skill, in the few words that a table has room for."""
    if row.grade in {"shadowed", "wanted"}:
        return say(f"page.advice_{row.grade}")
    return say(f"page.advice_{row.advice}", line=row.line)


def steps_part(standing: Standing, steps: Sequence[NextStep]) -> Part:
    """J6: what to do about the gap."""
    cards = []
    for step in steps:
        facts = [(say("page.cards_why"), step.why, "")]
        facts += [
            (say("page.cards_way"), f"{way.name} ({say(f'plan.kind_{way.kind}')})", way.address) for way in step.ways
        ]
        if not step.ways:
            facts.append((say("page.cards_way"), say("plan.way_none", path=standing.files.learning.name), ""))
        facts += [
            (say("page.cards_volunteer"), step.volunteering, ""),
            (say("page.cards_ask"), step.asking, ""),
            (say("page.cards_evidence"), step.evidence, ""),
            (say("page.cards_effort"), say(f"plan.effort_{step.effort}"), ""),
            (say("page.cards_again"), step.look_again.isoformat(), ""),
        ]
        cards.append(Card(title=step.what, facts=tuple(facts)))
    lines = () if cards else tuple(telling.tell_plan(steps, standing))
    return Part(
        name="steps",
        topic=say("page.topic_cards"),
        headline=say("page.cards_head", n=len(cards)) if cards else say("page.topic_cards"),
        cards=tuple(cards),
        lines=lines,
    )


def hiring_part(standing: Standing, today: date) -> Part:
    """J7: who is hiring now."""
    near = ranked_near(standing)
    cards = [_opening_card(standing, opening, missing, today) for opening, missing in near[:MOST_HIRING]]
    head = say("page.hiring_none")
    if near:
        employers = counted(len({opening.company_key for opening, _ in near}), "employer")
        head = say("page.hiring_head", n=counted(len(near), "opening"), employers=employers)
    return Part(
        name="hiring",
        topic=say("page.topic_hiring"),
        headline=head,
        subtitle="" if standing.market.basis == "open" else say("page.hiring_archive"),
        note=say("page.old_note") if any(_is_long_open(opening, today) for opening, _ in near[:MOST_HIRING]) else "",
        cards=tuple(cards),
    )


def ranked_near(standing: Standing) -> list[tuple[Opening, frozenset[str]]]:
    """Openings within two skills: employers with two or more first, then the nearest, then the newest."""
    per_employer = Counter(opening.company_key for opening, _ in standing.near)
    return sorted(standing.near, key=lambda row: -min(per_employer[row[0].company_key], 2))


def _opening_card(standing: Standing, opening: Opening, missing: frozenset[str], today: date) -> Card:
    labels = [standing.name(skill) for skill in sorted(missing)]
    fits = say("page.fits_whole") if not labels else say("page.fits_lacks", skills=listed(labels))
    facts = [(say("page.employer"), opening.employer, ""), (say("page.fits"), fits, "")]
    if opening.opened_on:
        days = (today - opening.opened_on).days
        age = say("page.first_seen", day=opening.opened_on) + (
            f", {say('page.open_days', days=days)}" if opening.is_open else ""
        )
        facts.append(
            (say("page.open_since"), age + (f"; {say('page.long_open')}" if _is_long_open(opening, today) else ""), "")
        )
    if opening.reposts:
        facts.append((say("page.again"), say("page.reposted", times=opening.reposts + 1), ""))
    facts.append(
        (say("page.where"), f"{opening.location or say('page.not_said')} ({say(f'page.remote_{opening.remote}')})", "")
    )
    if address := web_address(opening.url):
        facts.append((say("page.advert"), urlsplit(address).hostname or opening.source, address))
    return Card(title=opening.title, facts=tuple(facts))


def _is_long_open(opening: Opening, today: date) -> bool:
    return opening.opened_on is not None and (today - opening.opened_on).days >= LONG_OPEN


def network_part(standing: Standing, five: Sequence[Suggestion], weeks: int) -> Part:
    """J8: whom to write to this week."""
    cards = []
    for suggestion in five:
        contact = suggestion.person.contact
        facts = [(say("page.why"), telling.why(suggestion), "")]
        for key in ("gave", "asked"):
            if value := getattr(suggestion.person, key):
                facts.append((say(f"page.last_{key}"), value, ""))
        facts.append((say("page.begin"), telling.starter(suggestion, standing), ""))
        place = ", ".join(one for one in (contact.position, contact.company) if one)
        cards.append(Card(title=f"{contact.name}{f' ({place})' if place else ''}", facts=tuple(facts)))
    streak = say("network.streak", weeks=counted(weeks, "week")) if weeks else say("network.streak_none")
    has_support = any(suggestion.kind == "support" for suggestion in five)
    lines = [] if has_support or not five else [say("network.no_support")]
    return Part(
        name="network",
        topic=say("page.topic_network"),
        headline=say("page.network_head", n=counted(len(five), "person")) if five else say("page.network_none"),
        subtitle=streak if five else say("contacts.nobody"),
        cards=tuple(cards),
        lines=tuple(lines),
    )


def interview_part(standing: Standing) -> Part:
    """J9: the questions to expect, and which story answers each."""
    questions = expect_questions(standing.ranked_skills(), standing.profile, own_stories(standing.files))
    answered = sum(bool(question.story) for question in questions)
    rows = [
        {
            "number": number,
            "question": question.text,
            "story": question.story
            or (question.line and say("page.from_line", line=question.line))
            or say("page.story_none"),
        }
        for number, question in enumerate(questions, 1)
    ]
    return Part(
        name="interview",
        topic=say("page.topic_interview"),
        headline=say(f"page.interview_head{'' if answered else '_none'}", n=len(questions), with_story=answered),
        columns=(
            Column("number", say("page.number"), "count"),
            Column("question", say("page.question")),
            Column("story", say("page.has_story")),
        ),
        rows=rows,
        is_open=True,
    )


def log_part(standing: Standing, today: date) -> Part:
    """J10: what was done this month."""
    return steps_of_month(read_records(standing.files.log), today)


def steps_of_month(records: Sequence[Mapping[str, Any]], day: date) -> Part:
    """The steps of the month of ``day`` as a table."""
    rows = month_rows(records, day)
    shown = [row | {"kind": kind_name(row["kind"])} for row in rows]
    stages = funnel(records)
    month = f"{day:%Y-%m}"
    head = (
        say("page.log_head", n=counted(len(rows), "step"), month=month) if rows else say("page.log_none", month=month)
    )
    names = ("day", "kind", "employer", "role", "source", "note")
    return Part(
        name="log",
        topic=say("page.topic_log"),
        headline=head,
        columns=tuple(Column(name, say(f"page.{name}")) for name in names),
        rows=shown,
        is_open=True,
        lines=tuple(stage.words for stage in stages) if stages[0].n else (),
    )
