"""Where a person stands: the profile, the target's openings and the gap between them, read once for all commands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from pipelines.person.gap import Gap, find_gap
from pipelines.person.keeping import PersonFiles, read_records
from pipelines.person.market import Market, Opening, read_market
from pipelines.person.network import HiringEmployer, Match, Person, join, people
from pipelines.person.own_exports import Contact, read_contacts
from pipelines.person.profile import HELD, Evidence, Profile, Target, read_profile, strength
from pipelines.person.wording import in_sentence, say


@dataclass(frozen=True)
class Standing:
    """Profile, market and gap of one person."""

    files: PersonFiles
    profile: Profile
    market: Market
    gap: Gap
    warnings: tuple[str, ...]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Names for people of all skills of the catalogue and of the market."""
        from pipelines.skills.compiled import load_catalogue

        catalogue = {skill.skill: skill.label for skill in load_catalogue().skills.values()}
        return catalogue | self.market.labels

    @cached_property
    def types(self) -> dict[str, str]:
        """Types of all skills of the catalogue and of the market."""
        from pipelines.skills.compiled import load_catalogue

        return {skill.skill: skill.type for skill in load_catalogue().skills.values()} | self.market.types

    def name(self, skill: str) -> str:
        """A skill's name as it stands within a sentence."""
        return in_sentence(self.labels[skill], self.types[skill])

    @cached_property
    def near(self) -> list[tuple[Opening, frozenset[str]]]:
        """Openings within two skills, with what is missing, the nearest and newest first."""
        rows = []
        for opening in self.market.openings:
            required = self.market.required[opening.vacancy_id]
            missing = required - self.profile.held
            if required and len(missing) <= 2 and required & self.profile.held:
                rows.append((opening, missing))
        return sorted(
            rows,
            key=lambda row: (
                len(row[1]),
                -(row[0].opened_on.toordinal() if row[0].opened_on else 0),
                row[0].vacancy_id,
            ),
        )

    @cached_property
    def hiring(self) -> dict[str, HiringEmployer]:
        """Employers of the target whose openings ask for a skill that the person holds, by key."""
        held = self.profile.held
        asked: dict[str, Counter[str]] = {}
        names: dict[str, str] = {}
        for opening in self.market.openings:
            for skill in self.market.required[opening.vacancy_id] & held:
                asked.setdefault(opening.company_key, Counter())[skill] += 1
            names.setdefault(opening.company_key, opening.employer)
        openings = Counter(opening.company_key for opening in self.market.openings)
        return {
            key: HiringEmployer(
                key, names[key], openings[key],
                tuple(skill for skill, _ in sorted(skills.items(), key=lambda item: (-item[1], item[0]))),
            )
            for key, skills in asked.items()
        }  # fmt: skip

    @cached_property
    def asking(self) -> dict[str, HiringEmployer]:
        """Employers of the target with everything they require, held or not: whom to ask how a skill is used."""
        skills: dict[str, set[str]] = {}
        names: dict[str, str] = {}
        for opening in self.market.openings:
            skills.setdefault(opening.company_key, set()).update(self.market.required[opening.vacancy_id])
            names.setdefault(opening.company_key, opening.employer)
        openings = Counter(opening.company_key for opening in self.market.openings)
        return {
            key: HiringEmployer(key, names[key], openings[key], tuple(sorted(wanted))) for key, wanted in skills.items()
        }

    @cached_property
    def contacts(self) -> list[Contact]:
        """The person's contacts; none where no file was given yet."""
        return read_contacts(self.files.contacts).contacts if self.files.contacts.exists() else []

    @cached_property
    def matches(self) -> list[Match]:
        """Contacts at employers that ask for the person's skills."""
        return join(self.contacts, self.hiring)

    @cached_property
    def everybody(self) -> list[Person]:
        """All contacts with what was noted of them."""
        return people(self.contacts, read_records(self.files.touches))

    def ranked_skills(self) -> list[tuple[str, str, str]]:
        """What the target asks for, most first: (skill, label, type)."""
        counts = self.market.by_requirement
        ranked = sorted(counts, key=lambda skill: (-(counts[skill]["must"] + counts[skill]["unstated"]), skill))
        return [(skill, self.labels[skill], self.types[skill]) for skill in ranked]


def take_stock(files: PersonFiles, published: Path, *, target: Target | None = None, months: int = 3) -> Standing:
    """Read the profile and the target's openings and find the gap.

    ``target`` overrides the profile's own, part by part.

    Raises ``PersonRefused`` and ``NotPublished``.
    """
    profile = with_target(read_profile(files.profile), target)
    profile, warnings = _known(files.profile, profile)
    market = read_market(published, profile.target, months=months)
    employers = {opening.vacancy_id: opening.company_key for opening in market.openings}
    asked_in_all = Counter(row.vacancy_id for row in market.asked if row.requirement != "nice")
    gap = find_gap(market.required, employers, profile.held, asked_in_all)
    return Standing(files, profile, market, gap, warnings)


def with_target(profile: Profile, target: Target | None) -> Profile:
    """The profile with those parts of another target that are given."""
    if target is None:
        return profile
    own = profile.target
    return replace(
        profile,
        target=Target(
            target.roles or own.roles, target.level or own.level, target.place or own.place, target.remote or own.remote
        ),
    )


def _known(path: Path, profile: Profile) -> tuple[Profile, tuple[str, ...]]:
    """The profile with each skill under its id; names that the catalogue lacks are named and left out."""
    from pipelines.skills.catalogue import UnknownSkill
    from pipelines.skills.compiled import load_catalogue

    catalogue, kept, warnings = load_catalogue(), {}, []
    for name, evidence in profile.skills.items():
        try:
            kept[catalogue.find(name).skill] = evidence
        except UnknownSkill:
            near: Sequence[str] = get_close_matches(name, catalogue.skills, 1, 0.7)
            hint = say("profile.meant", near=near[0]) if near else ""
            warnings.append(say("profile.unknown_skill", path=path, name=name, hint=hint))
    return replace(profile, skills=with_broader(kept)), tuple(warnings)


def with_broader(skills: Mapping[str, Evidence]) -> dict[str, Evidence]:
    """The skills and the broader ones that the catalogue says they imply, by the same line: Rails is Ruby."""
    from pipelines.skills.catalogue import broader
    from pipelines.skills.compiled import load_catalogue

    known, whole = load_catalogue().skills, dict(skills)
    for skill, evidence in skills.items():
        if evidence.grade in HELD and skill in known:
            for implied in broader(known, skill):
                if implied not in whole or strength(evidence) > strength(whole[implied]):
                    whole[implied] = evidence
    return whole
