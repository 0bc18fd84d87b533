"""What is looked at first, to spare an expression, never hides what the expression finds."""

import random
import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cleaning import personal_data
from pipelines.cleaning.characters import LONG
from pipelines.cleaning.html_text import TYPED_BULLET, body_text
from pipelines.cleaning.language import (
    ENOUGH_LITTLE_WORDS,
    ENOUGH_WORDS,
    LATIN,
    LEAD,
    LEAST_SHARE,
    NOT_LATIN,
    SCRIPTS,
    _by_script,
    languages_of,
)
from pipelines.cleaning.pay import MONEY, _sums
from pipelines.cleaning.personal_data import MAIL_SIGN, PHONE, PHONE_HINT, SIGNS, _mail_signs, _numbers, _signs, masked
from pipelines.cleaning.role import _expressions, _named
from pipelines.linking.keys import ADMINISTRATIVE_LINE

PIECES = [
    *"0123456789",
    " ",
    "-",
    ".",
    "(",
    ")",
    "/",
    "+",
    "–",
    "\u00a0",
    "x",
    "tel",
    "fon: ",
    "é",
    "٣",
    "8",
    ",",
    "\n",
]


@given(st.lists(st.sampled_from([*SIGNS, "dot ", "DOT ", " ", "d", "ot ", "D"]), max_size=8).map("".join))
def test_no_spoken_dot_is_overlooked_among_other_signs(text: str) -> None:
    found = {SIGNS[sign] for sign, _, _ in _signs().find_matches_as_indexes(text)}
    assert ("dot " in found, "DOT " in found) == ("dot " in text, "DOT " in text)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_telephone_number_is_overlooked(text: str) -> None:
    text += " lorem ipsum" * LONG
    found = _numbers(text)
    assert found == [hint.span() for hint in PHONE_HINT.finditer(text)] if found else not PHONE.search(text)


def test_digits_that_stand_together_are_found_in_texts_of_any_script() -> None:
    chance, found = random.Random(2), 0
    for _ in range(3_000):
        drawn = chance.choices("0123456789 -.()/–\u00a0x,é٣", [3] * 10 + [4] * 3 + [1] * 9, k=chance.randint(7, 40))
        text = "tel: " + "".join(drawn)
        whole = text + " lorem ipsum" * LONG
        if numbers := _numbers(whole):
            found += 1
            assert numbers == [hint.span() for hint in PHONE_HINT.finditer(whole)], text
        else:
            assert not PHONE.search(whole), text
    assert found > 1_000


@given(st.lists(st.sampled_from([*"@[({<])}>", " ", "at", "DOT", "a", "\n"]), max_size=40).map("".join))
def test_no_sign_of_an_address_is_overlooked(text: str) -> None:
    assert list(_mail_signs(text, spoken=False)) == [found.span() for found in MAIL_SIGN.finditer(text)]


@given(
    st.lists(
        st.sampled_from(["USDT $", "US$ ", "€", "Euro ", "90", ",000", "k", " to ", "-", "x ", "MX $", "."]),
        max_size=12,
    )
)
def test_no_sum_is_overlooked(pieces: list[str]) -> None:
    text = "some words before it " + "".join(pieces)
    assert [found.span() for found in _sums(text, 0, len(text))] == [found.span() for found in MONEY.finditer(text)]


NAMES = [
    "Contact",
    " person",
    "your Recruiter",
    "Recruiting Contact",
    "Ansprechpartnerin",
    "Enviar CV a",
    "Attn.",
    ":",
    " is ",
    " – ",
]
NAMES += ["\n- ", "\n", " ", "Jane Roe", "Ms. ", "Frau Meier", "Reports to", "Talent Partner", "y"]


@given(st.lists(st.sampled_from(NAMES), max_size=10).map("".join))
def test_no_marked_name_is_overlooked(text: str) -> None:
    found = masked(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(personal_data, "NAME_FOLLOWS", re.compile(""))
        assert masked(text) == found


@given(st.text(max_size=30))
def test_no_other_script_is_overlooked(text: str) -> None:
    if not text.encode("utf-8", "replace").translate(None, LATIN):
        assert not any(script.search(text) for _, script in SCRIPTS if NOT_LATIN.search(text))


@given(
    st.lists(st.sampled_from(["job", "Ref", " id", ":", "#", " 12", "location", "City", " Berlin", "-"]), max_size=6)
)
def test_an_administrative_line_holds_one_of_two_marks(pieces: list[str]) -> None:
    line = "".join(pieces)
    assert ":" in line or "#" in line or not ADMINISTRATIVE_LINE.fullmatch(line)


MARKS = [
    "\n",
    "\n\n",
    "•",
    "• ",
    "- ",
    "-",
    "*",
    "* ",
    "–",
    " ",
    "\u00a0",
    "◆",
    "É",
    "a",
    "7",
    "#",
    "$",
    "Ü",
    "😀",
    "\u2028",
]


@given(st.lists(st.sampled_from(MARKS), max_size=25).map("".join))
def test_no_list_mark_at_a_line_start_is_overlooked(text: str) -> None:
    lines = [TYPED_BULLET.sub("- ", line, count=1) if _begins_with_sign(line) else line for line in _spaced(text)]
    assert body_text(None, text).text.split("\n") == ([line for line in lines if line not in {"", "-", "- "}] or [""])


def _spaced(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def _begins_with_sign(line: str) -> bool:
    return not (line[:1].isalnum() or (line.startswith("- ") and line[2:3].isalnum()))


LITTLE_WORDS = {
    code: set(words.split())
    for code, words in tomllib.loads(
        files("pipelines.cleaning").joinpath("little_words.toml").read_text(encoding="utf-8")
    ).items()
}
SAMPLED = sorted(LITTLE_WORDS["en"])[:6] + sorted(LITTLE_WORDS["de"])[:6] + ["The", "ÜBER", "work", "Python", "\u00a0"]


def test_little_words_counted_for_many_texts_at_once_are_those_of_each() -> None:
    chance, texts = random.Random(5), ["", "\ud800", "私たちは"]
    for _ in range(2_000):
        few = chance.sample(SAMPLED, chance.randint(1, 5))  # a language must show three
        said = chance.choices(few, k=chance.randint(ENOUGH_WORDS - 1, 20))
        texts.append(" ".join((*said, *["work"] * chance.randrange(60))))
    found = languages_of(texts, [None] * len(texts))
    assert found == [_counted_word_by_word(text) for text in texts]
    assert {"en", "de", "ja", None} <= set(found)


def _counted_word_by_word(text: str) -> str | None:
    if script := _by_script(text):
        return script
    words = text.lower().split()
    met = {code: [word for word in words if word in known] for code, known in LITTLE_WORDS.items()}
    counts = {code: len(found) if len(set(found)) >= ENOUGH_LITTLE_WORDS else 0 for code, found in met.items()}
    second, most = sorted(counts.values())[-2:]
    enough = len(words) >= ENOUGH_WORDS and most >= max(LEAST_SHARE * len(words), LEAD * second, 1)
    return max(counts, key=counts.__getitem__) if enough else None


def test_roles_found_by_their_first_letters_are_those_that_all_expressions_find() -> None:
    chance, expressions = random.Random(3), _expressions()
    every = {(pattern, role, place) for listed in expressions.by_opening.values() for pattern, role, place in listed}
    words = sorted({word for row in expressions.by_opening for word in [row] if len(row) > 2})
    titles = [
        " ".join(chance.choices([*words, "engineer", "qa", "data", "manager", "it", "hr"], k=3)) for _ in range(60)
    ]
    for title in titles:
        starts = [0, *(place + 1 for place, letter in enumerate(title) if letter == " ")]
        found = [
            (match.end() - start, -start, -place, role)
            for start in starts for pattern, role, place in every if (match := pattern.match(title, start))
        ]  # fmt: skip
        if found and not expressions.endings.search(title):
            assert _named(title) == max(found)[3], title
