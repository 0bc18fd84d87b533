"""What the person notes: contacts made and steps taken; and the week's suggestions that follow from them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pipelines.person.interview import Story, read_stories
from pipelines.person.keeping import PersonFiles, PersonRefused, append_record, read_records
from pipelines.person.learning_catalogue import read_learning
from pipelines.person.network import Suggestion, join, people, week, weeks_in_touch
from pipelines.person.next_steps import NextStep, plan_steps
from pipelines.person.own_exports import read_contacts
from pipelines.person.resume import named_in
from pipelines.person.search_log import KINDS, WITH_EMPLOYER, funnel, kind_name, month_rows
from pipelines.person.standing import Standing
from pipelines.person.wording import say


def next_steps(standing: Standing, today: date, skip: frozenset[str] = frozenset()) -> list[NextStep]:
    """The plan of a standing, with people to ask at employers that ask for what is to be learnt."""
    return plan_steps(
        standing.profile,
        standing.gap,
        standing.labels,
        standing.types,
        standing.market.by_requirement,
        read_learning(standing.files.learning, standing.types),
        join(standing.contacts, standing.asking),
        today,
        skip,
        knows_anybody=bool(standing.everybody),
    )


def suggestions(standing: Standing, today: date) -> tuple[list[Suggestion], int]:
    """The week's five, and the weeks in a row with a contact."""
    records = read_records(standing.files.touches)
    return week(standing.everybody, standing.matches, today), weeks_in_touch(records, today)


def own_stories(files: PersonFiles) -> list[Story]:
    """The person's stories, with the skills that their text names."""
    return read_stories(files.stories, skills_told)


def skills_told(text: str) -> set[str]:
    """Skills that somebody names who tells of work of their own: each line states, as a résumé's does."""
    return {skill for line in text.splitlines() for skill, _ in named_in(line)}


def note_contact(files: PersonFiles, name: str, record: Mapping[str, Any], today: date, *, is_new: bool = False) -> str:
    """Note a contact with somebody; the cadence starts again. Raises ``PersonRefused`` where the name is not one's."""
    contacts = read_contacts(files.contacts).contacts if files.contacts.exists() else []
    known = sorted({person.contact.name for person in people(contacts, read_records(files.touches))})
    full = " ".join(name.split()) if is_new and name.strip() else _resolve(name, known)
    kept = {key: value for key, value in record.items() if value not in ("", None, False)}
    # Marking somebody is no contact: the cadence must not start again by it.
    setting = {"setting": True} if kept.keys() and kept.keys() <= {"support", "stop", "every"} else {}
    append_record(files.touches, {"day": today.isoformat(), "name": full, **kept, **setting})
    if kept.get("stop"):
        return say("network.stopped", name=full)
    (person,) = [one for one in people(contacts, read_records(files.touches)) if one.contact.name == full][:1]
    return say("network.logged", name=full, day=(person.last or today) + timedelta(days=person.every))


def _resolve(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    wanted = " ".join(name.split()).casefold()
    if not wanted:
        raise PersonRefused(say("network.no_name"))
    exact = [one for one in known if one.casefold() == wanted]
    found = exact or [one for one in known if wanted in one.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise PersonRefused(say("network.several", name=name, names=", ".join(found[:8])))
    near = get_close_matches(name, known, 3, 0.6)
    hint = say("network.meant", names=", ".join(near)) if near else ""
    raise PersonRefused(say("network.nobody", name=name, hint=hint))


def note_step(files: PersonFiles, kind: str, record: Mapping[str, str], day: str, today: date) -> str:
    """Note an application or another step.

    Raises ``PersonRefused`` on a step without a name, on one with an employer without the employer, on a day that is
    none or to come.
    """
    if not kind:
        raise PersonRefused(say("log.no_kind", kinds=", ".join(KINDS)))
    if kind in WITH_EMPLOYER and not record.get("employer"):
        raise PersonRefused(say("log.no_employer", kind=kind))
    try:
        when = date.fromisoformat(day) if day else today
    except ValueError:
        raise PersonRefused(say("log.bad_day", day=day)) from None
    if when > today:
        raise PersonRefused(say("log.to_come", day=day, today=today))
    append_record(
        files.log, {"day": when.isoformat(), "kind": kind, **{key: value for key, value in record.items() if value}}
    )
    return say("log.noted", day=when, kind=kind_name(kind))


def parse_month(text: str, today: date) -> date:
    """The first day of a month written 2026-11; this one where nothing is given."""
    if not text:
        return today.replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise PersonRefused(say("log.bad_month", month=text)) from None


def tell_proof(records: Sequence[Mapping[str, Any]], month: date) -> Iterator[str]:
    """The month as a Markdown table to print or mail, and what came of all applications so far."""
    rows = month_rows(records, month)
    if not rows:
        yield say("log.none", month=f"{month:%Y-%m}")
    else:
        yield say("log.head", month=f"{month:%B %Y}")
        yield ""
        names = [say(f"page.{name}") for name in ("day", "kind", "employer", "role", "source", "note")]
        yield "| " + " | ".join(names) + " |"
        yield "|" + " --- |" * len(names)
        for row in rows:
            cells = [
                row["day"],
                kind_name(row["kind"]),
                row["employer"],
                row["role"],
                row["source"],
                row["note"],
            ]
            yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
        yield ""
        yield say("log.sign")
    stages = funnel(records)
    if stages[0].n:
        yield ""
        yield from (stage.words for stage in stages)
