"""What a spider hands over: one ``Posting`` per advert, as the source states it.

Only the wire format is undone here (JSON, XML, HTML entities that the API adds). Everything that needs
judgement, such as what a location means, is left to ``pipelines.cleaning``; so the raw strings stay beside.
A landing file holds one ``Posting`` per line as JSON, keys in the order below, absent values as null.
"""

from dataclasses import dataclass, field

DATE_BASES = ("published", "created", "updated", "relative")
"""What ``posted_at`` is, in the source's own terms; ``relative`` is worked out from "Posted 3 Days Ago"."""


@dataclass(slots=True, kw_only=True)
class Location:
    """One place as the source states it; any part may be missing. ``text`` is the source's display string."""

    text: str | None = None
    city: str | None = None
    region: str | None = None
    country: str | None = None
    """As stated: a name, or an ISO code of two or three letters."""
    postal_code: str | None = None
    latitude: str | None = None
    longitude: str | None = None


@dataclass(slots=True, kw_only=True)
class Posting:
    """One advert on one board, in the source's own words. All values are text: parsing is cleaning's work."""

    source: str
    """Name of the board in boards.toml (or of an import): the first part of the identity."""
    platform: str
    """Which spider or importer read it, such as ``greenhouse``."""
    native_id: str
    """The source's own identifier, stable while the advert lives: the second part of the identity."""
    url: str | None = None
    """Where a person reads the advert."""
    apply_url: str | None = None
    title: str
    """Outer white space removed, otherwise as stated."""
    company: str | None = None
    """The employer as the advert or the board names it."""
    description_html: str | None = None
    """The advert's body as HTML, with the platform's transport escaping undone exactly once."""
    description_text: str | None = None
    """The body where the source gives only plain text; never both."""
    locations: list[Location] = field(default_factory=list)
    """The primary place first."""
    remote_raw: str | None = None
    """The source's own word or flag about working place, such as ``Hybrid`` or ``true``."""
    employment_type_raw: str | None = None
    department: str | None = None
    team: str | None = None
    level_raw: str | None = None
    """Experience or seniority as the source states it."""
    language_raw: str | None = None
    tags: list[str] = field(default_factory=list)
    """Skills, categories or keywords listed apart from the text."""
    requisition_id: str | None = None
    """The employer's own number of the opening; adverts that share it may still be different openings."""
    posted_at: str | None = None
    """ISO 8601, with offset where the source gives one; a plain date where it gives no time."""
    posted_at_raw: str | None = None
    """The same, exactly as on the wire."""
    posted_at_basis: str | None = None
    """One of ``DATE_BASES``."""
    updated_at: str | None = None
    valid_through: str | None = None
    salary_raw: str | None = None
    """The pay sentence, or the source's pay object as compact JSON."""
    salary_min: str | None = None
    salary_max: str | None = None
    salary_currency: str | None = None
    salary_period: str | None = None
    """As stated: ``YEAR``, ``per-hour-wage``, ``1 MONTH`` …"""
