"""Mends characters: UTF-8 once read as Latin-1, invisible marks, odd white space, left-over entities."""

import re
from html import unescape

from pipelines import letters

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Soft hyphens, zero-width marks and direction marks: they split words that a reader sees whole."""
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1b\x7f\ue000-\uf8ff]")
"""Control characters, and private-use ones: glyphs of icon fonts."""
UNWANTED = re.compile(f"{INVISIBLE.pattern}|{CONTROL.pattern}")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,24});")
GARBLED = "\u00c2\u00c3\u00e2\u00f0"
"""What the first byte of a two to four byte character looks like when it is misread."""


LONG = 200
"""Characters from which a look at the bytes first is worth its while."""
HARMFUL = re.compile(
    b"[\x00-\x08\x0b\x0e-\x1b\x7f\xee\xef]|\xc2\xad|\xc3[\x82\x83\xa2\xb0]"
    b"|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa9]"
)
"""All that ``UNWANTED`` and ``GARBLED`` name, in UTF-8, and more: all of U+E000 to U+FFFF."""
HARMLESS = bytes(set(range(256)) - {
    *range(0x09), 0x0B, *range(0x0E, 0x1C), 0x7F, 0x80, 0x81, 0x82, 0x83, *range(0x8B, 0x90), *range(0xA0, 0xAF), 0xB0,
    0xC2, 0xC3, 0xE2, 0xEE, 0xEF,
})  # fmt: skip
"""Bytes that are no part of those."""


def mend(text: str) -> str:
    """The text with garbled characters repaired and invisible ones taken out; line ends stay."""
    if len(text) >= LONG and not _may_need_mending(text):
        return text
    if text.isascii():
        return CONTROL.sub(" ", text)
    if any(letter in text for letter in GARBLED):
        text = _misread(text)
    return CONTROL.sub(" ", without_invisible(text)) if UNWANTED.search(text) else text


def _may_need_mending(text: str) -> bool:
    """Whether a character is garbled or unwanted, as far as bytes tell; without the harmless ones little is left."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, HARMLESS)
    return HARMFUL.search(rest) is not None


def without_invisible(text: str) -> str:
    """The text without its invisible characters; an entity such as ``&shy;`` may bring one after mending."""
    return INVISIBLE.sub("", text)


def lowered(text: str) -> str:
    """The text in lower case, character for character, so that places in it are places in the text.

    Expressions that are tried at every place read this: ignoring case costs them two to three times as much.
    """
    lower = letters.lower(text)
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
