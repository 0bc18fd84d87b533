"""Whole crawls of the feeds against a loopback server: paging, windows, removals, details, keys."""

import json
import os
import subprocess
import sys
import tarfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spiders.finding import find_spiders
from tests.fake_boards import FakeBoards, Reply

HOUSE = Path(__file__).parents[1]
RECORDED = Path(__file__).parent / "recorded"
AT = "2026-11-23T04:15:00+00:00"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwdWJsaWMifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
KEYS = {
    "ADZUNA_APP_ID": "app12345",
    "ADZUNA_APP_KEY": "s3cr3t+key/of=adzuna",
    "ADZUNA_CONSENT": "yes",
    "USAJOBS_EMAIL": "somebody@mail.example",
    "USAJOBS_KEY": "s3cr3t-key-of-usajobs=",
    "REED_API_KEY": "s3cr3t-key-of-reed",
    "FRANCE_TRAVAIL_ID": "PAR_skilltide_0123456789",
    "FRANCE_TRAVAIL_SECRET": "s3cr3t-key-of-france-travail",
}

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Crawled:
    """What one crawl left: statistics, postings, and all that it said."""

    stats: dict[str, Any]
    postings: list[dict[str, Any]]
    said: str

    def ids(self) -> list[str]:
        return [posting["native_id"] for posting in self.postings]


def crawl(
    tmp_path: Path, platform: str, token: str, server: FakeBoards, *more: str, keys: Mapping[str, str] | None = None
) -> Crawled:
    """Crawl one board of the server to the end."""
    table = tmp_path / "boards.toml"
    table.write_text(f'[feed]\nplatform = "{platform}"\ntoken = "{token}"\norigin = "{server.origin}"\n')
    where = ["--boards", str(table), "--out", str(tmp_path / "out"), "--observed-at", AT]
    done = subprocess.run(
        [sys.executable, "-m", "spiders", "crawl", platform, *where, *more],
        cwd=HOUSE,
        env={**{name: value for name, value in os.environ.items() if name not in KEYS}, **(keys or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    stats = json.loads((tmp_path / "out" / "feed.stats.json").read_bytes())
    lines = (tmp_path / "out" / "feed.jsonl").read_bytes().splitlines()
    return Crawled(stats, [json.loads(line) for line in lines], done.stdout + done.stderr)


def recorded(name: str) -> Any:
    return json.loads((RECORDED / name).read_bytes())


def like(name: str, key: str, **changes: Any) -> dict[str, Any]:
    """The first entry of a recorded list, with changes."""
    document = recorded(name)
    return {**(document[key] if key else document)[0], **changes}


def arbeitnow(*slugs: str) -> Reply:
    return Reply(json.dumps({"data": [like("arbeitnow/page.json", "data", slug=slug) for slug in slugs]}))


def test_a_page_that_moves_while_it_is_read_gives_each_advert_once(tmp_path: Path) -> None:
    pages = {1: ("a", "b"), 2: ("b", "c"), 3: ("c", "b")}
    replies = {f"/api/job-board-api?page={number}": arbeitnow(*slugs) for number, slugs in pages.items()}
    with FakeBoards(replies) as server:
        found = crawl(tmp_path, "arbeitnow", "all", server)
    assert found.ids() == ["a", "b", "c"]
    assert found.stats["error_kind"] is None
    assert not found.stats["dropped"]
    assert not found.stats["partial"], "the list was read to its end"
    assert len([path for path in server.paths() if "page=" in path]) == 3


def test_himalayas_is_a_window_that_ends_where_nothing_is_new(tmp_path: Path) -> None:
    def page(*guids: str) -> Reply:
        return Reply(json.dumps({"jobs": [like("himalayas/page.json", "jobs", guid=guid) for guid in guids]}))

    replies = {f"/jobs/api?limit=20&offset={n * 20}": page(*ids) for n, ids in enumerate(["ab", "bc", ""])}
    with FakeBoards(replies) as server:
        found = crawl(tmp_path, "himalayas", "all", server)
    assert found.ids() == ["a", "b", "c"]
    assert found.stats["partial"]


def test_the_muse_ends_at_its_last_page_and_a_list_that_starts_over_is_a_failure(tmp_path: Path) -> None:
    def page(number: int, pages: int, *ids: int) -> Reply:
        results = [like("the_muse/page.json", "results", id=key) for key in ids]
        return Reply(json.dumps({"page": number, "page_count": pages, "results": results}))

    path = "/api/public/jobs?descending=true&category=Retail&page={}"
    with FakeBoards({path.format(0): page(0, 2, 1, 2), path.format(1): page(1, 2, 3)}) as server:
        found = crawl(tmp_path, "the_muse", "category=Retail", server)
    assert found.ids() == ["1", "2", "3"]
    assert found.stats["error_kind"] is None
    assert found.stats["partial"]
    with FakeBoards({path.format(0): page(0, 9, 1, 2), path.format(1): page(1, 9, 1, 2)}) as server:
        found = crawl(tmp_path, "the_muse", "category=Retail", server)
    assert found.stats["error_kind"] == "schema_change"


def test_several_feeds_of_one_board_give_an_advert_once(tmp_path: Path) -> None:
    feed = (RECORDED / "we_work_remotely" / "feed.xml").read_text(encoding="utf-8")
    other = feed.replace("remote-jobs/harbour-master", "remote-jobs/pilot")
    replies = {"/remote-jobs.rss": Reply(feed), "/categories/remote-design-jobs.rss": Reply(other)}
    with FakeBoards(replies) as server:
        found = crawl(tmp_path, "we_work_remotely", "all, remote-design-jobs", server)
    names = [key.rsplit("/", 1)[1] for key in found.ids()]
    assert names == ["fjord-support-lead", "harbour-master", "pilot"]
    assert "duplicate" not in found.stats["dropped"]
    assert found.stats["partial"]


@pytest.mark.parametrize("platform", ["remotive", "remoteok", "jobicy"])
def test_a_feed_in_one_body_is_crawled(tmp_path: Path, platform: str) -> None:
    path, name, partial = {
        "remotive": ("/api/remote-jobs", "jobs", False),
        "remoteok": ("/api", "newest", True),
        "jobicy": ("/api/v2/remote-jobs?count=100", "newest", True),
    }[platform]
    with FakeBoards({path: Reply((RECORDED / platform / f"{name}.json").read_bytes())}) as server:
        found = crawl(tmp_path, platform, "all", server)
    assert found.stats["items"] >= 2
    assert found.stats["error_kind"] is None
    assert found.stats["partial"] is partial


def test_the_stream_of_jobtech_says_what_is_gone(tmp_path: Path) -> None:
    changes = [
        like("jobtech/stream.json", "", id="1"),
        {"id": "2", "removed": True, "removed_date": "2026-11-22T10:00:00"},
        like("jobtech/stream.json", "", id="3", removed=True),
    ]
    with FakeBoards({"/stream": Reply(json.dumps(changes))}) as server:
        found = crawl(tmp_path, "jobtech", "stream:24", server)
    assert found.ids() == ["1"]
    assert found.stats["gone"] == ["2", "3"], "one that is removed is no posting, even when it comes whole"
    assert found.stats["partial"]
    assert server.paths()[-1] == "/stream?date=2026-11-22T04%3A15%3A00"


def test_the_search_of_jobtech_is_paged_and_its_snapshot_is_everything(tmp_path: Path) -> None:
    def hits(*ids: int) -> Reply:
        return Reply(json.dumps({"hits": [like("jobtech/stream.json", "", id=str(key)) for key in ids]}))

    path = "/search?q=svetsare&limit=100&offset={}"
    with FakeBoards({path.format(0): hits(*range(100)), path.format(100): hits(100, 101)}) as server:
        found = crawl(tmp_path, "jobtech", "search:q=svetsare", server)
    assert found.stats["items"] == 102
    assert found.stats["partial"]
    with FakeBoards({"/snapshot": Reply((RECORDED / "jobtech" / "stream.json").read_bytes())}) as server:
        found = crawl(tmp_path, "jobtech", "snapshot", server)
    assert found.stats["items"] == 2
    assert not found.stats["partial"]
    with FakeBoards({}) as server:
        found = crawl(tmp_path, "jobtech", "svetsare", server)
    assert found.stats["error_kind"] == "bad_token"


def nav_entry(native_id: str, status: str, moment: str) -> dict[str, Any]:
    entry = {"uuid": native_id, "status": status, "sistEndret": moment}
    return {"id": native_id, "url": f"/api/v1/feedentry/{native_id}", "_feed_entry": entry}


def nav_replies(last_page: list[dict[str, Any]]) -> dict[str, Reply | list[Reply]]:
    first = [nav_entry("a", "ACTIVE", "1"), nav_entry("b", "ACTIVE", "2"), nav_entry("c", "ACTIVE", "3")]
    advert = recorded("nav_norway/advert.json")
    return {
        "/api/publicToken": Reply(f"Current public token for Nav Job Vacancy Feed:\n{JWT}\n"),
        "/api/v1/feed": Reply(json.dumps({"items": first, "next_url": "/api/v1/feed/p2"})),
        "/api/v1/feed/p2": Reply(json.dumps({"items": last_page, "next_url": None})),
        "/api/v1/feedentry/a": Reply(json.dumps({**advert, "uuid": "a"})),
        "/api/v1/feedentry/c": Reply(status=404),
        "/api/v1/feedentry/d": Reply(json.dumps({**advert, "uuid": "d", "status": "INACTIVE"})),
    }


def test_nav_names_what_is_closed_and_reads_what_is_open(tmp_path: Path) -> None:
    last_page = [nav_entry("b", "INACTIVE", "4"), nav_entry("d", "ACTIVE", "5")]
    with FakeBoards(nav_replies(last_page)) as server:
        found = crawl(tmp_path, "nav_norway", "48", server, "--cache", str(tmp_path / "cache"))
    assert found.stats["error_kind"] is None
    assert found.ids() == ["a"]
    assert sorted(found.stats["gone"]) == ["b", "c", "d"], "the feed, a 404, and the advert's own page"
    assert found.stats["partial"]
    asked = {asked.path: asked.headers for asked in server.asked}
    assert asked["/api/v1/feed"]["If-Modified-Since"] == "Sat, 21 Nov 2026 04:15:00 GMT"
    assert asked["/api/v1/feedentry/a"]["Authorization"] == f"Bearer {JWT}"
    assert "n@kyst.example" not in json.dumps(found.postings), "contact persons are not kept"
    assert_unseen(tmp_path, found, JWT)


def test_a_feed_page_of_nav_that_comes_again_is_a_failure(tmp_path: Path) -> None:
    replies = nav_replies([])
    replies["/api/v1/feed"] = Reply(json.dumps({"items": [nav_entry("a", "ACTIVE", "1")], "next_url": "/api/v1/feed"}))
    with FakeBoards(replies) as server:
        found = crawl(tmp_path, "nav_norway", "all", server)
    assert found.stats["error_kind"] == "schema_change"


def arbeitsagentur_replies(details: Mapping[str, Reply | list[Reply]]) -> dict[str, Reply | list[Reply]]:
    start = "/jobboerse/jobsuche-service/pc/v4"
    offers = [{"refnr": number, "titel": "Koch"} for number in details]
    replies: dict[str, Reply | list[Reply]] = {
        f"{start}/jobs?was=Koch&wo=Kiel&size=100&page=1": Reply(json.dumps({"stellenangebote": offers}))
    }
    for number, reply in details.items():
        replies[f"{start}/jobdetails/{b64encode(number.encode()).decode().replace('=', '%3D')}"] = reply
    return replies


def arbeitsagentur_advert(number: str) -> Reply:
    return Reply(json.dumps({**recorded("arbeitsagentur/advert.json"), "referenznummer": number}))


def test_an_advert_whose_page_is_gone_is_closed_and_one_that_fails_is_not(tmp_path: Path) -> None:
    details = {
        "10000-1-S": arbeitsagentur_advert("10000-1-S"),
        "10000-2-S": Reply(status=404),
        "10000-3-S": Reply(status=410),
        "10000-4-S": Reply(status=500),
        "10000-5-S": arbeitsagentur_advert("10000-5-S"),
    }
    with FakeBoards(arbeitsagentur_replies(details)) as server:
        found = crawl(tmp_path, "arbeitsagentur", "was=Koch&wo=Kiel", server)
    assert found.ids() == ["10000-1-S", "10000-5-S"]
    assert found.stats["gone"] == ["10000-2-S", "10000-3-S"]
    assert found.stats["dropped"] == {"page_http_5xx": 1}
    assert found.stats["error_kind"] is None
    assert found.stats["partial"]
    assert all(asked.headers.get("X-Api-Key") == "jobboerse-jobsuche" for asked in server.asked if "/pc/" in asked.path)


@pytest.mark.parametrize(
    ("status", "kind", "asked"), [(500, "http_5xx", 3), (403, "http_403", 1), (429, "http_429", 1)]
)
def test_a_host_that_fails_its_details_is_left_alone(tmp_path: Path, status: int, kind: str, asked: int) -> None:
    details = {f"10000-{n}-S": Reply(status=status, headers={"Retry-After": "9999"}) for n in range(9)}
    with FakeBoards(arbeitsagentur_replies(details)) as server:
        found = crawl(tmp_path, "arbeitsagentur", "was=Koch&wo=Kiel", server)
    assert found.stats["error_kind"] == kind
    assert not found.stats["gone"]
    assert len({path for path in server.paths() if "jobdetails" in path}) == asked


KEYED = {name: spider for name, spider in find_spiders().items() if spider.key_variables}
TOKENS = {"adzuna": "gb?what=docker", "france_travail": "all", "reed": "all", "usajobs": "all"}


def test_the_keyed_platforms_are_these() -> None:
    assert set(KEYED) == set(TOKENS)


@pytest.mark.parametrize("platform", TOKENS)
def test_without_a_key_nothing_is_asked_and_the_variable_is_named(tmp_path: Path, platform: str) -> None:
    with FakeBoards({}) as server:
        found = crawl(tmp_path, platform, TOKENS[platform], server)
    assert found.stats["error_kind"] == "no_key"
    assert all(name in found.stats["first_error"] for name in KEYED[platform].key_variables)
    assert not server.asked


def test_adzuna_stays_off_without_consent(tmp_path: Path) -> None:
    with FakeBoards({}) as server:
        found = crawl(tmp_path, "adzuna", "gb", server, keys={**KEYS, "ADZUNA_CONSENT": "no"})
    assert found.stats["error_kind"] == "no_key"
    assert "written consent" in found.stats["first_error"]
    assert not [path for path in server.paths() if path != "/robots.txt"]


def assert_unseen(tmp_path: Path, found: Crawled, *keys: str) -> None:
    """No file that the crawl left, and nothing that it said, holds a key in any spelling."""
    import gzip
    from urllib.parse import quote

    texts = {"said": found.said.encode()}
    for path in tmp_path.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            texts[str(path)] = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    for key in keys:
        for spelling in {key, quote(key, safe=""), quote(key)}:
            assert not [name for name, text in texts.items() if spelling.encode() in text]


def adzuna_page(**changes: Any) -> str:
    page = recorded("adzuna/search.json")
    page["results"] = [{**page["results"][0], **changes}]
    return json.dumps(page)


ADZUNA = "/v1/api/jobs/gb/search/1"


def test_a_key_in_an_address_is_seen_by_the_server_alone(tmp_path: Path) -> None:
    echo = f"https://www.adzuna.co.uk/land/ad/1?k={KEYS['ADZUNA_APP_ID']}"
    body = adzuna_page(redirect_url=echo, description=f"key {KEYS['ADZUNA_APP_KEY']}")
    with FakeBoards({ADZUNA: Reply(body, headers={"ETag": '"1"'})}) as server:
        cache = ("--cache", str(tmp_path / "cache"))
        found = crawl(tmp_path, "adzuna", "gb?what=docker", server, *cache, keys=KEYS)
    assert found.stats["error_kind"] is None
    assert found.stats["items"] == 1
    assert found.postings[0]["salary_currency"] == "GBP"
    (asked,) = [path for path in server.paths() if path.startswith(ADZUNA)]
    assert "app_id=app12345&app_key=s3cr3t%2Bkey%2Fof%3Dadzuna" in asked
    assert_unseen(tmp_path, found, KEYS["ADZUNA_APP_ID"], KEYS["ADZUNA_APP_KEY"])


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply('{"exception": "AUTH_FAIL"}', 401), "http_401"),
        (Reply(status=503), "http_5xx"),
        (Reply(drop=True), "connection_lost"),
        (Reply("{" + "a" * 100, announced=500), "truncated"),
        (Reply('{"exception": "s3cr3t+key/of=adzuna"}'), "schema_change"),
        (Reply(b" " * (65 * 1024 * 1024)), "oversize"),
        (
            Reply(status=302, headers={"Location": f"{ADZUNA}?app_key=s3cr3t%2Bkey%2Fof%3Dadzuna&again=1"}),
            "redirect_loop",
        ),
    ],
    ids=["wrong key", "busy", "hangs up", "cut", "key in the body", "too large", "loop"],
)
def test_a_failure_does_not_show_the_key(tmp_path: Path, reply: Reply, kind: str) -> None:
    with FakeBoards({ADZUNA: reply}) as server:
        cache = ("--cache", str(tmp_path / "cache"))
        found = crawl(tmp_path, "adzuna", "gb", server, *cache, keys=KEYS)
    assert found.stats["error_kind"] == kind
    assert_unseen(tmp_path, found, KEYS["ADZUNA_APP_ID"], KEYS["ADZUNA_APP_KEY"])


def test_a_redirect_to_another_host_takes_no_key_along(tmp_path: Path) -> None:
    with FakeBoards({"/elsewhere": Reply(adzuna_page())}) as other:
        away = other.origin.replace("127.0.0.1", "localhost")
        with FakeBoards({ADZUNA: Reply(status=302, headers={"Location": f"{away}/elsewhere"})}) as server:
            crawl(tmp_path, "adzuna", "gb", server, keys=KEYS)
    assert [path for path in other.paths() if path.startswith("/elsewhere")] == ["/elsewhere"]


def test_usajobs_is_paged_with_its_headers(tmp_path: Path) -> None:
    page = recorded("usajobs/search.json")
    with FakeBoards({"/api/search?ResultsPerPage=500&Page=1": Reply(json.dumps(page))}) as server:
        cache = ("--cache", str(tmp_path / "cache"))
        found = crawl(tmp_path, "usajobs", "all", server, *cache, keys=KEYS)
    assert found.stats["items"] == 2
    assert not found.stats["partial"], "all there is was read"
    headers = server.asked[-1].headers
    assert headers["User-Agent"] == KEYS["USAJOBS_EMAIL"]
    assert headers["Authorization-Key"] == KEYS["USAJOBS_KEY"]
    assert_unseen(tmp_path, found, KEYS["USAJOBS_KEY"], KEYS["USAJOBS_EMAIL"])


def test_reed_is_signed_in_by_its_key_and_read_page_by_page(tmp_path: Path) -> None:
    listed = json.dumps({"results": [{"jobId": 50000001}, {"jobId": 50000002}], "totalResults": 2})
    replies = {
        "/api/1.0/search?resultsToTake=100&resultsToSkip=0": Reply(listed),
        "/api/1.0/jobs/50000001": Reply(json.dumps(recorded("reed/advert.json")), headers={"ETag": '"7"'}),
        "/api/1.0/jobs/50000002": Reply(status=404),
    }
    with FakeBoards(replies) as server:
        cache = ("--cache", str(tmp_path / "cache"))
        found = crawl(tmp_path, "reed", "all", server, *cache, keys=KEYS)
    assert found.ids() == ["50000001"]
    assert found.stats["gone"] == ["50000002"]
    word = b64encode(f"{KEYS['REED_API_KEY']}:".encode()).decode()
    assert server.asked[-1].headers["Authorization"] == f"Basic {word}"
    assert list((tmp_path / "cache").rglob("*.page")), "a page asked with a key is kept like any other"
    assert_unseen(tmp_path, found, KEYS["REED_API_KEY"], word)


def test_france_travail_signs_in_and_reads_partial_answers(tmp_path: Path) -> None:
    def offers(*ids: int) -> str:
        return json.dumps({"resultats": [like("france_travail/search.json", "resultats", id=str(n)) for n in ids]})

    path = "/partenaire/offresdemploi/v2/offres/search?publieeDepuis=1&sort=1&range={}"
    sign_in = "/connexion/oauth2/access_token"
    replies = {
        sign_in: Reply(json.dumps({"access_token": "t0ken-for-half-an-hour", "expires_in": 1499})),
        path.format("0-149"): Reply(offers(*range(150)), 206, {"Content-Range": "offres 0-149/300"}),
        path.format("150-299"): Reply(offers(*range(150, 300)), 206),
        path.format("300-449"): Reply(status=204),
    }
    with FakeBoards(replies) as server:
        cache = ("--cache", str(tmp_path / "cache"))
        found = crawl(tmp_path, "france_travail", "all", server, *cache, keys=KEYS)
    assert found.stats["error_kind"] is None
    assert found.stats["items"] == 300
    asked = {asked.path.partition("?")[0]: asked for asked in server.asked}
    assert b"client_secret=s3cr3t-key-of-france-travail" in asked[sign_in].body
    assert server.asked[-1].headers["Authorization"] == "Bearer t0ken-for-half-an-hour"
    assert_unseen(tmp_path, found, KEYS["FRANCE_TRAVAIL_SECRET"], KEYS["FRANCE_TRAVAIL_ID"], "t0ken-for-half-an-hour")


def test_france_travail_with_a_wrong_secret(tmp_path: Path) -> None:
    with FakeBoards({"/connexion/oauth2/access_token": Reply('{"error":"invalid_client"}', 401)}) as server:
        found = crawl(tmp_path, "france_travail", "all", server, keys=KEYS)
    assert found.stats["error_kind"] == "http_401"
    assert_unseen(tmp_path, found, KEYS["FRANCE_TRAVAIL_SECRET"])


def test_what_a_parent_process_has_to_know_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "spiders", "platforms", "--json"], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    told = {row["name"]: row for row in json.loads(done.stdout)}
    assert told["remotive"]["fewest_hours_between"] == 6.0
    assert told["adzuna"]["key_variables"] == ["ADZUNA_APP_ID", "ADZUNA_APP_KEY", "ADZUNA_CONSENT"]
    assert told["greenhouse"]["key_variables"] == []


def test_a_board_that_is_off_is_crawled_only_by_name(tmp_path: Path) -> None:
    table = tmp_path / "boards.toml"
    with FakeBoards({"/api/v2/remote-jobs": Reply((RECORDED / "jobicy" / "newest.json").read_bytes())}) as server:
        row = f'platform = "jobicy"\ntoken = "all"\norigin = "{server.origin}"\n'
        table.write_text(f"[one]\n{row}[other]\nenabled = false\n{row}")
        where = ["--boards", str(table), "--out", str(tmp_path / "out"), "--observed-at", AT]
        command = [sys.executable, "-m", "spiders", "crawl", "jobicy", *where]
        subprocess.run(command, cwd=HOUSE, capture_output=True, timeout=60, check=True)
        assert {path.name for path in (tmp_path / "out").glob("*.stats.json")} == {"one.stats.json"}
        subprocess.run([*command, "--only", "other"], cwd=HOUSE, capture_output=True, timeout=60, check=True)
        assert (tmp_path / "out" / "other.stats.json").exists()


def test_old_files_of_jobtech_are_read_without_a_network(tmp_path: Path) -> None:
    out = tmp_path / "postings.jsonl"
    for name, count in (("history.jsonl.txt", 2), ("stream.json", 2)):
        body = RECORDED / "jobtech" / name
        command = [sys.executable, "-m", "spiders", "read", "jobtech", str(body), "--source", "se", "--out", str(out)]
        done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, timeout=60, check=True)
        assert json.loads(done.stdout)["items"] == count
        assert len(out.read_bytes().splitlines()) == count


def test_a_whole_recorded_site_is_crawled_from_its_robots_txt(tmp_path: Path, shared: Path) -> None:
    """robots.txt → sitemap of 876 addresses → 875 adverts' pages; the one that is left over is the list page."""
    replies: dict[str, Reply | list[Reply]] = {}
    with tarfile.open(shared / "recorded" / "jsonld" / "rebase-site.tar.xz") as site:
        for member in site:
            if handle := site.extractfile(member):
                replies[f"/{member.name}"] = Reply(handle.read())
    with FakeBoards(replies) as server:
        for path in ("/robots.txt", "/sitemap.xml"):
            (reply,) = server.replies[path]
            body = reply.body if isinstance(reply.body, bytes) else reply.body.encode()
            server.replies[path] = [Reply(body.replace(b"https://hire.rebase.network", server.origin.encode()))]
        found = crawl(tmp_path, "job_pages", "/robots.txt", server)
    assert found.stats["error_kind"] is None
    assert found.stats["items"] == 875
    assert len(set(found.ids())) == 875
    assert not found.stats["dropped"]
    assert not found.stats["unknown_fields"]
    assert found.stats["filled"]["description"] == 875
    assert found.stats["filled"]["posted_at"] == 875
    assert len([path for path in server.paths() if path.startswith("/jobs/")]) == 875
