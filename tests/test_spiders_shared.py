"""Real recorded responses, where the shared folder is present: no posting lost, no unknown key unexplained.

Each file's own count stands in the table of the folder's README; what was read must account for all of it.
"""

import csv
import json
import re
import tarfile
from collections import Counter
from pathlib import Path

import orjson
import pytest

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.finding import detect, find_spiders
from spiders.platforms.smartrecruiters import SmartRecruitersSpider
from spiders.posting_checks import PostingChecks
from spiders.tally import Tally

FOLDERS = {
    "greenhouse": "greenhouse",
    "lever": "lever",
    "ashby": "ashby",
    "hn": "hacker_news",
    "jsonld": "job_pages",
    "rebase": "job_pages",
    "workable": "workable",
    "smartrecruiters": "smartrecruiters",
    "recruitee": "recruitee",
    "personio": "personio",
    "teamtailor": "teamtailor",
    "bamboohr": "bamboohr",
    "rippling": "rippling",
    "workday": "workday",
}
OTHER_ENDPOINTS = {
    "greenhouse/ehddd-departments.json": "the tree of departments, which is not asked for",
    "hn/thread-page.html": "the page that people read, which is not asked for",
    "rebase/sitemap.xml": "a list of addresses; the pages at them are read below",
    "teamtailor/gum1x-jobs.html": "the page that people read, which is not asked for",
    "smartrecruiters/automationanywhere-detail.json": "cut down to its text; read below, with its row",
}
LEFT_OUT_ON_PURPOSE = ("unlisted", "reply", "deleted", "merged")
INVENTED = {"pinpoint": "pinpoint", "breezy": "breezy"}
"""Of these nothing real was recorded; what others made up after the real shape must be readable all the same."""
ROW = re.compile(r"^\| (\S+) \| (\S+) \| (\d+) \|")


def counts(shared: Path) -> dict[str, int]:
    """Postings by file, for what was really recorded from the platforms that are read here."""
    found = {}
    for line in (shared / "recorded" / "README.md").read_text(encoding="utf-8").splitlines():
        row = ROW.match(line)
        if row and row[2] in {"real", "trimmed", "anonymised"} and row[1].split("/")[0] in FOLDERS:
            found[row[1]] = int(row[3])
    return {
        name: count
        for name, count in found.items()
        if name not in OTHER_ENDPOINTS and name.endswith((".json", ".html", ".xml"))
    }


def read(spider: BoardSpider, body: bytes, url: str) -> Tally:
    tally = Tally()
    checks = PostingChecks(tally)
    board = Board(name="recorded", platform=spider.name, token="recorded")
    for posting in spider.parse_body(board, body, url, tally):
        checks.accepts(posting)
    return tally


def test_every_recorded_response_is_read_to_the_last_posting(shared: Path) -> None:
    spiders = find_spiders()
    expected = counts(shared)
    assert len(expected) > 60
    unknown: Counter[str] = Counter()
    wrong = []
    for name, count in expected.items():
        platform = FOLDERS[name.split("/")[0]]
        body = (shared / "recorded" / name).read_bytes()
        tally = read(spiders[platform](), body, f"https://recorded.example/jobs/{Path(name).name}")
        unknown.update({f"{platform} {key}": number for key, number in tally.unknown_fields.items()})
        read_in_all = tally.items + sum(tally.notes[reason] for reason in LEFT_OUT_ON_PURPOSE)
        if read_in_all != count or tally.dropped:
            wrong.append((name, count, tally.items, dict(tally.notes), dict(tally.dropped), tally.first_error))
    assert not wrong
    assert not unknown


def test_a_whole_recorded_site_is_read(shared: Path) -> None:
    """Page by page: each advert's page gives one posting with a title, a text and a day."""
    spider = find_spiders()["job_pages"]()
    total: Counter[str] = Counter()
    with tarfile.open(shared / "recorded" / "jsonld" / "rebase-site.tar.xz") as site:
        for member in site:
            handle = site.extractfile(member)
            if handle is None or not member.name.startswith("jobs/"):
                continue
            tally = read(spider, handle.read(), f"https://recorded.example/{member.name}")
            assert tally.items == 1, member.name
            assert not tally.dropped
            assert not tally.unknown_fields
            total.update(tally.filled)
    assert total["posted_at"] == 875
    assert total["description"] == 875


def test_a_wrapped_recording_is_read(shared: Path) -> None:
    """Offers as Recruitee gave them, inside rows of the recorder's own."""
    rows = orjson.loads((shared / "recorded/recruitee/greatminds-21-wrapped.json").read_bytes())
    body = orjson.dumps({"offers": [row["raw_data"] for row in rows]})
    tally = read(find_spiders()["recruitee"](), body, "https://recorded.example/offers")
    assert (tally.items, tally.dropped, tally.unknown_fields) == (21, {}, {})
    assert tally.filled["description"] == tally.filled["locations"] == tally.filled["posted_at"] == 21


def test_a_feed_that_is_not_well_formed_gives_the_same_as_its_good_twin(shared: Path) -> None:
    spider = find_spiders()["personio"]()
    board = Board(name="recorded", platform="personio", token="recorded")
    found = []
    for name in ("threadi-positions.xml", "threadi-positions-faulty.xml"):
        tally = Tally()
        body = (shared / "recorded/personio" / name).read_bytes()
        found.append(list(spider.parse_body(board, body, name, tally)))
        assert not tally.unknown_fields
        assert not tally.dropped
    assert len(found[0]) == 11
    assert found[0] == found[1]
    assert tally.notes == {"broken_xml": 1}


def test_a_row_and_its_detail_make_one_posting(shared: Path) -> None:
    folder = shared / "recorded/smartrecruiters"
    spider = SmartRecruitersSpider()
    tally = Tally()
    rows = spider.rows(orjson.loads((folder / "automationanywhere-page0.json").read_bytes()), "list", tally)
    added = spider.advert(orjson.loads((folder / "automationanywhere-detail.json").read_bytes()), "detail")
    assert added is not None
    board = Board(name="recorded", platform=spider.name, token="recorded")
    posting = spider.posting(board, {**rows[0], **added}, tally)
    assert (posting.native_id, posting.requisition_id) == (rows[0]["id"], rows[0]["refNumber"])
    assert posting.description_html
    assert not tally.unknown_fields


@pytest.mark.parametrize("folder", INVENTED)
def test_invented_samples_of_the_real_shape_are_read(shared: Path, folder: str) -> None:
    spider = find_spiders()[INVENTED[folder]]
    read_whole = 0
    for path in sorted((shared / "recorded" / folder).glob("*.json")):
        tally = read(spider(), path.read_bytes(), path.name)
        read_whole += tally.items == 2 and not tally.unknown_fields
        assert tally.items + tally.dropped["broken_record"] == 2, path.name
    assert read_whole == {"pinpoint": 3, "breezy": 1}[folder]


@pytest.mark.slow
def test_every_seed_address_names_its_board(shared: Path) -> None:
    """Some 36,000 addresses; the exceptions live on domains of their own, which say nothing."""
    found: Counter[str] = Counter()
    for path in sorted((shared / "recorded/seeds").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                boards = detect(row["url"])
                own = f"{path.stem}." not in row["url"] and path.stem == "recruitee"
                right = [board.platform for board in boards] == [path.stem]
                found["right" if right else "own domain" if own else f"wrong: {row['url']}"] += 1
    assert not [name for name in found if name.startswith("wrong")]
    assert found["right"] > 36_000
    assert found["own domain"] < 50


@pytest.mark.slow
def test_every_recorded_state_of_a_board_is_read(shared: Path) -> None:
    spiders = find_spiders()
    states = 0
    for folder in ("greenhouse", "lever"):
        for bundle in sorted((shared / "recorded" / folder).glob("series-*.tar.xz")):
            with tarfile.open(bundle) as bodies:
                for member in bodies:
                    handle = bodies.extractfile(member)
                    if handle is None or "metadata" in member.name or not member.name.endswith(".json"):
                        continue
                    tally = read(spiders[folder](), handle.read(), member.name)
                    assert tally.items, member.name
                    assert not tally.dropped, member.name
                    assert not tally.unknown_fields, member.name
                    states += 1
    assert states > 50


FEEDS = {
    "remotive": "remotive",
    "remoteok": "remoteok",
    "arbeitnow": "arbeitnow",
    "himalayas": "himalayas",
    "jobicy": "jobicy",
    "themuse": "the_muse",
    "wwr": "we_work_remotely",
    "usajobs": "usajobs",
    "adzuna": "adzuna",
    "jobtech": "jobtech",
    "html": "job_pages",
}
NOT_THE_FEED = {
    "usajobs/codelist-": "lists of codes, which are not asked for",
    "usajobs/derived-": "somebody's own table",
    "wwr/derived-": "somebody's own form of the feed",
    "jobtech/import-source.json": "the form in which employers hand in, before the API",
}
INDEX_ANSWERS = {"jobtech/es-results-2019.json": 2, "jobtech/import-converted.json": 1}
"""Files whose row has no count: entries by a count of their own (`"headline"` in them)."""
OWN_KEYS = {"_nota"}
"""A remark that the recorder of an invented file wrote into it."""


def feed_files(shared: Path) -> dict[str, int]:
    """Postings by file of the feeds, whatever the kind of recording, as long as it is the feed's own form."""
    found = dict(INDEX_ANSWERS)
    for line in (shared / "recorded" / "README.md").read_text(encoding="utf-8").splitlines():
        name, _, count = (part.strip() for part in f"{line}|||".split("|")[1:4])
        known = name.split("/")[0] in FEEDS and name.endswith((".json", ".xml", ".rss", ".html"))
        if known and count.isdecimal() and not name.startswith(tuple(NOT_THE_FEED)):
            found[name] = int(count)
    return found


def feed_body(path: Path) -> bytes:
    """The body; one that a recorder has put into an object of its own is taken out of it."""
    body = path.read_bytes()
    if path.name == "lcarlini-202.json":
        return json.dumps({"results": json.loads(body)["jobs"]}).encode()
    return body


def test_every_recorded_answer_of_a_feed_is_read_to_the_last_posting(shared: Path) -> None:
    spiders = find_spiders()
    files = feed_files(shared)
    assert len(files) >= 45
    assert sum(files.values()) >= 480
    wrong = []
    for name, count in files.items():
        body = feed_body(shared / "recorded" / name)
        tally = read(spiders[FEEDS[name.split("/")[0]]](), body, f"https://recorded.example/{Path(name).name}")
        unknown = set(tally.unknown_fields) - OWN_KEYS
        if tally.items + tally.notes["empty"] != count or tally.dropped or unknown:
            wrong.append((name, count, tally.items, dict(tally.notes), dict(tally.dropped), unknown))
    assert not wrong


def test_no_recorded_text_of_remote_ok_keeps_its_spam_trap(shared: Path) -> None:
    spider = find_spiders()["remoteok"]()
    board = Board(name="recorded", platform="remoteok", token="all")
    removed = 0
    for path in sorted((shared / "recorded" / "remoteok").glob("*.json")):
        tally = Tally()
        for posting in spider.parse_body(board, path.read_bytes(), path.name, tally):
            text = posting.description_html or ""
            assert "mention the word" not in text
            assert "beta feature to avoid spam" not in text
        removed += tally.notes["spam_trap_removed"]
    assert removed > 190


def test_the_examples_of_schema_org_are_read_in_all_three_forms(shared: Path) -> None:
    """The vocabulary's own example, marked up as microdata, as RDFa and as JSON-LD, gives the same advert."""
    text = (shared / "recorded" / "schemaorg" / "examples.txt").read_text(encoding="utf-8")
    example = text.partition("TYPES: #eg-0028 JobPosting")[2].partition("TYPES:")[0]
    pages = re.split(r"^(?:PRE-MARKUP|MICRODATA|RDFA|JSON):", example, flags=re.MULTILINE)[2:5]
    spider = find_spiders()["job_pages"]()
    board = Board(name="recorded", platform="job_pages", token="https://example.org")
    found = []
    for page in pages:
        tally = Tally()
        found += list(spider.parse_body(board, page.encode(), "https://example.org/jobs/1", tally))
        assert not tally.unknown_fields
    assert [(posting.title, posting.company is not None, posting.posted_at) for posting in found] == [
        ("Software Engineer", True, "2011-10-31"),
        ("Software Engineer", True, "2011-10-31"),
        ("Software Engineer", False, "2011-10-31"),  # the JSON-LD form of the example names no employer
    ]
    assert all(posting.locations[0].text == "Kirkland, WA" for posting in found)
