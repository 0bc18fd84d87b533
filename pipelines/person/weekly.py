"""The weekly page: the ten parts J1 to J10 from one standing, laid out by ``reports.person`` and kept private."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.person import telling
from pipelines.person.gap import FEWEST_TO_RANK
from pipelines.person.keeping import write_private
from pipelines.person.network import Suggestion
from pipelines.person.next_steps import NextStep
from pipelines.person.standing import Standing
from pipelines.person.weekly_actions import (
    hiring_part,
    interview_part,
    keywords_part,
    log_part,
    network_part,
    ranked_near,
    steps_of_month,
    steps_part,
)
from pipelines.person.weekly_numbers import coverage_part, curve_part, held_part, ladder_part
from pipelines.person.wording import counted, listed, say
from pipelines.person.writing_down import next_steps, suggestions
from reports.person.build import lay_out_page
from reports.person.page import PersonPage


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
    hiring = hiring_part(standing, today)
    parts = [
        coverage_part(standing),
        ladder_part(standing),
        curve_part(standing),
        held_part(standing),
        keywords_part(standing, published, today),
        steps_part(standing, steps),
        hiring,
        network_part(standing, five, weeks),
        interview_part(standing),
        log_part(standing, today),
    ]
    return PersonPage(
        title=say("page.title"),
        name=standing.profile.name,
        day=today,
        headline=_headline(standing),
        sentences=[*telling.tell_head(standing), *_what_helps(standing), say("gap.counted")],
        week_heading=say("page.today"),
        week=_week(standing, steps, five),
        parts=[part for part in parts if part is not None],
        table_heading=say("page.table"),
        not_drawn=say("page.not_drawn"),
        private=say("page.private"),
    )


def _what_helps(standing: Standing) -> list[str]:
    return list(telling.what_helps(standing)) if standing.gap.coverage.n < FEWEST_TO_RANK else []


def proof_page(records: Sequence[Mapping[str, Any]], name: str, month: date, today: date) -> str:
    """One month's steps as a page to print and sign, for the job centre."""
    part = steps_of_month(records, month)
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
    if coverage.n < FEWEST_TO_RANK:
        return say("page.lead_few", n=counted(len(openings), "opening"), target=target)
    values = {"whole": coverage.whole.k, "n": coverage.n, "one": coverage.one.k, "two": coverage.two.k}
    return say("page.lead_whole" if coverage.whole.k else "page.lead_none", **values)


def _week(standing: Standing, steps: Sequence[NextStep], five: Sequence[Suggestion]) -> list[str]:
    """The page in a few lines: apply, write, learn."""
    lines = []
    if standing.near and standing.market.basis == "open":
        nearest = [
            say("page.week_opening", title=opening.title[:60], employer=opening.employer[:40])
            for opening, _ in ranked_near(standing)[:3]
        ]
        lines.append(say("page.week_apply", openings=listed(nearest)))
    if five:
        names = [suggestion.person.contact.name for suggestion in five]
        lines.append(say("page.week_write", names=listed(names)))
    if steps:
        lines.append(say("page.week_learn", what=steps[0].what, effort=say(f"plan.effort_{steps[0].effort}")))
    lines.append(telling.apply_anyway(standing) if standing.gap.over_asking.n > 1 else say("page.week_look"))
    return lines
