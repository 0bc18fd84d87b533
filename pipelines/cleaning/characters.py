"""Mends characters: UTF-8 once read as Latin-1, invisible marks, odd white space, left-over entities."""

import re
from html import unescape

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Soft hyphens, zero-width marks and direction marks: they split words that a reader sees whole."""
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1b\x7f\ue000-\uf8ff]")
"""Control characters, and private-use ones: glyphs of icon fonts."""
UNWANTED = re.compile(f"{INVISIBLE.pattern}|{CONTROL.pattern}")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,24});")
GARBLED = "\u00c2\u00c3\u00e2\u00f0"
"""What the first byte of a two to four byte character looks like when it is misread."""


def mend(text: str) -> str:
    """The text with garbled characters repaired and invisible ones taken out; line ends stay."""
    if text.isascii():
        return CONTROL.sub(" ", text)
    if any(letter in text for letter in GARBLED):
        text = _misread(text)
    return CONTROL.sub(" ", without_invisible(text)) if UNWANTED.search(text) else text


def without_invisible(text: str) -> str:
    """The text without its invisible characters; an entity such as ``&shy;`` may bring one after mending."""
    return INVISIBLE.sub("", text)


def lowered(text: str) -> str:
    """The text in lower case, character for character, so that places in it are places in the text.

    Expressions that are tried at every place read this: ignoring case costs them two to three times as much.
    """
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)  # "İ" becomes two


def one_line(text: str) -> str:
    """A short field, such as a title: mended, entities undone, white space collapsed to single spaces."""
    text = mend(text)
    if "&" in text and ENTITY.search(text):
        text = mend(unescape(text))
    return " ".join(text.split())


def _misread(text: str) -> str:
    """Undo one reading of UTF-8 as Latin-1 or Windows-1252, only if the whole field survives the round trip.

    Piece by piece would be wrong: "SOCIÉTÉ»" holds a pair that is valid UTF-8 by chance.
    """
    for misreading in ("latin-1", "cp1252"):
        try:
            return text.encode(misreading).decode("utf-8")
        except UnicodeError:
            continue
    return text
