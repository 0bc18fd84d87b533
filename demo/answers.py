"""What the market's server answers to a path on a day: every platform's addresses, and the faults."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson

from demo.boards import BrokenBoard, read_broken_boards
from demo.days import crawl_moment
from demo.listings import Listings
from demo.market import Market
from demo.wire import ashby, greenhouse, hacker_news, job_pages, lever
from demo.wire.listing import Listing

JSON, HTML, XML, TEXT = "application/json", "text/html; charset=utf-8", "application/xml", "text/plain"
ROBOTS = """User-agent: *
Crawl-delay: 0
Disallow: /_market/
Disallow: /lockyard/

User-agent: GreedyBot
Crawl-delay: 30
Disallow: /
"""
CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser.</body></html>"
)
MAINTENANCE = (
    "<!DOCTYPE html><html><head><title>Back soon</title></head><body><h1>We are moving house.</h1></body></html>"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and headers of an answer, without what HTTP itself adds."""

    body: bytes
    kind: str = JSON
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Answers:
    """Answers for one market. The same path on the same day gives the same bytes; only sitemaps, whose
    addresses are absolute, carry the server's own origin, too."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._listings = Listings(market)
        self._written: dict[tuple[str, datetime], list[Listing]] = {}
        self._routes: list[tuple[re.Pattern[str], Callable[..., Answer | None]]] = [
            (re.compile(pattern), answer)
            for pattern, answer in (
                (r"/robots\.txt", self._robots),
                (r"/v1/boards/(\w+)/jobs", self._greenhouse),
                (r"/v0/postings/(\w+)", self._lever),
                (r"/posting-api/job-board/(\w+)", self._ashby),
                (r"/(\w+)/api/v1/search_by_date", self._thread_search),
                (r"/(\w+)/api/v1/items/(\d+)", self._thread),
                (r"/(\w+)/v0/user/whoishiring\.json", self._user),
                (r"/(\w+)/v0/item/(\d+)\.json", self._item),
                (r"/(\w+)/(sitemap(?:-jobs)?\.xml|jobs)", self._site),
                (r"/(\w+)/jobs/[\w-]*?-(\d+)", self._job_page),
            )
        ]

    def answer(self, path: str, query: Mapping[str, str], day: date, origin: str) -> Answer:
        """The answer to a GET; 404 for what does not exist on that day."""
        for pattern, answer in self._routes:
            if found := pattern.fullmatch(path):
                asked = _Asked(crawl_moment(day), query, origin)
                if broken := read_broken_boards().get(found[1] if pattern.groups else ""):
                    return self._broken(broken, asked)
                return answer(asked, *found.groups()) or _json({"status": 404, "error": "not found"}, 404)
        return _json({"status": 404, "error": "no such address in this market"}, 404)

    def _robots(self, asked: "_Asked") -> Answer:
        return Answer(ROBOTS.encode(), TEXT)

    def _greenhouse(self, asked: "_Asked", key: str) -> Answer | None:
        listed = self._listed("greenhouse", key, asked)
        return None if listed is None else _json(greenhouse.body([greenhouse.entry(one) for one in listed]))

    def _lever(self, asked: "_Asked", key: str) -> Answer | None:
        listed = self._listed("lever", key, asked)
        if listed is None:
            return _json({"ok": False, "error": "Document not found"}, 404)
        skip, limit = asked.number("skip", 0), asked.number("limit", lever.USUAL_LIMIT)
        return _json(lever.page([lever.entry(one) for one in listed], skip, limit))

    def _ashby(self, asked: "_Asked", key: str) -> Answer | None:
        listed = self._listed("ashby", key, asked)
        if listed is None:
            return None
        entries = [ashby.entry(one) for one in listed]
        if self._market.sources[key].quirk == "untitled" and entries:
            entries.append({**entries[0], "id": entries[0]["id"][::-1], "title": ""})
        return _json(ashby.body(entries))

    def _thread_search(self, asked: "_Asked", key: str) -> Answer | None:
        listed = self._listed("hacker_news", key, asked)
        return None if listed is None else _json(hacker_news.search_body(hacker_news.stories(asked.moment)))

    def _thread(self, asked: "_Asked", key: str, number: str) -> Answer | None:
        story, inside = self._story(asked, key, number)
        return _json(hacker_news.thread_body(story, inside)) if story else None

    def _user(self, asked: "_Asked", key: str) -> Answer | None:
        listed = self._listed("hacker_news", key, asked)
        return None if listed is None else _json(hacker_news.user_body(hacker_news.stories(asked.moment)))

    def _item(self, asked: "_Asked", key: str, number: str) -> Answer | None:
        """Firebase answers ``null`` to any number that is nobody's."""
        found = hacker_news.stories(asked.moment)
        for thread in found:
            if thread["id"] + 5 == int(number):
                return _json(hacker_news.deleted_item(thread))
        story, inside = self._story(asked, key, number)
        if story:
            return _json(hacker_news.story_item(story, inside))
        for one in self._listed("hacker_news", key, asked) or ():
            parent = hacker_news.thread_of(one, found)
            if hacker_news.comment_id(one) == int(number) and parent:
                return _json(hacker_news.comment_item(one, parent))
        return _json(None)

    def _story(self, asked: "_Asked", key: str, number: str) -> tuple[dict[str, Any] | None, list[Listing]]:
        found = hacker_news.stories(asked.moment)
        story = next((one for one in found if one["id"] == int(number)), None)
        listed = self._listed("hacker_news", key, asked) or []
        return story, [one for one in listed if story and hacker_news.thread_of(one, found) == story["id"]]

    def _site(self, asked: "_Asked", key: str, page: str) -> Answer | None:
        listed = self._listed("job_pages", key, asked)
        if listed is None:
            return None
        if page == "jobs":
            return Answer(job_pages.list_page(self._market.sources[key].owner.name, listed).encode(), HTML)
        if page == "sitemap.xml":
            return Answer(job_pages.sitemap_index([f"{asked.origin}/{key}/sitemap-jobs.xml"]).encode(), XML)
        addresses = [f"{asked.origin}/{key}/about", *(asked.origin + job_pages.path(one) for one in listed)]
        return Answer(job_pages.sitemap(addresses).encode(), XML)

    def _job_page(self, asked: "_Asked", key: str, serial: str) -> Answer | None:
        for one in self._listed("job_pages", key, asked) or ():
            if one.advert.serial == int(serial):
                return Answer(job_pages.page(one).encode(), HTML)
        return None

    def _listed(self, platform: str, key: str, asked: "_Asked") -> list[Listing] | None:
        """What a board lists; None where the platform has no such board."""
        source = self._market.sources.get(key)
        if source is None or source.platform != platform:
            return None
        if any(moment != asked.moment for _, moment in self._written):
            self._written.clear()  # the market has moved to another day
        if (key, asked.moment) not in self._written:
            self._written[key, asked.moment] = self._listings.listed(key, asked.moment)
        return self._written[key, asked.moment]

    def _broken(self, board: BrokenBoard, asked: "_Asked") -> Answer:
        if board.fault == "truncated":
            whole = self._lever(asked, "harrowgate")
            return Answer(whole.body[: len(whole.body) // 2] if whole else b"[")
        return {
            "empty": _json(greenhouse.body([])),
            "bot_page": Answer(CHALLENGE.encode(), HTML, 403),
            "busy": Answer(b"busy", TEXT, 503, {"Retry-After": "1"}),
            "html": Answer(MAINTENANCE.encode(), HTML),
            "gone": _json({"status": 404, "error": "Job board not found"}, 404),
            "forbidden": Answer(job_pages.sitemap([]).encode(), XML),
        }[board.fault]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request: the market's moment, the query, and the origin that the client used."""

    moment: datetime
    query: Mapping[str, str]
    origin: str

    def number(self, name: str, usual: int) -> int:
        text = self.query.get(name, "")
        return int(text) if text.isdecimal() else usual


def _json(value: Any, status: int = 200) -> Answer:
    return Answer(orjson.dumps(value), JSON, status)
