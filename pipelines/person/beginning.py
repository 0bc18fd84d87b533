"""Makes a profile: from files the person gives, or from a few questions; the person has the last word on each line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from pipelines.person.keeping import PersonFiles, PersonRefused, write_private
from pipelines.person.own_exports import (
    is_linkedin_export,
    read_contacts,
    read_json_resume,
    read_linkedin,
)
from pipelines.person.profile import GRADES, LEVELS, REMOTE, Evidence, Profile, Target
from pipelines.person.resume import merged, propose, read_lines
from pipelines.person.resume_text import resume_text
from pipelines.person.wording import counted, say

SHORT = {"w": "work", "p": "project", "c": "course", "s": "shadowed", "l": "listed"}


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gave: skills with evidence, and the name where it says one."""

    skills: dict[str, Evidence]
    name: str = ""


def read_file(path: Path) -> Read:
    """Skills with evidence from a résumé, a JSON Resume or a LinkedIn export. Raises ``PersonRefused``."""
    if not path.exists():
        raise PersonRefused(say("resume.no_file", path=path))
    if is_linkedin_export(path):
        return Read(read_linkedin(path))
    if path.is_dir():
        raise PersonRefused(say("linkedin.folder", path=path))
    if path.suffix.lower() == ".json":
        skills, name, _ = read_json_resume(path)
        return Read(skills, name)
    return Read(propose(read_lines(resume_text(path))))


def read_files(paths: Sequence[Path]) -> Read:
    """Several files of one person as one."""
    done = [read_file(path) for path in paths]
    return Read(merged([one.skills for one in done]), next((one.name for one in done if one.name), ""))


def keep_contacts(files: PersonFiles, path: Path) -> str:
    """Copy Connections.csv (or the one in the export's archive) in our own form; returns what to say."""
    import csv
    import io

    done = read_contacts(path)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["First Name", "Last Name", "Company", "Position", "Connected On", "URL"])
    for contact in done.contacts:
        day = contact.connected.isoformat() if contact.connected else ""
        writer.writerow([contact.name, "", contact.company, contact.position, day, contact.url])
    write_private(files.contacts, text.getvalue())
    left = ", ".join(f"{number} {reason}" for reason, number in sorted(done.left_out.items())) or "0"
    return say("init.contacts", file=path.name, contacts=counted(len(done.contacts), "contact"), left_out=left)


def holds_contacts(path: Path) -> bool:
    """Whether a file given holds contacts."""
    try:
        read_contacts(path)
    except PersonRefused:
        return False
    return True


def confirm(
    skills: Mapping[str, Evidence], labels: Mapping[str, str], listen: Callable[[str], str]
) -> dict[str, Evidence]:
    """Ask for each proposed skill whether it stays, under which grade."""
    kept: dict[str, Evidence] = {}
    rest = False
    for skill, evidence in skills.items():
        question = say("init.ask_keep", label=labels[skill], grade=say(f"grade.{evidence.grade}"))
        answer = "" if rest else listen(question).strip().casefold()
        rest = rest or answer == "a"
        if answer == "n":
            continue
        kept[skill] = replace(evidence, grade=SHORT.get(answer, evidence.grade))
    return kept


def ask_target(target: Target, listen: Callable[[str], str]) -> Target:
    """Ask for what is not given yet."""
    return Target(
        roles=target.roles or tuple(_named(listen(say("init.ask_roles")))),
        level=target.level or _one_of(LEVELS, say("init.ask_level"), listen),
        place=target.place or listen(say("init.ask_place")).strip(),
        remote=target.remote or _one_of(REMOTE, say("init.ask_remote"), listen),
    )


def named_skills(names: Iterable[str]) -> tuple[dict[str, Evidence], list[str]]:
    """Skills that the person names, as listed ones, and the names that the catalogue lacks."""
    from pipelines.skills.catalogue import UnknownSkill
    from pipelines.skills.compiled import load_catalogue

    found: dict[str, Evidence] = {}
    unknown = []
    for name in names:
        try:
            found[load_catalogue().find(name).skill] = Evidence("listed")
        except UnknownSkill:
            near = get_close_matches(name.casefold(), load_catalogue().spellings, 1, 0.7)
            unknown.append(f"{name}{say('profile.meant', near=near[0]) if near else ''}")
    return found, unknown


def by_strength(profile: Profile) -> dict[str, Evidence]:
    """The skills in the order of their evidence."""
    return dict(sorted(profile.skills.items(), key=lambda item: (GRADES.index(item[1].grade), item[0])))


def split_names(text: str) -> list[str]:
    """Names separated by commas."""
    return _named(text)


def _named(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _one_of(known: Sequence[str], question: str, listen: Callable[[str], str]) -> str:
    while True:
        answer = listen(question).strip().casefold()
        if answer in known:
            return answer
