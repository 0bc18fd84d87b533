"""Masks e-mail addresses and phone numbers, so that they never reach the warehouse."""

import re

MAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}")
OBSCURED_MAIL = re.compile(
    r"[A-Za-z0-9._%+\-]{1,64}\s?(?:\[at\]|\(at\)|\{at\}| AT )\s?[A-Za-z0-9\-.]{1,80}"
    r"(?:\s?(?:\[dot\]|\(dot\)|\{dot\}| DOT |\.)\s?[A-Za-z]{2,10})"
)
PHONE = re.compile(
    r"(?<![\w$€£.,/#=-])(?:\+\d{1,3}[ .\-/]?(?:\(0?\d{1,4}\)[ .\-/]?)?\d(?:[ .\-/]?\d){6,11}"
    r"|\(\d{2,5}\)[ .\-/]?\d{3,4}(?:[ .\-]\d{2,4}){1,2}"
    r"|\d{3}[.\-]\d{3}[.\-]\d{4}"
    r"|0\d{1,4}[ /\-]\d{3,4}[ \-]?\d{3,5})(?![\w%])"
)


def masked(text: str) -> str:
    """The text with ``[e-mail]`` and ``[phone]`` in place of addresses and numbers."""
    if "@" in text:
        text = MAIL.sub("[e-mail]", text)
    text = OBSCURED_MAIL.sub("[e-mail]", text)
    return PHONE.sub("[phone]", text)
