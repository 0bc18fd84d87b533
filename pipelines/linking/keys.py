"""Keys under which copies of one advert meet: employer, title and text without what differs by accident."""

import hashlib
import re
import unicodedata

LEGAL_FORMS = re.compile(
    r"(?:[\s,]+(?:inc|incorporated|llc|l\.l\.c|ltd|limited|plc|corp|corporation|co|company|gmbh|ag|se|kg|ug|gbr|ohg|"
    r"gmbh & co\.? kg|sa|s\.a|sas|sarl|s\.r\.l|srl|spa|s\.p\.a|bv|b\.v|nv|n\.v|ab|as|a/s|aps|oy|oyj|pty|pte|pvt|"
    r"private|sl|s\.l|lda|ltda|kk|k\.k|holding|holdings|group|international))+\.?$"
)
NOT_WORD = re.compile(r"[^\w]+")
GENDER = re.compile(
    r"[(\[]?\b[mwfhdxia]\s*[/|*]\s*[mwfhdxia]\b(?:\s*[/|*]\s*[mwfhdxia]\b)*[)\]]?"
    r"|[(\[]\s*(?:all genders?|gn|mwd|fmd)\s*[)\]]",
    re.I,
)
SPACES = re.compile(r"\s+")
PLATFORMS = frozenset(
    "greenhouse lever ashby ashbyhq workable smartrecruiters recruitee personio teamtailor bamboohr breezy pinpoint "
    "rippling workday icims jobvite linkedin indeed glassdoor".split()
)


def company_key(company: str | None) -> str | None:
    """The employer without case, accents, punctuation and legal form; a job platform is no employer."""
    if not company:
        return None
    name = unicodedata.normalize("NFKD", company.casefold()).replace("&", " and ")
    name = "".join(character for character in name if not unicodedata.combining(character)).strip()
    shorter = LEGAL_FORMS.sub("", name)
    key = NOT_WORD.sub(" ", shorter or name).strip()
    return key if key and key not in PLATFORMS else None


def title_key(title: str) -> str:
    """The title without case, white space and gender marks; what stands in brackets otherwise stays."""
    return SPACES.sub(" ", GENDER.sub(" ", title.casefold())).strip(" -–|,")


def text_key(text: str) -> str | None:
    """A hash of the words of a text, without case, white space and punctuation; None for an empty one."""
    words = NOT_WORD.sub(" ", text.casefold()).strip()
    return hashlib.md5(words.encode(), usedforsecurity=False).hexdigest() if words else None
