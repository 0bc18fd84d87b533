"""Keys by which equal adverts meet: the title's and the text's normal forms.

Nothing here decides that two adverts are one opening; it only makes "the same but for spelling" comparable.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import md5
from importlib.resources import files

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
REQUISITION_IN_FRONT = re.compile(r"^\d{5,8}\s*-\s*")
WORDS_OF_A_TITLE = 8
"""Words after which a title is cut: boards cut long titles anywhere, and lists of roles go on for ever."""
CUT_TITLE = 70
"""Characters from which a title may have been cut in the middle of its last word, which is then left out."""
TITLE_WORD = re.compile(r"\.net\b|[^\W_]+(?:\+\+|#)?")
WRITTEN_APART = (
    (re.compile(r"\bfront[ -]?end\b"), "frontend"),
    (re.compile(r"\bback[ -]?end\b"), "backend"),
    (re.compile(r"\bfull[ -]?stack\b"), "fullstack"),
    (re.compile(r"\bdev[ -]?ops\b"), "devops"),
    (re.compile(r"\bml[ -]?ops\b"), "mlops"),
    (re.compile(r"\be[ -]?commerce\b"), "ecommerce"),
)
SHORT_FORMS = {
    "sr": "senior", "snr": "senior", "jr": "junior", "eng": "engineer", "engr": "engineer", "dev": "engineer",
    "developer": "engineer",
    "mgr": "manager", "assoc": "associate", "sde": "engineer", "swe": "engineer",
    "ops": "operations", "asst": "assistant", "vp": "vice", "1": "i", "2": "ii", "3": "iii", "4": "iv",
}  # fmt: skip
LEVELS = frozenset(
    "intern internship trainee junior entry associate mid medior senior staff principal lead head director chief vice "
    "president manager i ii iii iv v graduate".split()
)
COUNTRY_WORDS = frozenset(
    "argentina australia austria belgium brazil bulgaria canada chile china colombia croatia cyprus czechia denmark "
    "egypt estonia finland france germany greece hungary india indonesia ireland israel italy japan kenya korea latvia "
    "lithuania luxembourg malaysia mexico morocco netherlands nigeria norway pakistan peru philippines poland portugal "
    "romania serbia singapore slovakia slovenia spain sweden switzerland taiwan thailand tunisia turkey turkiye uk "
    "ukraine usa vietnam deutschland schweiz osterreich espana".split()
)
NOT_THE_ROLE = frozenset(
    "and or of the for in at to a an with y e o de del la el los las en con para por und oder der die das fur mit im "
    "et le les des du un une remote remoto hybrid onsite work home office anywhere urgent urgente ft".split()
)
STATE_CODES = {
    "alabama": "al", "alaska": "ak", "arizona": "az", "arkansas": "ar", "california": "ca", "colorado": "co",
    "connecticut": "ct", "delaware": "de", "florida": "fl", "georgia": "ga", "hawaii": "hi", "idaho": "id",
    "illinois": "il", "indiana": "in", "iowa": "ia", "kansas": "ks", "kentucky": "ky", "louisiana": "la", "maine": "me",
    "maryland": "md", "massachusetts": "ma", "michigan": "mi", "minnesota": "mn", "mississippi": "ms", "missouri": "mo",
    "montana": "mt", "nebraska": "ne", "nevada": "nv", "new hampshire": "nh", "new jersey": "nj", "new mexico": "nm",
    "new york": "ny", "north carolina": "nc", "north dakota": "nd", "ohio": "oh", "oklahoma": "ok", "oregon": "or",
    "pennsylvania": "pa", "rhode island": "ri", "south carolina": "sc", "south dakota": "sd", "tennessee": "tn",
    "texas": "tx", "utah": "ut", "vermont": "vt", "virginia": "va", "washington": "wa", "west virginia": "wv",
    "wisconsin": "wi", "wyoming": "wy", "united states": "us", "united kingdom": "uk",
}  # fmt: skip


def title_key(title: str) -> str:
    """The title in lower case, white space collapsed, without gender marks such as ``(m/w/d)``.

    Other brackets stay: "Engineer (Agentforce)" and "Engineer (Data Cloud)" are two openings.
    """
    plain = " ".join(GENDER_MARK.sub(" ", title).split()).casefold()
    return DANGLING.sub("", plain) or title.casefold().strip()


def title_words(title: str, places: str | None = None, company: str | None = None) -> list[str]:
    """The words that tell one opening of an employer from another: sorted, each once, in lower case.

    Word order, accents, gender marks, plurals and common short forms do not tell openings apart, and neither do
    the employer's own name, the advert's own places (``places``, as stated), countries or words such as "remote".
    Level, team and what stands in brackets do.
    """
    written = title_key(title)
    if len(written) >= CUT_TITLE:
        written = written.rsplit(" ", 1)[0]
    written = REQUISITION_IN_FRONT.sub("", written)
    words = [word for word in _words(written, _places_in_titles()) if word not in NOT_THE_ROLE]
    words = words or [word for word in _words(written) if word not in NOT_THE_ROLE]
    for elsewhere in (_name_words(company or ""), COUNTRY_WORDS | STATE_WORDS, _place_words(places or "")):
        words = [word for word in words if word not in elsewhere] or words
    kept = set(words[:WORDS_OF_A_TITLE])
    if "engineer" in kept and kept - {"software", "engineer", *LEVELS}:
        kept -= {"software", "engineer"}
    return sorted(kept)


@lru_cache(maxsize=50_000)
def _name_words(company: str) -> frozenset[str]:
    return frozenset(_words(company))


@cache
def _places_in_titles() -> re.Pattern[str]:
    table = tomllib.loads(files(__package__).joinpath("title_places.toml").read_text(encoding="utf-8"))
    names = sorted((name for part in table.values() for name in part), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def _words(text: str, left_out: re.Pattern[str] | None = None) -> Iterator[str]:
    folded = text.casefold()
    if not folded.isascii():
        folded = "".join(
            letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter)
        )
    if left_out:
        folded = left_out.sub(" ", folded)
    for pattern, written in WRITTEN_APART:
        folded = pattern.sub(written, folded)
    for word in TITLE_WORD.findall(folded):
        word = SHORT_FORMS.get(word, word)
        yield word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


STATES = [(frozenset(name.split()), code) for name, code in STATE_CODES.items()]
STATE_WORDS = frozenset(name for name in STATE_CODES if " " not in name) - {"georgia", "washington"}


@lru_cache(maxsize=50_000)
def _place_words(places: str) -> frozenset[str]:
    words = set(_words(places))
    for parts, code in STATES:
        if parts <= words or code in words:
            words |= {*parts, code}
    return frozenset(words)


def plain_text(text: str) -> str:
    """The text's normal form: lower case, white space collapsed, list marks, requisition and place lines gone.

    Digits stay: two adverts that differ only in the years they ask for are two openings.
    """
    lines = [
        line
        for line in text.casefold().replace("\n- ", "\n").removeprefix("- ").split("\n")
        if len(line) > LONGEST_ADMINISTRATIVE_LINE or not ADMINISTRATIVE_LINE.fullmatch(line)
    ]
    return " ".join("\n".join(lines).split())


def text_key(text: str) -> str | None:
    """MD5 (32 hexadecimal digits) of the text's normal form; None for an empty text."""
    plain = plain_text(text)
    return md5(plain.encode(), usedforsecurity=False).hexdigest() if plain else None
