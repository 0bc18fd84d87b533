"""Workday, a careers site's own search (``wday/cxs``): a list in pages of 20, and each advert's detail.

A search never counts beyond 2,000, and pages after that repeat earlier ones: a larger site is read in slices, one
for each value of a facet, and slices that are still too large are cut once more. Rows say only "3 Locations"
and "Posted 30+ Days Ago"; the detail names the places and the day.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from spiders.advert_spider import AdvertSpider
from spiders.boards import Board
from spiders.failures import BoardFailure, RecordBroken
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.paging import PageGuard
from spiders.tally import Tally
from spiders.tokens import host_label

PAGE_SIZE = 20
"""The most that the search gives; a larger wish is answered with an error or with nothing."""
MOST_COUNTED = 2000
LIST_SECONDS = 450
"""For the pages of the list; what is left of a board's time is for the details."""
MOST_CUTS = 3
"""Facets that one slice may combine."""
ONE_VALUE_EACH = {"jobFamilyGroup", "timeType", "workerSubType"}
"""Facets of which an advert has one value, so that their counts add up to the size of the site."""
SITE = re.compile(r"[\w-]{1,100}", re.ASCII)
POD = re.compile(r"wd\d{1,3}")
DAYS_AGO = re.compile(r"posted (?:(today)|(yesterday)|(\d{1,4}) days? ago)", re.IGNORECASE)
SEVERAL_PLACES = re.compile(r"\d+ locations?", re.IGNORECASE)
PAY = re.compile(r"[$€£]\s?\d")
ADVERT = "jobPostingInfo"
LEFT_OUT = frozenset({
    "id", "externalPath", "jobPostingSiteId", "canApply", "posted", "includeResumeParsing", "externalUrl",
    "questionnaireId", "secondaryQuestionnaireId", "jobRequisitionLocation", "locationsText", "postedOn",
    "bulletFields", "jobPostingId", "similarJobs", "userAuthenticated", "subtitles",
})  # fmt: skip


class WorkdaySpider(AdvertSpider):
    """Boards by tenant, data centre and site: ``acme/wd5/External`` for acme.wd5.myworkdayjobs.com/External."""

    name = "workday"
    description = "Workday careers sites (their public search and details)"
    domain = "myworkdayjobs.com"
    addresses = (
        r"(?P<tenant>[\w-]+)\.(?P<pod>wd\d{1,3})\.myworkdayjobs(?:-impl)?\.com/"
        r"(?:wday/cxs/[\w-]+/|[a-z]{2}-[A-Z]{2}/)?(?!wday/|siteMap|robots)(?P<token>[\w-]+)",
    )
    address_form = "<tenant>.wd5.myworkdayjobs.com/<site>, token <tenant>/wd5/<site>"
    evidence = "real and anonymised recordings, cut to a few adverts"
    requests = "1 per 20 adverts, and 1 for each"

    @classmethod
    def board_at(cls, found: re.Match[str]) -> tuple[str, str | None]:
        return f"{found['tenant']}/{found['pod']}/{found['token']}", None

    def origin_of(self, board: Board) -> str:
        tenant, pod, _ = parts_of(board.token)
        return board.origin or f"https://{tenant}.{pod}.myworkdayjobs.com"

    def list_url(self, board: Board) -> str:
        tenant, _, site = parts_of(board.token)
        return self.address(board, f"/wday/cxs/{tenant}/{site}/jobs")

    async def all_rows(self, board: Board) -> list[Any]:
        """All rows, from as many slices as the site needs."""
        found: dict[str, Any] = {}
        largest = await self._slice(board, {}, found)
        if len(found) < largest:
            self.tally.notes["not_as_many_as_announced"] += 1
            self.tally.partial = True
        return list(found.values())

    async def _slice(self, board: Board, facets: dict[str, list[str]], found: dict[str, Any]) -> int:
        """Add a slice's rows to ``found``; returns how many the search says that there are."""
        document = await self._search(board, facets, 0)
        total = document.get("total")
        if not isinstance(total, int):
            raise BoardFailure("schema_change", f"{self.list_url(board)}: no total in the answer")
        rows = self.rows(document, self.list_url(board), self.tally)
        self._keep(rows, found)
        if total < MOST_COUNTED:
            await self._further_pages(board, facets, rows, total, found)
            return total
        cut = best_facet(document, facets) if len(facets) < MOST_CUTS else None
        if cut is None:
            self.tally.notes["more_than_can_be_listed"] += 1
            self.tally.partial = True
            await self._further_pages(board, facets, rows, total, found)
            return total
        name, values = cut
        self.tally.notes["cut_by_facet"] += 1
        for value in values:
            if self._late():
                break
            await self._slice(board, {**facets, name: [value]}, found)
        return max(total, largest_count(document)) if not facets else total

    async def _further_pages(
        self, board: Board, facets: dict[str, list[str]], rows: list[Any], total: int, found: dict[str, Any]
    ) -> None:
        guard = PageGuard()
        guard.check(_paths(rows), self.list_url(board))
        # Only the first page is sure to carry the right total; later ones may say 0.
        for offset in range(PAGE_SIZE, min(total, MOST_COUNTED), PAGE_SIZE):
            if self._late():
                return
            rows = self.rows(await self._search(board, facets, offset), self.list_url(board), self.tally)
            if not rows:
                return
            guard.check(_paths(rows), self.list_url(board))
            self._keep(rows, found)

    def _late(self) -> bool:
        """Whether the list takes so long that the rest is left for another day; then it is a part."""
        late = self.seconds_spent > LIST_SECONDS
        if late:
            self.tally.notes["list_not_finished"] += 1
            self.tally.partial = True
        return late

    async def _search(self, board: Board, facets: dict[str, list[str]], offset: int) -> dict[str, Any]:
        wish = {"appliedFacets": facets, "limit": PAGE_SIZE, "offset": offset, "searchText": ""}
        answer = await self.fetch(self.list_url(board), method="POST", send=wish)
        document = decode_json(answer.body, answer.url)
        if not isinstance(document, dict):
            raise BoardFailure("schema_change", f"{answer.url}: expected an object with jobPostings")
        return document

    def _keep(self, rows: list[Any], found: dict[str, Any]) -> None:
        """Slices overlap where an advert has several places; what cannot be told apart is counted later."""
        for row in rows:
            path = row.get("externalPath") if isinstance(row, dict) else None
            found.setdefault(path if isinstance(path, str) else f"#{len(found)}", row)

    def rows(self, document: Any, url: str, tally: Tally) -> list[Any]:
        found = list(top_records(document, "jobPostings", url))
        Record(document, "", tally).done({"jobPostings", "total", "facets", "userAuthenticated"})
        return found

    def identity(self, row: dict[str, Any]) -> str:
        path = row.get("externalPath")
        if not isinstance(path, str) or not path.strip("/"):
            raise RecordBroken("jobPostings[].externalPath: missing")
        return number_of(path)

    def advert_url(self, board: Board, row: dict[str, Any]) -> str | None:
        tenant, _, site = parts_of(board.token)
        return self.address(board, f"/wday/cxs/{tenant}/{site}{_safe(row['externalPath'])}")

    def advert(self, document: Any, url: str) -> dict[str, Any] | None:
        info = document.get(ADVERT) if isinstance(document, dict) else None
        if not isinstance(info, dict):
            return None
        return {**info, "hiringOrganization": document.get("hiringOrganization")}

    def posting(self, board: Board, row: dict[str, Any], tally: Tally) -> Posting:
        entry = Record(row, "jobPostings[]", tally)
        path, address, slug = entry.text("externalPath"), entry.text("externalUrl"), entry.text("jobPostingId")
        bullets, requisition = entry.texts("bulletFields"), entry.text("jobReqId")
        number = path or address or slug or requisition
        if number is None:
            raise RecordBroken("jobPostings[].externalPath: missing")
        employer = entry.record("hiringOrganization")
        flag, kind = entry.text("remote"), entry.text("remoteType")
        posting = Posting(
            source=board.name,
            platform=self.name,
            native_id=number_of(number),
            title=entry.need_text("title"),
            url=address or self._page(board, path),
            company=employer.text("name") or board.company,
            description_html=entry.text("jobDescription"),
            locations=_locations(entry),
            remote_raw=kind or flag,
            employment_type_raw=entry.text("timeType"),
            department=entry.text("jobFamilyGroup"),
            requisition_id=requisition or next((text for text in bullets if _is_number(text)), None),
            valid_through=entry.text("endDate"),
            salary_raw=next((text for text in bullets if PAY.search(text)), None),
        )
        self._date(posting, entry.text("startDate"), entry.text("postedOn"))
        employer.done({"url", "hiringOrganizationId"})
        entry.done(LEFT_OUT)
        return posting

    def _page(self, board: Board, path: str | None) -> str | None:
        """Where a person reads the advert."""
        return self.page_address(board, f"/{board.token.rsplit('/', 1)[-1]}{_safe(path)}") if path else None

    def _date(self, posting: Posting, started: str | None, said: str | None) -> None:
        """The day on which the posting started; else the day reckoned back from the crawl's."""
        if started:
            posting.posted_at = posting.posted_at_raw = started
            posting.posted_at_basis = "published"
        elif said:
            posting.posted_at_raw, posting.posted_at_basis = said, "relative"
            posting.posted_at = day_of(said, self.observed_at)


def parts_of(token: str) -> tuple[str, str, str]:
    """Tenant, data centre and site. Raises ``BoardFailure`` where the token is not of that form."""
    parts = token.split("/")
    if len(parts) != 3 or not POD.fullmatch(parts[1]) or not SITE.fullmatch(parts[2]):
        raise BoardFailure("bad_token", f"token {token[:80]!r}: expected tenant/wd5/site")
    return host_label(parts[0]), parts[1], parts[2]


def number_of(path: str) -> str:
    """The part of an advert's path that stays when its title changes: what follows the first underscore.

    Numbers may hold underscores too (``REQ_099113``), so cutting at the last one could make two adverts one.
    """
    last = path.rstrip("/").rsplit("/", 1)[-1]
    number = last.split("_", 1)[-1]
    return number if re.search(r"\d", number) else last


def day_of(said: str, observed_at: datetime | None) -> str | None:
    """The day that "Posted 3 Days Ago" means; None for a bound such as "30+", or without a moment to reckon from."""
    found = DAYS_AGO.fullmatch(said.strip())
    if found is None or observed_at is None:
        return None
    days = 0 if found[1] else 1 if found[2] else int(found[3])
    return (observed_at.date() - timedelta(days=days)).isoformat()


def best_facet(document: dict[str, Any], applied: dict[str, list[str]]) -> tuple[str, list[str]] | None:
    """The facet to cut a search by: of those that cover the most, the one with the smallest largest part."""
    best: tuple[tuple[bool, int, int], str, list[str]] | None = None
    for name, counts in facets_of(document):
        if name in applied or len(counts) < 2:
            continue
        rank = (name in ONE_VALUE_EACH and sum(counts.values()) >= MOST_COUNTED, sum(counts.values()))
        ranked = (*rank, -max(counts.values()))
        if best is None or ranked > best[0]:
            best = (ranked, name, list(counts))
    return best[1:] if best else None


def largest_count(document: dict[str, Any]) -> int:
    """The size of a site by its facets, whose counts are not capped; 0 where none can tell."""
    return max((sum(counts.values()) for name, counts in facets_of(document) if name in ONE_VALUE_EACH), default=0)


def facets_of(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, int]]]:
    """Facets with the counts of their values by id; groups of facets are opened."""
    waiting = list(document.get("facets") or [])
    while waiting:
        facet = waiting.pop(0)
        values = facet.get("values") if isinstance(facet, dict) else None
        if not isinstance(values, list):
            continue
        counts = {
            value["id"]: value["count"]
            for value in values
            if isinstance(value, dict) and isinstance(value.get("id"), str) and isinstance(value.get("count"), int)
        }
        if counts and isinstance(facet.get("facetParameter"), str):
            yield facet["facetParameter"], counts
        waiting += [value for value in values if isinstance(value, dict) and "facetParameter" in value]


def _paths(rows: list[Any]) -> list[str]:
    return [str(row.get("externalPath")) for row in rows if isinstance(row, dict)]


def _safe(path: str) -> str:
    """An advert's path, quoted; one that climbs is no advert's."""
    if ".." in path.split("/") or "\\" in path:
        raise RecordBroken(f"jobPostings[].externalPath: {path[:80]!r} is no path of this site")
    return quote("/" + path.lstrip("/"), safe="/%~(),")


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[\w.-]*\d[\w.-]*", text) is not None


def _locations(entry: Record) -> list[Location]:
    """The detail's places; the row's text where there is no detail and it names one."""
    listed = entry.text("locationsText")
    country = entry.take("country")
    place = entry.record("jobRequisitionLocation")
    nation = place.record("country")
    names = [nation.text("alpha2Code"), nation.text("descriptor"), _descriptor(country)]
    first = entry.text("location") or place.text("descriptor")
    if first is None and listed and not SEVERAL_PLACES.fullmatch(listed):
        first = listed
    found = [Location(text=text) for text in dict.fromkeys([first, *entry.texts("additionalLocations")]) if text]
    if found:
        found[0].country = next(filter(None, names), None)
    return found


def _descriptor(country: Any) -> str | None:
    found = country.get("descriptor") if isinstance(country, dict) else country
    return found if isinstance(found, str) and found.strip() else None
