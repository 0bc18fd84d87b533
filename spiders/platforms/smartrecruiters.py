"""SmartRecruiters, its public postings API: a list in pages, and each advert's detail with the text and the pay.

Off by default: its robots.txt is reported to forbid the API to all but one bot, and it is obeyed here, so a board
that is switched on most likely ends as ``robots_denied``. An unknown company answers with an empty list.
"""

import html
from typing import Any

from spiders.advert_spider import AdvertSpider, native_id
from spiders.boards import Board
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.paging import PageGuard
from spiders.tally import Tally
from spiders.tokens import identity_segment, path_segment

PAGE_SIZE = 100
SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")
PAY_FIELDS = {"salary range", "pay range", "compensation range", "salary"}
LEFT_OUT = frozenset({
    "uuid", "jobId", "jobAdId", "defaultJobAd", "ref", "creator", "referralUrl", "active", "visibility", "company",
    "customField",
})  # fmt: skip


class SmartRecruitersSpider(AdvertSpider):
    """Boards by company, as in ``careers.smartrecruiters.com/<company>``."""

    name = "smartrecruiters"
    description = "SmartRecruiters companies (public postings API); off by default"
    origin = "https://api.smartrecruiters.com"
    default_off = "its robots.txt is reported to forbid the API to every robot but one"
    addresses = (
        r"(?:careers|jobs)\.smartrecruiters\.com/(?!(?:oneclick-ui|external-referrals|sr-jobs|static|blog|legal)(?:/|$))"
        r"(?P<token>[\w-]+)",
        r"api\.smartrecruiters\.com/v1/companies/(?P<token>[\w-]+)",
    )
    address_form = "careers.smartrecruiters.com/<token>"
    evidence = "real recordings; vendor's API description"
    requests = "1 per 100 adverts, and 1 for each; off by default"

    def list_url(self, board: Board) -> str:
        return self.address(board, f"/v1/companies/{path_segment(board.token)}/postings")

    async def all_rows(self, board: Board) -> list[Any]:
        guard, found, offset, total = PageGuard(), list[Any](), 0, 1
        while offset < total:
            answer = await self.fetch(f"{self.list_url(board)}?limit={PAGE_SIZE}&offset={offset}")
            document = decode_json(answer.body, answer.url)
            page = self.rows(document, answer.url, self.tally)
            guard.check((str(row.get("id")) for row in page if isinstance(row, dict)), answer.url)
            announced = document.get("totalFound")
            total = announced if isinstance(announced, int) else 0
            found += page
            offset += PAGE_SIZE
            if not page:
                break
        if len(found) < total:
            self.tally.notes["not_as_many_as_announced"] += 1
            self.tally.partial = True
        return found

    def rows(self, document: Any, url: str, tally: Tally) -> list[Any]:
        found = list(top_records(document, "content", url))
        Record(document, "", tally).done({"content", "totalFound", "offset", "limit"})
        return found

    def identity(self, row: dict[str, Any]) -> str:
        return native_id(row, "id")

    def advert_url(self, board: Board, row: dict[str, Any]) -> str | None:
        return f"{self.list_url(board)}/{identity_segment(self.identity(row))}"

    def advert(self, document: Any, url: str) -> dict[str, Any] | None:
        return document if isinstance(document, dict) and isinstance(document.get("jobAd"), dict) else None

    def posting(self, board: Board, row: dict[str, Any], tally: Tally) -> Posting:
        entry = Record(row, "content[]", tally)
        number, released, company = entry.need_text("id"), entry.text("releasedDate"), entry.record("company")
        company_name, company_token = company.text("name"), company.text("identifier") or board.token
        custom = _custom(entry)
        place = entry.record("location")
        posting = Posting(
            source=board.name,
            platform=self.name,
            native_id=number,
            title=entry.need_text("name"),
            url=entry.text("postingUrl")
            or f"https://jobs.smartrecruiters.com/{identity_segment(company_token)}/{identity_segment(number)}",
            apply_url=entry.text("applyUrl"),
            company=company_name or board.company,
            description_html=_description(entry.record("jobAd")),
            remote_raw=_remote(place),
            locations=_locations(place),
            employment_type_raw=_label(entry, "typeOfEmployment"),
            department=_label(entry, "department") or custom.get("department"),
            level_raw=_label(entry, "experienceLevel"),
            language_raw=_language(entry.record("language")),
            tags=[tag for tag in (_label(entry, "function"), _label(entry, "industry")) if tag],
            requisition_id=entry.text("refNumber"),
            posted_at=released,
            posted_at_raw=released,
            posted_at_basis="published" if released else None,
        )
        _pay(posting, entry.record("compensation"), custom)
        entry.done(LEFT_OUT)
        return posting


def _custom(entry: Record) -> dict[str, str]:
    """Employers' own fields by their labels in lower case; only those with a known meaning are used."""
    found: dict[str, str] = {}
    for field in entry.records("customField"):
        label, value = field.text("fieldLabel"), field.text("valueLabel")
        field.done({"fieldId", "valueId"})
        if label and value:
            found[label.lower()] = value
    return found


def _label(entry: Record, key: str) -> str | None:
    part = entry.record(key)
    label = part.text("label")
    part.done({"id"})
    return label


def _language(language: Record) -> str | None:
    code = language.text("code")
    language.done({"label", "labelNative"})
    return code


def _remote(place: Record) -> str | None:
    """The flags that are set, by their names; ``false`` where there are flags and none is set."""
    flags = {name: place.take(name) for name in ("hybrid", "remote")}
    if all(value is None for value in flags.values()):
        return None
    return ", ".join(name for name, value in flags.items() if value) or "false"


def _locations(place: Record) -> list[Location]:
    city, region, country = place.text("city"), place.text("region"), place.text("country")
    if country and len(country) == 2:
        country = country.upper()
    found = Location(
        text=place.text("fullLocation") or ", ".join(filter(None, (city, region, country))) or None,
        city=city,
        region=region,
        country=country,
        postal_code=place.text("postalCode"),
        latitude=place.text("latitude"),
        longitude=place.text("longitude"),
    )
    place.done({"address", "regionCode", "manual"})
    return [found] if found.text else []


def _description(advert: Record) -> str | None:
    sections = advert.record("sections")
    parts = []
    for name in SECTIONS:
        section = sections.record(name)
        heading, text = section.text("title"), section.text("text")
        section.done()
        if text:
            parts.append(f"<h3>{html.escape(heading)}</h3>\n{text}" if heading else text)
    sections.done({"videos"})
    advert.done()
    return "\n".join(parts) or None


def _pay(posting: Posting, pay: Record, custom: dict[str, str]) -> None:
    stated = pay.as_json()
    posting.salary_min, posting.salary_max = pay.text("min"), pay.text("max")
    posting.salary_currency, posting.salary_period = pay.text("currency"), pay.text("period")
    pay.done()
    posting.salary_raw = stated or next((custom[name] for name in custom if name in PAY_FIELDS), None)
