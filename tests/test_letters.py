"""Case and white space by bytes are what Python's own methods give, for every character and for texts of all kinds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cleaning.characters import CONTROL, GARBLED, LONG, UNWANTED, mend
from pipelines.letters import (
    blanks_for_space,
    casefolded,
    casefolded_bytes,
    lower,
    lowered_bytes,
    single_spaced_bytes,
)

EVERY = [chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000]
"""Beyond these planes nothing has a case or is white space."""
TYPOGRAPHIC = "we’ll pay – “Go” • C\u00a0\u2009x\u3000é É ß Ⓐ µ K\tüber\n\n  end \x1c\x85 "
TEXTS = st.lists(st.sampled_from([*TYPOGRAPHIC, "\ud800", "a", "B", " "]), max_size=40).map("".join)


def test_every_character_is_lowered_and_spaced_as_python_does() -> None:
    for character in EVERY:
        text = f"A – {character}Z"
        assert lower(text) == text.lower(), hex(ord(character))
        assert casefolded(text) == text.casefold(), hex(ord(character))
        text = f" {character}– x{character}"
        assert single_spaced_bytes(text.encode()) == " ".join(text.split()).encode(), hex(ord(character))


@given(TEXTS | st.text())
def test_texts_are_lowered_and_spaced_as_python_does(text: str) -> None:
    assert lower(text) == text.lower()
    assert casefolded(text) == text.casefold()
    assert lowered_bytes(text) == text.lower().encode("utf-8", "surrogatepass")
    assert casefolded_bytes(text) == text.casefold().encode("utf-8", "replace")
    apart = [letter.encode("utf-8", "surrogatepass") for letter in text]
    blank = [b" " * len(raw) if letter.isspace() else raw for letter, raw in zip(text, apart, strict=True)]
    assert blanks_for_space(b"".join(apart)) == b"".join(blank)
    assert single_spaced_bytes(b"".join(apart)) == " ".join(text.split()).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("around", ["plain ", "’–• "])
def test_every_character_that_needs_mending_is_mended_in_long_texts_too(around: str) -> None:
    filling = around * LONG
    for character in EVERY:
        if UNWANTED.search(character) or CONTROL.search(character) or character in GARBLED:
            assert mend(f"{filling}{character}") == filling + mend(f"x{character}")[1:], hex(ord(character))
