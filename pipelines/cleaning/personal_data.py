"""Masks what points to a person: e-mail addresses and telephone numbers. The warehouse sees masked text only.

A number is masked if its form is that of a telephone number, or a word before it says so. Amounts of money,
dates, identifiers and version numbers stay: they are what an advert is read for.
"""

import re

EMAIL_MASK = "[e-mail]"
PHONE_MASK = "[phone]"

AT = r"(?:@|\s?[\[({<]\s?(?:at|_?@_?)\s?[\])}>]\s?|\s_@_\s)"
DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?|\s+dot\s+)"
EMAIL = re.compile(
    # a name, then "@" in any disguise, then a domain with or without its end; "react@18" is a version
    rf"[\w.+'%-]{{1,64}}{AT}(?:\s?[a-z][\w-]{{0,62}}(?:{DOT}[\w-]{{1,63}}){{1,5}}\b|[a-z][\w-]{{1,62}}\b|(?=[\s).,;]))"
    # whatever the check no_mail_address_is_published would find: dev@4u.com, me@---.com
    r"|[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,}"
    r"|(?<=[>)\]}])@[a-z][\w-]{0,62}(?:\.[\w-]{1,63}){1,4}\b"
    r"|\b[\w.+-]{1,64}\s+(?:at|@)\s+[\w-]{1,63}\s+dot\s+[a-z]{2,24}\b"
    r"|\b[\w.+-]{1,64}\s@\s[\w-]{1,63}\.(?:com|org|net|io|co|ai|dev)\b",
    re.I,
)
DISGUISED = re.compile(r"[\[({<]\s?[aA][tT]\s?[\])}>]")

SEPARATOR = r"[\s.()/\u2010-\u2013-]"
NUMBER = r"\d(?:" + SEPARATOR + r"{0,3}\d){%d,%d}"
CUE = (
    r"(?:tel|telefon\w*|telephone|teléfono|téléphone|tél|tlf|phone|fon|fax|mobile|mobil|cell|handy|whatsapp|signal"
    r"|sms|call(?:\s+(?:us|me|him|her))?|ring|anruf\w*)(?:\s+(?:number|no|nummer|nr|at|on|us\s+(?:at|on)|unter))?"
)
PHONE = re.compile(
    # with a country code: +49 (0)30 1234567, 0049 30 1234567
    rf"(?P<international>(?<![\w+/=#.$€£-])(?:\+|00(?=[1-9])){NUMBER % (7, 14)}(?!\w))"
    # North America: (415) 555-2671, 1-415-555-2671, 415.555.2671
    r"|(?P<american>(?<![\w/=#.,$€£-])(?:1[\s.-])?(?:\([2-9]\d\d\)\s?|[2-9]\d\d[\s.-])[2-9]\d\d[\s.-]\d{4}(?![\w-]|[.,]\d))"
    # national, with its leading zero: 030 1234567, 020 7946 0958, 01 23 45 67 89
    r"|(?P<national>(?<![\w/=#.,$€£-])(?:\(0\d{1,4}\)|0\d{1,4})[\s/-](?:\d{3,4}[\s-]?\d{3,5}|\d{5,8}|\d\d(?:[\s.]\d\d){3})(?![\w-]|[.,]\d))"
    # a word says so: Tel.: 4155552671
    rf"|(?P<cued>\b{CUE}\W{{1,4}}(?P<number>\(?{NUMBER % (6, 14)})(?!\w|[.,]\d))",
    re.I,
)
PHONE_HINT = re.compile(r"\d[\d\s.()/\u2010-\u2013-]{5,}\d")
IDENTIFIER = re.compile(
    r"(?:\b(?:id|req|requisition|ref|reference|referenz\w*|kennziffer|job|posting|version|no|nr|number|isbn|vat)\b"
    r"|#)[\s.:#()-]{0,4}$",
    re.I,
)


def masked(text: str) -> str:
    """The text with each e-mail address as ``[e-mail]`` and each telephone number as ``[phone]``."""
    if "@" in text or " dot " in text or " DOT " in text or DISGUISED.search(text):
        text = EMAIL.sub(EMAIL_MASK, text)
    if PHONE_HINT.search(text):
        text = PHONE.sub(_mask_phone, text)
    return text


def _mask_phone(found: re.Match[str]) -> str:
    whole = found[0]
    if found["cued"]:
        return whole[: found.start("number") - found.start()] + PHONE_MASK
    before = found.string[max(0, found.start() - 30) : found.start()]
    return whole if IDENTIFIER.search(before) else PHONE_MASK
