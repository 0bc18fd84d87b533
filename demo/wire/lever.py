"""Lever's postings API: a bare array in pages; what an advert lists stands apart from its description."""

from datetime import UTC, datetime
from typing import Any

import orjson

from demo.landing import Posting, location, posting
from demo.wire.listing import Listing, milliseconds
from demo.writing import as_html, as_plain, list_entries

LISTS = ("duties", "must", "nice", "benefits")
USUAL_LIMIT = 100


def _fields(listing: Listing) -> dict[str, Any]:
    advert = listing.advert
    vacancy = advert.vacancy
    opening = [part for part in listing.parts if part.kind in ("about", "role")]
    closing = [part for part in listing.parts if part.kind == "legal"]
    places = [place.text for place in advert.places]
    address = f"https://jobs.lever.example/{listing.source.key}/{listing.uuid}"
    found: dict[str, Any] = {
        "additional": as_html(closing),
        "categories": {
            "commitment": listing.commitment,
            "department": vacancy.department,
            "location": places[0],
            "team": f"{vacancy.department} Team",
            "allLocations": places,
        },
        "createdAt": milliseconds(advert.posted_at),
        "description": as_html(opening),
        "id": listing.uuid,
        "lists": [
            {"text": part.heading, "content": list_entries(part)} for part in listing.parts if part.kind in LISTS
        ],
        "text": advert.title,
        "country": advert.places[0].code,
        "workplaceType": vacancy.working,
        "hostedUrl": address,
        "applyUrl": f"{address}/apply",
    }
    if vacancy.pay:
        low, high, currency = vacancy.pay
        found["salaryRange"] = {"currency": currency, "interval": "per-year-salary", "min": low, "max": high}
    return found


def entry(listing: Listing) -> dict[str, Any]:
    """One posting of the array."""
    opening = [part for part in listing.parts if part.kind in ("about", "role")]
    closing = [part for part in listing.parts if part.kind == "legal"]
    return {**_fields(listing), "descriptionPlain": as_plain(opening), "additionalPlain": as_plain(closing)}


def page(entries: list[dict[str, Any]], skip: int, limit: int) -> list[dict[str, Any]]:
    """The part of the array that was asked for."""
    return entries[skip : skip + limit]


def landed(listing: Listing) -> Posting:
    """What a faithful reader makes of ``entry``."""
    sent = _fields(listing)
    pay = sent.get("salaryRange")
    created = datetime.fromtimestamp(sent["createdAt"] / 1000, UTC)
    lists = [f"<h3>{part['text']}</h3>\n<ul>{part['content']}</ul>" for part in sent["lists"]]
    places = [location(text=text) for text in sent["categories"]["allLocations"]]
    places[0]["country"] = sent["country"]
    return posting(
        source=listing.source.key,
        platform="lever",
        native_id=sent["id"],
        url=sent["hostedUrl"],
        apply_url=sent["applyUrl"],
        title=sent["text"].strip(),
        company=listing.source.owner.name,
        description_html="\n".join(filter(None, [sent["description"], *lists, sent["additional"]])),
        locations=places,
        remote_raw=sent["workplaceType"],
        employment_type_raw=sent["categories"]["commitment"],
        department=sent["categories"]["department"],
        team=sent["categories"]["team"],
        posted_at=created.isoformat(timespec="milliseconds"),
        posted_at_raw=str(sent["createdAt"]),
        posted_at_basis="created",
        salary_raw=orjson.dumps(pay).decode() if pay else None,
        salary_min=str(pay["min"]) if pay else None,
        salary_max=str(pay["max"]) if pay else None,
        salary_currency=pay["currency"] if pay else None,
        salary_period=pay["interval"] if pay else None,
    )
