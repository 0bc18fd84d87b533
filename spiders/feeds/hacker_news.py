"""Hacker News, "Ask HN: Who is hiring?": each top-level comment of the monthly threads is an advert.

Two forms of the same data: Algolia's index (a whole thread in one body, or search hits) and the Firebase API
(one item per request). Replies are not adverts, deleted and dead comments are gone, and the names of those
who wrote are not kept.
"""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure, RecordBroken
from spiders.feeds.hiring_headline import read_headline
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.tally import Tally

FIREBASE = "https://hacker-news.firebaseio.com"
HIRING = re.compile(r"who is hiring", re.IGNORECASE)
"""Told by the title: the same user also opens "Who wants to be hired?" and "Freelancer?" threads."""
NEWEST_THREADS = 2
"""This month's and last month's: at the turn of a month the new thread alone would look like a collapse."""
STORIES_LOOKED_AT = 12
TOKEN = re.compile(r"(algolia|firebase)?:?(\d+)?")
LEFT_OUT = frozenset({
    "author", "by", "points", "options", "title", "url", "type", "children", "kids", "story_id",
    "story_title", "_highlightResult", "_tags", "updated_at", "created_at_i", "parent_id", "parent",
})  # fmt: skip


class HackerNewsSpider(BoardSpider):
    """Token ``algolia`` or ``firebase``: the newest threads from there; with ``:ID``, that thread alone."""

    name = "hacker_news"
    description = 'Hacker News, the monthly "Who is hiring?" threads (Algolia or Firebase API)'
    origin = "https://hn.algolia.com"
    evidence = "real recordings"
    requests = "1 per thread (Algolia); 1 per advert (Firebase)"
    other_origins = (FIREBASE,)

    def list_url(self, board: Board) -> str:
        if board.token.startswith("firebase"):
            return self._firebase_url(board, "user/whoishiring")
        query = f"tags=story,author_whoishiring&hitsPerPage={STORIES_LOOKED_AT}"
        return self.address(board, f"/api/v1/search_by_date?{query}")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        asked = TOKEN.fullmatch(board.token)
        if asked is None or not board.token:
            raise BoardFailure("bad_token", f"token {board.token!r}: write algolia, firebase, or algolia:ID")
        thread = asked[2]
        read = self._firebase if asked[1] == "firebase" else self._algolia
        async for posting in read(board, [thread] if thread else None):
            yield posting

    async def _algolia(self, board: Board, threads: list[str] | None) -> AsyncIterator[Posting]:
        if threads is None:
            answer = await self.fetch(self.list_url(board))
            stories = top_records(decode_json(answer.body, answer.url), "hits", answer.url)
            threads = _hiring_threads(((s.get("objectID"), s.get("title")) for s in stories), answer.url)
        for thread in threads:
            answer = await self.fetch(self.address(board, f"/api/v1/items/{thread}"))
            for posting in self.parse_body(board, answer.body, answer.url, self.tally):
                yield posting

    async def _firebase(self, board: Board, threads: list[str] | None) -> AsyncIterator[Posting]:
        if threads is None:
            user = await self._firebase_record(board, "user/whoishiring")
            newest = [str(story) for story in user.items("submitted")[:STORIES_LOOKED_AT]]
            stories = [(key, await self._firebase_record(board, f"item/{key}")) for key in newest]
            threads = _hiring_threads(((key, story.text("title")) for key, story in stories), "whoishiring")
        for thread in threads:
            story = await self._firebase_record(board, f"item/{thread}")
            for comment in story.items("kids"):
                answer = await self.fetch(self._firebase_url(board, f"item/{comment}"))
                for posting in self.parse_body(board, answer.body, answer.url, self.tally):
                    yield posting

    def _firebase_url(self, board: Board, path: str) -> str:
        return f"{board.origin or FIREBASE}/v0/{path}.json"

    async def _firebase_record(self, board: Board, path: str) -> Record:
        answer = await self.fetch(self._firebase_url(board, path))
        return Record(decode_json(answer.body, answer.url), path, self.tally)

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        comments = _comments(decode_json(body, url), url, tally)
        return self.each(comments, lambda comment: _posting(board, Record(comment, "[]", tally), tally), tally)


def _hiring_threads(stories: Iterator[tuple[Any, Any]], url: str) -> list[str]:
    threads = [str(key) for key, title in stories if key and isinstance(title, str) and HIRING.search(title)]
    if not threads:
        raise BoardFailure("schema_change", f'{url}: no "Who is hiring?" thread among the newest stories')
    return threads[:NEWEST_THREADS]


def _comments(document: Any, url: str, tally: Tally) -> Iterator[Any]:
    """The top-level comments in any of the forms; replies are counted and left out."""
    if document is None:
        tally.notes["gone"] += 1
        return iter(())
    if isinstance(document, dict) and isinstance(document.get("children"), list):
        found, thread = document["children"], document.get("id")
        return _direct(found, tally, lambda comment: comment.get("parent_id") == thread)
    if isinstance(document, dict) and "hits" in document:
        hits = list(top_records(document, "hits", url))
        return _direct(hits, tally, lambda hit: hit.get("parent_id") == hit.get("story_id"))
    if isinstance(document, dict) and document.get("type") == "comment":
        return iter([document])
    items = list(top_records(document, None if isinstance(document, list) else "comments", url))
    # As text: where an identity has become a list it cannot be looked up.
    known = {str(item.get("id")) for item in items if isinstance(item, dict)}
    return _direct(items, tally, lambda item: str(item.get("parent")) not in known)


def _direct(comments: list[Any], tally: Tally, is_direct: Any) -> Iterator[Any]:
    for comment in comments:
        if isinstance(comment, dict) and not is_direct(comment):
            tally.notes["reply"] += 1
        else:
            yield comment


def _posting(board: Board, comment: Record, tally: Tally) -> Posting | None:
    removed = comment.take("deleted"), comment.take("dead")
    text = comment.text("text") or comment.text("comment_text")
    if any(removed) or text is None:
        tally.notes["deleted"] += 1
        return None
    native_id = comment.text("objectID") or comment.need_text("id")
    headline = read_headline(_first_line(text))
    posted_at, posted_at_raw = _moment(comment)
    comment.done(LEFT_OUT)
    return Posting(
        source=board.name,
        platform="hacker_news",
        native_id=native_id,
        title=headline.title,
        url=f"https://news.ycombinator.com/item?id={native_id}",
        company=headline.company,
        description_html=text,
        locations=[Location(text=headline.location)] if headline.location else [],
        remote_raw=headline.remote,
        employment_type_raw=headline.employment,
        salary_raw=headline.pay,
        posted_at=posted_at,
        posted_at_raw=posted_at_raw,
        posted_at_basis="published" if posted_at else None,
    )


def _moment(comment: Record) -> tuple[str | None, str | None]:
    """When it was written: as ISO 8601, and as given (ISO from Algolia, epoch seconds from Firebase)."""
    stated, seconds = comment.text("created_at"), comment.take("time")
    if stated or seconds is None:
        return stated, stated
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(), str(seconds)
    except (TypeError, ValueError, OverflowError, OSError):
        raise RecordBroken(f"[].time: {seconds!r} is no moment") from None


def _first_line(text: str) -> str:
    """The first line with words in it; ``<p>`` stands between paragraphs and is never closed."""
    for paragraph in re.split(r"<p>|\n", text):
        line = LexborHTMLParser(paragraph).text().strip()
        if re.search(r"\w", line):
            return line
    return text[:80]
