"""The words of a title that tell one opening of an employer from another."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipelines.linking.keys import title_key
from pipelines.linking.title_places import without_places

REQUISITION_IN_FRONT = re.compile(r"^\d{5,8}\s*-\s*")
WORDS_OF_A_TITLE = 8
"""Words after which a title is cut: boards cut long titles anywhere, and lists of roles go on for ever."""
CUT_TITLE = 76
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
SPANISH_PLURAL = re.compile(r"\w{4}(?:ores|ones|ales|ares|iles|ades)$")
"""Of words that end in a consonant: "vendedores" is "vendedor" again."""
SHORT_FORMS = {
    "sr": "senior", "snr": "senior", "jr": "junior", "eng": "engineer", "engr": "engineer", "dev": "engineer",
    "developer": "engineer",
    "mgr": "manager", "assoc": "associate", "sde": "engineer", "swe": "engineer",
    "ops": "operations", "engeneer": "engineer", "enginer": "engineer",
    "hrs": "hr", "horas": "hr", "asst": "assistant", "vp": "vice", "1": "i", "2": "ii", "3": "iii", "4": "iv",
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
TERMS = frozenset(
    "full part time temporary permanent contract freelance weekend weekends day night evening morning shift jornada "
    "completa parcial reemplazo temporal dia noche nocturno tarde manana teilzeit vollzeit befristet nacht partiel "
    "founding future".split()
)
"""Hours, shifts and terms: titles that differ in one of them are two openings, whatever their texts."""
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


def title_words(
    title: str, places: str | None = None, company: str | None = None, countries: Iterable[str] = ()
) -> list[str]:
    """The words that tell one opening of an employer from another: sorted, each once, in lower case.

    Word order, accents, gender marks, plurals and common short forms do not tell openings apart, and neither do
    the employer's own name, places (the advert's own, ``places`` as stated, and those of ``countries``, ISO 3166-1)
    or words such as "remote". Level, team and what stands in brackets do.
    """
    written = title_key(title)
    if len(written) >= CUT_TITLE:
        written = written.rsplit(" ", 1)[0]
    written = REQUISITION_IN_FRONT.sub("", written)
    plain = _folded(written)
    words = [word for word in _words(without_places(plain, countries)) if word not in NOT_THE_ROLE]
    words = words or [word for word in _words(plain) if word not in NOT_THE_ROLE]
    for elsewhere in (_name_words(company or ""), COUNTRY_WORDS | STATE_WORDS, _place_words(places or "")):
        words = [word for word in words if word not in elsewhere] or words
    kept = set(words[:WORDS_OF_A_TITLE])
    if "engineer" in kept and kept - {"software", "engineer", *LEVELS}:
        kept -= {"software", "engineer"}
    return sorted(kept)


@lru_cache(maxsize=50_000)
def _name_words(company: str) -> frozenset[str]:
    return frozenset(_words(company))


def _folded(text: str) -> str:
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))


def _words(text: str) -> Iterator[str]:
    folded = _folded(text)
    for pattern, written in WRITTEN_APART:
        folded = pattern.sub(written, folded)
    for word in TITLE_WORD.findall(folded):
        yield _singular(SHORT_FORMS.get(word, word))


def _singular(word: str) -> str:
    if SPANISH_PLURAL.search(word):
        return word[:-2]
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


STATES = [(frozenset(name.split()), code) for name, code in STATE_CODES.items()]
STATE_WORDS = frozenset(name for name in STATE_CODES if " " not in name) - {"georgia", "washington"}


@lru_cache(maxsize=50_000)
def _place_words(places: str) -> frozenset[str]:
    words = set(_words(places))
    for parts, code in STATES:
        if parts <= words or code in words:
            words |= {*parts, code}
    return frozenset(words)
