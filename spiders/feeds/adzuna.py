"""Adzuna, a search engine for jobs in many countries: an official API that wants a key, and consent.

Its terms forbid aggregate statistics (vacancy counts, average pay) for ongoing research without written consent,
which is what this program makes; so a key alone does not switch it on. The text is cut at 500 characters, so
skills read from it are too few. Pay may be Adzuna's own guess, and is then left out. The identification goes
into the address of each request, which is why it is added at the wire only.
"""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.keys import Secret
from spiders.paging import PageGuard
from spiders.tally import Tally

TOKEN = re.compile(r"[a-z]{2}(?:\?.*)?")
PAGE_SIZE = 50
MOST_PAGES = 20
"""A thousand adverts of a query; the daily allowance is 250 requests in all."""
LEFT_OUT = frozenset({"__CLASS__", "adref", "salary_is_predicted"})
CURRENCIES = {
    "at": "EUR", "au": "AUD", "be": "EUR", "br": "BRL", "ca": "CAD", "ch": "CHF", "de": "EUR", "es": "EUR",
    "fr": "EUR", "gb": "GBP", "in": "INR", "it": "EUR", "mx": "MXN", "nl": "EUR", "nz": "NZD", "pl": "PLN",
    "sg": "SGD", "us": "USD", "za": "ZAR",
}  # fmt: skip
"""The API's countries; its pay is a year's, in the country's own money."""


class AdzunaSpider(BoardSpider):
    """Token: the country, with search parameters or without: ``gb``, ``de?what=Koch&where=Kiel``."""

    name = "adzuna"
    description = "Adzuna, a search engine for jobs (official API with a key; needs written consent)"
    origin = "https://api.adzuna.com"
    evidence = "a real answer cut to four adverts"
    requests = "1 per 50 adverts, at most 20"
    fewest_hours_between = 24.0
    key_variables: ClassVar[tuple[str, ...]] = ("ADZUNA_APP_ID", "ADZUNA_APP_KEY", "ADZUNA_CONSENT")
    key_from = (
        "a key from https://developer.adzuna.com; its terms forbid aggregate statistics without Adzuna's written "
        "consent, so ADZUNA_CONSENT=yes says that you have it"
    )
    custom_settings: ClassVar[dict[str, Any]] = {"DOWNLOAD_DELAY": 2.5}  # type: ignore[misc]

    def list_url(self, board: Board) -> str:
        return self._page_url(board, 1)

    def _page_url(self, board: Board, page: int) -> str:
        if not TOKEN.fullmatch(board.token):
            raise BoardFailure("bad_token", f"token {board.token!r}: write a country, such as gb, or gb?what=nurse")
        country, _, query = board.token.partition("?")
        asked = urlencode([*parse_qsl(query), ("results_per_page", PAGE_SIZE), ("sort_by", "date")])
        return self.address(board, f"/v1/api/jobs/{country}/search/{page}?{asked}")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        if self.keys["ADZUNA_CONSENT"].lower() != "yes":
            raise BoardFailure("no_key", f"off until ADZUNA_CONSENT=yes is set in the environment: {self.key_from}")
        query = {"app_id": self.keys["ADZUNA_APP_ID"], "app_key": self.keys["ADZUNA_APP_KEY"]}
        guard = PageGuard()
        for page in range(1, MOST_PAGES + 1):
            url = self._page_url(board, page)
            answer = await self.fetch(url, secret=Secret(url, query=query), keep=False)
            found = list(top_records(decode_json(answer.body, answer.url), "results", answer.url))
            guard.check((str(entry.get("id")) for entry in found if isinstance(entry, dict)), answer.url)
            for posting in self.parse_body(board, answer.body, answer.url, self.tally):
                yield posting
            if len(found) < PAGE_SIZE:
                return

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        jobs = top_records(document, "results", url)
        tally.partial = True
        Record(document, "", tally).done({"__CLASS__", "count", "mean", "results"})
        currency = CURRENCIES.get(board.token[:2])
        return self.each(jobs, lambda job: _posting(board, Record(job, "results[]", tally), currency, tally), tally)


def _posting(board: Board, job: Record, currency: str | None, tally: Tally) -> Posting:
    created = job.text("created")
    company, place, category = (job.record(key) for key in ("company", "location", "category"))
    low, high = job.text("salary_min"), job.text("salary_max")
    if job.text("salary_is_predicted") == "1":
        tally.notes["pay_was_guessed"] += 1
        low = high = None
    contract = filter(None, (job.text("contract_time"), job.text("contract_type")))
    posting = Posting(
        source=board.name,
        platform="adzuna",
        native_id=job.need_text("id"),
        title=job.need_text("title"),
        url=_without_marks(job.text("redirect_url")),
        company=company.text("display_name"),
        description_text=job.text("description"),
        locations=_locations(place, job.text("latitude"), job.text("longitude")),
        employment_type_raw=", ".join(contract) or None,
        department=category.text("label"),
        posted_at=created,
        posted_at_raw=created,
        posted_at_basis="created" if created else None,
        salary_min=low,
        salary_max=high,
        salary_currency=currency if low or high else None,
        salary_period="year" if low or high else None,
    )
    for part in (company, place, category):
        part.done({"__CLASS__", "tag", "area", "canonical_name", "count"})
    job.done(LEFT_OUT)
    return posting


def _locations(place: Record, latitude: str | None, longitude: str | None) -> list[Location]:
    """The shown place; ``area`` goes from the country down."""
    shown, area = place.text("display_name"), place.texts("area")
    if not shown and not area:
        return []
    return [
        Location(
            text=shown or ", ".join(reversed(area)),
            country=area[0] if area else None,
            region=area[1] if len(area) > 1 else None,
            latitude=latitude,
            longitude=longitude,
        )
    ]


def _without_marks(address: str | None) -> str | None:
    """The address without who asked: Adzuna writes the caller's identification into every link."""
    if address is None:
        return None
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not name.startswith("utm_") and name != "v"]
    return urlunsplit(parts._replace(query=urlencode(kept)))
