"""``person gap``, ``keywords`` and ``plan``: what the market asks, beside what the person has."""

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from pipelines.commands.person.session import own_places, own_standing, tell, tell_json
from pipelines.config import Config

if TYPE_CHECKING:
    from pipelines.person.keeping import PersonFiles
    from pipelines.person.learning_catalogue import LearningCatalogue
    from pipelines.person.standing import Standing


def gap(options: argparse.Namespace) -> int:
    """Coverage and the ladder."""
    from pipelines.person.telling import tell_gap, verdict

    config, standing = own_standing(options)
    if options.json:
        return tell_json(
            {
                "target": standing.market.target,
                "period": standing.market.period,
                "notes": standing.market.notes,
                "openings": len(standing.market.openings),
                "coverage": standing.gap.coverage,
                "ladder": [
                    asdict(step) | {"label": standing.labels[step.skill], "verdict": verdict(standing, step.skill)}
                    for step in standing.gap.ladder
                ],
                "over_asking": standing.gap.over_asking,
            }
        )
    tell(tell_gap(standing))
    return _confirm(config, standing) if options.sql else 0


def _confirm(config: Config, standing: "Standing") -> int:
    from pipelines.person.confirming import confirm
    from pipelines.person.wording import say

    agreed = True
    for one in confirm(standing, config.published):
        print(f"\n{say('gap.sql')} {dict(one.said)}\n\n{one.sql}\n\n-- {dict(one.answered)}")
        agreed = agreed and one.agrees
    return 0 if agreed else 1


def keywords(options: argparse.Namespace) -> int:
    """How to show what one has, for the target's openings or one advert."""
    from dataclasses import replace

    from pipelines.person import keywords, telling
    from pipelines.person.market import read_sentences, read_spellings

    if options.advert:
        return _advert_keywords(options)
    config, standing = own_standing(options)
    profile = standing.profile
    if options.resume:
        from pipelines.person.beginning import read_file
        from pipelines.person.standing import with_broader

        profile = replace(profile, skills=with_broader(read_file(options.resume).skills))
    market = standing.market
    rows = keywords.market_sheet(
        profile,
        standing.labels,
        market.by_requirement,
        read_spellings(config.published, market),
        len(market.openings),
        options.most,
    )
    if options.json:
        return tell_json(rows)
    sentences = read_sentences(config.published, market, [row.skill for row in rows])
    tell(telling.tell_head(standing))
    if rows:
        print(telling.keyword_summary(rows, "keywords.summary"))
    return tell(telling.tell_keywords(rows, sentences, config.today))


def _advert_keywords(options: argparse.Namespace) -> int:
    from pipelines.person import keywords, telling
    from pipelines.person.beginning import read_file
    from pipelines.person.profile import Profile, read_profile
    from pipelines.person.standing import with_broader
    from pipelines.person.wording import counted, say

    config, files = own_places(options)
    skills = read_file(options.resume).skills if options.resume else read_profile(files.profile).skills
    rows = keywords.advert_sheet(Profile(skills=with_broader(skills)), asked_in_advert(options.advert, config))
    if options.json:
        return tell_json(rows)
    if not rows:
        print(say("keywords.advert_nothing"))
        return 0
    print(telling.keyword_summary(rows, "keywords.advert_summary"))
    if sum(row.requirement != "nice" for row in rows) >= 10:
        print(say("keywords.advert_over", n=counted(len(rows), "skill")))
    return tell(telling.tell_keywords(rows, {}, config.today))


def asked_in_advert(given: str, config: Config) -> list[tuple[str, str, str, str]]:
    """(skill, label, surface, requirement) of each place in an advert."""
    from pipelines.person.adverts import read_given_advert
    from pipelines.skills.compiled import load_catalogue
    from pipelines.skills.extraction import extract

    advert = read_given_advert(given, config.published, sys.stdin.read)
    labels = load_catalogue().skills
    hits = extract(advert.title, advert.text, advert.company)
    return [(hit.skill, labels[hit.skill].label, hit.surface, hit.requirement) for hit in hits]


def plan(options: argparse.Namespace) -> int:
    """The next steps, or a look at the addresses of the ways to learn."""
    from pipelines.person.next_steps import as_calendar
    from pipelines.person.telling import tell_head, tell_plan
    from pipelines.person.wording import say
    from pipelines.person.writing_down import next_steps

    if options.action == "check-links":
        return _check_links(options)
    config, standing = own_standing(options)
    steps = next_steps(standing, config.today, _skipped(options.skip))
    if options.ics:
        from pipelines.person.keeping import write_private

        write_private(options.ics, as_calendar(steps, config.today))
    if options.json:
        return tell_json(steps)
    tell([*tell_head(standing), *tell_plan(steps, standing)])
    return tell([say("plan.wrote_calendar", path=options.ics)] if options.ics else [])


def _skipped(names: list[str]) -> frozenset[str]:
    """The skills that are to be left out. Raises ``PersonRefused`` on a name that the catalogue lacks."""
    from pipelines.person.beginning import named_skills
    from pipelines.person.keeping import PersonRefused
    from pipelines.person.wording import say

    found, unknown = named_skills(names)
    if unknown:
        raise PersonRefused(say("plan.unknown_skip", names=", ".join(unknown)))
    return frozenset(found)


def _check_links(options: argparse.Namespace) -> int:
    from pipelines.person.keeping import PersonRefused
    from pipelines.person.link_check import check_links
    from pipelines.person.wording import say

    config, files = own_places(options)
    learning = _learning(files)
    if not config.contact:
        raise PersonRefused(say("learning.no_contact"))
    done = []
    for checked in check_links(learning, contact=config.contact):
        done.append(checked)
        if not options.json:
            key = "trouble" if checked.trouble else "moved" if checked.moved else "ok"
            values = {"address": checked.way.address, "trouble": checked.trouble, "moved": checked.moved}
            print(say(f"learning.link_{key}", **values), flush=True)
    ok = sum(not one.trouble for one in done)
    if options.json:
        tell_json(done)
    else:
        print(say("learning.link_summary", ok=ok, n=len(done)))
        if ok < len(done):
            print(say("learning.link_mend", path=files.learning))
    return 0 if ok == len(done) else 1


def _learning(files: "PersonFiles") -> "LearningCatalogue":
    from pipelines.person.learning_catalogue import read_learning
    from pipelines.skills.compiled import load_catalogue

    return read_learning(files.learning, load_catalogue().skills)
