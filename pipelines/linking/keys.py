"""Keys by which equal adverts meet: the title's and the text's normal forms.

Nothing here decides that two adverts are one opening; it only makes "the same but for spelling" comparable.
"""

import re
from hashlib import md5

from pipelines.letters import casefolded_bytes, single_spaced_bytes

GENDER_LETTERS = r"[mwfdxhvigna](?:\s?[/|*,:.]\s?[mwfdxhvigna]){1,4}"
GENDER_MARK = re.compile(
    rf"[(\[]\s*(?:{GENDER_LETTERS}|all\s+genders?|gn|any\s+gender|divers|a[gl]+\s+gender|genderneutral)\s*[)\]]"
    r"|(?<![\w/])(?:[mwf]\s?/\s?[mwf](?:\s?/\s?(?:d|x|div))?|h\s?/\s?f|f\s?/\s?h)(?![\w/])",
    re.I,
)
DANGLING = re.compile(r"\s*[-\u2013\u2014|,:;]+\s*$|^\s*[-\u2013\u2014|,:;]+\s*")
ADMINISTRATIVE_LINE = re.compile(
    r"(?:"
    r"(?:job|req|requisition|posting|position|vacancy|reference|ref|stellen)[\s.-]*(?:id|number|no|nr|code|#)?"
    r"\s*[:#]+\s*[\w./-]*\d[\w./-]*"
    r"|(?:(?:job|work|office|primary)\s+)?(?:locations?|city|cities|office|standort|arbeitsort|einsatzort"
    r"|lieu|ubicación|sede|plaats)\s*:.{1,100}"
    r")",
    re.I,
)
"""A requisition number or the list of places: what differs between copies of one advert in several cities."""
LONGEST_ADMINISTRATIVE_LINE = 120


def title_key(title: str) -> str:
    """The title in lower case, white space collapsed, without gender marks such as ``(m/w/d)``.

    Other brackets stay: "Engineer (Agentforce)" and "Engineer (Data Cloud)" are two openings.
    """
    plain = " ".join(GENDER_MARK.sub(" ", title).split()).casefold()
    return DANGLING.sub("", plain) or title.casefold().strip()


def plain_text(text: str) -> str:
    """The text's normal form: lower case, white space collapsed, list marks, requisition and place lines gone.

    Digits stay: two adverts that differ only in the years they ask for are two openings.
    """
    return _plain(text).decode()


def _plain(text: str) -> bytes:
    """The normal form in UTF-8."""
    lines = [line.removeprefix(b"- ") for line in casefolded_bytes(text).split(b"\n")]
    # Either mark stands in every administrative line, and in few others.
    kept = [line for line in lines if not (b":" in line or b"#" in line) or not _is_administrative(line.decode())]
    return single_spaced_bytes(b" ".join(filter(None, kept)))


def _is_administrative(line: str) -> bool:
    return len(line) <= LONGEST_ADMINISTRATIVE_LINE and ADMINISTRATIVE_LINE.fullmatch(line) is not None


def text_key(text: str) -> str | None:
    """MD5 (32 hexadecimal digits) of the text's normal form; None for an empty text."""
    plain = _plain(text)
    return md5(plain, usedforsecurity=False).hexdigest() if plain else None
