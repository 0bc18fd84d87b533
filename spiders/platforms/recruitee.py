"""Recruitee, the careers site's own offers list: one body holds all postings of a company.

Stamps look like ``2026-08-05 09:41:37 UTC``. Pay comes as text, or as an object of nulls. Several places may be
territories rather than towns. Application forms and a mailbox stand in the same object and are left alone.
"""

import re
from collections.abc import Iterator

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.tally import Tally

STAMP = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC")
LEFT_OUT = frozenset({
    "position", "slug", "guid", "education_code", "highlight", "created_at", "mailbox_email", "open_questions",
    "dynamic_fields", "sharing_image", "sharing_title", "sharing_description", "cover_image", "options_cv",
    "options_cover_letter", "options_phone", "options_photo", "options_salutation", "options_title",
    "locations_question", "locations_question_type", "locations_question_required", "location_question_visible",
    "min_hours", "max_hours", "min_hours_per_week", "max_hours_per_week", "eeo_settings", "status", "location_ids",
    "translations", "country_code", "state_code",
})  # fmt: skip
"""Forms, pictures, sharing texts, and twins of what is read."""


class RecruiteeSpider(BoardSpider):
    """Boards by company, as in ``<company>.recruitee.com``; one on a domain of its own names it as origin."""

    name = "recruitee"
    description = "Recruitee careers sites (their public offers list)"
    domain = "recruitee.com"
    addresses = (
        r"(?!(?:www|api|app|docs|support|help|careers|jobs|hire|auth|status)\.)(?P<token>[\w-]+)\.recruitee\.com",
    )
    address_form = "<token>.recruitee.com"
    evidence = "real recordings"

    def list_url(self, board: Board) -> str:
        return self.address(board, "/api/offers/")

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        offers = top_records(document, "offers", url)
        Record(document, "", tally).done({"offers", "meta"})
        return self.each(offers, lambda offer: _posting(board, Record(offer, "offers[]", tally), tally), tally)


def _posting(board: Board, offer: Record, tally: Tally) -> Posting | None:
    status = offer.text("status")
    if status not in (None, "published"):
        tally.notes["unlisted"] += 1
        return None
    published, translations = offer.text("published_at"), offer.take("translations")
    posting = Posting(
        source=board.name,
        platform="recruitee",
        native_id=offer.need_text("id"),
        title=offer.need_text("title"),
        url=offer.text("careers_url"),
        apply_url=offer.text("careers_apply_url"),
        company=offer.text("company_name") or board.company,
        description_html="\n".join(filter(None, (offer.text("description"), offer.text("requirements")))) or None,
        locations=_locations(offer),
        remote_raw=_remote(offer),
        employment_type_raw=offer.text("employment_type_code"),
        department=offer.text("department"),
        level_raw=offer.text("experience_code"),
        # An advert in several languages is in none of them alone.
        language_raw=next(iter(translations)) if isinstance(translations, dict) and len(translations) == 1 else None,
        tags=[*offer.texts("tags"), *filter(None, [offer.text("category_code")])],
        posted_at=_moment(published),
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
        updated_at=_moment(offer.text("updated_at")),
        valid_through=_moment(offer.text("close_at")),
    )
    _pay(posting, offer.record("salary"))
    offer.done(LEFT_OUT)
    return posting


def _moment(stamp: str | None) -> str | None:
    """A stamp as ISO 8601; one in another form as it stands."""
    found = STAMP.fullmatch(stamp or "")
    return f"{found[1]}T{found[2]}+00:00" if found else stamp


def _remote(offer: Record) -> str | None:
    """The flags that are set, by their names; ``false`` where there are flags and none is set."""
    flags = {
        word: offer.take(key) for key, word in (("hybrid", "hybrid"), ("remote", "remote"), ("on_site", "on-site"))
    }
    if all(value is None for value in flags.values()):
        return None
    return ", ".join(word for word, value in flags.items() if value) or "false"


def _locations(offer: Record) -> list[Location]:
    flat = Location(
        text=offer.text("location"),
        city=offer.text("city"),
        region=offer.text("state_name"),
        country=offer.text("country"),
        postal_code=offer.text("postal_code"),
    )
    found = []
    for record in offer.records("locations"):
        city, region, country = record.text("city"), record.text("state"), record.text("country")
        code = record.text("country_code")
        found.append(
            Location(
                text=record.text("name") or ", ".join(filter(None, (city, region, country))) or None,
                city=city,
                region=region,
                country=country or code,
                postal_code=record.text("postal_code"),
            )
        )
        record.done({"id", "translations", "state_code", "street", "note"})
    return [place for place in found or [flat] if place.text or place.city or place.country]


def _pay(posting: Posting, salary: Record) -> None:
    stated = salary.as_json()
    low, high = salary.text("min"), salary.text("max")
    currency, period = salary.text("currency"), salary.text("period")
    salary.done()
    if low or high:
        posting.salary_raw, posting.salary_min, posting.salary_max = stated, low, high
        posting.salary_currency, posting.salary_period = currency, period
