"""Masks what points to a person: e-mail addresses, telephone numbers, names. The warehouse sees masked text only.

A number is masked if its form is that of a telephone number, or a word before it says so. Amounts of money,
dates, identifiers and version numbers stay: they are what an advert is read for. A name is masked where a word such
as "Contact:" or a form of address marks it: names in a text without such a mark cannot be told from firms and tools.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation

from pipelines.cleaning.characters import LONG

EMAIL_MASK = "[e-mail]"
PHONE_MASK = "[phone]"
NAME_MASK = "[name]"

AT = r"(?:@|\s?[\[({<]\s?(?:at|_?@_?)\s?[\])}>]\s?|\s_@_\s)"
DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?|\s+dot\s+)"
EMAIL = re.compile(
    # a name (possessive, as no sign can be in it), then "@" in any disguise, then a domain with or without its end;
    # "react@18" is a version
    rf"[\w.+'%-]{{1,64}}+{AT}(?:\s?[a-z][\w-]{{0,62}}(?:{DOT}[\w-]{{1,63}}){{1,5}}\b|[a-z][\w-]{{1,62}}\b|(?=[\s).,;]))"
    # whatever the check no_mail_address_is_published would find: dev@4u.com, me@---.com
    r"|[a-z0-9._%+-]++@[a-z0-9-]+(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,}"
    r"|(?<=[>)\]}])@[a-z][\w-]{0,62}(?:\.[\w-]{1,63}){1,4}\b"
    r"|\b[\w.+-]{1,64}+\s+(?:at|@)\s+[\w-]{1,63}\s+dot\s+[a-z]{2,24}\b"
    r"|\b[\w.+-]{1,64}+\s@\s[\w-]{1,63}\.(?:com|org|net|io|co|ai|dev)\b",
    re.I,
)
MAIL_SIGN = re.compile(r"[@\[({<](?:(?<=@)|\s?(?:at|dot)\s?[\])}>])", re.I)
"""Begins with a set of characters, which is found fast; the longer one is for texts that say "dot"."""
SPOKEN_MAIL_SIGN = re.compile(rf" dot |{MAIL_SIGN.pattern}", re.I)

SEPARATOR = r"[\s.()/\u2010-\u2013-]"
NUMBER = r"\d(?:" + SEPARATOR + r"{0,3}\d){%d,%d}"
CUE = (
    r"(?:tel|telefon\w*|telephone|teléfono|téléphone|tél|tlf|phone|fon|fax|mobile|mobil|cell|handy|whatsapp|signal"
    r"|sms|call(?:\s+(?:us|me|him|her))?|ring|anruf\w*)(?:\s+(?:number|no|nummer|nr|at|on|us\s+(?:at|on)|unter))?"
)
PHONE = re.compile(
    # what the four can begin with, so that most places are left at once
    r"(?=[\d+(]|\b[acfhmprstw])(?:"
    # with a country code: +49 (0)30 1234567, 0049 30 1234567
    rf"(?P<international>(?<![\w+/=#.$€£-])(?:\+|00(?=[1-9])){NUMBER % (7, 14)}(?!\w))"
    # North America: (415) 555-2671, 1-415-555-2671, 415.555.2671
    r"|(?P<american>(?<![\w/=#.,$€£-])(?:1[\s.-])?(?:\([2-9]\d\d\)\s?|[2-9]\d\d[\s.-])[2-9]\d\d[\s.-]\d{4}(?![\w-]|"
    r"[.,]\d))"
    # national, with its leading zero: 030 1234567, 020 7946 0958, 01 23 45 67 89
    r"|(?P<national>(?<![\w/=#.,$€£-])(?:\(0\d{1,4}\)|0\d{1,4})[\s/-](?:\d{3,4}[\s-]?\d{3,5}|\d{5,8}|"
    r"\d\d(?:[\s.]\d\d){3})(?![\w-]|[.,]\d))"
    # a word says so: Tel.: 4155552671
    rf"|(?P<cued>\b{CUE}\W{{1,4}}?(?P<number>\+?\(?{NUMBER % (6, 14)})(?!\w|[.,]\d)))",
    re.I,
)
PHONE_HINT = re.compile(r"\d[\d\s.()/\u2010-\u2013-]{5,}\d")
LATIN_PHONE_HINT = re.compile(r"[0-9][0-9\s.()/\u2010-\u2013-]{5,}[0-9]")
"""The same for a text without other scripts and their digits, found several times as fast."""
SEPARATING = bytes(
    [*range(0x09, 0x0E), *range(0x1C, 0x21), *b".()/-", *range(0x80, 0xC0), 0xC2, 0xC3, 0xC4, 0xC5, 0xE2]
)
"""Bytes of UTF-8 that may stand between the digits of a number, and those of Latin letters and typographic marks."""
ZEROS = bytes(0x30 if 0x30 <= byte < 0x3A else 0x01 if byte >= 0xC0 else byte for byte in range(256))
"""Each digit as a zero; the first bytes of scripts with digits of their own as 1."""
IDENTIFIER = re.compile(
    r"(?:\b(?:id|req|requisition|ref|reference|referenz\w*|kennziffer|job|posting|version|no|nr|number|isbn|vat)\b"
    r"|#)[\s.:#()-]{0,4}$",
    re.I,
)


NAME = r"[A-ZÄÖÜÀ-Ý][a-zß-ÿ'’]+(?:-[A-ZÄÖÜÀ-Ý][a-zß-ÿ]+)?"
TITLED = r"(?:Dr\.|Prof\.|Mag\.|Dipl\.-\w+\.?|Ing\.)\s*"
MARKED_NAME = re.compile(
    # a word for the person to ask, then one to three names
    r"(?P<mark>\b(?:[Cc]ontact(?:\s+(?:[Pp]erson|[Nn]ame))?|CONTACT|(?:[Yy]our\s+)?[Rr]ecruiter|[Hh]iring "
    r"[Mm]anager|[Rr]ecruiting [Cc]ontact|[Tt]alent [Pp]artner|[Rr]ecruitment [Pp]artner"
    r"|[Aa]nsprechpartner(?:in)?|[Aa]nsprechperson|[Kk]ontakt(?:person)?|[Ii]hr(?:e)? [Aa]nsprechpartner(?:in)?|"
    r"[Cc]ontacto|[Pp]ersona de contacto|[Cc]ontactpersoon|[Kk]ontaktpersoner?|[Vv]otre contact|[Rr]eports? to|"
    r"[Bb]ericht an"
    r"|[Rr]ekryterare|[Rr]ecruteu(?:r|se)|[Rr]eclutador(?:a)?|[Ee]nviar CV a|[Aa]tte?n?\.?|[Aa]tención)\s*(?:is|"
    r"ist|est|es|:|：|-|–)\s*(?:\n- |\n)?)"
    rf"(?P<polite>(?:(?:Herrn?|Frau|Mr\.?|Mrs\.?|Ms\.?|Mme|M\.|Sra?\.?|Don|"
    rf"Doña)\s+)?(?:{TITLED})*)(?P<name>{NAME}(?:\s+(?:[A-Z]\.|von|van|de|der|del|la|{NAME})){{0,3}}(?<=[a-zß-ÿ]))"
    # a form of address
    rf"|(?P<address>\b(?:Herrn?|Frau|Mrs\.?|Mr\.|Ms\.|Mme)\s+(?:{TITLED})*)(?P<person>{NAME}(?:\s+{NAME})?)"
)
SIGNS = (
    *("dot ", "DOT "),
    *(
        "ontact",
        "CONTACT",
        "ecruiter",
        "ecruiting ",
        "ecruitment ",
        "iring manager",
        "iring Manager",
        "alent partner",
        "alent Partner",
    ),
    *(
        "nsprech",
        "ontakt",
        "eports to",
        "eport to",
        "ericht an",
        "ekryterare",
        "ecruteu",
        "eclutador",
        "Enviar",
        "Atte",
        "Attn",
        "tención",
    ),
    *("Frau ", "Herr ", "Herrn ", "Mrs", "Mr.", "Ms.", "Mme "),
)
"""Of an address with spoken dots, words for the person to ask, forms of address: one list, as they are found at once.

The first two end as no other begins and begin as no other ends, so that they hide none and none hides them.
"""
FIRST_MARK = SIGNS.index("ontact")
"""The first of the words for the person to ask."""
FIRST_ADDRESS = SIGNS.index("Frau ")
"""The first of the forms of address, behind which a name stands without more."""
NAME_FOLLOWS = re.compile(r"[:：–-]|\s(?:is|ist|est|es)")
"""What stands between the word for a person and the name."""
MARK_WITHIN = 40
NO_NAME = frozenset(
    "human resources team hr talent people recruiting recruitment us department center centre customer support the "
    "our office manager director head chief vp vice president"
    " lead senior engineering sales marketing product operations email mail phone tel telefon info information "
    "details form page link website apply now please via by for and"
    " with company data privacy protection acquisition services service general business development ceo cto cfo "
    "coo founder officer supervisor team personalabteilung abteilung"
    " personal kontakt job jobs career careers open person name who what how you your we in on at to of or a an "
    "this that all any time full part date not no yes true false"
    " und oder der die das ein eine bei mit recursos humanos empresa equipo gerente jefe joblink linkedin tracing "
    "lens client clients account plant program project principal regional"
    " number numbers center call kundenservice bewerbung bewerbungen unterlagen platz straße strasse herr frau "
    "doctor nurse school".split()
)
REACH = 90
"""Characters around a sign of an address or a number that are read closely: the expressions are slow on whole texts."""


def masked(text: str) -> str:
    """The text with each e-mail address as ``[e-mail]``, telephone number as ``[phone]``, marked name as ``[name]``."""
    signs = _signs().find_matches_as_indexes(text)
    spoken = any(sign < FIRST_MARK for sign, _, _ in signs) and (" dot " in text or " DOT " in text)
    stated = text
    if mails := list(_mail_signs(text, spoken)):
        text = _around(text, mails, EMAIL, EMAIL_MASK)
    if numbers := _numbers(text):
        text = _around(text, numbers, PHONE, _mask_phone)
    if text != stated:
        signs = _signs().find_matches_as_indexes(text)
    if names := [(start, end) for sign, start, end in signs if _marks_name(sign, text, end)]:
        text = _around(text, names, MARKED_NAME, _mask_name, before=25)
    return text


def _marks_name(sign: int, text: str, end: int) -> bool:
    """Whether a name may follow a sign that ends there."""
    if sign < FIRST_ADDRESS:
        return sign >= FIRST_MARK and NAME_FOLLOWS.search(text, end, end + MARK_WITHIN) is not None
    return True


def _mail_signs(text: str, spoken: bool) -> Iterator[tuple[int, int]]:
    """Where the signs of an address stand; places of the brackets and marks that they begin with are found fast."""
    if spoken:
        return (found.span() for found in SPOKEN_MAIL_SIGN.finditer(text))
    begins = sorted(place for sign in "@[({<" if sign in text for place in _places(sign, text))
    return (found.span() for begin in begins if (found := MAIL_SIGN.match(text, begin)))


def _places(sign: str, text: str) -> Iterator[int]:
    place = text.find(sign)
    while place >= 0:
        yield place
        place = text.find(sign, place + 1)


def _numbers(text: str) -> list[tuple[int, int]]:
    """Where digits stand together; of a long text only if seven do once all that may separate them is gone."""
    hint = PHONE_HINT
    if len(text) >= LONG:
        rest = text.encode("utf-8", "surrogatepass").translate(ZEROS, SEPARATING)
        if b"\x01" not in rest:
            if b"0000000" not in rest:
                return []
            hint = LATIN_PHONE_HINT
    return [found.span() for found in hint.finditer(text)]


@cache
def _signs() -> AhoCorasick:
    return AhoCorasick(SIGNS, implementation=Implementation.DFA)


def _around(
    text: str,
    signs: Iterable[tuple[int, int]],
    pattern: re.Pattern[str],
    mask: str | Callable[[re.Match[str]], str],
    before: int = REACH,
) -> str:
    """The text with ``pattern`` masked in the lines' parts around each ``sign``."""
    pieces: list[str] = []
    done = 0
    for begin, end in _regions(text, signs, before):
        pieces += (text[done:begin], pattern.sub(mask, text[begin:end]))
        done = end
    return "".join((*pieces, text[done:]))


def _regions(text: str, signs: Iterable[tuple[int, int]], before: int) -> list[tuple[int, int]]:
    """Parts to read, apart from each other, that begin and end at white space."""
    regions: list[tuple[int, int]] = []
    for first, last in signs:
        begin, end = text.rfind(" ", 0, max(0, first - before)) + 1, text.find(" ", last + REACH)
        end = len(text) if end < 0 else end
        if regions and begin <= regions[-1][1]:
            regions[-1] = (regions[-1][0], max(end, regions[-1][1]))
        else:
            regions.append((begin, end))
    return regions


def _mask_phone(found: re.Match[str]) -> str:
    whole = found[0]
    if found["cued"]:
        return whole[: found.start("number") - found.start()] + PHONE_MASK
    before = found.string[max(0, found.start() - 30) : found.start()]
    return whole if not found["international"] and IDENTIFIER.search(before) else PHONE_MASK


def _mask_name(found: re.Match[str]) -> str:
    words = [word.casefold().rstrip(".") for word in (found["name"] or "").split()]
    polite = found["address"] or found["polite"].strip()
    if not polite and (len(words) < 2 or NO_NAME.intersection(words)):
        return found[0]
    return f"{found['mark'] or ''}{found['polite'] or ''}{found['address'] or ''}{NAME_MASK}"
