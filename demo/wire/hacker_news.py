"""Hacker News' monthly hiring threads, in the forms of Algolia's index and of the Firebase API.

Around the adverts there is what real threads have: a reply, a deleted comment, and stories of the same author
that are no hiring threads.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from demo.days import month_name, months
from demo.landing import Posting, location, posting
from demo.openings import thread_moment
from demo.wire.listing import Listing
from demo.writing import headline

FIRST_STORY, FIRST_COMMENT = 41_000_000, 41_100_000
AUTHOR = "whoishiring"
LISTED_STORIES = 12


def stories(moment: datetime) -> list[dict[str, Any]]:
    """The author's stories up to a moment, newest first: two of each month, one of them about hiring."""
    found = []
    for index, (year, month) in enumerate(months()):
        opened = thread_moment(year, month)
        for place, question in enumerate(("Who is hiring?", "Who wants to be hired?")):
            if opened <= moment:
                title = f"Ask HN: {question} ({opened:%B} {year})"
                at = opened + timedelta(seconds=place)
                number = FIRST_STORY + 10 * index + place
                found.append({"id": number, "title": title, "time": at, "month": month_name(at)})
    return found[::-1]


def comment_id(listing: Listing) -> int:
    """Adverts of a thread are numbered as they come in, with gaps for what was written elsewhere."""
    return FIRST_COMMENT + 7 * listing.advert.serial


def thread_of(listing: Listing, found: list[dict[str, Any]]) -> int | None:
    """The story in which an advert stands, among ``stories``."""
    month = month_name(listing.advert.posted_at)
    return next((s["id"] for s in found if s["month"] == month and "is hiring" in s["title"]), None)


def search_body(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Algolia's answer to a search for the author's stories."""
    hits = [
        {
            "objectID": str(story["id"]),
            "author": AUTHOR,
            "title": story["title"],
            "created_at": _iso(story["time"]),
            "created_at_i": int(story["time"].timestamp()),
            "_tags": ["story", f"author_{AUTHOR}", f"story_{story['id']}"],
        }
        for story in found[:LISTED_STORIES]
    ]
    return {"hits": hits, "nbHits": len(found), "page": 0, "hitsPerPage": LISTED_STORIES}


def thread_body(story: dict[str, Any], listings: list[Listing]) -> dict[str, Any]:
    """Algolia's answer for a story: the whole thread as a tree."""
    children = [_algolia(story["id"], comment_id(one), one.advert.posted_at, one.thread_text) for one in listings]
    if children:
        reply = _algolia(story["id"], children[0]["id"] + 1, story["time"], "Is this open to people in Norway?")
        children[0]["children"].append({**reply, "parent_id": children[0]["id"]})
    whole = _algolia(story["id"], story["id"], story["time"], "Please say where the work is done.")
    return {
        **whole,
        "type": "story",
        "author": AUTHOR,
        "title": story["title"],
        "parent_id": None,
        "children": children,
    }


def user_body(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Firebase's answer for the author."""
    return {"id": AUTHOR, "created": 1302000000, "karma": 1, "submitted": [story["id"] for story in found]}


def story_item(story: dict[str, Any], listings: list[Listing]) -> dict[str, Any]:
    """Firebase's answer for a story; the first comment is a deleted one."""
    kids = [story["id"] + 5, *(comment_id(one) for one in listings)]
    return {
        "by": AUTHOR,
        "descendants": len(kids),
        "id": story["id"],
        "kids": kids,
        "score": 100,
        "time": int(story["time"].timestamp()),
        "title": story["title"],
        "type": "story",
    }


def deleted_item(story: dict[str, Any]) -> dict[str, Any]:
    """Firebase's answer for the deleted comment of a story."""
    return {"deleted": True, "id": story["id"] + 5, "parent": story["id"], "time": 1, "type": "comment"}


def comment_item(listing: Listing, story: int) -> dict[str, Any]:
    """Firebase's answer for an advert."""
    return {
        "by": "somebody",
        "id": comment_id(listing),
        "parent": story,
        "text": listing.thread_text,
        "time": int(listing.advert.posted_at.timestamp()),
        "type": "comment",
    }


def landed(listing: Listing) -> Posting:
    """What a faithful reader makes of an advert, in either form."""
    said = headline(listing.advert.vacancy)
    number, at = str(comment_id(listing)), listing.advert.posted_at
    firebase = listing.source.quirk == "firebase"
    posted = at.isoformat() if firebase else _iso(at)
    return posting(
        source=listing.source.key,
        platform="hacker_news",
        native_id=number,
        url=f"https://news.ycombinator.com/item?id={number}",
        title=said["title"],
        company=said["company"],
        description_html=listing.thread_text,
        locations=[location(text=said["location"])],
        remote_raw=said["remote"],
        employment_type_raw=said["employment"],
        salary_raw=said.get("pay"),
        posted_at=posted,
        posted_at_raw=str(int(at.timestamp())) if firebase else posted,
        posted_at_basis="published",
    )


def _algolia(story: int, number: int, at: datetime, text: str) -> dict[str, Any]:
    return {
        "id": number,
        "created_at": _iso(at),
        "created_at_i": int(at.timestamp()),
        "type": "comment",
        "author": "somebody",
        "title": None,
        "url": None,
        "text": text,
        "points": None,
        "parent_id": story,
        "story_id": story,
        "children": [],
        "options": [],
    }


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
