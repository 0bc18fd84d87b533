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
PLUS = re.compile(rb"\+(?=[A-Za-z?\x80-\xff])")
"""Where it may be one, in Latin-1; bytes are searched for a sign much faster than text is."""
JOINING_PLUS = re.compile(r"\+(?<=[^\W_]\+)(?=[^\W\d_])")
"""The plus of "React+Redux" separates; that of C++ and Security+ belongs to the name."""


def folded(text: str, latin: bytes | None = None) -> bytes:
    """The text in this alphabet; ``latin`` is the text in Latin-1 where that is known already."""
    latin = latin or text.encode("latin-1", "replace")
    found = latin.translate(FOLD)
    joining = [plus.start() for plus in PLUS.finditer(latin) if JOINING_PLUS.match(text, plus.start())]
    if not joining:
        return found
    separated = bytearray(found)
    for place in joining:
        separated[place] = ord(" ")
    return bytes(separated)
