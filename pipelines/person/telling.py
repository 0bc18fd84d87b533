"""What each command says in the terminal, line by line; the words stand in ``words``, the numbers come ready."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pipelines.person.gap import FEWEST_TO_RANK, LONGEST, Part, Step
from pipelines.person.interview import Question, Story
from pipelines.person.keywords import DEMONSTRATE, LIST, Keyword, advise
from pipelines.person.learning_catalogue import LearningCatalogue, Way
from pipelines.person.network import Suggestion
from pipelines.person.next_steps import NextStep
from pipelines.person.profile import Evidence, ago
from pipelines.person.standing import Standing
from pipelines.person.wording import counted, listed, say

LONG_BACK = 600
"""Days looked back upon beyond which a longer time is no advice."""


def tell_head(standing: Standing) -> Iterator[str]:
    """Whom the numbers are about, and how they were found."""
    market = standing.market
    yield say(
        "gap.target",
        target=market.target.describe(),
        n=counted(len(market.openings), "opening"),
        period=market.period,
    )
    yield from standing.warnings
    yield from market.notes


def tell_gap(standing: Standing) -> Iterator[str]:
    """Coverage, the ladder, what falls, and why to apply anyway."""
    market, gap = standing.market, standing.gap
    if not market.openings:
        yield say("gap.none_found", target=market.target.describe(), period=market.period)
        yield from market.notes
        yield from what_helps(standing)
        return
    yield from tell_head(standing)
    coverage = gap.coverage
    if coverage.silent:
        yield say("gap.silent", silent=coverage.silent)
    yield say("gap.counted")
    yield ""
    if coverage.n:
        yield from _coverage(standing)
        if coverage.missing_one:
            yield missing_one(standing)
        yield ""
    yield from _ladder(standing)
    yield ""
    yield falling(standing)
    if gap.over_asking.n > 1:
        yield apply_anyway(standing)


def missing_one(standing: Standing) -> str:
    """Which skill is the one that is missing, with the openings of each."""
    names = [f"{standing.name(skill)} ({k})" for skill, k in standing.gap.coverage.missing_one[:6]]
    return say("gap.missing_one", skills=listed(names))


def what_helps(standing: Standing) -> Iterator[str]:
    """What to do where the copy holds too little of a target to say anything."""
    parameters = standing.market.parameters
    if standing.market.held_most:
        yield say("gap.holds", roles=standing.market.held_most)
    if standing.market.basis == "new" and (parameters["until"] - parameters["since"]).days < LONG_BACK:
        yield say("gap.widen_back")
    yield say("gap.widen")


def _coverage(standing: Standing) -> Iterator[str]:
    coverage = standing.gap.coverage
    for name, part in (("whole", coverage.whole), ("one", coverage.one), ("two", coverage.two)):
        words = say(f"gap.meet_{name}")
        if part.enough:
            yield say(
                "gap.coverage_share", words=words, k=part.k, n=part.n, share=part.share, low=part.low, high=part.high
            )
        else:
            yield say("gap.coverage_count", words=words, k=part.k, n=part.n)
    if few := too_few(standing):
        yield few


def too_few(standing: Standing) -> str:
    """The sentence for a target that is too small for shares; empty where it is not."""
    n = standing.gap.coverage.n
    return say("gap.few_for_share", n=counted(n, "opening")) if n < 100 else ""


def _ladder(standing: Standing) -> Iterator[str]:
    gap = standing.gap
    if not gap.ladder:
        yield nothing_to_rank(standing)
        if gap.coverage.n < FEWEST_TO_RANK:
            yield from what_helps(standing)
        return
    yield say("gap.ladder")
    for number, step in enumerate(gap.ladder, 1):
        yield rung(standing, step, number)
        yield "   " + rung_detail(standing, step)
    yield say("gap.elbow", elbow=gap.elbow) if gap.elbow else say("gap.elbow_none")
    if gap.ladder[-1].whole_after == gap.coverage.n:
        yield say("gap.ladder_all")
    elif len(gap.ladder) < LONGEST:
        yield say("gap.ladder_end")


def nothing_to_rank(standing: Standing) -> str:
    """Why there is no ladder: too few openings, nothing missing, or only single employers' wishes."""
    coverage = standing.gap.coverage
    if coverage.n < FEWEST_TO_RANK:
        return say("gap.few_to_rank", n=counted(coverage.n, "opening"))
    return say("plan.wholly_met") if coverage.whole.k == coverage.n else say("gap.ladder_end")


def rung(standing: Standing, step: Step, number: int) -> str:
    """One rung in a sentence."""
    values: dict[str, Any] = {
        "number": number,
        "label": standing.labels[step.skill],
        "opens": counted(step.opens.k, "opening"),
        "employers": counted(step.employers, "employer"),
        "nearer": counted(step.nearer, "opening"),
    }
    if not step.opens.k:
        return say("gap.ladder_none" if step.nearer else "gap.ladder_far", **values)
    key = "gap.ladder_share" if step.opens.enough else "gap.ladder_count"
    return say(key, low=step.opens.low, high=step.opens.high, **values)


def rung_detail(standing: Standing, step: Step) -> str:
    """Who asks for it and how, what became of it, how long it takes."""
    return say(
        "gap.ladder_detail",
        asking=step.asking.k,
        n=step.asking.n,
        verdict=verdict(standing, step.skill),
        effort=say(f"plan.effort_{effort(standing, step.skill)}"),
        **standing.market.by_requirement[step.skill],
    )


def effort(standing: Standing, skill: str) -> str:
    """The effort band of a skill."""
    return learning(standing).effort(skill, standing.types[skill])


def learning(standing: Standing) -> LearningCatalogue:
    """The catalogue of ways with the person's own entries."""
    from pipelines.person.learning_catalogue import read_learning

    return read_learning(standing.files.learning, standing.types)


def verdict(standing: Standing, skill: str) -> str:
    """What became of a skill within a year, in the warehouse's own word."""
    return standing.market.verdicts.get(skill) or say("gap.verdict_none")


def falling(standing: Standing) -> str:
    """Which held skills fall."""
    names = [standing.name(skill) for skill in sorted(standing.profile.held) if verdict(standing, skill) == "falling"]
    return say("gap.falling", skills=listed(names)) if names else say("gap.not_falling")


def apply_anyway(standing: Standing) -> str:
    """How many adverts ask for ten skills or more."""
    gap = standing.gap
    if not gap.over_asking.k:
        return say("gap.apply_few", n=counted(gap.over_asking.n, "opening"), median=gap.median_asked)
    return say("gap.apply_anyway", k=gap.over_asking.k, n=gap.over_asking.n, median=gap.median_asked)


def tell_keywords(rows: Sequence[Keyword], sentences: Mapping[str, Mapping[str, Any]], today: date) -> Iterator[str]:
    """The sheet, grouped by what to do."""
    for advice in (DEMONSTRATE, LIST, "leave_out"):
        chosen = [row for row in rows if row.advice == advice]
        if not chosen:
            continue
        yield ""
        yield f"{say(f'keywords.{advice}').upper()}, {say(f'keywords.why_{advice}')}"
        for row in chosen:
            yield f"  {row.label}: {spelled(row)}"
            if words := how(row):
                yield f"      {words}" + (f" ({ago(row.until, today)})" if row.advice == DEMONSTRATE else "")
            if sentence := sentences.get(row.skill):
                yield "      " + quoted_sentence(sentence)


def quoted_sentence(sentence: Mapping[str, Any]) -> str:
    """One real line of an advert, short."""
    line = " ".join(str(sentence["line"]).split())
    line = line if len(line) <= 180 else line[:179].rstrip() + "…"
    return say("keywords.sentence", company=sentence["company"] or say("market.unnamed"), line=line)


def spelled(row: Keyword) -> str:
    """Employers' spellings with their shares; in one advert its own, and how it is asked."""
    if row.requirement:
        return f"{row.spellings[0][0]}, {say(f'keywords.requirement_{row.requirement}')}"
    return listed([say("keywords.spelling", surface=surface, k=k, n=n) for surface, k, n in row.spellings])


def how(row: Keyword) -> str:
    """What to do with a skill, in words; empty where the heading of its group says it."""
    if row.advice == DEMONSTRATE:
        return say(
            "keywords.demonstrate_course" if row.grade == "course" else "keywords.demonstrate_how", line=row.line
        )
    if row.advice == LIST:
        return say("keywords.list_shadowed") if row.grade == "shadowed" else ""
    return say("keywords.leave_out_wanted") if row.grade == "wanted" else ""


def keyword_summary(rows: Sequence[Keyword], key: str) -> str:
    """How many are shown, listed, not there."""
    counts = {name: sum(row.in_resume == name for row in rows) for name in ("shows", "lists", "lacks")}
    return say(key, n=counted(len(rows), "skill"), **counts)


def tell_plan(steps: Sequence[NextStep], standing: Standing) -> Iterator[str]:
    """The cards."""
    if not steps:
        n = standing.gap.coverage.n
        yield say("plan.nothing", n=counted(n, "opening")) if n < FEWEST_TO_RANK else nothing_to_rank(standing)
        if n < FEWEST_TO_RANK:
            yield from what_helps(standing)
        return
    for number, step in enumerate(steps, 1):
        yield ""
        yield f"{number}. {step.what}"
        yield f"   {step.why}"
        ways = [way_words(way) for way in step.ways] or [say("plan.way_none", path=standing.files.learning)]
        yield from (f"   {way}" for way in ways)
        yield f"   {step.volunteering}"
        yield f"   {step.asking}"
        yield f"   {step.evidence}"
        band = say("plan.effort", effort=say(f"plan.effort_{step.effort}"))
        yield f"   {band}; {say('plan.look_again', day=step.look_again)}"
    shipped = [way.checked for step in steps for way in step.ways if not way.own]
    if shipped:
        yield ""
        yield say("plan.checked", day=min(shipped))


def way_words(way: Way) -> str:
    """One way to learn."""
    return say(
        "plan.way_own" if way.own else "plan.way", kind=say(f"plan.kind_{way.kind}"), name=way.name, address=way.address
    )


def tell_network(five: Sequence[Suggestion], standing: Standing, weeks: int) -> Iterator[str]:
    """The week's people, and who else is where one's skills are asked for."""
    matches = standing.matches
    yield say("network.five")
    for number, suggestion in enumerate(five, 1):
        contact = suggestion.person.contact
        company = f"{say('network.at')} {contact.company}" if contact.company else ""
        yield " ".join(
            say("network.row", number=number, name=contact.name, position=contact.position, company=company).split()
        ).rstrip(" ,")
        yield f"   {why(suggestion)}"
        for key in ("gave", "asked"):
            if value := getattr(suggestion.person, key):
                yield "   " + say(f"network.last_{key}", **{key: value})
        yield "   " + say("network.starter", text=starter(suggestion, standing))
    if not any(suggestion.kind == "support" for suggestion in five):
        yield say("network.no_support")
    firm = sum(match.strength == "firm" for match in matches)
    yield ""
    yield say("network.joined", n=counted(len(matches), "contact"), firm=firm, likely=len(matches) - firm)
    for strength in ("firm", "likely"):
        for match in [one for one in matches if one.strength == strength][:10]:
            yield say(
                "network.match_row",
                name=match.contact.name,
                company=match.employer.name,
                openings=counted(match.employer.openings, "opening"),
                skills=listed([standing.name(skill) for skill in match.employer.skills], 4),
                why=match.why,
            )
    yield say("network.streak", weeks=counted(weeks, "week")) if weeks else say("network.streak_none")


def why(suggestion: Suggestion) -> str:
    """Why this person, with how sure the employer is."""
    if suggestion.match is None:
        return suggestion.why
    words = suggestion.why
    if suggestion.kind != "hiring":
        words = f"{words}; {say('network.hiring', openings=counted(suggestion.match.employer.openings, 'opening'))}"
    return f"{words} ({suggestion.match.why})"


def starter(suggestion: Suggestion, standing: Standing) -> str:
    """Words to begin with: giving before asking."""
    skills = suggestion.match.employer.skills if suggestion.match else ()
    shown = [skill for skill in skills if advise(standing.profile.skills.get(skill)) == DEMONSTRATE]
    skill = standing.name([*shown, *skills][0]) if skills else say("network.starter_skill")
    title = employer = ""
    if suggestion.match:
        employer = suggestion.match.employer.name
        key = suggestion.match.employer.key
        title = next(one.title for one in standing.market.openings if one.company_key == key)
    return say(f"network.starter_{suggestion.kind}", employer=employer, title=title[:80], skill=skill)


def tell_questions(
    questions: Sequence[Question], stories: Sequence[Story], standing_path: Any, basis: str
) -> Iterator[str]:
    """Questions with the story that answers each, and what has none."""
    yield say("interview.head", basis=basis)
    for number, question in enumerate(questions, 1):
        yield say("interview.question", number=number, text=question.text)
        yield say("interview.hint", hint=question.hint)
        yield story_words(question)
    without = [question.label for question in questions if not question.story]
    yield ""
    yield (
        say("interview.without", labels=listed(without, 10), path=standing_path)
        if without
        else say("interview.all_have")
    )
    for story in stories:
        if story.lacks:
            yield say("interview.unfinished", title=story.title, parts=listed(list(story.lacks)))


def story_words(question: Question) -> str:
    """Which story answers, or what to make one from."""
    if question.story:
        return say("interview.story", story=question.story)
    if question.is_behaviour:
        return say("interview.no_story_behaviour")
    return say("interview.no_story_line", line=question.line) if question.line else say("interview.no_story")


def tell_proposal(skills: Mapping[str, Evidence], labels: Mapping[str, str], today: date) -> Iterator[str]:
    """What was read out of a résumé, with the line behind each."""
    yield say("init.proposal")
    for skill, evidence in skills.items():
        when = ago(evidence.until, today) if evidence.until else ""
        yield say("init.row", label=labels[skill], grade=say(f"grade.{evidence.grade}"), ago=when).rstrip()
        if evidence.line:
            yield say("init.row_line", line=evidence.line)


def share_or_count(part: Part) -> str:
    """A part as the house may print it."""
    return f"{part.share:.0%}" if part.enough else f"{part.k} / {part.n}"
