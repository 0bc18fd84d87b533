"""USAJOBS, the adverts of the United States' federal employers: an official API that wants a free key.

A query gives at most ten thousand adverts. The pay's period is a code (``PA`` per year, ``PH`` per hour); dates
are midnights with four digits of a second. The search holds the advert in parts: summary, duties, requirements.
"""

import html
from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar
from urllib.parse import urlencode

import orjson

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.feeds.query_token import query_of
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.keys import Secret
from spiders.paging import PageGuard
from spiders.tally import Tally

PAGE_SIZE = 500
LARGEST_ANSWER = 10_000
PARTS = {
    "JobSummary": "Summary",
    "MajorDuties": "Duties",
    "Requirements": "Requirements",
    "KeyRequirements": "Key requirements",
    "Education": "Education",
    "Evaluations": "Evaluations",
    "Benefits": "Benefits",
    "OtherInformation": "Other information",
}
"""Properties that hold a part of the text, and the headings that they get in it."""
LEFT_OUT = frozenset({
    "PositionFormattedDescription", "PositionOfferingType", "JobGrade", "PositionEndDate", "SubAgency",
    "QualificationSummary", "UserArea", "ApplyOnlineUrl",
})  # fmt: skip
DETAILS_LEFT_OUT = frozenset({
    "LowGrade", "HighGrade", "PromotionPotential", "SubAgencyName", "OrganizationCodes", "Relocation", "HiringPath",
    "TotalOpenings", "AgencyMarketingStatement", "TravelCode", "ApplyOnlineUrl", "DetailStatusUrl", "HowToApply",
    "WhatToExpectNext", "RequiredDocuments", "BenefitsUrl", "BenefitsDisplayDefaultText", "WithinArea",
    "CommuteDistance", "ServiceType", "AnnouncementClosingType", "AgencyContactEmail", "AgencyContactPhone",
    "SecurityClearance", "DrugTestRequired", "PositionSensitivitiy", "AdjudicationType", "TeleworkEligible",
    "WhoMayApply", "FinancialDisclosure", "BargainingUnitStatus", "PreviewQuestionnaireIntakeURL", "HiringPaths",
})  # fmt: skip


class UsajobsSpider(BoardSpider):
    """Token ``all``, or search parameters such as ``Keyword=nurse&LocationName=Texas``."""

    name = "usajobs"
    description = "USAJOBS, federal jobs of the United States (official API with a key)"
    origin = "https://data.usajobs.gov"
    evidence = "a real answer cut to three adverts"
    requests = "1 per 500 adverts"
    key_variables: ClassVar[tuple[str, ...]] = ("USAJOBS_EMAIL", "USAJOBS_KEY")
    key_from = "free from https://developer.usajobs.gov, for the e-mail address that asked for it"

    def list_url(self, board: Board) -> str:
        return self.address(board, f"/api/search?{urlencode({**query_of(board), 'ResultsPerPage': PAGE_SIZE})}")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        email, key = self.keys["USAJOBS_EMAIL"], self.keys["USAJOBS_KEY"]
        secret = Secret(self.list_url(board), headers={"User-Agent": email, "Authorization-Key": key})
        guard = PageGuard()
        for page in range(1, LARGEST_ANSWER // PAGE_SIZE + 1):
            answer = await self.fetch(f"{self.list_url(board)}&Page={page}", secret=secret)
            result = _result(decode_json(answer.body, answer.url))
            found = list(top_records(result, "SearchResultItems", answer.url))
            guard.check((str(entry.get("MatchedObjectId")) for entry in found if isinstance(entry, dict)), answer.url)
            for posting in self.parse_body(board, answer.body, answer.url, self.tally):
                yield posting
            in_all = result.get("SearchResultCountAll")
            if len(found) < PAGE_SIZE or (isinstance(in_all, int) and page * PAGE_SIZE >= in_all):
                self.tally.partial = bool(query_of(board))
                return

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        result = _result(document)
        found = top_records(result, "SearchResultItems", url)
        tally.partial = True
        Record(document, "", tally).done({"LanguageCode", "SearchParameters", "SearchResult"})
        Record(result, "SearchResult", tally).done(
            {"SearchResultCount", "SearchResultCountAll", "SearchResultItems", "UserArea"}
        )
        return self.each(found, lambda entry: _posting(board, Record(entry, "item", tally)), tally)


def _result(document: Any) -> Any:
    return document.get("SearchResult") if isinstance(document, dict) else None


def _posting(board: Board, entry: Record) -> Posting:
    native_id = entry.need_text("MatchedObjectId")
    job = entry.record("MatchedObjectDescriptor")
    entry.done({"RelevanceScore", "RelevanceRank"})
    area = job.record("UserArea")
    details = area.record("Details")
    area.done({"IsRadialSearch"})
    published, day = job.text("PublicationStartDate"), job.text("PositionStartDate")
    applies = job.items("ApplyURI")
    posting = Posting(
        source=board.name,
        platform="usajobs",
        native_id=native_id,
        title=job.need_text("PositionTitle"),
        url=job.text("PositionURI"),
        apply_url=applies[0] if applies and isinstance(applies[0], str) else None,
        company=job.text("OrganizationName"),
        description_html=_description(job.text("QualificationSummary"), details),
        locations=_locations(job),
        remote_raw=_flag(details.text("RemoteIndicator")),
        employment_type_raw=", ".join(_names(job, "PositionSchedule")) or None,
        department=job.text("DepartmentName"),
        team=", ".join(_names(job, "JobCategory")) or None,
        requisition_id=job.text("PositionID"),
        posted_at=_moment(published or day),
        posted_at_raw=published or day,
        posted_at_basis="published" if published or day else None,
        valid_through=_moment(job.text("ApplicationCloseDate")),
    )
    _pay(posting, job.records("PositionRemuneration"))
    details.done(DETAILS_LEFT_OUT)
    job.done(LEFT_OUT)
    return posting


def _moment(stated: str | None) -> str | None:
    """``2026-07-06T00:00:00.0000`` is a day; a true time of day would stay."""
    if stated is None:
        return None
    day, _, time = stated.partition("T")
    return day if time.strip("0:.") == "" else f"{day}T{time[:8]}"


def _flag(stated: str | None) -> str | None:
    return None if stated is None else f"RemoteIndicator: {stated.lower()}"


def _description(qualification: str | None, details: Record) -> str | None:
    parts = [(heading, _text(details.take(name))) for name, heading in PARTS.items()]
    parts.insert(1, ("Qualifications", qualification))
    shown = [f"<h3>{heading}</h3>\n{_as_html(text)}" for heading, text in parts if text]
    return "\n".join(shown) or None


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return "\n".join(entry.strip() for entry in value if isinstance(entry, str)).strip() or None
    return value.strip() or None if isinstance(value, str) else None


def _as_html(text: str) -> str:
    return text if "<" in text and ">" in text else f"<p>{html.escape(text, quote=False)}</p>".replace("\n", "<br>")


def _locations(job: Record) -> list[Location]:
    shown = job.text("PositionLocationDisplay")
    found = []
    for place in job.records("PositionLocation"):
        found.append(
            Location(
                text=place.text("LocationName"),
                city=(place.text("CityName") or "").partition(",")[0] or None,
                region=place.text("CountrySubDivisionCode"),
                country=place.text("CountryCode"),
                latitude=place.text("Latitude"),
                longitude=place.text("Longitude"),
            )
        )
        place.done()
    return found or ([Location(text=shown)] if shown else [])


def _names(job: Record, key: str) -> list[str]:
    names = []
    for entry in job.records(key):
        names.append(entry.text("Name"))
        entry.done({"Code"})
    return [name for name in names if name]


def _pay(posting: Posting, stated: list[Record]) -> None:
    """The first range; all of them stay in the raw text."""
    if not stated:
        return
    posting.salary_raw = orjson.dumps([orjson.loads(pay.as_json() or "{}") for pay in stated]).decode()
    pay = stated[0]
    posting.salary_min, posting.salary_max = pay.text("MinimumRange"), pay.text("MaximumRange")
    code, words = pay.text("RateIntervalCode"), pay.text("Description")
    posting.salary_period = words or code
    posting.salary_currency = "USD"
    pay.done()
