"""What to do next: at most three steps, each with its reason, a free way, the evidence it gives, a day to look again.

Pure; the words stand in ``words``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.person.gap import FEWEST_TO_RANK, Gap
from pipelines.person.keywords import LIST, advise
from pipelines.person.learning_catalogue import EFFORTS, LearningCatalogue, Way
from pipelines.person.network import Match
from pipelines.person.profile import Profile
from pipelines.person.wording import counted, in_sentence, say

MOST = 3


@dataclass(frozen=True, slots=True)
class NextStep:
    """One card. ``kind``: learn (a skill that is missing) or show (one that is only listed)."""

    kind: str
    skill: str
    label: str
    what: str
    why: str
    ways: tuple[Way, ...]
    volunteering: str
    asking: str
    evidence: str
    effort: str
    look_again: date


def plan_steps(
    profile: Profile,
    gap: Gap,
    labels: Mapping[str, str],
    types: Mapping[str, str],
    counts: Mapping[str, Mapping[str, int]],
    learning: LearningCatalogue,
    matches: Sequence[Match],
    today: date,
    skip: frozenset[str] = frozenset(),
    *,
    knows_anybody: bool = True,
) -> list[NextStep]:
    """Two skills of the ladder and one to show better, or three of the ladder where nothing is only listed.

    ``counts``: openings by skill and requirement. ``skip``: skills that the person has put aside. ``knows_anybody``:
    whether contacts were read.
    """
    n = gap.coverage.n + gap.coverage.silent
    if n < FEWEST_TO_RANK:
        return []
    rungs = [step for step in gap.ladder if step.skill not in skip]
    listed = [
        skill
        for skill in sorted(counts, key=lambda one: (-sum(counts[one].values()), one))
        if skill in profile.held and advise(profile.skills[skill]) == LIST and types.get(skill) != "spoken_language"
    ]
    listed = [skill for skill in listed if skill not in skip][:1]
    chosen: list[tuple[str, str, str]] = []
    for step in rungs[: MOST - len(listed)]:
        why = say(
            "plan.why_learn",
            opens=counted(step.opens.k, "opening"),
            employers=counted(step.employers, "employer"),
            asking=step.asking.k,
            n=counted(gap.coverage.n, "opening"),
        )
        if not step.opens.k:
            why = say("plan.why_nearer", nearer=counted(step.nearer, "opening"), asking=step.asking.k, n=gap.coverage.n)
        chosen.append(("learn", step.skill, why))
    for skill in listed:
        why = say("plan.why_show", asking=sum(counts[skill].values()), n=counted(n, "opening"))
        chosen.append(("show", skill, why))
    return [
        _step(kind, skill, why, labels.get(skill, skill), types.get(skill, ""), learning, matches, today, knows_anybody)
        for kind, skill, why in chosen
    ]


def _step(
    kind: str,
    skill: str,
    why: str,
    label: str,
    type_: str,
    learning: LearningCatalogue,
    matches: Sequence[Match],
    today: date,
    knows_anybody: bool,
) -> NextStep:
    label = in_sentence(label, type_)
    effort = "days" if kind == "show" else learning.effort(skill, type_)
    group = type_ if f"plan.volunteer_{type_}" in _keys() else "other"
    return NextStep(
        kind=kind,
        skill=skill,
        label=label,
        what=say(f"plan.what_{kind}", skill=label),
        why=why,
        ways=learning.ways.get(skill, ())[:2],
        volunteering=say(f"plan.volunteer_{group}", skill=label),
        asking=_whom(skill, label, matches) if knows_anybody else say("plan.ask_unknown", skill=label),
        evidence=say(f"plan.evidence_{'certificate' if type_ in {'certificate', 'degree'} else kind}", skill=label),
        effort=effort,
        look_again=today + timedelta(days=EFFORTS[effort]),
    )


def _keys() -> frozenset[str]:
    from pipelines.person.wording import sentences

    return frozenset(sentences())


def _whom(skill: str, label: str, matches: Sequence[Match]) -> str:
    """A person of one's own contacts at an employer that asks for the skill, or how to find one."""
    asking = [match for match in matches if skill in match.employer.skills]
    ranked = sorted(asking, key=lambda match: (match.strength != "firm", -match.employer.openings, match.contact.name))
    if ranked:
        contact, employer = ranked[0].contact, ranked[0].employer
        key = "plan.ask_contact" if ranked[0].strength == "firm" else "plan.ask_likely"
        return say(key, name=contact.name, company=contact.company, employer=employer.name, skill=label)
    return say("plan.ask_nobody", skill=label)


def as_calendar(steps: Sequence[NextStep], today: date) -> str:
    """The days to look again as an iCalendar file of whole-day events (RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//skilltide//person//EN", "CALSCALE:GREGORIAN"]
    for step in steps:
        text = [step.why, *(f"{way.name}: {way.address}" for way in step.ways), step.evidence]
        lines += [
            "BEGIN:VEVENT",
            # Without the day: a later plan moves the event where it would put a second one.
            f"UID:{step.kind}-{step.skill}@skilltide.invalid",
            f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{step.look_again:%Y%m%d}",
            f"DTEND;VALUE=DATE:{step.look_again + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(say('plan.calendar', what=step.what))}",
            "DESCRIPTION:" + "\\n".join(map(_escaped, text)),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """A line of at most 75 octets, the rest on lines that begin with a space; no character is cut in two."""
    parts, room, current = [], 75, ""
    for letter in line:
        if len((current + letter).encode("utf-8")) > room:
            parts.append(current)
            current, room = "", 74
        current += letter
    return "\r\n ".join([*parts, current])
