"""The parts of the weekly page that are numbers: J1 coverage, J2 ladder, J3 curve, J4 skills held."""

from collections.abc import Mapping
from typing import Any

from pipelines.person import telling
from pipelines.person.gap import Part as Share
from pipelines.person.gap import part
from pipelines.person.keywords import advise
from pipelines.person.standing import Standing
from pipelines.person.wording import counted, say
from reports.person import charts
from reports.person.page import Part
from reports.tables import Column
from reports.wording import capital

MOST_HELD = 12


def coverage_part(standing: Standing) -> Part:
    """J1: how much of the market is met already."""
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
    return Part(
        name="coverage",
        topic=say("page.topic_coverage"),
        headline=_coverage_headline(standing),
        subtitle=telling.missing_one(standing) if coverage.missing_one else "",
        note=telling.too_few(standing) or say("page.interval"),
        picture=charts.bars("coverage", bars) if coverage.n else None,
        refusal="" if coverage.n else say("gap.few_to_rank", n=counted(0, "opening")),
        columns=(Column("group", say("page.group")), Column("k", say("page.openings"), "count")),
        rows=rows,
    )


def _coverage_headline(standing: Standing) -> str:
    coverage = standing.gap.coverage
    if not coverage.n:
        return say("page.topic_coverage")
    numbers = {"whole": coverage.whole.k, "one": coverage.one.k, "two": coverage.two.k}
    return say("gap.coverage_few", n=counted(coverage.n, "opening"), **numbers)


def ladder_part(standing: Standing) -> Part:
    """J2: what opens most doors."""
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
        refusal="" if rows else telling.nothing_to_rank(standing),
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


def curve_part(standing: Standing) -> Part | None:
    """J3: how far each further skill takes one; None without a ladder."""
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


def held_part(standing: Standing) -> Part:
    """J4: the skills held that are asked for."""
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
    employers = {opening.vacancy_id: opening.company_key for opening in standing.market.openings}
    return part([row.vacancy_id for row in standing.market.asked if row.skill == skill], employers, employers)
