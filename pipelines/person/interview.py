"""What they will ask: questions from the requirements of adverts, and which of one's own stories answers each.

The bank of questions is data (``questions/bank.toml``); the person's stories stand in ``stories.toml``.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipelines.person.keeping import PersonRefused, read_table
from pipelines.person.profile import Profile
from pipelines.person.wording import in_sentence, say

TEN = 10
BEHAVIOURS = 3
"""How many of the ten are about how one works, whatever the requirements."""
PARTS = ("situation", "task", "action", "result")


@dataclass(frozen=True, slots=True)
class Story:
    """Something the person did, in STAR form: situation, task, action, result."""

    title: str
    skills: frozenset[str]
    behaviours: frozenset[str]
    text: Mapping[str, str]

    @property
    def lacks(self) -> tuple[str, ...]:
        """Parts that are not written yet."""
        return tuple(part for part in PARTS if not self.text.get(part, "").strip())


@dataclass(frozen=True, slots=True)
class Question:
    """One question to expect. ``story`` is the title of the one that answers it, empty without one; ``line`` is the
    person's own line to make one from."""

    about: str
    label: str
    text: str
    hint: str
    story: str
    line: str
    is_behaviour: bool = False


@cache
def question_bank() -> dict[str, Any]:
    """The shipped questions: ``skill`` by type, ``behaviour`` by name."""
    return tomllib.loads((files(__package__) / "questions" / "bank.toml").read_text(encoding="utf-8"))


def read_stories(path: Path, find: Callable[[str], Iterable[str]]) -> list[Story]:
    """The person's stories. ``find`` gives the skills that a text names. Raises ``PersonRefused``."""
    if not path.exists():
        return []
    rows = read_table(path).get("story", [])
    if not isinstance(rows, list):
        raise PersonRefused(say("interview.not_stories", path=path))
    stories = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not str(row.get("title", "")).strip():
            raise PersonRefused(say("interview.no_title", path=path, number=number))
        text = {part: str(row.get(part, "")) for part in PARTS}
        title = str(row["title"])
        found = frozenset(find("\n".join([title, *text.values()])))
        skills, behaviours = (_names(path, number, row, entry) for entry in ("skills", "behaviours"))
        stories.append(Story(title, skills | found, behaviours, text))
    return stories


def _names(path: Path, number: int, row: Mapping[str, Any], entry: str) -> frozenset[str]:
    names = row.get(entry, [])
    if not isinstance(names, list):
        raise PersonRefused(say("interview.not_names", path=path, number=number, entry=entry))
    return frozenset(str(name) for name in names)


def expect_questions(
    requirements: Sequence[tuple[str, str, str]], profile: Profile, stories: Sequence[Story], most: int = TEN
) -> list[Question]:
    """Questions for requirements (skill, label, type), the most asked first, and some about how one works."""
    bank = question_bank()
    questions: list[Question] = []
    asked_of_type: dict[str, int] = {}
    for skill, label, type_ in requirements[: max(most - BEHAVIOURS, 0)]:
        texts = bank["skill"].get(type_) or bank["skill"]["other"]
        number = asked_of_type.get(type_, 0)
        asked_of_type[type_] = number + 1
        text, hint = texts[number % len(texts)]
        story = next((one.title for one in stories if skill in one.skills), "")
        evidence = profile.skills.get(skill)
        line = evidence.line if evidence and evidence.grade not in {"wanted", "listed"} else ""
        questions.append(Question(skill, label, text.replace("{skill}", in_sentence(label, type_)), hint, story, line))
    for name, row in list(bank["behaviour"].items())[: most - len(questions)]:
        story = next((one.title for one in stories if name in one.behaviours), "")
        questions.append(Question(name, row["label"], row["text"], row["hint"], story, "", is_behaviour=True))
    return questions


def drill(
    questions: Sequence[Question],
    seconds: int,
    listen: Callable[[str], str],
    tell: Callable[[str], None],
    clock: Callable[[], float],
) -> list[tuple[Question, float]]:
    """Ask one question after the other and measure how long each answer took; nothing is recorded.

    ``listen`` shows a prompt and waits for a line; its line ``q`` ends the drill, and so does the end of input.
    """
    answered: list[tuple[Question, float]] = []
    for number, question in enumerate(questions, 1):
        tell(say("interview.drill_question", number=number, of=len(questions), text=question.text))
        tell(say("interview.drill_story", story=question.story) if question.story else say("interview.drill_no_story"))
        begun = clock()
        try:
            line = listen(say("interview.drill_prompt", seconds=seconds))
        except EOFError:
            break
        if line.strip().casefold() == "q":
            break
        took = clock() - begun
        answered.append((question, took))
        tell(
            say("interview.drill_long" if took > seconds else "interview.drill_done", took=round(took), seconds=seconds)
        )
    return answered
