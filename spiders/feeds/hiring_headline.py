"""Reads the headline of a "Who is hiring?" post: ``Company | Role | Location | REMOTE | Full-time | pay``.

The order varies and nobody checks it, so each part is known by what it looks like; what stays unclear stays
out. The whole text is kept beside it anyway.
"""

import re
from dataclasses import dataclass

LONGEST_TITLE = 160
LONGEST_COMPANY = 80

ADDRESS = re.compile(r"\(?\s*(?:https?://|www\.)\S+|\b[\w.-]+\.(?:com|io|ai|org|net|co|dev|app)(?:/\S*)?\b")
PAY = re.compile(
    r"[$€£¥₹]\s?\d|\b\d{2,3}\s?-?\s?\d{0,3}k\b|\b(?:usd|eur|gbp|cad|aud|chf|inr)\b.*\d|\bsalary\b|\bequity\b",
    re.IGNORECASE,
)
PLACE_WORD = re.compile(r"\b(?:remote(?:ly)?|on[- ]?site|hybrid|in[- ]office|in[- ]person|wfh)\b", re.IGNORECASE)
FILLER = re.compile(
    r"\b(?:remote(?:ly)?|on[- ]?site|hybrid|in[- ]office|in[- ]person|wfh|or|and|only|ok|okay|friendly|first"
    r"|possible|allowed|welcome|fully|full|preferred|optional|distributed|team|flexible|yes|no|available|in"
    r"|interns?|visa|some|days?|week|per|a|the|is|are|work|\d+%?)\b",
    re.IGNORECASE,
)
EMPLOYMENT = re.compile(
    r"\b(?:full[- ]?time|part[- ]?time|contract(?:or|ors|s|ing)?|intern(?:ship|ships|s)?|freelance|permanent"
    r"|temporary|ft|pt)\b",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:engineers?|engineering|developers?|devs?|programmers?|designers?|scientists?|managers?|analysts?"
    r"|architects?|leads?|head of|director|vp|cto|ceo|coo|cmo|sre|devops|sysadmin|administrators?|advocates?"
    r"|specialists?|consultants?|researchers?|technologists?|marketers?|writers?|recruiters?|founders?"
    r"|co-?founders?|product|full[- ]?stack|front[- ]?end|back[- ]?end|qa|tester|sales|support|operations"
    r"|accountants?|technicians?|roles?|positions?|hackers?|generalists?|interns?|scientist|staff|senior)\b",
    re.IGNORECASE,
)
NOISE = re.compile(r"\b(?:visa|benefits|team of|yc ?[sw]\d\d|series [a-e]|seed|sponsor\w*|relocation)\b", re.I)
EMPTY_BRACKETS = re.compile(r"\(\s*\)|\(\s*$")
DASHES = "-\N{EN DASH}\N{EM DASH}"


@dataclass(frozen=True, slots=True)
class Headline:
    """What a headline says; ``title`` is the whole line where no role can be told apart."""

    title: str
    company: str | None = None
    location: str | None = None
    remote: str | None = None
    employment: str | None = None
    pay: str | None = None


def read_headline(line: str) -> Headline:
    """Read the first line of a post. Without pipes nothing but a title is taken from it."""
    line = " ".join(line.split())
    parts = [part.strip(f" {DASHES}·,;") for part in line.split("|")]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return Headline(title=_shortened(line))
    company = EMPTY_BRACKETS.sub("", ADDRESS.sub("", parts[0])).strip(f" {DASHES},:")
    roles, unclear = [], []
    found = {"remote": "", "employment": "", "pay": ""}
    for part in parts[1:]:
        kind = _kind(part)
        if kind == "role":
            roles.append(part)
        elif kind == "unclear":
            unclear.append(part)
        elif kind is not None and not found[kind]:
            found[kind] = part
        if PLACE_WORD.search(part) and kind != "pay":
            found["remote"] = found["remote"] or part
        if EMPLOYMENT.search(part) and kind != "pay":
            found["employment"] = found["employment"] or part
    if not roles and len(unclear) > 1 and "," in unclear[1] and "," not in unclear[0]:
        roles.append(unclear.pop(0))  # what stands before a sure place: "Acme | Wood Worker | Bonn, Germany"
    return Headline(
        title=_shortened(", ".join(roles) or line),
        company=company if company and len(company) <= LONGEST_COMPANY else None,
        location=unclear[0] if unclear else None,
        remote=found["remote"] or None,
        employment=found["employment"] or None,
        pay=found["pay"] or None,
    )


def _kind(part: str) -> str | None:
    """What one part of the line is (``unclear``: mostly a place); None where it says nothing that is kept."""
    if PAY.search(part):
        return "pay"
    bare = ADDRESS.sub("", part).strip(" ()")
    if not bare:
        return None
    without = FILLER.sub("", EMPLOYMENT.sub("", bare))
    if ROLE.search(without):
        return "role"
    if not re.search(r"[^\W\d_]{2}", without):
        return "remote" if PLACE_WORD.search(bare) else "employment" if EMPLOYMENT.search(bare) else None
    if NOISE.search(bare):
        return None
    return "unclear"


def _shortened(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
