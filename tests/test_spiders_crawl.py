"""Whole crawls in a process of their own, against a loopback server: isolation, manners, files, failures."""

import gzip
import itertools
import json
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.fake_boards import FakeBoards, Reply

HOUSE = Path(__file__).parents[1]
AT = "2026-11-23T04:15:00Z"
ROBOTS = Reply("User-agent: *\nDisallow: /v1/boards/forbidden/\n")

pytestmark = pytest.mark.slow


def adverts(*numbers: int) -> str:
    """A Greenhouse body with these adverts."""
    return json.dumps({"jobs": [advert(number) for number in numbers], "meta": {"total": len(numbers)}})


def advert(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "title": f"Welder {number}",
        "absolute_url": f"https://job-boards.greenhouse.io/acme/jobs/{number}",
        "location": {"name": "Gdynia"},
        "content": "&lt;p&gt;Hulls and decks.&lt;/p&gt;",
        "first_published": "2026-11-01T08:00:00-04:00",
    }


def command(tmp_path: Path, platform: str, boards: Mapping[str, str], server: FakeBoards, *more: str) -> list[str]:
    """The command line that crawls ``boards`` (name → token) from the server."""
    rows = (
        f'[{name}]\nplatform = "{platform}"\ntoken = "{token}"\norigin = "{server.origin}"\n'
        for name, token in boards.items()
    )
    table = tmp_path / "boards.toml"
    table.write_text("\n".join(rows))
    where = ["--boards", str(table), "--out", str(tmp_path / "out"), "--observed-at", AT]
    return [sys.executable, "-m", "spiders", "crawl", platform, *where, *more]


def crawl(
    tmp_path: Path, platform: str, boards: Mapping[str, str], server: FakeBoards, *more: str
) -> dict[str, dict[str, Any]]:
    """Crawl to the end; statistics by board."""
    done = subprocess.run(
        command(tmp_path, platform, boards, server, *more),
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {name: stats_of(tmp_path, name) for name in boards}


def stats_of(tmp_path: Path, board: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((tmp_path / "out" / f"{board}.stats.json").read_bytes())
    return found


def lines_of(tmp_path: Path, board: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / "out" / f"{board}.jsonl").read_bytes().splitlines()]


def test_a_broken_board_touches_no_other(tmp_path: Path) -> None:
    good = adverts(1, 2)
    path = "/v1/boards/{}/jobs"
    bomb = gzip.compress(b" " * (80 * 1024 * 1024))
    replies: dict[str, Reply | list[Reply]] = {
        "/robots.txt": ROBOTS,
        path.format("first"): Reply(good),
        path.format("busy"): Reply(status=503, headers={"Retry-After": "1"}),
        path.format("away"): Reply(status=429, headers={"Retry-After": "86400"}),
        # Between them a failure of its own: three of the host in a row would leave the host in peace.
        path.format("moved"): Reply("<!doctype html><html><body>Our new site</body></html>"),
        path.format("bot"): Reply("<html><title>Just a moment...</title></html>", 403),
        path.format("cut"): Reply(good[:200], announced=len(good)),
        path.format("short"): Reply(good[:200]),
        path.format("other"): Reply('{"results": []}'),
        path.format("bomb"): Reply(bomb, headers={"Content-Encoding": "gzip"}),
        path.format("reset"): Reply(drop=True),
        path.format("once"): [Reply(status=503, headers={"Retry-After": "1"}), Reply(adverts(7))],
        path.format("empty"): Reply('{"jobs": []}'),
        path.format("last"): Reply(good),
    }
    boards = [urlpath.split("/")[3] for urlpath in replies if urlpath != "/robots.txt"]
    with FakeBoards(replies) as server:
        found = crawl(tmp_path, "greenhouse", {name: name for name in [*boards, "forbidden", "unknown"]}, server)
    assert {name: stats["error_kind"] for name, stats in found.items()} == {
        "first": None,
        "busy": "http_5xx",
        "away": "http_429",
        "bot": "bot_page",
        "moved": "html_for_json",
        "cut": "truncated",
        "short": "truncated",
        "other": "schema_change",
        "bomb": "oversize",
        "reset": "connection_lost",
        "once": None,
        "empty": None,
        "last": None,
        "forbidden": "robots_denied",
        "unknown": "http_404",
    }
    assert {name: stats["items"] for name, stats in found.items() if stats["items"]} == {
        "first": 2,
        "once": 1,
        "last": 2,
    }
    assert all(stats["finish_reason"] == "finished" for stats in found.values())
    assert all(stats["first_error"] for stats in found.values() if stats["error_kind"])
    assert found["first"]["responses"] == {"200": 2}, "the advert list, and robots.txt for all"
    assert found["last"]["responses"] == {"200": 1}
    assert found["last"]["bytes"] == len(good)
    assert found["busy"]["responses"] == {"503": 3}
    assert found["busy"]["retries"] == 2
    assert found["reset"]["exceptions"] == {"DownloadFailedError": 3}
    assert found["away"]["requests"] == 1, "a host that says tomorrow is not asked again today"
    assert not [asked for asked in server.paths() if "forbidden" in asked]
    first, second, third = server.times("/v1/boards/busy/")
    assert second - first >= 1
    assert third - second >= 1
    assert server.most_at_once == 1
    assert all(asked.headers["User-Agent"].startswith("skilltide/") for asked in server.asked)
    (posting, _) = lines_of(tmp_path, "last")
    assert posting["source"] == "last"
    assert posting["description_html"] == "<p>Hulls and decks.</p>"
    assert list(posting)[:3] == ["source", "platform", "native_id"]
    assert posting["salary_raw"] is None
    assert not list((tmp_path / "out").glob("*.partial"))


def test_a_killed_crawl_leaves_finished_boards_and_nothing_half(tmp_path: Path) -> None:
    replies: dict[str, Reply | list[Reply]] = {
        "/v1/boards/one/jobs": Reply(adverts(1, 2)),
        "/v1/boards/two/jobs": Reply(adverts(3), wait=60),
    }
    for how in (signal.SIGKILL, signal.SIGTERM):
        folder = tmp_path / how.name
        folder.mkdir()
        with FakeBoards(replies) as server:
            line = command(folder, "greenhouse", {"one": "one", "two": "two"}, server)
            with subprocess.Popen(line, cwd=HOUSE, stderr=subprocess.DEVNULL) as process:
                patience = time.monotonic() + 30
                while "/v1/boards/two/jobs?content=true" not in server.paths():
                    assert time.monotonic() < patience
                    time.sleep(0.05)
                process.send_signal(how)
                process.wait(30)
        assert stats_of(folder, "one")["finish_reason"] == "finished"
        assert len(lines_of(folder, "one")) == 2
    killed = {path.name for path in (tmp_path / "SIGKILL" / "out").iterdir()}
    assert killed == {"one.jsonl", "one.stats.json", "two.jsonl.partial"}
    assert stats_of(tmp_path / "SIGTERM", "two")["finish_reason"] == "shutdown"


def test_an_unchanged_board_costs_one_small_request(tmp_path: Path) -> None:
    body = adverts(*range(50))
    busy = Reply(status=503)
    replies: dict[str, Reply | list[Reply]] = {
        "/v1/boards/tagged/jobs": [Reply(body, headers={"ETag": '"a1"', "Cache-Control": "max-age=9999"})],
        "/v1/boards/failing/jobs": [Reply(body, headers={"ETag": '"b1"'}), busy],
        "/v1/boards/cut/jobs": [
            Reply(body[:300], headers={"ETag": '"c1"'}, announced=len(body)),
            Reply(body[:300], headers={"ETag": '"c1"'}, announced=len(body)),
            Reply(body[:300], headers={"ETag": '"c1"'}, announced=len(body)),
            Reply(body, headers={"ETag": '"c1"'}),
        ],
    }
    boards = {"tagged": "tagged", "failing": "failing", "cut": "cut"}
    with FakeBoards(replies) as server:
        first = crawl(tmp_path, "greenhouse", boards, server, "--cache", str(tmp_path / "cache"))
        postings = lines_of(tmp_path, "tagged")
        second = crawl(tmp_path, "greenhouse", boards, server, "--cache", str(tmp_path / "cache"))
    assert first["tagged"]["bytes"] > 10_000
    assert second["tagged"]["responses"] == {"304": 1, "404": 1}, "304 for the list, 404 for robots.txt"
    assert second["tagged"]["bytes"] < 100
    assert lines_of(tmp_path, "tagged") == postings
    assert second["failing"]["error_kind"] == "http_5xx", "an old body must not stand in for an error"
    assert first["cut"]["error_kind"] == "truncated"
    assert second["cut"]["error_kind"] is None, "a body that was cut short is not kept"
    assert second["cut"]["items"] == 50


def test_the_pace_that_robots_txt_asks_for_is_kept(tmp_path: Path) -> None:
    replies: dict[str, Reply | list[Reply]] = {"/robots.txt": Reply("User-agent: *\nCrawl-delay: 1\n")}
    replies |= {f"/v1/boards/{name}/jobs": Reply(adverts(1)) for name in "abc"}
    with FakeBoards(replies) as server:
        crawl(tmp_path, "greenhouse", {name: name for name in "abc"}, server)
    times = [asked.at for asked in server.asked]
    assert len(times) == 4
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.9


def test_a_robots_txt_that_fails_forbids_everything(tmp_path: Path) -> None:
    replies: dict[str, Reply | list[Reply]] = {
        "/robots.txt": Reply(status=500),
        "/v1/boards/a/jobs": Reply(adverts(1)),
    }
    with FakeBoards(replies) as server:
        found = crawl(tmp_path, "greenhouse", {"a": "a"}, server)
    assert found["a"]["error_kind"] == "http_5xx"
    assert set(server.paths()) == {"/robots.txt"}


def test_a_dead_host_is_not_asked_for_every_board(tmp_path: Path) -> None:
    names = [f"b{number}" for number in range(6)]
    with FakeBoards({"/v1/boards/b0/jobs": Reply(adverts(1)), "/robots.txt": ROBOTS}) as server:
        for name in names[1:]:
            server.replies[f"/v1/boards/{name}/jobs"] = [Reply(status=503, headers={"Retry-After": "0"})]
        found = crawl(tmp_path, "greenhouse", {name: name for name in names}, server)
    assert [stats["error_kind"] for stats in found.values()] == [None] + ["http_5xx"] * 5
    assert [stats["requests"] for stats in found.values()] == [2, 3, 3, 3, 0, 0]
    assert "not asked" in found["b5"]["first_error"]


def test_lever_is_read_page_by_page_to_its_end(tmp_path: Path) -> None:
    def entry(number: int) -> dict[str, Any]:
        return {"id": f"u{number}", "text": f"Fitter {number}", "createdAt": 1758700800123}

    def page(*numbers: int) -> Reply:
        return Reply(json.dumps([entry(number) for number in numbers]))

    query = "/v0/postings/{}?mode=json&skip={}&limit=100"
    with FakeBoards(
        {
            query.format("big", 0): page(*range(100)),
            query.format("big", 100): page(*range(100, 200)),
            query.format("big", 200): page(*range(199, 230)),
            query.format("full", 0): page(*range(100)),
            query.format("full", 100): page(),
            query.format("loop", 0): page(*range(100)),
            query.format("loop", 100): page(*range(100)),
            query.format("cut", 0): page(*range(100)),
            query.format("cut", 100): Reply(status=404),
        }
    ) as server:
        found = crawl(tmp_path, "lever", {name: name for name in ("big", "full", "loop", "cut")}, server)
    assert {name: (stats["items"], stats["error_kind"]) for name, stats in found.items()} == {
        "big": (230, None),
        "full": (100, None),
        "loop": (100, "schema_change"),
        "cut": (100, "http_404"),
    }
    assert found["big"]["dropped"] == {"duplicate": 1}


def test_hacker_news_threads_are_found_and_read_in_both_forms(tmp_path: Path) -> None:
    def comment(number: int, thread: int) -> dict[str, Any]:
        text = f"Firm {number} | Baker | Oslo | ONSITE<p>Bread."
        return {"id": number, "parent_id": thread, "created_at": "2026-11-02T16:03:11Z", "text": text}

    def kid(number: int, thread: int) -> dict[str, Any]:
        text = f"Firm {number} | Baker | Oslo | ONSITE<p>Bread."
        return {"id": number, "parent": thread, "time": 1793635391, "text": text, "type": "comment"}

    stories = [
        (12, "Ask HN: Who wants to be hired? (November 2026)"),
        (11, "Ask HN: Who is hiring? (November 2026)"),
        (8, "Ask HN: Who is hiring? (October 2026)"),
        (5, "Ask HN: Who is hiring? (September 2026)"),
    ]
    hits = [{"objectID": str(key), "title": title} for key, title in stories]
    replies: dict[str, Reply | list[Reply]] = {
        "/api/v1/search_by_date": Reply(json.dumps({"hits": hits})),
        "/api/v1/items/11": Reply(json.dumps({"id": 11, "children": [comment(110, 11), comment(111, 11)]})),
        "/api/v1/items/8": Reply(json.dumps({"id": 8, "children": [comment(80, 8)]})),
        "/v0/user/whoishiring.json": Reply(json.dumps({"submitted": [key for key, _ in stories]})),
        "/v0/item/110.json": Reply(json.dumps(kid(110, 11))),
        "/v0/item/111.json": Reply("null"),
        "/v0/item/80.json": Reply(json.dumps(kid(80, 8))),
    }
    kids = {11: [110, 111], 8: [80], 5: [50], 12: [120]}
    for key, title in stories:
        replies[f"/v0/item/{key}.json"] = Reply(json.dumps({"id": key, "title": title, "kids": kids[key]}))
    boards = {"hn": "algolia", "hn_fire": "firebase", "hn_one": "algolia:8", "hn_bad": "nonsense"}
    with FakeBoards(replies) as server:
        found = crawl(tmp_path, "hacker_news", boards, server)
    assert [row["native_id"] for row in lines_of(tmp_path, "hn")] == ["110", "111", "80"]
    assert [row["native_id"] for row in lines_of(tmp_path, "hn_fire")] == ["110", "80"]
    assert [row["native_id"] for row in lines_of(tmp_path, "hn_one")] == ["80"]
    assert found["hn_bad"]["error_kind"] == "bad_token"
    assert found["hn_fire"]["notes"] == {"gone": 1}


def job_page(number: int, identifier: str | None = None) -> Reply:
    data: dict[str, Any] = {"@type": "JobPosting", "title": f"Glazier {number}", "description": "Windows."}
    if identifier:
        data["identifier"] = {"@type": "PropertyValue", "value": identifier}
    return Reply(f'<html><script type="application/ld+json">{json.dumps(data)}</script></html>')


def test_job_pages_are_found_from_sitemaps_and_from_links(tmp_path: Path) -> None:
    replies: dict[str, Reply | list[Reply]] = {}
    with FakeBoards(replies) as server:
        site = server.origin

        def sitemap(*paths: str, root: str = "urlset") -> str:
            inner = "".join(f"<url><loc>{site}{path}</loc></url>" for path in paths)
            return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</{root}>'

        index = sitemap("/jobs.xml.gz", "/news.xml", root="sitemapindex")
        packed = gzip.compress(sitemap("/jobs/1", "/jobs/2", "/jobs/gone", "/about").encode())
        links = '<a href="/jobs/1#top">1</a><a href="jobs/4?ref=a">4</a><a href="https://x.example/jobs/9">9</a>'
        server.replies |= {
            path: [reply]
            for path, reply in {
                "/sitemap.xml": Reply(index.replace("<url>", "<sitemap>").replace("</url>", "</sitemap>")),
                "/jobs.xml.gz": Reply(packed, headers={"Content-Type": "application/x-gzip"}),
                "/news.xml": Reply(sitemap("/careers/3", "/news/today")),
                "/careers": Reply(f"<html><body>{links}<a href='/team'>Team</a></body></html>"),
                "/jobs/1": job_page(1, "REQ-1"),
                "/jobs/2": job_page(2, "REQ-1"),
                "/careers/3": job_page(3),
                "/jobs/4": Reply("<html><h1>Closed</h1></html>"),
                "/shut": Reply("<html></html>", headers={"TDM-Reservation": "1"}),
            }.items()
        }
        boards = {"site": "/sitemap.xml", "page": "/careers", "shut": "/shut"}
        found = crawl(tmp_path, "job_pages", boards, server)
    assert {name: stats["error_kind"] for name, stats in found.items()} == {
        "site": None,
        "page": None,
        "shut": "robots_denied",
    }
    assert {row["native_id"] for row in lines_of(tmp_path, "site")} == {
        "REQ-1",
        f"{site}/jobs/2",
        f"{site}/careers/3",
    }
    assert found["site"]["notes"] == {"gone": 1, "identifier_shared": 1}
    assert not any("/about" in path or "/team" in path for path in server.paths())
    assert [row["title"] for row in lines_of(tmp_path, "page")] == ["Glazier 1"]
    assert found["page"]["notes"] == {"page_without_posting": 1}


def test_wrong_usage_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    table = tmp_path / "boards.toml"
    table.write_text('[live]\nplatform = "greenhouse"\ntoken = "live"\n')
    start = [sys.executable, "-m", "spiders"]
    rest = ["--boards", str(table), "--out", str(tmp_path), "--observed-at", AT]
    for arguments, said in (
        (["crawl", "monster", *rest], "no platform 'monster'; known: "),
        (["crawl", "greenhouse", *rest, "--only", "live,ghost"], "no board 'ghost'"),
        (["crawl", "lever", *rest, "--only", "live"], "is on greenhouse, not lever"),
        (["crawl", "greenhouse", *rest], "give --contact"),
    ):
        done = subprocess.run([*start, *arguments], cwd=HOUSE, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    listed = subprocess.run([*start, "platforms", "--json"], cwd=HOUSE, capture_output=True, text=True, check=True)
    rows = {row["name"]: row for row in json.loads(listed.stdout)}
    assert rows["lever"]["hosts"] == ["api.lever.co", "api.eu.lever.co"]
    assert all(row["description"] for row in rows.values())
