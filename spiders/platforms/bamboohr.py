"""BambooHR, a careers site's own list, and each advert's detail with the text, the date and the pay.

Row and detail name the same things alike; the detail wins. The place of work is a number in both.
"""

from collections.abc import Iterable
from typing import Any

from spiders.advert_spider import AdvertSpider, native_id
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, top_records
from spiders.tally import Tally
from spiders.tokens import identity_segment

PLACES_OF_WORK = {"0": "on site", "1": "remote", "2": "hybrid"}
LEFT_OUT = frozenset({
    "departmentId", "employmentType", "jobOpeningStatus", "jobCategoryId", "employmentStatusId", "isInternal",
    "sourceId", "formFields",
})  # fmt: skip


class BambooHRSpider(AdvertSpider):
    """Boards by company, as in ``<company>.bamboohr.com/careers``."""

    name = "bamboohr"
    description = "BambooHR careers sites (their public list and details)"
    domain = "bamboohr.com"
    addresses = (
        r"(?!(?:www|api|app|help|documentation|partners|marketplace|status|images\d*|resources)\.)"
        r"(?P<token>[\w-]+)\.bamboohr\.com(?:/(?:careers|jobs|js|hiring)|/?$)",
    )
    address_form = "<token>.bamboohr.com/careers"
    evidence = "a real list cut to two rows; the detail from third parties' notes only"

    def list_url(self, board: Board) -> str:
        return self.address(board, "/careers/list")

    def rows(self, document: Any, url: str, tally: Tally) -> list[Any]:
        found = list(top_records(document, "result", url))
        meta = document.get("meta")
        if isinstance(meta, dict) and meta.get("totalCount") not in (None, len(found)):
            tally.notes["not_as_many_as_announced"] += 1
            tally.partial = True
        Record(document, "", tally).done({"result", "meta"})
        return found

    def identity(self, row: dict[str, Any]) -> str:
        return native_id(row, "id")

    def advert_url(self, board: Board, row: dict[str, Any]) -> str | None:
        return self.address(board, f"/careers/{identity_segment(self.identity(row))}/detail")

    def advert(self, document: Any, url: str) -> dict[str, Any] | None:
        result = document.get("result") if isinstance(document, dict) else None
        opening = result.get("jobOpening") if isinstance(result, dict) else None
        return opening if isinstance(opening, dict) else None

    def posting(self, board: Board, row: dict[str, Any], tally: Tally) -> Posting:
        opening = Record(row, "result[]", tally)
        shared, posted = opening.text("jobOpeningShareUrl"), opening.text("datePosted")
        number = opening.text("id") or (shared or "").rstrip("/").rsplit("/", 1)[-1]
        pay = opening.text("compensation")
        posting = Posting(
            source=board.name,
            platform=self.name,
            native_id=number,
            title=opening.need_text("jobOpeningName"),
            url=shared or self.page_address(board, f"/careers/{identity_segment(number)}"),
            company=board.company,
            description_html=opening.text("description"),
            locations=_locations(opening),
            remote_raw=_remote(opening.text("locationType"), opening.text("isRemote")),
            employment_type_raw=opening.text("employmentStatusLabel"),
            department=opening.text("departmentLabel"),
            level_raw=opening.text("minimumExperience"),
            posted_at=posted,
            posted_at_raw=posted,
            posted_at_basis="published" if posted else None,
            salary_raw=pay,
        )
        opening.done(LEFT_OUT)
        return posting


def _remote(kind: str | None, flag: str | None) -> str | None:
    """The place of work in words; the flag where there is no number."""
    return PLACES_OF_WORK.get(kind, kind) if kind else flag


def _locations(opening: Record) -> list[Location]:
    """The office's place; the one that stands for the job board only where that is empty."""
    own, board = opening.record("location"), opening.record("atsLocation")
    city, region, postal_code = own.text("city"), own.text("state"), own.text("postalCode")
    place = _place(city, [region], [own.text("addressCountry"), own.text("country")], postal_code)
    own.done()
    further = _place(
        board.text("city"),
        [board.text("state"), board.text("province")],
        [board.text("country"), board.text("addressCountry")],
        board.text("postalCode"),
    )
    board.done({"countryId", "stateId", "provinceId"})
    return [found for found in (place or further,) if found]


def _place(
    city: str | None, regions: Iterable[str | None], countries: Iterable[str | None], postal_code: str | None
) -> Location | None:
    region, country = next(filter(None, regions), None), next(filter(None, countries), None)
    text = ", ".join(filter(None, (city, region, country)))
    return Location(text=text, city=city, region=region, country=country, postal_code=postal_code) if text else None
