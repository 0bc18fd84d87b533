"""Case and white space of long texts, as ``str.lower``, ``str.casefold`` and ``" ".join(text.split())`` have them.

A single typographic mark makes the first two look at every character; here a text whose other characters have no case
is lowered as bytes, several times as fast. The third makes an object of every word, which most texts do not need.
"""

import re

_CASED = {0x84, 0x85, 0x86, 0x92, 0xB0, 0xB1, 0xB2, 0xB3, 0xB5}
_CASELESS = bytes(byte for byte in range(0xC0) if byte not in _CASED) + b"\xc2\xc3\xe2"
"""Bytes of UTF-8 that make no letter with a case, but those of ASCII and the two kinds below."""
_CAPITAL = re.compile(b"\xc3[\x80-\x9f]")
"""The capitals of Latin-1, and its sharp s."""
_CIRCLED = b"\xe2\x93"
"""With which circled letters begin; its second byte is the last one of an en dash."""
_BLANKS = bytes(ord(" ") if byte in {*range(0x09, 0x0E), *range(0x1C, 0x20)} else byte for byte in range(256))
"""White space of ASCII as blanks."""
_NO_BREAK = b"\xc2\xa0"
_RARE_SPACE = re.compile(b"\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80")
"""All other white space, in UTF-8."""
_NO_RARE_SPACE = bytes(set(range(256)) - {*range(0x80, 0x8B), *b"\x9a\x9f\xa0\xa8\xa9\xaf\xc2\xe1\xe2\xe3"})
"""Bytes that are no part of it; of most texts they leave next to nothing."""


def lower(text: str) -> str:
    """What ``text.lower()`` gives."""
    raw = _without_capitals(text)
    return text.lower() if raw is None else raw.decode()


def lowered_bytes(text: str) -> bytes:
    """The same in UTF-8."""
    raw = _without_capitals(text)
    return text.lower().encode("utf-8", "surrogatepass") if raw is None else raw


def casefolded(text: str) -> str:
    """What ``text.casefold()`` gives."""
    raw = _without_capitals(text)
    return text.casefold() if raw is None else raw.decode()


def casefolded_bytes(text: str) -> bytes:
    """The same in UTF-8, with a question mark for half a character."""
    if text.isascii():
        return text.lower().encode()
    raw = _without_capitals(text)
    return text.casefold().encode("utf-8", "replace") if raw is None else raw


def single_spaced_bytes(raw: bytes) -> bytes:
    """What ``" ".join(text.split())`` gives, for a text and its result in UTF-8."""
    raw = raw.translate(_BLANKS)
    if _has_rare_space(raw):
        raw = raw.replace(_NO_BREAK, b" ")
        if _has_rare_space(raw):
            return " ".join(raw.decode("utf-8", "surrogatepass").split()).encode("utf-8", "surrogatepass")
    while b"  " in raw:
        raw = raw.replace(b"  ", b" ")
    return raw.strip(b" ")


def blanks_for_space(raw: bytes) -> bytes:
    """UTF-8 with a blank for every byte of white space."""
    raw = raw.translate(_BLANKS)
    return _RARE_SPACE.sub(lambda found: b" " * len(found[0]), raw) if _has_rare_space(raw) else raw


def _has_rare_space(raw: bytes) -> bool:
    return _RARE_SPACE.search(raw.translate(None, _NO_RARE_SPACE)) is not None


def _without_capitals(text: str) -> bytes | None:
    """The text lowered, in UTF-8; None where it may hold a letter with a case beyond ASCII, or half a character."""
    raw = text.encode("utf-8", "surrogatepass")
    # A single byte is found far faster than two.
    if (
        raw.translate(None, _CASELESS)
        or (0xC3 in raw and _CAPITAL.search(raw))
        or (_CIRCLED[-1] in raw and _CIRCLED in raw)
    ):
        return None
    return raw.lower()
