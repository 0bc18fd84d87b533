"""The alphabet in which spellings are looked for: one byte a character, so that places in it are places in the text.

Letters and digits are in lower case, + and # stay, every separator and everything outside Latin-1 is a space.
"""


def _fold_table() -> bytes:
    table = bytearray(b" " * 256)
    for byte in range(256):
        character = bytes([byte]).decode("latin-1")
        lower = character.lower()
        if (character.isalnum() or character in "+#") and len(lower) == 1 and ord(lower) < 256:
            table[byte] = ord(lower)
    return bytes(table)


FOLD = _fold_table()
PLUS = ord("+")


def folded(text: str, latin: bytes | None = None, margin: int = 1) -> bytes:
    """The text in this alphabet, between spaces; ``latin`` is the text in Latin-1 where that is known already.

    The plus of "React+Redux" separates; that of C++ and Security+ belongs to the name.
    """
    blank = b" " * margin
    found = b"".join((blank, (latin or text.encode("latin-1", "replace")).translate(FOLD), blank))
    place = found.find(PLUS)
    if place < 0:
        return found
    separated = bytearray(found)
    while place >= 0:
        if _joins(text, place - margin):
            separated[place] = ord(" ")
        place = found.find(PLUS, place + 1)
    return bytes(separated)


def _joins(text: str, plus: int) -> bool:
    """Whether a plus stands between a letter or digit and a letter."""
    behind = text[plus + 1 : plus + 2]
    return plus > 0 and text[plus - 1].isalnum() and behind.isalnum() and not behind.isdecimal()
