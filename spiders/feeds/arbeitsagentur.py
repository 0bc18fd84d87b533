"""Bundesagentur für Arbeit, Germany's public job search, by the interface of its own web page.

It is not documented by its owner, though in wide use; the key in its header is the same for everybody. A query
gives at most ten thousand adverts without their text, which stands on a page of each. The date in the list
moves with every change; the page also knows the first one.
"""

from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from spiders.advert_pages import IN_ONE_GO
from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure
from spiders.feeds.query_token import query_of
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.paging import PageGuard
from spiders.tally import Tally

HEADERS = {"X-API-Key": "jobboerse-jobsuche"}
"""The web page's own name as a client; it is no secret."""
PAGE_SIZE = 100
LARGEST_ANSWER = 10_000
NEWEST = {"veroeffentlichtseit": "1"}
"""For the token ``all``: published since yesterday."""
ABOUT = {"stellenangebote", "maxErgebnisse", "page", "size", "facetten", "woOutput", "networkingAds"}
LIST_LEFT_OUT = frozenset({"hashId", "kundennummerHash", "eintrittsdatum"})
DETAIL_LEFT_OUT = frozenset({
    "angebotsart", "branche", "arbeitgeberHashId", "arbeitgeberKundennummerHash", "uebernahme", "betriebsgroesse",
    "eintrittsdatum", "allianzpartner", "hashId", "fuerFluechtlingeGeeignet", "nurFuerSchwerbehinderte",
    "anzahlOffeneStellen", "arbeitgeberAdresse", "mobilitaet", "fuehrungskompetenzen", "arbeitgeberdarstellungUrl",
    "arbeitgeberdarstellung", "hauptDkz", "istBetreut", "istGoogleJobsRelevant", "anzeigeAnonym",
})  # fmt: skip


class ArbeitsagenturSpider(BoardSpider):
    """Token ``all`` (since yesterday), or search parameters such as ``was=Koch&wo=Kiel&umkreis=25``."""

    name = "arbeitsagentur"
    description = "Bundesagentur für Arbeit, jobs in Germany (interface of its web page)"
    origin = "https://rest.arbeitsagentur.de"
    evidence = "third parties' description only; no real recording"
    requests = "1 per 100 adverts, and 1 for each, at most 400"

    def list_url(self, board: Board) -> str:
        query = query_of(board) or NEWEST
        return self.address(board, f"/jobboerse/jobsuche-service/pc/v4/jobs?{urlencode({**query, 'size': PAGE_SIZE})}")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        self.tally.partial = True
        guard, pages = PageGuard(), self.advert_pages(IN_ONE_GO)
        for page in range(1, LARGEST_ANSWER // PAGE_SIZE + 1):
            answer = await self.fetch(f"{self.list_url(board)}&page={page}", headers=HEADERS)
            offers = list(_offers(decode_json(answer.body, answer.url), answer.url))
            numbers = [str(offer.get("refnr")) for offer in offers if isinstance(offer, dict) and offer.get("refnr")]
            guard.check(numbers, answer.url)
            for number in numbers:
                code = quote(b64encode(number.encode()).decode(), safe="")
                url = self.address(board, f"/jobboerse/jobsuche-service/pc/v4/jobdetails/{code}")
                detail = await pages.read(number, partial(self.fetch, url, headers=HEADERS))
                if detail is not None:
                    for posting in self.parse_body(board, detail.body, detail.url, self.tally):
                        yield posting
            if len(offers) < PAGE_SIZE:
                return

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        tally.partial = True
        if isinstance(document, dict) and {"stellenangebotsTitel", "titel"} & document.keys():
            return self.each(iter([document]), lambda offer: _from_page(board, Record(offer, "", tally)), tally)
        offers = _offers(document, url)
        Record(document, "", tally).done(ABOUT)
        return self.each(offers, lambda offer: _from_list(board, Record(offer, "stellenangebote[]", tally)), tally)


def _offers(document: Any, url: str) -> Iterator[Any]:
    """A query without a hit leaves the list out, but not the count."""
    if isinstance(document, dict) and "stellenangebote" not in document and "maxErgebnisse" in document:
        if str(document["maxErgebnisse"]) != "0":
            raise BoardFailure("schema_change", f"{url}: {document['maxErgebnisse']} hits are announced, none given")
        return iter(())
    return top_records(document, "stellenangebote", url)


def _from_list(board: Board, offer: Record) -> Posting:
    changed = offer.text("aktuelleVeroeffentlichungsdatum")
    native_id = offer.need_text("refnr")
    occupation = offer.text("beruf")
    posting = Posting(
        source=board.name,
        platform="arbeitsagentur",
        native_id=native_id,
        title=offer.text("titel") or occupation or offer.need_text("titel"),
        url=_address(native_id),
        apply_url=offer.text("externeUrl"),
        company=offer.text("arbeitgeber"),
        locations=[place for place in [_place(offer.record("arbeitsort"))] if place],
        department=occupation,
        posted_at=changed,
        posted_at_raw=changed,
        posted_at_basis="updated" if changed else None,
        updated_at=offer.text("modifikationsTimestamp"),
    )
    offer.done(LIST_LEFT_OUT)
    return posting


def _from_page(board: Board, offer: Record) -> Posting:
    first, changed = offer.text("ersteVeroeffentlichungsdatum"), offer.text("aktuelleVeroeffentlichungsdatum")
    number, other_number = offer.text("referenznummer"), offer.text("refnr")
    title, other_title = offer.text("stellenangebotsTitel"), offer.text("titel")
    text, other_text = offer.text("stellenangebotsBeschreibung"), offer.text("stellenbeschreibung")
    native_id = number or other_number or offer.need_text("referenznummer")
    posting = Posting(
        source=board.name,
        platform="arbeitsagentur",
        native_id=native_id,
        title=title or other_title or offer.need_text("stellenangebotsTitel"),
        url=_address(native_id),
        apply_url=offer.text("externeUrl") or offer.text("allianzpartnerUrl"),
        company=offer.text("arbeitgeber"),
        description_text=text or other_text,
        locations=[place for place in map(_place, offer.records("arbeitsorte")) if place],
        employment_type_raw=", ".join([*offer.texts("arbeitszeitmodelle"), *_stated(offer.text("befristung"))]) or None,
        department=offer.text("beruf"),
        team=offer.text("branchengruppe"),
        tags=_skills(offer),
        posted_at=first or changed,
        posted_at_raw=first or changed,
        posted_at_basis="published" if first else "updated" if changed else None,
        updated_at=offer.text("modifikationsTimestamp"),
        salary_raw=offer.text("verguetung"),
    )
    offer.done(DETAIL_LEFT_OUT)
    return posting


def _address(native_id: str) -> str:
    return f"https://www.arbeitsagentur.de/jobsuche/jobdetail/{quote(native_id, safe='')}"


def _stated(text: str | None) -> list[str]:
    return [text] if text else []


def _place(place: Record) -> Location | None:
    city, region, country = place.text("ort"), place.text("region"), place.text("land")
    point = place.record("koordinaten")
    text = ", ".join(dict.fromkeys(filter(None, (city, region, country))))
    found = Location(
        text=text,
        city=city,
        region=region,
        country=country,
        postal_code=place.text("plz"),
        latitude=point.text("lat"),
        longitude=point.text("lon"),
    )
    place.done({"strasse", "strasseHausnummer", "entfernung", "adresse"})
    return found if text else None


def _skills(offer: Record) -> list[str]:
    """Names of skills, which stand in groups by how well they must be known."""
    names: list[str] = []
    for group in offer.records("fertigkeiten"):
        levels = group.take("auspraegungen")
        group.done({"hierarchieName"})
        if isinstance(levels, dict):
            names += [name for level in levels.values() if isinstance(level, list) for name in level]
    return list(dict.fromkeys(name for name in names if isinstance(name, str)))
