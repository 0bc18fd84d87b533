"""JobTech, the open data of Sweden's public employment service: search, a stream of changes, everything open.

Dates have no offset and are Swedish time; most stand at midnight. ``must_have`` and ``nice_to_have`` name
skills, languages and occupations apart from the text. Contact persons are not kept. A removed advert comes in
the stream as its id alone, and is no posting; in the yearly files of old adverts it comes whole, and is one.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

import orjson

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.paging import PageGuard
from spiders.tally import Tally

STREAM = "https://jobstream.api.jobtechdev.se"
PAGE_SIZE = 100
LARGEST_OFFSET = 2000
"""What the search gives at most, whatever it has found."""
STREAM_HOURS = 48
"""Two days, so that one crawl that failed leaves no hole."""
LEFT_OUT = frozenset({
    "external_id", "original_id", "label", "logo_url", "number_of_vacancies", "access", "application_details",
    "application_contacts", "experience_required", "access_to_own_car", "driving_license_required",
    "driving_license", "last_publication_date", "removed", "removed_date", "source_type", "timestamp", "keywords",
    "workplace_id", "relevance", "hash", "uuid", "occupation_group", "remote_work", "trainee", "larling",
    "franchise", "hire_work_place", "open_for_all", "scope_of_work", "salary_type", "duration", "detected_language",
})  # fmt: skip
DESCRIPTION = ("company_information", "needs", "requirements", "conditions")
ABOUT = {
    "total", "positions", "query_time_in_millis", "result_time_in_millis", "stats", "freetext_concepts", "hits",
    "took", "timed_out", "_shards", "aggregations",
}  # fmt: skip


class JobTechSpider(BoardSpider):
    """Token ``search`` or ``search:q=svetsare``; ``stream`` or ``stream:HOURS``; ``snapshot``."""

    name = "jobtech"
    description = "JobTech Sweden, public adverts (open API: search, stream with removals, snapshot)"
    origin = "https://jobsearch.api.jobtechdev.se"
    evidence = "answers of the index behind the API, and its description"
    requests = "stream and snapshot 1, search 1 per 100 adverts"
    other_origins: ClassVar[tuple[str, ...]] = (STREAM,)

    def list_url(self, board: Board) -> str:
        mode, _, asked = board.token.partition(":")
        if mode == "search":
            return f"{board.origin or self.origin}/search?{urlencode([*parse_qsl(asked), ('limit', str(PAGE_SIZE))])}"
        if mode == "snapshot" and not asked:
            return f"{board.origin or STREAM}/snapshot"
        if mode == "stream" and (asked.isdecimal() or not asked):
            return f"{board.origin or STREAM}/stream"
        raise BoardFailure("bad_token", f"token {board.token!r}: write search, search:q=WORDS, stream or snapshot")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        mode = board.token.partition(":")[0]
        self.tally.partial = mode != "snapshot"
        if mode == "search":
            async for posting in self._search(board):
                yield posting
            return
        url = self.list_url(board)
        if mode == "stream":
            since = self.crawl_moment - timedelta(hours=int(board.token.partition(":")[2] or STREAM_HOURS))
            url += "?" + urlencode({"date": f"{since:%Y-%m-%dT%H:%M:%S}"})
        answer = await self.fetch(url, headers={"Accept": "application/json"})
        for posting in self._read(board, _adverts(answer.body, answer.url, self.tally), self.tally, stream=True):
            yield posting

    async def _search(self, board: Board) -> AsyncIterator[Posting]:
        guard = PageGuard()
        for offset in range(0, LARGEST_OFFSET + 1, PAGE_SIZE):
            answer = await self.fetch(f"{self.list_url(board)}&offset={offset}")
            page = list(_adverts(answer.body, answer.url, self.tally))
            guard.check((str(advert.get("id")) for advert in page if isinstance(advert, dict)), answer.url)
            for posting in self._read(board, iter(page), self.tally, stream=True):
                yield posting
            if len(page) < PAGE_SIZE:
                return

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        return self._read(board, _adverts(body, url, tally), tally, stream=False)

    def _read(self, board: Board, adverts: Iterator[Any], tally: Tally, *, stream: bool) -> Iterator[Posting]:
        def read(advert: Any) -> Posting | None:
            return _posting(board, Record(advert, "[]", tally), tally, stream=stream)

        return self.each(adverts, read, tally)


def _adverts(body: bytes, url: str, tally: Tally) -> Iterator[Any]:
    """The adverts in any of the forms: array, search answer, index answer, one advert, or one to a line."""
    if _is_lines(body):
        return _lines(body, tally)
    document = decode_json(body, url)
    if isinstance(document, dict) and "headline" in document and "id" in document:
        return iter([document])
    if not isinstance(document, dict):
        return top_records(document, None, url)
    Record(document, "", tally).done(ABOUT)
    if isinstance(document.get("hits"), dict):
        hits = top_records(document["hits"], "hits", url)
        return (hit.get("_source") if isinstance(hit, dict) else hit for hit in hits)
    return top_records(document, "hits", url)


def _is_lines(body: bytes) -> bool:
    first, _, rest = body.lstrip().partition(b"\n")
    return first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")


def _lines(body: bytes, tally: Tally) -> Iterator[Any]:
    for number, line in enumerate(BytesIO(body), 1):
        if line := line.strip():
            try:
                yield orjson.loads(line)
            except orjson.JSONDecodeError as error:
                tally.drop("broken_record", f"line {number}: not JSON: {error}")


def _posting(board: Board, advert: Record, tally: Tally, *, stream: bool) -> Posting | None:
    native_id = advert.need_text("id")
    if advert.take("removed") is True and (stream or "headline" not in advert):
        tally.gone.append(native_id)
        return None
    published = advert.text("publication_date")
    employer = advert.record("employer")
    field, occupation = _labels(advert, "occupation_field"), _labels(advert, "occupation")
    html, text = _description(advert.record("description"))
    posting = Posting(
        source=board.name,
        platform="jobtech",
        native_id=native_id,
        title=advert.need_text("headline"),
        url=advert.text("webpage_url") or f"https://arbetsformedlingen.se/platsbanken/annonser/{native_id}",
        company=employer.text("name") or employer.text("workplace"),
        description_html=html,
        description_text=text,
        locations=_locations(advert),
        employment_type_raw=", ".join(_labels(advert, "employment_type") + _labels(advert, "working_hours_type"))
        or None,
        department=", ".join(field) or None,
        team=", ".join(occupation) or None,
        tags=[*_asked(advert, "must_have"), *_asked(advert, "nice_to_have")],
        posted_at=published,
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
        valid_through=advert.text("application_deadline"),
        salary_raw=advert.text("salary_description"),
    )
    advert.done(LEFT_OUT)
    return posting


def _description(description: Record) -> tuple[str | None, str | None]:
    """As HTML where there is some, else as plain text; what stands in fields of its own is appended to that."""
    formatted, plain = description.text("text_formatted"), description.text("text")
    parts = [description.text(name) for name in DESCRIPTION]
    description.done()
    if formatted and "<" in formatted:
        return formatted, None
    return None, "\n\n".join(part for part in (plain or formatted, *parts) if part) or None


def _locations(advert: Record) -> list[Location]:
    found = []
    for place in _records(advert, "workplace_address"):
        coordinates = place.items("coordinates")
        longitude, latitude = coordinates if len(coordinates) == 2 else (None, None)
        city, municipality, region = place.text("city"), place.text("municipality"), place.text("region")
        country = place.text("country")
        text = ", ".join(dict.fromkeys(filter(None, (municipality or city, region, country))))
        if text:
            found.append(
                Location(
                    text=text,
                    city=municipality or city,
                    region=region,
                    country=country,
                    postal_code=place.text("postcode"),
                    latitude=None if latitude is None else str(latitude),
                    longitude=None if longitude is None else str(longitude),
                )
            )
    return found


def _records(advert: Record, key: str) -> list[Record]:
    """Some fields are an object in one form of the data and a list in another."""
    value = advert.take(key)
    return Record({key: value if isinstance(value, list) else [value] if value else []}, "[]", Tally()).records(key)


def _labels(advert: Record, key: str) -> list[str]:
    return [label for label in (entry.text("label") for entry in _records(advert, key)) if label]


def _asked(advert: Record, key: str) -> list[str]:
    """Names of skills and languages asked for; occupations and schooling in them are no skills."""
    asked = advert.record(key)
    names = [name for kind in ("skills", "languages") for name in _labels(asked, kind)]
    asked.done({"work_experiences", "education", "education_level"})
    return names
