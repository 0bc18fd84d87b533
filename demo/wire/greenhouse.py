"""Greenhouse's job board API: all adverts of a board in one body, the text escaped once inside the JSON."""

import html
from typing import Any

from demo.days import eastern
from demo.landing import Posting, location, posting
from demo.wire.listing import Listing
from demo.writing import as_html

WORKING = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "On-site"}
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


def entry(listing: Listing) -> dict[str, Any]:
    """One job of the list."""
    return {**_fields(listing), "content": html.escape(_description(listing))}


def body(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole answer."""
    return {"jobs": entries, "meta": {"total": len(entries)}}


def _fields(listing: Listing) -> dict[str, Any]:
    advert = listing.advert
    vacancy, number = advert.vacancy, listing.number
    first = advert.posted_at
    department = {"id": 300 + len(vacancy.department), "name": vacancy.department, "parent_id": None, "child_ids": []}
    offices: list[dict[str, Any]] = [
        {"id": 500 + index, "name": place.city, "location": None, "parent_id": None, "child_ids": []}
        for index, place in enumerate(advert.places)
    ]
    return {
        "absolute_url": f"https://job-boards.greenhouse.example/{listing.source.key}/jobs/{number}",
        "data_compliance": [{"type": "gdpr", "requires_consent": False, "retention_period": None}],
        "internal_job_id": 3_000_000 + vacancy.number,
        "location": {"name": "; ".join(place.text for place in advert.places)},
        "metadata": [
            {"id": 11, "name": "Location Type", "value": WORKING[vacancy.working], "value_type": "single_select"},
            {"id": 12, "name": "Employment Type", "value": listing.commitment, "value_type": "single_select"},
            {"id": 13, "name": "Cost Centre", "value": None, "value_type": "short_text"},
        ],
        "id": number,
        # Some titles carry outer spaces, as on real boards.
        "title": advert.title + " " * (advert.serial % 13 == 0),
        "updated_at": eastern(listing.updated_at).isoformat(),
        "requisition_id": listing.requisition,
        "company_name": vacancy.employer.name,
        "first_published": eastern(first).isoformat(),
        "application_deadline": None,
        "language": listing.language,
        "departments": [department],
        "offices": offices,
    }


def landed(listing: Listing) -> Posting:
    """What a faithful reader makes of ``entry``."""
    sent = _fields(listing)
    pay = listing.advert.vacancy.pay
    return posting(
        source=listing.source.key,
        platform="greenhouse",
        native_id=str(sent["id"]),
        url=sent["absolute_url"],
        title=sent["title"].strip(),
        company=sent["company_name"],
        description_html=_description(listing),
        locations=[location(text=sent["location"]["name"])],
        remote_raw=sent["metadata"][0]["value"],
        employment_type_raw=sent["metadata"][1]["value"],
        department=sent["departments"][0]["name"],
        language_raw=sent["language"],
        requisition_id=sent["requisition_id"],
        posted_at=sent["first_published"],
        posted_at_raw=sent["first_published"],
        posted_at_basis="published",
        updated_at=sent["updated_at"],
        salary_raw="Salary range: {} — {}".format(*_shown(pay)) if pay else None,
    )


def _description(listing: Listing) -> str:
    text = as_html(listing.parts, bold=listing.source.quirk == "bold")
    pay = listing.advert.vacancy.pay
    if not pay:
        return text
    low, high = _shown(pay)
    return (
        f'{text}\n<div class="content-pay-transparency"><div class="pay-input"><div class="title">Salary range</div>'
        f'<div class="pay-range"><span>{low}</span><span class="divider">&mdash;</span><span>{high}</span></div>'
        "</div></div>"
    )


def _shown(pay: tuple[int, int, str]) -> tuple[str, str]:
    low, high, currency = pay
    sign = SIGNS.get(currency, "")
    return f"{sign}{low:,}", f"{sign}{high:,} {currency}"
