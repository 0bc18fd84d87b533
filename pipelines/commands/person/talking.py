"""``person network`` and ``interview``: whom to write to, and what to say when they ask."""

import argparse
import sys

from pipelines.commands.person.market import asked_in_advert
from pipelines.commands.person.session import listen, own_places, own_standing, tell, tell_json
from pipelines.config import Config


def network(options: argparse.Namespace) -> int:
    """The week's people, or a note of a contact."""
    from pipelines.person.beginning import keep_contacts
    from pipelines.person.telling import tell_network
    from pipelines.person.wording import say
    from pipelines.person.writing_down import note_contact, suggestions

    config, files = own_places(options)
    if options.contacts:
        print(keep_contacts(files, options.contacts), file=sys.stderr if options.json else sys.stdout)
    if options.action == "log":
        record = {name: getattr(options, name) for name in ("gave", "asked", "note", "every", "support", "stop")}
        return tell([note_contact(files, " ".join(options.name), record, config.today, is_new=options.new)])
    config, standing = own_standing(options)
    if not standing.everybody:
        print(say("contacts.nobody"))
        return 0
    five, weeks = suggestions(standing, config.today)
    if options.json:
        return tell_json({"week": five, "matches": standing.matches, "weeks_in_touch": weeks})
    return tell(tell_network(five, standing, weeks))


def interview(options: argparse.Namespace) -> int:
    """The questions to expect, or a drill."""
    from pipelines.person.interview import drill, expect_questions
    from pipelines.person.keeping import PersonRefused
    from pipelines.person.profile import read_profile
    from pipelines.person.telling import tell_questions
    from pipelines.person.wording import counted, say
    from pipelines.person.writing_down import own_stories

    config, files = own_places(options)
    stories = own_stories(files)
    if options.advert:
        profile, basis = read_profile(files.profile), say("interview.basis_advert")
        requirements = _requirements(options.advert, config)
    else:
        config, standing = own_standing(options)
        profile, requirements = standing.profile, standing.ranked_skills()
        basis = say("interview.basis_target", n=counted(len(standing.market.openings), "opening"))
        if not requirements:
            print(say("interview.nothing", target=standing.market.target.describe()))
            return 0
    questions = expect_questions(requirements, profile, stories)
    if options.json:
        return tell_json(questions)
    if not options.drill:
        return tell(tell_questions(questions, stories, files.stories, basis))
    if not sys.stdin.isatty():
        raise PersonRefused(say("interview.no_terminal"))
    import time

    answered = drill(questions, options.seconds, listen, print, time.monotonic)
    slow = sum(took > options.seconds for _, took in answered)
    print(say("interview.drill_summary", n=len(answered), long=slow))
    return 0


def _requirements(given: str, config: Config) -> list[tuple[str, str, str]]:
    """(skill, label, type) of an advert, musts first."""
    from pipelines.person.keywords import advert_sheet
    from pipelines.person.profile import Profile
    from pipelines.skills.compiled import load_catalogue

    rows = advert_sheet(Profile(), asked_in_advert(given, config))
    return [(row.skill, row.label, load_catalogue().skills[row.skill].type) for row in rows]
