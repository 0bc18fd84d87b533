"""Finds the passages of a text that are worth reading closely: around the words that a statement cannot do without.

An advert has thousands of characters, and what it says of pay, place of work, years and degrees stands in a few of
them. One automaton finds all the telling words in one pass; the slow, exact expressions then read their
surroundings only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation

from pipelines.cleaning.characters import lowered

REMOTE, PAY, YEARS, DEGREE = range(4)
TOPICS = (REMOTE, PAY, YEARS, DEGREE)
WORDS: dict[int, tuple[str, ...]] = {
    REMOTE: (
        *(
            "remote",
            "hybrid",
            "híbrid",
            "on-site",
            "onsite",
            "on site",
            "office",
            "in-person",
            "in person",
            "anywhere",
            "virtual",
        ),
        *(
            "homeoffice",
            "büro",
            "vor ort",
            "télétravail",
            "teletrabajo",
            "presencial",
            "remoto",
            "distansarbete",
            "days/week",
            "from home",
        ),
        *("远程", "混合", "办公", "地点", "遠端", "辦公", "リモート", "modalidad", "arrangement"),
    ),
    PAY: (
        *(
            "$",
            "€",
            "£",
            "¥",
            "₹",
            "元",
            "円",
            "usd",
            "eur ",
            "gbp",
            "chf",
            "cad ",
            "aud ",
            "rmb",
            "cny",
            "usdt",
            " euros",
            " pesos",
            " kr",
        ),
        *(
            "salar",
            "gehalt",
            "renta ",
            "renta:",
            "sueldo",
            "薪",
            "k/",
            "k-",
            "k –",
            "k–",
            "k -",
            "k~",
            "k to",
            "vergütung",
            "entgelt",
            "lön",
            "k（",
        ),
    ),
    YEARS: (
        "year",
        "yrs",
        "jahre",
        " ans ",
        " ans,",
        " ans.",
        "année",
        "año",
        " anos",
        "jaar",
        " års",
        " år ",
        " anni",
        "年",
    ),
    DEGREE: (
        *(
            "degree",
            "bachelor",
            "master's",
            "master’s",
            "masters",
            "master ",
            "ph.d",
            "phd",
            "studium",
            "abschluss",
            "ausbildung",
            "abitur",
        ),
        *(
            "licenciat",
            "diplôm",
            "école",
            "bac+",
            "bac +",
            "título",
            "titulad",
            "universit",
            "enseñanza",
            "estudios",
            "educación",
        ),
        *(
            "técnico",
            "magister",
            "maestría",
            "学历",
            "本科",
            "硕士",
            "博士",
            "大专",
            "high school",
            "ged ",
            "b.sc",
            "bsc",
            "b.s.",
            "ba/bs",
        ),
        *(
            "bs/ms",
            "examen",
            "hbo",
            "mbo",
            "doctor",
            "doktor",
            "promovier",
            "graduação",
            "ensino",
            "md or do",
            "b.tech",
            "mba",
            "m.sc",
        ),
        *("secondary", "gymnasie", "bachillerato", "cuarto medio", "4° medio", "ingenier", "修士", "学士"),
    ),
}
REACH = {REMOTE: (90, 110), PAY: (30, 70), YEARS: (45, 30), DEGREE: (40, 30)}
"""Characters before and after a telling word that belong to its passage."""


@dataclass(frozen=True, slots=True)
class Passages:
    """A text, the same in lower case, and, for each topic, the (start, end) of its passages, in order and apart."""

    text: str
    lower: str
    spans: tuple[tuple[tuple[int, int], ...], ...]

    def of(self, topic: int) -> tuple[tuple[int, int], ...]:
        """The passages of one topic."""
        return self.spans[topic]


def passages_of(text: str) -> Passages:
    """The passages of every topic."""
    automaton, topics = _automaton()
    lower = lowered(text)
    spans: list[list[tuple[int, int]]] = [[] for _ in TOPICS]
    length = len(text)
    for word, start, end in automaton.find_matches_as_indexes(lower):
        topic = topics[word]
        before, after = REACH[topic]
        begin, finish = max(0, start - before), min(length, end + after)
        known = spans[topic]
        if known and begin <= known[-1][1]:
            known[-1] = (known[-1][0], finish)
        else:
            known.append((begin, finish))
    return Passages(text, lower, tuple(tuple(known) for known in spans))


@cache
def _automaton() -> tuple[AhoCorasick, Sequence[int]]:
    words, topics = [], []
    for topic, known in WORDS.items():
        for word in known:
            words.append(word)
            topics.append(topic)
    return AhoCorasick(words, implementation=Implementation.DFA), topics
