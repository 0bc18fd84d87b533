"""Ashby's posting API: all adverts of a board in one body; hybrid posts are flagged remote, too."""

from typing import Any

from demo.landing import Posting, full_location, posting
from demo.reading import Place
from demo.wire.listing import Listing
from demo.writing import as_html, as_plain

WORKING = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "OnSite"}


def entry(listing: Listing) -> dict[str, Any]:
    """One job of the list."""
    advert = listing.advert
    vacancy = advert.vacancy
    first, *others = advert.places
    address = f"https://jobs.ashbyhq.example/{listing.source.key}/{listing.uuid}"
    found: dict[str, Any] = {
        "id": listing.uuid,
        "title": advert.title,
        "department": vacancy.department,
        "team": f"{vacancy.department} Team",
        "employmentType": "FullTime",
        "location": first.text,
        "secondaryLocations": [{"location": place.text, "address": _address(place)} for place in others],
        "publishedAt": advert.posted_at.isoformat(timespec="milliseconds"),
        "isListed": True,
        "isRemote": vacancy.working != "onsite",
        "workplaceType": WORKING[vacancy.working],
        "address": _address(first),
        "jobUrl": address,
        "applyUrl": f"{address}/application",
        "descriptionHtml": as_html(listing.parts),
        "descriptionPlain": as_plain(listing.parts),
        "shouldDisplayCompensationOnJobPostings": True,
        "compensation": _compensation(vacancy.pay),
    }
    return found


def body(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole answer."""
    return {"apiVersion": "1", "jobs": entries}


def landed(listing: Listing) -> Posting:
    """What a faithful reader makes of ``entry``."""
    sent = entry(listing)
    pay = next(iter(sent["compensation"]["summaryComponents"]), None)
    return posting(
        source=listing.source.key,
        platform="ashby",
        native_id=sent["id"],
        url=sent["jobUrl"],
        apply_url=sent["applyUrl"],
        title=sent["title"].strip(),
        company=listing.source.owner.name,
        description_html=sent["descriptionHtml"],
        locations=[full_location(place, text=place.text, exact=False) for place in listing.advert.places],
        remote_raw=sent["workplaceType"],
        employment_type_raw=sent["employmentType"],
        department=sent["department"],
        team=sent["team"],
        posted_at=sent["publishedAt"],
        posted_at_raw=sent["publishedAt"],
        posted_at_basis="published",
        salary_raw=sent["compensation"]["compensationTierSummary"],
        salary_min=str(pay["minValue"]) if pay else None,
        salary_max=str(pay["maxValue"]) if pay else None,
        salary_currency=pay["currencyCode"] if pay else None,
        salary_period=pay["interval"] if pay else None,
    )


def _address(place: Place) -> dict[str, Any]:
    parts = {"addressLocality": place.city, "addressRegion": place.region, "addressCountry": place.country}
    return {"postalAddress": parts}


def _compensation(pay: tuple[int, int, str] | None) -> dict[str, Any]:
    """Without pay the object is there all the same, and empty."""
    if pay is None:
        return {
            "compensationTierSummary": None,
            "scrapeableCompensationSalarySummary": None,
            "compensationTiers": [],
            "summaryComponents": [],
        }
    low, high, currency = pay
    short = f"{currency} {low / 1000:g}K - {high / 1000:g}K"
    component = {
        "compensationType": "Salary",
        "interval": "1 YEAR",
        "currencyCode": currency,
        "minValue": low,
        "maxValue": high,
        "summary": short,
    }
    return {
        "compensationTierSummary": short.replace("-", "–"),
        "scrapeableCompensationSalarySummary": short,
        "compensationTiers": [],
        "summaryComponents": [component],
    }
