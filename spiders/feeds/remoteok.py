"""Remote OK, its public API: a window of about a hundred of the newest adverts, after a notice.

Whoever shows its adverts must name Remote OK and link to the advert's page there. Two things in its texts are
not the employer's: a sentence that asks applicants to mention a word and a tag, taken out here, and characters
that were decoded wrongly once, left as they came (cleaning mends them where that is certain). The two pay
numbers have neither currency nor period; 0 means that none is stated.
"""

import re
from collections.abc import Iterator
from typing import Any

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.tally import Tally

TRAP = re.compile(
    r"(?:\s|<br\s*/?>|<p>)*Please mention the word \*\*[^*]{1,80}\*\*"
    r"(?:(?! when applying).){0,200} when applying\b.{0,120}?read the job post completely.{0,400}?"
    r"(?:see (?:that )?they(?:'|’|&#0?39;|â\x80\x99)re human\.?|$)(?:\s|</p>|<br\s*/?>)*",
    re.DOTALL,
)
"""The sentence, its explanation, and the breaks around them."""
LEFT_OUT = frozenset({"slug", "epoch", "company_logo", "logo", "original", "verified"})


class RemoteOkSpider(BoardSpider):
    """Token ``all``."""

    name = "remoteok"
    description = "Remote OK, its hundred newest adverts (public API; name and link Remote OK)"
    origin = "https://remoteok.com"
    evidence = "real recordings"
    fewest_hours_between = 1.0

    def list_url(self, board: Board) -> str:
        return self.address(board, "/api")

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        entries = list(top_records(decode_json(body, url), None, url))
        jobs = [entry for entry in entries if not _is_notice(entry)]
        if entries and not jobs and len(entries) > 1:
            raise BoardFailure("schema_change", f"{url}: {len(entries)} entries, and none is an advert")
        tally.partial = True
        return self.each(iter(jobs), lambda job: _posting(board, Record(job, "[]", tally), tally), tally)


def _is_notice(entry: Any) -> bool:
    return isinstance(entry, dict) and "legal" in entry and "position" not in entry


def _posting(board: Board, job: Record, tally: Tally) -> Posting | None:
    published, place = job.text("date"), job.text("location")
    text = job.text("description") or ""
    without = TRAP.sub("", text).strip()
    if without != text:
        tally.notes["spam_trap_removed"] += 1
    title, company = job.text("position"), job.text("company")
    if not (title or company or without):
        tally.notes["empty"] += 1  # such shells occur: an address, a date, and nothing else
        return None
    posting = Posting(
        source=board.name,
        platform="remoteok",
        native_id=job.need_text("id"),
        title=title or job.need_text("position"),
        url=job.text("url"),
        apply_url=job.text("apply_url"),
        company=company,
        description_html=without or None,
        locations=[Location(text=place)] if place else [],
        remote_raw="Remote",  # the board takes nothing else
        tags=job.texts("tags"),
        posted_at=published,
        posted_at_raw=published,
        posted_at_basis="published" if published else None,
        salary_min=_stated(job.text("salary_min")),
        salary_max=_stated(job.text("salary_max")),
    )
    job.done(LEFT_OUT)
    return posting


def _stated(amount: str | None) -> str | None:
    return None if amount in (None, "0") else amount
