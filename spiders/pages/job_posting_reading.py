"""Reads one schema.org JobPosting object into a ``Posting``, with the shapes that occur in the wild.

Values come as text, object or list, and as the standard says or not; each reader below accepts the shapes
that were seen and leaves alone what it cannot place.
"""

import hashlib
import html
import re
from typing import Any

import orjson

from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record
from spiders.tally import Tally

MARKUP = re.compile(r"<(?:p|br|div|ul|ol|li|h\d|span|strong|b|em|i|a|table)\b[^>]*>", re.IGNORECASE)
ESCAPED_MARKUP = re.compile(r"&lt;(?:p|br|div|ul|ol|li|h\d|span|strong|b|em|i|a|table)\b", re.IGNORECASE)
FURTHER_TEXTS = {
    "responsibilities": "Responsibilities",
    "qualifications": "Qualifications",
    "educationRequirements": "Education",
    "EducationRequirements": "Education",
    "experienceRequirements": "Experience",
    "jobBenefits": "Benefits",
    "incentiveCompensation": "Incentives",
    "skills": "Skills",
}
"""Properties that may hold a part of the advert's text, and the headings that they get in it."""
LEFT_OUT = frozenset({
    "@context", "@type", "@id", "directApply", "image", "sameAs", "industry", "occupationalCategory",
    "workHours", "jobImmediateStart", "estimatedSalary", "mainEntityOfPage", "applicationContact",
    "potentialAction", "hours", "employerOverview", "specialCommitments", "totalJobOpenings",
    "jobStartDate", "employmentUnit", "jobSummary", "salaryCurrency", "relevantOccupation",
    "applicationDeadline", "benefits", "logo", "publisher", "author", "dateCreated",
    "securityClearanceRequirement", "physicalRequirement", "sensoryRequirement",
    "eligibilityToWorkRequirement", "alternateName", "additionalType", "subjectOf",
    "disambiguatingDescription", "breadcrumb", "workLocation",
})  # fmt: skip


def read_job_posting(board: Board, entry: dict[str, Any], url: str, *, alone: bool, tally: Tally) -> Posting:
    """One posting. ``url`` is the page's address, ``alone`` whether the page is about this posting only."""
    record = Record(entry, "JobPosting", tally)
    title = _words(record.take("title") or record.take("name"))
    own_url = _address(record.take("url"))
    requisition = _identifier(record.take("identifier"))
    places = _places(record.take("jobLocation"))
    wanted_from = _places(record.take("applicantLocationRequirements"))
    address = own_url or url
    posted, updated = _one_text(record.take("datePosted")), _one_text(record.take("dateModified"))
    posting = Posting(
        source=board.name,
        platform="job_pages",
        native_id=_native_id(requisition, own_url or (url if alone else None), url, title, places),
        title=title or "",
        url=address,
        company=_organization(record.take("hiringOrganization")) or board.company,
        locations=places or wanted_from,
        remote_raw=_listed(record.take("jobLocationType")),
        employment_type_raw=_listed(record.take("employmentType")),
        language_raw=_one_text(record.take("inLanguage")),
        requisition_id=requisition,
        posted_at=posted,
        posted_at_raw=posted,
        posted_at_basis="published" if posted else None,
        updated_at=updated,
        valid_through=_one_text(record.take("validThrough")),
    )
    _describe(posting, record)
    _pay(posting, record.take("baseSalary"), _one_text(record.take("salaryCurrency")))
    record.done(LEFT_OUT)
    return posting


def _native_id(requisition: str | None, own: str | None, page: str, title: str | None, places: list[Location]) -> str:
    """The source's own number where it is one, else the advert's address, else what its list says of it."""
    if requisition and re.search(r"\d", requisition):
        return requisition
    if own:
        return own
    said = "\x1f".join([title or "", *(place.text or place.city or "" for place in places)])
    return f"{page}#{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _describe(posting: Posting, record: Record) -> None:
    """The description, and after it those parts of the text that stand only in properties of their own."""
    text = _one_text(record.take("description"))
    additions = []
    for name, heading in FURTHER_TEXTS.items():
        further = record.take(name)
        if name == "skills" and isinstance(further, list):
            posting.tags = [entry for entry in map(_one_text, further) if entry]
            continue
        addition = _further_text(further)
        if addition and not (text and _plain(addition) in _plain(text)):
            additions.append(f"<h3>{heading}</h3>\n{_as_html(addition)}")
    if additions or (text and _markup(text)):
        posting.description_html = "\n".join(filter(None, [text and _as_html(text), *additions]))
    elif text:
        posting.description_text = html.unescape(text)


def _markup(text: str) -> str | None:
    """The text as HTML where it is HTML, as such or escaped once more; None where it is plain."""
    if MARKUP.search(text):
        return text
    return html.unescape(text) if ESCAPED_MARKUP.search(text) else None


def _as_html(text: str) -> str:
    plain = html.escape(html.unescape(text), quote=False).replace("\n", "<br>")
    return _markup(text) or f"<p>{plain}</p>"


def _further_text(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_further_text, value))) or None
    if isinstance(value, dict):
        # OccupationalExperienceRequirements and the like: months alone say nothing as text.
        return _one_text(value.get("description") or value.get("credentialCategory") or value.get("name"))
    return _one_text(value)


def _plain(text: str) -> str:
    return "".join(character for character in html.unescape(re.sub(r"<[^>]+>", "", text)) if character.isalnum())


def _pay(posting: Posting, salary: Any, currency: str | None) -> None:
    """Pay as stated; only a proper MonetaryAmount is taken apart."""
    if isinstance(salary, list):
        salary = salary[0] if len(salary) == 1 else salary
    if salary in (None, "", {}, []):
        return
    if not isinstance(salary, dict):
        posting.salary_raw = _one_text(salary) or orjson.dumps(salary).decode()
        posting.salary_currency = currency
        return
    posting.salary_raw = orjson.dumps(_without_types(salary)).decode()
    posting.salary_currency = _one_text(salary.get("currency")) or currency
    value = salary.get("value", salary)
    if isinstance(value, dict):
        amount = _one_text(value.get("value"))
        posting.salary_min = _one_text(value.get("minValue")) or amount
        posting.salary_max = _one_text(value.get("maxValue")) or amount
        posting.salary_period = _one_text(value.get("unitText")) or _one_text(salary.get("unitText"))
    else:
        posting.salary_period = _one_text(salary.get("unitText"))
        if (amount := _one_text(value)) and amount.replace(".", "", 1).isdecimal():
            posting.salary_min = posting.salary_max = amount


def _without_types(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_types(part) for key, part in value.items() if key != "@type"}
    return value


def _places(value: Any) -> list[Location]:
    found = [_place(entry) for entry in (value if isinstance(value, list) else [value])]
    return [place for place in found if place]


def _place(value: Any) -> Location | None:
    """A Place, its address as an object or as plain text, or a country or region by name."""
    if isinstance(value, str):
        return Location(text=_words(value)) if value.strip() else None
    if not isinstance(value, dict):
        return None
    address = value.get("address")
    if isinstance(address, list):
        address = address[0] if address else None
    geo = value.get("geo")
    geo = geo if isinstance(geo, dict) else {}
    place = Location(latitude=_one_text(geo.get("latitude")), longitude=_one_text(geo.get("longitude")))
    if isinstance(address, dict):
        place.city = _words(address.get("addressLocality"))
        place.region = _words(address.get("addressRegion"))
        place.country = _country(address.get("addressCountry"))
        place.postal_code = _one_text(address.get("postalCode"))
        place.text = ", ".join(filter(None, (place.city, place.region, place.country))) or None
    else:
        place.text = _words(address)
    place.text = place.text or _words(value.get("name"))
    return place if place.text else None


def _country(value: Any) -> str | None:
    return _words(value.get("name") or value.get("identifier")) if isinstance(value, dict) else _words(value)


def _organization(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _words(value.get("name") or value.get("legalName")) if isinstance(value, dict) else _words(value)


def _identifier(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _one_text(value.get("value") or value.get("@id")) if isinstance(value, dict) else _one_text(value)


def _address(value: Any) -> str | None:
    text = _one_text(value.get("@id") if isinstance(value, dict) else value)
    return html.unescape(text) if text and text.startswith(("http://", "https://")) else None


def _listed(value: Any) -> str | None:
    entries = value if isinstance(value, list) else [value]
    return ", ".join(filter(None, map(_one_text, entries))) or None


def _one_text(value: Any) -> str | None:
    """Text of a string or number; of a list, its first entry that has one."""
    if isinstance(value, list):
        return next(filter(None, map(_one_text, value)), None)
    if isinstance(value, bool) or value is None or isinstance(value, dict):
        return None
    return str(value).strip() or None


def _words(value: Any) -> str | None:
    """Text with its entities undone, since these properties are often escaped once too often."""
    text = _one_text(value)
    return " ".join(html.unescape(text).split()) or None if text else None
