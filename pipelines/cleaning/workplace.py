"""Where and how the work is done: remote, hybrid or on site, and the kind of employment."""

import re

REMOTE_WORDS = {
    "remote": "remote",
    "fully remote": "remote",
    "telecommute": "remote",
    "hybrid": "hybrid",
    "onsite": "onsite",
    "on site": "onsite",
    "in office": "onsite",
    "in person": "onsite",
    "true": "remote",
}
"""A plain "false" says only that the source did not tick remote: it stays unknown."""
HYBRID = re.compile(r"\bhybrid\b", re.I)
REMOTE = re.compile(r"\b(?:remote|work from home|home.?office|télétravail|teletrabajo|anywhere|distributed)\b", re.I)
NOT_REMOTE = re.compile(r"\b(?:no|not|non)[ -](?:fully )?remote\b|\bremote (?:is )?not\b", re.I)
ONSITE = re.compile(r"\bon-?site\b|\bin[ -]office\b", re.I)
SEPARATORS = re.compile(r"[\s_\-/]+")

EMPLOYMENT = (
    (
        "internship",
        r"intern(?:ship)?s?\b|stage\b|praktik|trainee|working.?student|werkstudent|apprentice|alternance",
    ),
    ("temporary", r"temp(?:orary)?\b|seasonal|fixed.?term|cdd\b|befristet|interim"),
    ("contract", r"contract(?:or)?\b|freelance|consultant|b2b"),
    ("volunteer", r"volunt"),
    ("part_time", r"part.?time|teilzeit|temps partiel|deeltijd"),
    ("full_time", r"full.?time|permanent|vollzeit|temps plein|cdi\b|regular|employee|voltijd|festanstellung"),
)
EMPLOYMENT_RULES = tuple((kind, re.compile(rf"\b(?:{pattern})", re.I)) for kind, pattern in EMPLOYMENT)


def remote_status(stated: str | None, location: str | None, title: str | None) -> str:
    """``remote``, ``hybrid``, ``onsite`` or ``unknown``: the source's own word first, then place and title."""
    if stated:
        word = SEPARATORS.sub(" ", stated).strip().casefold()
        if word in REMOTE_WORDS:
            return REMOTE_WORDS[word]
    for text in (stated, location, title):
        if not text:
            continue
        if HYBRID.search(text):
            return "hybrid"
        if NOT_REMOTE.search(text):
            return "onsite"
        if REMOTE.search(text):
            return "remote"
        if ONSITE.search(text):
            return "onsite"
    return "unknown"


def employment_type(stated: str | None, title: str | None) -> str:
    """One of full_time, part_time, contract, internship, temporary, volunteer, other, unknown.

    The more particular wins: a full-time internship is an internship. A title decides only for internships.
    """
    if stated:
        text = stated.replace("_", " ")
        for kind, rule in EMPLOYMENT_RULES:
            if rule.search(text):
                return kind
        return "other"
    if title and re.search(r"\b(?:intern|internship|praktikum|werkstudent|stagiaire)\b", title, re.I):
        return "internship"
    return "unknown"
