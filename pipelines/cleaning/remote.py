"""Where the work is done: ``remote``, ``hybrid``, ``onsite`` or ``unknown``; from where; and what contradicts it.

Evidence in this order: the source's own field, the location text, the title, an advert's header line, the text. A
plain "no" is no evidence for an office (the advert may be hybrid), and a plain "yes" is none against office days on
a platform whose flag is also set for hybrid work. The text is read for statements about this job only ("this is a
hybrid role", "three days a week in our office"), not for the firm's praise of remote work. Where such a statement
denies what the source says is remote, the statement is believed and the conflict is flagged.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.cleaning.passages import REMOTE as TOPIC
from pipelines.cleaning.passages import Passages
from pipelines.cleaning.places import Place, places_in

YES = {"true", "yes", "1", "t", "y", "telecommute", "telecommuting"}
NO = {"false", "no", "0", "f", "n", "", "none", "null", "unspecified", "unknown"}
FLAG_ALSO_MEANS_HYBRID = {"ashby"}
"""Ashby's isRemote was true on 95 of 120 postings of a board whose own workplace type said Hybrid."""

NOT_REMOTE = re.compile(
    r"\b(?:no|not|non|without|kein|keine|pas de)[\s-]+(?:a\s+|fully\s+)?"
    r"(?:remote|wfh|telecommut\w+|homeoffice)\b"
    r"|\bremote\s*(?:work\s*)?[:=]?\s*(?:no\b|not\s+(?:possible|available|an option))"
    r"|\bin[\s-]person\s+only\b"
)
HYBRID = re.compile(r"混合办公|混合辦公|\b(?:hybride?[sn]?|híbrid[oa]|ibrid[oa]|part(?:ly|ially)?[\s-]+remote)\b")
REMOTE = re.compile(
    r"\b(?:remote(?:ly)?|wfh|telecommut\w+|telework\w*|home[\s-]?(?:office|based)|"
    r"work(?:ing)?[\s-]+from[\s-]+(?:home|anywhere)"
    r"|anywhere|worldwide|distributed|t[ée]l[ée]travail|teletrabajo|remot[oa]|distans(?:arbete)?)\b|远程|遠端|リモート|재택근무|원격"
)
ONSITE = re.compile(r"\b(?:on[\s-]?site|in[\s-](?:office|person)|vor ort|presencial|sur site)\b")
TITLE_PART = re.compile(r"[()\[\]{}【】|,;:\u2013\u2014]|\s[-/]\s|/")
OTHER_SENSE = re.compile(
    r"\b(?:remote|hybrid|distributed)\s+(?:sensing|support|access|monitoring|desktop|control|patient"
    r"|infrastructure|cloud|systems?|ledgers?|computing|work(?:force)?\s+(?:program|experience)|site|vehicles?|"
    r"electric|training"
    r"|databases?|storage|operations?|hands|weapons?|it\b|mobile|apps?|data|energy|tracing)"
)


DAY = r"(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|mon|tues?|wed|thurs?|fri)"
DAYS = (
    r"(?:[1-4]|one|two|three|four|a few|several)(?:\s?(?:-|–|to)\s?[2-5])?\+?\s+(?:full\s+)?days?(?:\s+(?:a|"
    r"per|each)\s+week|/week|\s+(?:a|per)\s+month)?"
)
TEXT_NOT_REMOTE = re.compile(
    r"not (?:a|an) (?:fully )?remote(?: or hybrid)?(?:,? (?:position|role|job|opportunity))|\bno remote\b|remote "
    r"work is not|cannot be (?:done|performed) remotely|not (?:open to|eligible for) remote"
    r"|on-?site work is required|(?:5|five) days (?:a|per) week (?:in|on|at)|(?:in|from) (?:the|our) office (?:5|"
    r"five) days|keine? (?:remote|homeoffice)|是否远程\s*[:：]\s*(?:否|不)|暂不接受远程|不接受远程"
    r"|remote or not\s*[:：]\s*(?:no|on-?site)|on-?site required (?:5|five) days"
)
TEXT_HYBRID = re.compile(
    r"hybrid (?:role|position|work(?:ing|place)?(?: model| arrangement| setup| environment| schedule| basis| "
    r"policy)?|model|schedule|setup|arrangement|basis|collaboration|team role|opportunity|job)\b|(?:arrangement|"
    r"location|workplace|work model|arbeitsmodell)\s*[:：]\s*hybrid"
    rf"|(?:in|from|at|to|of) (?:the|our|an?) (?:[\w&.-]+ ){{0,4}}(?:office|hq|headquarters|"
    rf"hub)(?:[^.\n]{{0,30}})\b{DAYS}|\b{DAYS}[^.\n]{{0,25}}(?:in|from|at|to)[ -](?:the |our |an? )?(?:[\w&.-]+ "
    rf"){{0,3}}(?:office|hq|headquarters|person|hub)|{DAYS}\s+(?:in-office|on-?site|in-person|work from the office)"
    rf"|(?:in-office|onsite|on-site|in office)[^.\n]{{0,40}}(?:{DAYS}|\({DAY})|{DAY}[^.\n]{{0,40}}(?:required "
    rf")?in(?: the|-)? ?office|office attendance[^.\n]{{0,25}}days|flexible hybrid|(?:split|choose|choosing) "
    rf"between[^.\n]{{0,20}}home (?:and|or) (?:the )?office"
    r"|[1-4]\s+days?(?:\s+(?:a|per)\s+week|/week)\s+(?:remote|from home|home ?office)|"
    r"[1-4]\s+days?\s+(?:of\s+)?work(?:ing)?\s+from\s+home|"
    r"remote is possible,? but not (?:full|all|every)|in (?:the|our) office (?:together )?most (?:days|of the week)|"
    r"#li-?hybrid|[1-4]\s+tage?(?:\s+(?:pro|"
    r"die|in der)\s+woche)?\s+(?:remote|home ?office|im büro)|homeoffice[^.\n]{0,40}(?:erlaubt|möglich|büro)|"
    r"hybrides? arbeit\w*|teils remote"
    r"|[1-4]\s+jours?[^.\n]{0,20}télétravail|télétravail[^.\n]{0,30}[1-4]\s+jours?|modalidad (?:híbrida|mixta)|"
    r"trabajo híbrido|混合(?:办|辦)公|distansarbete[^.\n]{0,20}delvis"
)
TEXT_REMOTE = re.compile(
    r"(?:this is|it is|it's|open as)? ?an? (?:fully |full-time |100% )?remote(?:,? full-time)?(?: \w+){0,3} "
    r"(?:role|position|opportunity|job|contract)\b|(?:fully|100\s?%|completely|entirely) remote(?:\s+(?:role|"
    r"position|work|environment|working|setup|job|within|in|across|from|&|and|,|-|$))|remote (?:role|position) "
    r"(?:based|in|within|open|for)"
    r"|work(?:ing)? from anywhere|(?:location|locations|work location|arrangement|workplace|remote or not|ort|"
    r"standort|lieu|ubicación|modalidad|地点|工作地点|是否远程|工作安排"
    r"|working arrangement)\s*\**\s*[:：]\s*\**\s*(?:\w+ "
    r"\()?(?:fully |worldwide )?(?:remote|remoto|远程|是|可|任意|distributed|分布式|open)"
    r"|#li-?remote|remote (?:across|within|anywhere)|remote-only|full[- ]remote|"
    r"can be (?:done|performed) (?:fully )?remotely|"
    r"work (?:fully |100% )?remotely(?: from| within| in)?|100\s?% (?:remoto|virtual|teletrabajo|télétravail|"
    r"homeoffice)|práctic\w+ 100% virtual\w*|practicas 100% virtual\w*|teletrabajo|tele ?trabajo"
    r"|dein arbeitsplatz ist (?:fully )?remote|远程(?:办公|工作|分布式)|地点不限|可远程"
    r"|location\s*[:：][^\n]{0,40}remote|远程或|"
    r"\bwork remotely\b"
)
TEXT_ONSITE = re.compile(
    r"#li-?on-?site|(?:an?|this) in-office (?:role|position|job)|on-?site at (?:our|the)|"
    r"(?:full|fully)[ -](?:on-?site|in-person|in-office)|in-person (?:team|role|position|"
    r"culture|company|in\b|at our)|(?:an?|this) on-?site (?:role|position|job|team)|on-?site(?:,)? in-person|based "
    r"in-office|in-office culture|work(?:ing)? on-?site|onsite\)|(?:only|currently) (?:do )?on-?site"
    r"|we(?:'|’)re in-person|we(?:'re| are) (?:all )?in[- ](?:the )?office"
    r"|on-site (?:in |at )?(?:washington|new york|london|our)|"
    r"presencial(?:idad)? 100|100\s?% presencial|modalidad presencial|trabajo presencial|präsenz vor ort|vor ort "
    r"in|onsite roles|within a block of the office"
)
REMOTE_FROM = re.compile(
    r"remote(?:ly)?\s*(?:role|position)?\s*(?:\(|(?:in|within|from|across|anywhere in|based in|open "
    r"to)\s+)(?:the\s+)?([A-Z][\w .,/&-]{1,40}?)(?=[).;\n]|\s+(?:with|and you|only|or\b)|$)"
)
OTHER_JOBS = re.compile(
    r"\b(?:some|other|certain|most|many|several) (?:\w+ )?(?:roles|positions|teams|jobs|of our)[^.\n]*$"
)
MOST_PASSAGES = 30


@dataclass(frozen=True, slots=True)
class Remote:
    """``basis``: source, location, title or text; ``conflict`` where the text denies the source.

    ``scope``: for remote work, the countries (ISO 3166-1), regions or zones it may be done from, joined by ",".
    """

    state: str
    basis: str | None = None
    conflict: bool = False
    scope: str | None = None


def remote_of(
    stated: str | None,
    platform: str,
    locations: str,
    title: str,
    header: str,
    passages: Passages,
    places: Sequence[Place],
) -> Remote:
    """The state of one advert.

    ``stated``: the source's field; ``locations``: its display strings; ``header``: a first line such as
    ``Company | Role | REMOTE``, or empty; ``places``: what the locations mean.
    """
    state, basis = _from_source(stated, platform, locations, title, header, places)
    said = _from_body(passages, len(header))
    conflict = False
    if said and state == "unknown":
        state, basis = said, "text"
    elif said in {"onsite", "hybrid"} and state == "remote":
        conflict = basis != "flag" or platform not in FLAG_ALSO_MEANS_HYBRID
        state, basis = said, "text"
    elif said == "remote" and state == "onsite":
        conflict = True
    basis = "source" if basis == "flag" else basis
    return Remote(state, basis, conflict, _scope(places, passages) if state == "remote" else None)


def _from_source(
    stated: str | None, platform: str, locations: str, title: str, header: str, places: Sequence[Place]
) -> tuple[str, str | None]:
    word = (stated or "").strip().casefold()
    if word in YES:
        elsewhere = _from_text(locations) or _from_title(title)
        if elsewhere in {"hybrid", "remote"}:
            return elsewhere, "location"
        if platform not in FLAG_ALSO_MEANS_HYBRID or (
            places and all(place.kind in {"country", "zone"} for place in places)
        ):
            return "remote", "flag"
        return "unknown", None
    if word not in NO and (named := _from_text(word)):
        return named, "source"
    for basis, found in (
        ("location", _from_text(locations)),
        ("title", _from_title(title)),
        ("title", _from_text(header)),
    ):
        if found:
            return found, basis
    return "unknown", None


def _from_body(passages: Passages, begin: int) -> str | None:
    """What the text says of this job, from ``begin`` on; the denial first, then the most exact."""
    spans = [(max(start, begin), end) for start, end in passages.of(TOPIC) if end > begin][:MOST_PASSAGES]
    if not spans:
        return None
    found = {state for start, end in spans for state in _said_in(passages.lower[start:end])}
    return next(
        (
            "onsite" if state == "denied" else state
            for state in ("denied", "hybrid", "remote", "onsite")
            if state in found
        ),
        None,
    )


NEEDED = (
    ("denied", TEXT_NOT_REMOTE, ("remote", "site", "5 days", "five days", "远程", "homeoffice")),
    (
        "hybrid",
        TEXT_HYBRID,
        ("hybr", "híbr", "day", "tag", "jour", "混合", "home", "mixta", "teils", "delvis", "possible", "most"),
    ),
    (
        "remote",
        TEXT_REMOTE,
        (
            "remot",
            "anywhere",
            "virtual",
            "teletrabajo",
            "télétravail",
            "远程",
            "distribu",
            "任意",
            "地点",
            "homeoffice",
        ),
    ),
    (
        "onsite",
        TEXT_ONSITE,
        ("site", "person", "in-office", "presencial", "vor ort", "re in", "are in", "all in", "block of"),
    ),
)
"""State, expression, and the words one of which it cannot do without; "denied" is remote work denied."""


@lru_cache(maxsize=50_000)
def _said_in(passage: str) -> tuple[str, ...]:
    """States that one passage names, in lower case; a board's adverts share most of theirs."""
    passage = OTHER_SENSE.sub(" ", passage)
    return tuple(
        state
        for state, pattern, words in NEEDED
        if any(word in passage for word in words)
        and any(
            not OTHER_JOBS.search(passage, max(0, found.start() - 60), found.start())
            for found in pattern.finditer(passage)
        )
    )


def _scope(places: Sequence[Place], passages: Passages) -> str | None:
    """From where: what the locations say, else what stands behind "remote in" in the text."""
    if not places:
        for start, end in passages.of(TOPIC)[:MOST_PASSAGES]:
            if found := REMOTE_FROM.search(passages.text, start, end):
                places = places_in(found[1], None, True)
                break
    said = [place.zone or (place.region_code if place.kind == "region" else None) or place.country for place in places]
    return ",".join(dict.fromkeys(each for each in said if each)) or None


@lru_cache(maxsize=50_000)
def _from_text(text: str) -> str | None:
    """A hybrid word beats the others, being the most exact; "on-site or remote" offers remote."""
    if not text:
        return None
    text = OTHER_SENSE.sub(" ", text.lower())
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
    bracketed = title[:1] in {"[", "【", "("}
    for part in parts if bracketed else parts[1:]:
        if len(part.split()) <= 4 and (found := _from_text(part)):
            return found
    if len(parts) > 1 and len(parts[0].split()) <= 2 and (found := _from_text(parts[0])):
        return found
    if parts and (first := parts[0].lower()).startswith("remote ") and not OTHER_SENSE.match(first):
        return "remote"
    return None
