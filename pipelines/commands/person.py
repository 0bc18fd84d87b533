"""``skilltide person``: what I lack, what to do about it, whom to ask, and how to show it. All of it stays here."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.config import Config, read_config

if TYPE_CHECKING:
    from pipelines.person.keeping import PersonFiles
    from pipelines.person.learning_catalogue import LearningCatalogue
    from pipelines.person.profile import Target
    from pipelines.person.standing import Standing

NOTED = ("applied", "reply", "interview", "offer", "rejected", "contact", "course", "volunteering", "advice", "other")
SECONDS = 120


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the commands."""
    text = "what I lack, what to do about it, whom to ask, how to show it; everything stays on this machine"
    group = commands.add_parser("person", help=text, description=text)
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    own = argparse.ArgumentParser(add_help=False)
    own.add_argument(
        "--person", metavar="DIR", type=Path, help="folder of your files (default: person/ in the data directory)"
    )
    own.add_argument("--json", action="store_true", help="machine-readable answer")
    target = argparse.ArgumentParser(add_help=False)
    target.add_argument(
        "--role", action="append", default=[], metavar="NAME", help="role or words of titles; may be repeated"
    )
    target.add_argument("--level", default="", help="intern, entry, mid, senior, lead, manager, executive")
    target.add_argument("--place", default="", help="country, region or town")
    target.add_argument("--remote", default="", choices=("also", "only", "no"))
    target.add_argument(
        "--months", type=int, default=3, metavar="N", help="where nothing is open now: new in the last N months (3)"
    )
    every = [shared, own, target]
    _add_init(actions, every)
    for name, run, words in (
        ("gap", _gap, "what is asked that I lack, by how many openings each skill would open"),
        ("keywords", _keywords, "how to show what I have: demonstrate, list, or leave out"),
        ("plan", _plan, "at most three next steps; check-links looks whether the addresses are still there"),
        ("network", _network, "whom to ask this week; `network log NAME` after each contact"),
        ("interview", _interview, "what they will ask, and which of my stories answers it"),
        ("log", _log, "applications and steps; `log add KIND`, `log proof`, `log funnel`"),
        ("report", _report, "the weekly page: everything above as HTML, for print, and as Markdown"),
    ):
        command = actions.add_parser(name, parents=every, help=words, description=words)
        command.set_defaults(run=run)
        _arguments(name, command)


def _add_init(actions: Any, parents: list[argparse.ArgumentParser]) -> None:
    words = "make a profile from a résumé, a LinkedIn export, a JSON Resume, or a few questions"
    init = actions.add_parser("init", parents=parents, help=words, description=words)
    init.add_argument(
        "--from", dest="source", action="append", default=[], type=Path, metavar="FILE", help="may be repeated"
    )
    init.add_argument("--name", default="", help="your name, for the page")
    init.add_argument("--skill", action="append", default=[], metavar="NAME", help="a skill you have; may be repeated")
    init.add_argument("--yes", action="store_true", help="take what is proposed without asking")
    init.add_argument("--replace", action="store_true", help="replace the profile that is there")
    init.set_defaults(run=_init)


def _arguments(name: str, command: argparse.ArgumentParser) -> None:
    if name == "gap":
        command.add_argument("--sql", action="store_true", help="print the SQL that confirms each number beside it")
    if name in {"keywords", "interview"}:
        command.add_argument(
            "--advert", metavar="FILE", help="one advert: a file, an address known here, or - for pasted text"
        )
    if name == "keywords":
        command.add_argument(
            "--resume", type=Path, metavar="FILE", help="this résumé instead of the profile's evidence"
        )
        command.add_argument("--most", type=int, default=20, metavar="N", help="skills asked for most (20)")
    if name == "plan":
        command.add_argument("action", nargs="?", choices=("check-links",))
        command.add_argument("--ics", type=Path, metavar="FILE", help="write the days to look again as a calendar file")
        command.add_argument(
            "--skip", action="append", default=[], metavar="SKILL", help="leave this skill out; may be repeated"
        )
        command.add_argument("--contact", metavar="MAIL", help="contact address under which links are checked")
    if name == "network":
        command.add_argument("action", nargs="?", choices=("log",))
        command.add_argument("name", nargs="*", help="of the person you were in touch with")
        command.add_argument("--contacts", type=Path, metavar="FILE", help="read LinkedIn's Connections.csv")
        for flag, words in (("gave", "what you gave"), ("asked", "what you asked"), ("note", "anything else")):
            command.add_argument(f"--{flag}", default="", help=words)
        command.add_argument("--every", type=int, metavar="DAYS", help="how often you want to be in touch (30)")
        command.add_argument("--support", action="store_true", help="somebody for your own morale")
        command.add_argument("--stop", action="store_true", help="do not suggest this person again")
        command.add_argument("--new", action="store_true", help="somebody who is not among the contacts")
    if name == "interview":
        command.add_argument("--drill", action="store_true", help="timed drill in the terminal")
        command.add_argument("--seconds", type=int, default=SECONDS, metavar="N", help=f"aim per answer ({SECONDS})")
    if name == "log":
        command.add_argument("action", nargs="?", default="proof", choices=("add", "proof", "funnel"))
        command.add_argument("kind", nargs="?", choices=NOTED, help="what you did")
        flags = {
            "employer": "whose place it is",
            "title": "of the place",
            "source": "where you found it",
            "note": "anything else",
            "day": "when, as 2026-11-23 (default: today)",
            "month": "which month the proof is of, as 2026-11 (default: this one)",
        }
        for flag, words in flags.items():
            command.add_argument(f"--{flag}", default="", help=words)
        command.add_argument("--html", type=Path, metavar="FILE", help="write the proof as a page to print and sign")


def _places(options: argparse.Namespace) -> "tuple[Config, PersonFiles]":
    from pipelines.person.keeping import PersonFiles

    config = read_config(data=options.data, contact=getattr(options, "contact", None), today=options.today)
    return config, PersonFiles(options.person or config.data / "person")


def _standing(options: argparse.Namespace) -> "tuple[Config, Standing]":
    from pipelines.person.standing import take_stock

    config, files = _places(options)
    return config, take_stock(files, config.published, target=_target(options), months=max(1, options.months))


def _target(options: argparse.Namespace) -> "Target":
    from pipelines.person.keeping import PersonRefused
    from pipelines.person.profile import LEVELS, Target
    from pipelines.person.wording import say

    if options.level not in LEVELS:
        known = ", ".join(repr(level) for level in LEVELS[1:])
        raise PersonRefused(say("profile.bad_value", path="--level", where="level", value=options.level, known=known))
    return Target(tuple(options.role), options.level, options.place, options.remote)


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        print(line)
    return 0


def _print_json(value: Any) -> int:
    print(json.dumps(_plain(value), ensure_ascii=False, indent=2, default=str))
    return 0


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _listen(prompt: str) -> str:
    from prompt_toolkit import prompt as ask

    return ask(prompt)


def _init(options: argparse.Namespace) -> int:
    from pipelines.person import beginning
    from pipelines.person.keeping import PersonRefused
    from pipelines.person.profile import Profile, write_profile
    from pipelines.person.wording import counted, say
    from pipelines.skills.compiled import load_catalogue

    config, files = _places(options)
    if files.profile.exists() and not options.replace:
        raise PersonRefused(say("profile.exists", path=files.profile))
    target = _target(options)
    labels = {skill.skill: skill.label for skill in load_catalogue().skills.values()}
    told, read = _read_sources(options.source, files)
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
        return _print_json(
            {"profile": str(files.profile), "skills": profile.skills, "target": target, "unknown": unknown}
        )
    from pipelines.person.telling import tell_proposal

    lines = [say("init.read", file=path.name, skills=counted(len(read.skills), "skill")) for path in options.source[:1]]
    lines += [*told, *(tell_proposal(skills, labels, config.today) if not ask and skills else [])]
    if options.source and not skills:
        lines.append(say("init.nothing_found", file=options.source[0].name, path=files.profile))
    lines += [say("init.not_understood", names=", ".join(unknown))] if unknown else []
    lines.append(say("init.wrote", path=files.profile))
    lines += [] if target.roles else [say("init.no_role", path=files.profile)]
    return _print([*lines, say("init.next")])


def _read_sources(sources: list[Path], files: "PersonFiles") -> tuple[list[str], Any]:
    """Read the given files: contacts are kept, the rest gives skills."""
    from pipelines.person import beginning
    from pipelines.person.own_exports import is_linkedin_export

    told, skills_from = [], []
    for path in sources:
        with_contacts = path.exists() and is_linkedin_export(path) and beginning.holds_contacts(path)
        if with_contacts:
            told.append(beginning.keep_contacts(files, path))
        if not (with_contacts and path.suffix.lower() == ".csv"):
            skills_from.append(path)
    return told, beginning.read_files(skills_from)


def _ask_person(
    name: str, target: "Target", skills: Any, labels: Any, today: date
) -> tuple[str, "Target", Any, list[str]]:
    """The questions of init: every proposed skill, then the target."""
    from pipelines.person import beginning
    from pipelines.person.telling import tell_proposal
    from pipelines.person.wording import say

    unknown: list[str] = []
    name = name or _listen(say("init.ask_name")).strip()
    if skills:
        _print(tell_proposal(skills, labels, today))
        skills = beginning.confirm(skills, labels, _listen)
    else:
        skills, unknown = beginning.named_skills(beginning.split_names(_listen(say("init.ask_skills"))))
    return name, beginning.ask_target(target, _listen), skills, unknown


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


def _gap(options: argparse.Namespace) -> int:
    from pipelines.person.telling import tell_gap, verdict

    config, standing = _standing(options)
    if options.json:
        return _print_json(
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
    _print(tell_gap(standing))
    return _confirm(config, standing) if options.sql else 0


def _confirm(config: Config, standing: "Standing") -> int:
    from pipelines.person.confirming import confirm
    from pipelines.person.wording import say

    agreed = True
    for one in confirm(standing, config.published):
        print(f"\n{say('gap.sql')} {dict(one.said)}\n\n{one.sql}\n\n-- {dict(one.answered)}")
        agreed = agreed and one.agrees
    return 0 if agreed else 1


def _keywords(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from pipelines.person import keywords, telling
    from pipelines.person.market import read_sentences, read_spellings

    if options.advert:
        return _advert_keywords(options)
    config, standing = _standing(options)
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
        return _print_json(rows)
    sentences = read_sentences(config.published, market, [row.skill for row in rows])
    _print(telling.tell_head(standing))
    if rows:
        print(telling.keyword_summary(rows, "keywords.summary"))
    return _print(telling.tell_keywords(rows, sentences, config.today))


def _advert_keywords(options: argparse.Namespace) -> int:
    from pipelines.person import keywords, telling
    from pipelines.person.beginning import read_file
    from pipelines.person.profile import Profile, read_profile
    from pipelines.person.standing import with_broader
    from pipelines.person.wording import counted, say

    config, files = _places(options)
    skills = read_file(options.resume).skills if options.resume else read_profile(files.profile).skills
    rows = keywords.advert_sheet(Profile(skills=with_broader(skills)), _asked_in_advert(options.advert, config))
    if options.json:
        return _print_json(rows)
    if not rows:
        print(say("keywords.advert_nothing"))
        return 0
    print(telling.keyword_summary(rows, "keywords.advert_summary"))
    if sum(row.requirement != "nice" for row in rows) >= 10:
        print(say("keywords.advert_over", n=counted(len(rows), "skill")))
    return _print(telling.tell_keywords(rows, {}, config.today))


def _asked_in_advert(given: str, config: Config) -> list[tuple[str, str, str, str]]:
    """(skill, label, surface, requirement) of each place in an advert."""
    from pipelines.person.adverts import read_given_advert
    from pipelines.skills.compiled import load_catalogue
    from pipelines.skills.extraction import extract

    advert = read_given_advert(given, config.published, sys.stdin.read)
    labels = load_catalogue().skills
    hits = extract(advert.title, advert.text, advert.company)
    return [(hit.skill, labels[hit.skill].label, hit.surface, hit.requirement) for hit in hits]


def _plan(options: argparse.Namespace) -> int:
    from pipelines.person.next_steps import as_calendar
    from pipelines.person.telling import tell_head, tell_plan
    from pipelines.person.wording import say
    from pipelines.person.writing_down import next_steps

    if options.action == "check-links":
        return _check_links(options)
    config, standing = _standing(options)
    steps = next_steps(standing, config.today, frozenset(options.skip))
    if options.ics:
        from pipelines.person.keeping import write_private

        write_private(options.ics, as_calendar(steps, config.today))
    if options.json:
        return _print_json(steps)
    _print([*tell_head(standing), *tell_plan(steps, standing)])
    return _print([say("plan.wrote_calendar", path=options.ics)] if options.ics else [])


def _check_links(options: argparse.Namespace) -> int:
    from pipelines.person.keeping import PersonRefused
    from pipelines.person.learning_catalogue import check_links
    from pipelines.person.wording import say

    config, files = _places(options)
    learning = _learning(files)
    if not config.contact:
        raise PersonRefused(say("learning.no_contact"))
    done = []
    for checked in check_links(learning, contact=config.contact):
        done.append(checked)
        if not options.json:
            key = "learning.link_trouble" if checked.trouble else "learning.link_ok"
            print(say(key, address=checked.way.address, trouble=checked.trouble), flush=True)
    ok = sum(not one.trouble for one in done)
    if options.json:
        _print_json(done)
    else:
        print(say("learning.link_summary", ok=ok, n=len(done)))
    return 0 if ok == len(done) else 1


def _learning(files: "PersonFiles") -> "LearningCatalogue":
    from pipelines.person.learning_catalogue import read_learning
    from pipelines.skills.compiled import load_catalogue

    return read_learning(files.learning, load_catalogue().skills)


def _network(options: argparse.Namespace) -> int:
    from pipelines.person.beginning import keep_contacts
    from pipelines.person.telling import tell_network
    from pipelines.person.wording import say
    from pipelines.person.writing_down import note_contact, suggestions

    config, files = _places(options)
    if options.contacts:
        print(keep_contacts(files, options.contacts), file=sys.stderr if options.json else sys.stdout)
    if options.action == "log":
        record = {name: getattr(options, name) for name in ("gave", "asked", "note", "every", "support", "stop")}
        return _print([note_contact(files, " ".join(options.name), record, config.today, is_new=options.new)])
    config, standing = _standing(options)
    if not standing.everybody:
        print(say("contacts.nobody"))
        return 0
    five, weeks = suggestions(standing, config.today)
    if options.json:
        return _print_json({"week": five, "matches": standing.matches, "weeks_in_touch": weeks})
    return _print(tell_network(five, standing, weeks))


def _interview(options: argparse.Namespace) -> int:
    from pipelines.person.interview import drill, expect_questions
    from pipelines.person.keeping import PersonRefused
    from pipelines.person.profile import read_profile
    from pipelines.person.telling import tell_questions
    from pipelines.person.wording import counted, say
    from pipelines.person.writing_down import own_stories

    config, files = _places(options)
    stories = own_stories(files)
    if options.advert:
        profile, basis = read_profile(files.profile), say("interview.basis_advert")
        requirements = _requirements(options.advert, config)
    else:
        config, standing = _standing(options)
        profile, requirements = standing.profile, standing.ranked_skills()
        basis = say("interview.basis_target", n=counted(len(standing.market.openings), "opening"))
        if not requirements:
            print(say("interview.nothing", target=standing.market.target.describe()))
            return 0
    questions = expect_questions(requirements, profile, stories)
    if options.json:
        return _print_json(questions)
    if not options.drill:
        return _print(tell_questions(questions, stories, files.stories, basis))
    if not sys.stdin.isatty():
        raise PersonRefused(say("interview.no_terminal"))
    import time

    answered = drill(questions, options.seconds, _listen, print, time.monotonic)
    slow = sum(took > options.seconds for _, took in answered)
    print(say("interview.drill_summary", n=len(answered), long=slow))
    return 0


def _requirements(given: str, config: Config) -> list[tuple[str, str, str]]:
    """(skill, label, type) of an advert, musts first."""
    from pipelines.person.keywords import advert_sheet
    from pipelines.person.profile import Profile
    from pipelines.skills.compiled import load_catalogue

    rows = advert_sheet(Profile(), _asked_in_advert(given, config))
    return [(row.skill, row.label, load_catalogue().skills[row.skill].type) for row in rows]


def _log(options: argparse.Namespace) -> int:
    from pipelines.person.keeping import read_records
    from pipelines.person.search_log import funnel, month_rows
    from pipelines.person.writing_down import note_step, parse_month, tell_proof

    config, files = _places(options)
    if options.action == "add":
        names = {"employer": options.employer, "role": options.title or " ".join(options.role)}
        record = names | {"source": options.source, "note": options.note}
        return _print([note_step(files, options.kind or "other", record, options.day, config.today)])
    records = read_records(files.log)
    if options.action == "funnel":
        stages = funnel(records)
        return _print_json(stages) if options.json else _print(stage.words for stage in stages)
    month = parse_month(options.month, config.today)
    if options.json:
        return _print_json(month_rows(records, month))
    if options.html:
        return _write_proof(files, options.html, records, month, config.today)
    return _print(tell_proof(records, month))


def _write_proof(files: "PersonFiles", path: Path, records: list[dict[str, Any]], month: date, today: date) -> int:
    from pipelines.person.keeping import write_private
    from pipelines.person.profile import read_profile
    from pipelines.person.weekly import proof_page

    name = read_profile(files.profile).name if files.profile.exists() else ""
    write_private(path, proof_page(records, name, month, today))
    return _print([str(path)])


def write_own_page(options: argparse.Namespace) -> int:
    """The weekly page for a command line that has only the shared options: `skilltide report person`."""
    role = getattr(options, "role", None)
    own: dict[str, Any] = {"person": None, "json": False, "months": 3, "level": "", "place": "", "remote": ""}
    own["role"] = [role] if role else []
    return _report(argparse.Namespace(**(vars(options) | own)))


def _report(options: argparse.Namespace) -> int:
    from pipelines.person.weekly import write_weekly_page

    config, standing = _standing(options)
    page = write_weekly_page(standing, config.published, config.today)
    return _print_json({"page": page}) if options.json else _print([str(page)])
