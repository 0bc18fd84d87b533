"""Where the work is done: ``remote``, ``hybrid``, ``onsite`` or ``unknown``.

Evidence in this order: the source's own field, the location text, the title, an advert's header line. A plain
"no" is no evidence for an office (the advert may be hybrid), and a plain "yes" is none against office days on
a platform whose flag is also set for hybrid work.
"""

import re

YES = {"true", "yes", "1", "t", "y", "telecommute", "telecommuting"}
NO = {"false", "no", "0", "f", "n", "", "none", "null", "unspecified", "unknown"}
FLAG_ALSO_MEANS_HYBRID = {"ashby"}
"""Ashby's isRemote was true on 95 of 120 postings of a board whose own workplace type said Hybrid."""

NOT_REMOTE = re.compile(
    r"\b(?:no|not|non|without|kein|keine|pas de)[\s-]+(?:a\s+|fully\s+)?"
    r"(?:remote|wfh|telecommut\w+|homeoffice)\b"
    r"|\bremote\s*(?:work\s*)?[:=]?\s*(?:no\b|not\s+(?:possible|available|an option))"
    r"|\bin[\s-]person\s+only\b",
    re.I,
)
HYBRID = re.compile(r"\bhybride?[sn]?\b|\bhíbrid[oa]\b|\bibrid[oa]\b|\bpart(?:ly|ially)?[\s-]+remote\b", re.I)
REMOTE = re.compile(
    r"\b(?:remote(?:ly)?|wfh|telecommut\w+|telework\w*|home[\s-]?(?:office|based)|work(?:ing)?[\s-]+from[\s-]+(?:home|anywhere)"
    r"|anywhere|worldwide|distributed|t[ée]l[ée]travail|teletrabajo|remot[oa]|distans(?:arbete)?)\b",
    re.I,
)
ONSITE = re.compile(
    r"\bon[\s-]?site\b|\bin[\s-]office\b|\bin[\s-]person\b|\bvor ort\b|\bpresencial\b|\bsur site\b", re.I
)
TITLE_PART = re.compile(r"[()\[\]{}|,;:\u2013\u2014]|\s[-/]\s|/")
OTHER_SENSE = re.compile(
    r"\b(?:remote|hybrid|distributed)\s+(?:sensing|support|access|monitoring|desktop|control|patient"
    r"|infrastructure|cloud|systems?|ledgers?|computing|work(?:force)?\s+(?:program|experience)|site|vehicles?|electric|training"
    r"|databases?|storage|operations?|hands|weapons?|it\b|mobile|apps?|data|energy|tracing)",
    re.I,
)


def remote_state(stated: str | None, platform: str, locations: str = "", title: str = "", header: str = "") -> str:
    """The state of one advert.

    ``stated``: the source's field; ``locations``: its display strings; ``header``: a first line such as
    ``Company | Role | REMOTE``, or empty.
    """
    word = (stated or "").strip().casefold()
    if word in YES:
        elsewhere = _from_text(locations) or _from_title(title)
        if elsewhere in {"hybrid", "remote"}:
            return elsewhere
        return "unknown" if platform in FLAG_ALSO_MEANS_HYBRID else "remote"
    if word not in NO and (named := _from_text(word)):
        return named
    return _from_text(locations) or _from_title(title) or _from_text(header) or "unknown"


def _from_text(text: str) -> str | None:
    """A hybrid word beats the others, being the most exact; "on-site or remote" offers remote."""
    if not text:
        return None
    text = OTHER_SENSE.sub(" ", text)
    if HYBRID.search(text):
        return "hybrid"
    if NOT_REMOTE.search(text):
        return "onsite"
    if REMOTE.search(text):
        return "remote"
    return "onsite" if ONSITE.search(text) else None


def _from_title(title: str) -> str | None:
    """Only a part that is set apart counts, or a leading "Remote", but not a Remote Sensing Analyst."""
    parts = [part.strip() for part in TITLE_PART.split(title) if part and part.strip()]
    for part in parts[1:] or []:
        if len(part.split()) <= 4 and (found := _from_text(part)):
            return found
    if parts and parts[0].casefold().startswith("remote ") and not OTHER_SENSE.match(parts[0]):
        return "remote"
    return None
