"""The alphabet in which spellings are looked for: one byte a character, so that places in it are places in the text.

Letters and digits are in lower case, + and # stay, every separator and everything outside Latin-1 is a space.
"""

import re


def _fold_table() -> bytes:
    table = bytearray(b" " * 256)
    for byte in range(256):
        character = bytes([byte]).decode("latin-1")
        lower = character.lower()
        if (character.isalnum() or character in "+#") and len(lower) == 1 and ord(lower) < 256:
            table[byte] = ord(lower)
    return bytes(table)


FOLD = _fold_table()
JOINING_PLUS = re.compile(r"\+(?<=[^\W_]\+)(?=[^\W\d_])")
"""The plus of "React+Redux" separates; that of C++ and Security+ belongs to the name."""


def folded(text: str, latin: bytes | None = None, margin: int = 1) -> bytes:
    """The text in this alphabet, between spaces; ``latin`` is the text in Latin-1 where that is known already."""
    blank = b" " * margin
    found = b"".join((blank, (latin or text.encode("latin-1", "replace")).translate(FOLD), blank))
    joining = [match.start() + margin for match in JOINING_PLUS.finditer(text)] if b"+" in found else []
    if not joining:
        return found
    separated = bytearray(found)
    for place in joining:
        separated[place] = ord(" ")
    return bytes(separated)
