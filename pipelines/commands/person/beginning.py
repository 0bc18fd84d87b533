"""``person init``: a profile from files or from questions; the person has the last word on each line."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.commands.person.session import given_target, listen, own_places, tell, tell_json

if TYPE_CHECKING:
    from pipelines.person.keeping import PersonFiles
    from pipelines.person.profile import Target


def init(options: argparse.Namespace) -> int:
    """Make a profile."""
    from pipelines.person import beginning
    from pipelines.person.keeping import PersonRefused
    from pipelines.person.profile import Profile, write_profile
    from pipelines.person.wording import counted, say
    from pipelines.skills.compiled import load_catalogue

    config, files = own_places(options)
    if files.profile.exists() and not options.replace:
        raise PersonRefused(say("profile.exists", path=files.profile))
    target = given_target(options)
    labels = {skill.skill: skill.label for skill in load_catalogue().skills.values()}
    told, skills_from, read = _read_sources(options.source, files)
    named, unknown = beginning.named_skills(options.skill)
    skills = beginning.by_strength(Profile(skills=named | read.skills))
    ask = not options.yes and sys.stdin.isatty()
    # What is read out of a file is a proposal: somebody has to say yes to it.
    if not ask and not options.yes and (options.source or not (options.skill or options.role)):
        raise PersonRefused(say("init.no_terminal"))
    name = options.name or read.name
    if ask:
        name, target, skills, more_unknown = _ask_person(name, target, skills, labels, config.today)
        unknown += more_unknown
    profile = Profile(name, target, skills)
    write_profile(files.profile, profile, labels)
    _write_story_file(files)
    if options.json:
        return tell_json(
            {"profile": str(files.profile), "skills": profile.skills, "target": target, "unknown": unknown}
        )
    from pipelines.person.telling import tell_proposal

    files_read = ", ".join(path.name for path in skills_from)
    lines = [say("init.read", file=files_read, skills=counted(len(read.skills), "skill"))] if skills_from else []
    lines += [*told, *(tell_proposal(skills, labels, config.today) if not ask and skills else [])]
    if skills_from and not skills:
        lines.append(say("init.nothing_found", file=files_read, path=files.profile))
    lines += [say("init.not_understood", names=", ".join(unknown))] if unknown else []
    lines.append(say("init.wrote", path=files.profile))
    lines += [] if skills or skills_from else [say("init.no_skill", path=files.profile)]
    lines += [] if target.roles else [say("init.no_role", path=files.profile)]
    return tell([*lines, say("init.next")])


def _read_sources(sources: list[Path], files: "PersonFiles") -> tuple[list[str], list[Path], Any]:
    """Read the given files: contacts are kept, the rest gives skills. What to say, who gave skills, and the skills."""
    from pipelines.person import beginning
    from pipelines.person.own_exports import is_linkedin_export

    told, skills_from = [], []
    for path in sources:
        with_contacts = path.exists() and is_linkedin_export(path) and beginning.holds_contacts(path)
        if with_contacts:
            told.append(beginning.keep_contacts(files, path))
        if not (with_contacts and path.suffix.lower() == ".csv"):
            skills_from.append(path)
    return told, skills_from, beginning.read_files(skills_from)


def _ask_person(
    name: str, target: "Target", skills: Any, labels: Any, today: date
) -> tuple[str, "Target", Any, list[str]]:
    """The questions of init: every proposed skill, then the target."""
    from pipelines.person import beginning
    from pipelines.person.telling import tell_proposal
    from pipelines.person.wording import say

    unknown: list[str] = []
    name = name or listen(say("init.ask_name")).strip()
    if skills:
        tell(tell_proposal(skills, labels, today))
        skills = beginning.confirm(skills, labels, listen)
    else:
        skills, unknown = beginning.named_skills(beginning.split_names(listen(say("init.ask_skills"))))
    return name, beginning.ask_target(target, listen), skills, unknown


def _write_story_file(files: "PersonFiles") -> None:
    from pipelines.person.interview import question_bank
    from pipelines.person.keeping import write_private
    from pipelines.person.wording import say

    if files.stories.exists():
        return
    head = say("interview.stories_head", behaviours=", ".join(question_bank()["behaviour"]))
    lines = [f"# {line}" for line in head.splitlines()]
    example = [
        "[[story]]",
        'title = ""',
        "skills = []",
        "behaviours = []",
        'situation = ""',
        'task = ""',
        'action = ""',
        'result = ""',
    ]
    write_private(files.stories, "\n".join([*lines, "", *(f"# {line}" for line in example)]) + "\n")
