"""Careers sites: a sitemap or a list page leads to job pages, and each carries schema.org JobPosting as JSON-LD.

Sites differ as real ones do: one wraps the object in a graph and writes the script's type with an entity.
"""

import html
import re
from typing import Any

import orjson

from demo.landing import Posting, full_location, posting
from demo.reading import Place
from demo.wire.listing import Listing
from demo.writing import as_html

EMPLOYMENT = {"Full-time": "FULL_TIME", "Part-time": "PART_TIME"}


def path(listing: Listing) -> str:
    """Where the job page lies on the site."""
    slug = re.sub(r"[^a-z0-9]+", "-", listing.advert.vacancy.title.lower()).strip("-")
    return f"/{listing.source.key}/jobs/{slug}-{listing.advert.serial}"


def entry(listing: Listing) -> dict[str, Any]:
    """The JobPosting object."""
    advert = listing.advert
    vacancy = advert.vacancy
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": advert.title,
        "description": as_html(listing.parts),
        "identifier": {
            "@type": "PropertyValue",
            "name": vacancy.employer.name,
            "value": f"{listing.source.key[:2].upper()}-{advert.serial:05d}",
        },
        "datePosted": f"{advert.posted_at:%Y-%m-%d}",
        "employmentType": EMPLOYMENT.get(listing.commitment, "FULL_TIME"),
        "hiringOrganization": {"@type": "Organization", "name": vacancy.employer.name},
        "jobLocation": [_place(place) for place in advert.places],
        "url": f"https://careers.{listing.source.key}.example{path(listing)}",
        "inLanguage": listing.language,
    }
    if vacancy.working == "remote":
        found["jobLocationType"] = "TELECOMMUTE"
    if vacancy.pay:
        low, high, currency = vacancy.pay
        value = {"@type": "QuantitativeValue", "minValue": low, "maxValue": high, "unitText": "YEAR"}
        found["baseSalary"] = {"@type": "MonetaryAmount", "currency": currency, "value": value}
    return found


def page(listing: Listing) -> str:
    """The job page."""
    wrapped = listing.source.quirk == "list"
    sent = entry(listing)
    # A slash after "<" is escaped, so that no text can end the script.
    data = orjson.dumps({"@context": "https://schema.org", "@graph": [sent]} if wrapped else sent).decode()
    kind = "application/ld&#x2B;json" if wrapped else "application/ld+json"
    title = html.escape(listing.advert.title)
    script = f'<script type="{kind}">{data.replace("</", "<" + chr(92) + "/")}</script>'
    inside = f'<nav><a href="/{listing.source.key}/about">About</a></nav><h1>{title}</h1>{sent["description"]}'
    return _document(title, script, inside)


def list_page(name: str, listings: list[Listing]) -> str:
    """A page that links to the job pages."""
    entries = "".join(f'<li><a href="{path(one)}">{html.escape(one.advert.title)}</a></li>' for one in listings)
    return _document(f"Work at {html.escape(name)}", "", f'<a href="/imprint">Imprint</a><ul>{entries}</ul>')


def sitemap(addresses: list[str]) -> str:
    """A sitemap of pages."""
    return _xml("urlset", "".join(f"<url><loc>{html.escape(address)}</loc></url>" for address in addresses))


def sitemap_index(addresses: list[str]) -> str:
    """A sitemap of sitemaps."""
    return _xml("sitemapindex", "".join(f"<sitemap><loc>{html.escape(a)}</loc></sitemap>" for a in addresses))


def landed(listing: Listing) -> Posting:
    """What a faithful reader makes of ``entry``."""
    sent = entry(listing)
    pay = listing.advert.vacancy.pay
    low, high, currency = pay or (None, None, None)
    value = {"minValue": low, "maxValue": high, "unitText": "YEAR"}
    return posting(
        source=listing.source.key,
        platform="job_pages",
        native_id=sent["identifier"]["value"],
        url=sent["url"],
        title=" ".join(sent["title"].split()),
        company=sent["hiringOrganization"]["name"],
        description_html=sent["description"],
        locations=[
            full_location(place, text=f"{place.city}, {place.region}, {place.country}", exact=True)
            for place in listing.advert.places
        ],
        remote_raw=sent.get("jobLocationType"),
        employment_type_raw=sent["employmentType"],
        language_raw=sent["inLanguage"],
        requisition_id=sent["identifier"]["value"],
        posted_at=sent["datePosted"],
        posted_at_raw=sent["datePosted"],
        posted_at_basis="published",
        salary_raw=orjson.dumps({"currency": currency, "value": value}).decode() if pay else None,
        salary_min=str(low) if pay else None,
        salary_max=str(high) if pay else None,
        salary_currency=currency,
        salary_period="YEAR" if pay else None,
    )


def _place(place: Place) -> dict[str, Any]:
    return {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": place.city,
            "addressRegion": place.region,
            "addressCountry": place.country,
            "postalCode": place.postal_code,
        },
        "geo": {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude},
    }


def _document(title: str, head: str, inside: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>\n'
        f"<body>{inside}</body></html>\n"
    )


def _xml(kind: str, inside: str) -> str:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{space}">{inside}</{kind}>\n'
