"""The weekly page: the ten parts J1 to J10 from one standing, laid out by ``reports.person`` and kept private."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.person import telling
from pipelines.person.gap import Part as Share
from pipelines.person.interview import expect_questions
from pipelines.person.keeping import read_records, write_private
from pipelines.person.keywords import Keyword, advise, market_sheet
from pipelines.person.market import Opening, read_sentences, read_spellings
from pipelines.person.network import Suggestion
from pipelines.person.next_steps import NextStep
from pipelines.person.profile import ago
from pipelines.person.search_log import funnel, month_rows
from pipelines.person.standing import Standing
from pipelines.person.wording import counted, listed, say
from pipelines.person.writing_down import next_steps, own_stories, suggestions
from reports.person import charts
from reports.person.build import lay_out_page
from reports.person.page import Card, Part, PersonPage
from reports.tables import Column
from reports.wording import capital

MOST_KEYWORDS = 12
MOST_HELD = 12
MOST_HIRING = 9
LONG_OPEN = 90
"""Days after which an opening is called long open, in facts alone."""


def write_weekly_page(standing: Standing, published: Path, today: date) -> Path:
    """Write the page of a day and return it; the files are readable by their owner alone."""
    folder = standing.files.reports / today.isoformat()
    for name, content in lay_out_page(make_page(standing, published, today)).items():
        write_private(folder / name, content)
    write_private(standing.files.reports / "latest.html", (folder / "index.html").read_text(encoding="utf-8"))
    return folder / "index.html"


def make_page(standing: Standing, published: Path, today: date) -> PersonPage:
    """The whole page as plain data."""
    steps = next_steps(standing, today)
    five, weeks = suggestions(standing, today)
    hiring = _hiring(standing, today)
    parts = [
        _coverage(standing),
        _ladder(standing),
        _curve(standing),
        _held(standing),
        _keywords(standing, published, today),
        _cards(standing, steps),
        hiring,
        _network(standing, five, weeks),
        _interview(standing),
        _log(standing, today),
    ]
    return PersonPage(
        title=say("page.title"),
        name=standing.profile.name,
        day=today,
        headline=_headline(standing),
        sentences=[*telling.tell_head(standing), say("gap.counted")],
        week_heading=say("page.today"),
        week=_week(standing, steps, five),
        parts=[part for part in parts if part is not None],
        table_heading=say("page.table"),
        not_drawn=say("page.not_drawn"),
        private=say("page.private"),
    )


def proof_page(records: Sequence[Mapping[str, Any]], name: str, month: date, today: date) -> str:
    """One month's steps as a page to print and sign, for the job centre."""
    part = _steps_of_month(records, month)
    page = PersonPage(
        title=say("log.head", month=f"{month:%B %Y}"),
        name=name,
        day=today,
        headline=say("log.head", month=f"{month:%B %Y}"),
        sentences=[part.headline],
        week_heading="",
        week=(),
        parts=[part],
        table_heading="",
        not_drawn="",
        private=say("log.sign"),
    )
    return lay_out_page(page)["index.html"]


def _headline(standing: Standing) -> str:
    coverage, openings = standing.gap.coverage, standing.market.openings
    target = standing.market.target.describe()
    if not openings:
        return say("page.lead_nothing", target=target)
    if coverage.n < 10:
        return say("page.lead_few", n=counted(len(openings), "opening"), target=target)
    values = {"whole": coverage.whole.k, "n": coverage.n, "one": coverage.one.k, "two": coverage.two.k}
    return say("page.lead_whole" if coverage.whole.k else "page.lead_none", **values)


def _week(standing: Standing, steps: Sequence[NextStep], five: Sequence[Suggestion]) -> list[str]:
    """The page in a few lines: apply, write, learn."""
    lines = []
    if standing.near and standing.market.basis == "open":
        nearest = [f"{opening.title[:60]}, {opening.employer[:40]}" for opening, _ in _ranked_near(standing)[:3]]
        lines.append(say("page.week_apply", openings=listed(nearest)))
    if five:
        names = [suggestion.person.contact.name for suggestion in five]
        lines.append(say("page.week_write", names=listed(names)))
    if steps:
        lines.append(say("page.week_learn", what=steps[0].what, effort=say(f"plan.effort_{steps[0].effort}")))
    lines.append(telling.apply_anyway(standing) if standing.gap.over_asking.n else say("page.week_look"))
    return lines


def _coverage(standing: Standing) -> Part:
    coverage = standing.gap.coverage
    further = Share(coverage.n - coverage.within_two.k, coverage.n, 0.0, 0.0, 0.0)
    named = [("whole", coverage.whole), ("one", coverage.one), ("two", coverage.two), ("more", further)]
    rows = [{"group": say(f"gap.meet_{name}"), "k": share.k, "n": share.n} for name, share in named]
    bars = [
        charts.Bar(
            say(f"gap.meet_{name}"),
            share.k,
            share.low * share.n if share.enough else None,
            share.high * share.n if share.enough else None,
            say("page.of", k=share.k, n=share.n),
            str(share.k),
            strong=name == "whole",
        )
        for name, share in named
    ]
    missing = [f"{standing.labels[skill]} ({k})" for skill, k in coverage.missing_one[:6]]
    return Part(
        name="coverage",
        topic=say("page.topic_coverage"),
        headline=say("gap.coverage_few", whole=coverage.whole.k, n=coverage.n, one=coverage.one.k, two=coverage.two.k),
        subtitle=say("gap.missing_one", skills=listed(missing)) if missing else "",
        note=telling.too_few(standing) or say("page.interval"),
        picture=charts.bars("coverage", bars) if coverage.n else None,
        refusal="" if coverage.n else say("gap.few_to_rank", n=counted(0, "opening")),
        columns=(Column("group", say("page.group")), Column("k", say("page.openings"), "count")),
        rows=rows,
    )


def _ladder(standing: Standing) -> Part:
    gap = standing.gap
    rows: list[dict[str, Any]] = [
        {
            "label": standing.labels[step.skill],
            "opens": step.opens.k,
            "low": step.opens.low * step.opens.n if step.opens.enough else None,
            "high": step.opens.high * step.opens.n if step.opens.enough else None,
            "employers": step.employers,
            "asked": step.asking.k,
            **standing.market.by_requirement[step.skill],
            "verdict": telling.verdict(standing, step.skill),
            "effort": say(f"plan.effort_{telling.effort(standing, step.skill)}"),
        }
        for step in gap.ladder
    ]
    bars = [
        charts.Bar(
            f"{number}. {row['label']}",
            row["opens"],
            row["low"],
            row["high"],
            _opened(row),
            str(row["opens"]),
            strong=number <= 3,
        )
        for number, row in enumerate(rows, 1)
    ]
    count = [(name, say(f"page.{name}")) for name in ("opens", "employers", "asked", "must", "nice", "unstated")]
    return Part(
        name="ladder",
        topic=say("page.topic_ladder"),
        headline=_ladder_headline(standing),
        subtitle=say("gap.ladder") if rows else "",
        note=say("page.ladder_note", population=standing.market.verdict_population),
        picture=charts.bars("ladder", bars) if rows else None,
        refusal="" if rows else say("page.ladder_refusal_few" if gap.coverage.n < 10 else "page.ladder_refusal_done"),
        columns=(
            Column("label", say("page.skill")),
            *(Column(name, heading, "count") for name, heading in count),
            Column("verdict", say("page.verdict")),
            Column("effort", say("page.effort")),
        ),
        rows=rows,
    )


def _opened(row: Mapping[str, Any]) -> str:
    if not row["opens"]:
        return say("page.opened_none")
    return say("page.opened", opens=row["opens"], employers=counted(row["employers"], "employer"))


def _ladder_headline(standing: Standing) -> str:
    if not standing.gap.ladder:
        return say("page.topic_ladder")
    first = standing.gap.ladder[0]
    label = capital(standing.labels[first.skill])
    if not first.opens.k:
        return say("page.ladder_head_nearer", label=label)
    return say("page.ladder_head", label=label, opens=counted(first.opens.k, "further opening"))


def _curve(standing: Standing) -> Part | None:
    gap = standing.gap
    if not gap.ladder:
        return None
    rows = [{"rung": 0, "label": say("page.you"), "met": gap.coverage.whole.k}]
    rows += [
        {"rung": number, "label": standing.labels[step.skill], "met": step.whole_after}
        for number, step in enumerate(gap.ladder, 1)
    ]
    n = gap.coverage.n
    head = (
        say("page.curve_head_elbow", skills=counted(gap.elbow, "skill")) if gap.elbow else say("page.curve_head_flat")
    )
    return Part(
        name="curve",
        topic=say("page.topic_curve"),
        headline=head,
        subtitle=say("page.curve_sub", n=counted(n, "opening")),
        picture=charts.curve("curve", rows, elbow=gap.elbow, you=say("page.you")),
        columns=(
            Column("rung", say("page.rung"), "count"),
            Column("label", say("page.skill")),
            Column("met", say("page.held_after"), "count"),
        ),
        rows=rows,
    )


def _held(standing: Standing) -> Part:
    market, n = standing.market, len(standing.market.openings)
    counts = {skill: sum(market.by_requirement.get(skill, {}).values()) for skill in standing.profile.held}
    asked = sorted((skill for skill, k in counts.items() if k), key=lambda skill: (-counts[skill], skill))
    shares = {skill: _share(standing, skill) for skill in asked}
    rows: list[dict[str, Any]] = [
        {
            "label": standing.labels[skill],
            "asked": counts[skill],
            "low": shares[skill].low if shares[skill].enough else None,
            "high": shares[skill].high if shares[skill].enough else None,
            "verdict": telling.verdict(standing, skill),
            "evidence": say(f"grade.{standing.profile.skills[skill].grade}"),
        }
        for skill in asked
    ]
    dots = [
        charts.Dot(
            row["label"],
            row["asked"],
            row["low"] * n if row["low"] is not None else None,
            row["high"] * n if row["high"] is not None else None,
            say("page.of_and_verdict", k=row["asked"], n=n, verdict=row["verdict"]),
            row["verdict"],
            shown=advise(standing.profile.skills[skill]) == "demonstrate",
        )
        for skill, row in zip(asked[:MOST_HELD], rows, strict=False)
    ]
    head = (
        say("page.held_head", asked=len(asked), held=counted(len(counts), "skill")) if asked else say("page.held_none")
    )
    return Part(
        name="held",
        topic=say("page.topic_held"),
        headline=head,
        subtitle=telling.falling(standing),
        note=say("page.held_note"),
        picture=charts.dots("held", dots) if dots else None,
        columns=(
            Column("label", say("page.skill")),
            Column("asked", say("page.asked"), "count"),
            *(Column(name, say(f"page.{name}"), "share") for name in ("low", "high")),
            Column("verdict", say("page.verdict")),
            Column("evidence", say("page.evidence")),
        ),
        rows=rows,
    )


def _share(standing: Standing, skill: str) -> Share:
    from pipelines.person.gap import part

    employers = {opening.vacancy_id: opening.company_key for opening in standing.market.openings}
    return part([row.vacancy_id for row in standing.market.asked if row.skill == skill], employers, employers)


def _keywords(standing: Standing, published: Path, today: date) -> Part:
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


def _cards(standing: Standing, steps: Sequence[NextStep]) -> Part:
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


def _hiring(standing: Standing, today: date) -> Part:
    near = _ranked_near(standing)
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
        note=say("page.old_note"),
        cards=tuple(cards),
    )


def _ranked_near(standing: Standing) -> list[tuple[Opening, frozenset[str]]]:
    """Openings within two skills: employers with two or more first, then the nearest, then the newest."""
    per_employer = Counter(opening.company_key for opening, _ in standing.near)
    return sorted(standing.near, key=lambda row: -min(per_employer[row[0].company_key], 2))


def _opening_card(standing: Standing, opening: Opening, missing: frozenset[str], today: date) -> Card:
    labels = [standing.labels[skill] for skill in sorted(missing)]
    fits = say("page.fits_whole") if not labels else say("page.fits_lacks", skills=listed(labels))
    facts = [(say("page.employer"), opening.employer, ""), (say("page.fits"), fits, "")]
    if opening.opened_on:
        days = (today - opening.opened_on).days
        age = say("page.first_seen", day=opening.opened_on) + (
            f", {say('page.open_days', days=days)}" if opening.is_open else ""
        )
        facts.append((say("page.open_since"), age + (f"; {say('page.long_open')}" if days >= LONG_OPEN else ""), ""))
    if opening.reposts:
        facts.append((say("page.again"), say("page.reposted", times=opening.reposts + 1), ""))
    facts.append(
        (say("page.where"), f"{opening.location or say('page.not_said')} ({say(f'page.remote_{opening.remote}')})", "")
    )
    if address := web_address(opening.url):
        facts.append((say("page.advert"), urlsplit(address).hostname or opening.source, address))
    return Card(title=opening.title, facts=tuple(facts))


def _network(standing: Standing, five: Sequence[Suggestion], weeks: int) -> Part:
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
        headline=say("page.network_head", n=len(five)) if five else say("page.network_none"),
        subtitle=streak if five else say("contacts.nobody"),
        cards=tuple(cards),
        lines=tuple(lines),
    )


def _interview(standing: Standing) -> Part:
    questions = expect_questions(standing.ranked_skills(), standing.profile, own_stories(standing.files))
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
        headline=say("page.interview_head", n=len(questions), with_story=sum(bool(one.story) for one in questions)),
        columns=(
            Column("number", say("page.number"), "count"),
            Column("question", say("page.question")),
            Column("story", say("page.has_story")),
        ),
        rows=rows,
        is_open=True,
    )


def _log(standing: Standing, today: date) -> Part:
    return _steps_of_month(read_records(standing.files.log), today)


def _steps_of_month(records: Sequence[Mapping[str, Any]], day: date) -> Part:
    rows = month_rows(records, day)
    shown = [row | {"kind": say(f"log.kind_{row['kind']}")} for row in rows]
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
