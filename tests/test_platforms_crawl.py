"""Whole crawls of the platforms with paging, adverts' own pages, merged rows and slices, against a loopback server."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.fake_boards import Asked, FakeBoards, Reply
from tests.test_spiders_crawl import AT, HOUSE, lines_of, stats_of

RECORDED = HOUSE / "tests" / "recorded"
HOME = Reply("<!DOCTYPE html><html><body>Hire with us</body></html>")
ROBOTS = Reply("User-agent: *\nAllow: /\n")

pytestmark = pytest.mark.slow


def recorded(name: str, **more: Any) -> Reply:
    return Reply((RECORDED / name).read_bytes(), **more)


def crawl(folder: Path, platform: str, rows: Mapping[str, Mapping[str, Any]], *more: str) -> dict[str, dict[str, Any]]:
    """Crawl boards (name → the rest of its row) in a process of their own; statistics by board."""
    table = folder / "boards.toml"
    table.write_text(
        "\n".join(
            f'[{name}]\nplatform = "{platform}"\n' + "".join(f"{key} = {json.dumps(row[key])}\n" for key in row)
            for name, row in rows.items()
        )
    )
    command = [sys.executable, "-m", "spiders", "crawl", platform, "--boards", str(table), "--observed-at", AT]
    done = subprocess.run(
        [*command, "--out", str(folder / "out"), *more], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {name: stats_of(folder, name) for name in rows}


def probe(platform: str, token: str, server: FakeBoards, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "spiders", "probe", platform, token, "--origin", server.origin, *more]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


WIRE: dict[str, tuple[str, dict[str, Reply], list[str], list[str]]] = {
    "workable": (
        "acme",
        {"/api/v1/widget/accounts/acme?details=true": recorded("workable/board.json")},
        ["A1B2C3D4E5", "F6E7D8C9B0"],
        [],
    ),
    "smartrecruiters": (
        "acme",
        {
            "/v1/companies/acme/postings": recorded("smartrecruiters/list.json"),
            "/v1/companies/acme/postings/743000000000001": recorded("smartrecruiters/detail.json"),
            "/v1/companies/acme/postings/743000000000002": Reply("{}", 410),
        },
        ["743000000000001"],
        ["743000000000002"],
    ),
    "recruitee": ("acme", {"/api/offers/": recorded("recruitee/board.json")}, ["3100001", "3100002"], []),
    "personio": ("acme", {"/xml?language=en": recorded("personio/feed.xml")}, ["2200001", "2200002"], []),
    "teamtailor": (
        "acme",
        {
            "/jobs.json": recorded("teamtailor/feed.json"),
            "/jobs/8100002-remote-planner": recorded("teamtailor/job_page.html"),
        },
        ["8100001", "8100002"],
        [],
    ),
    "bamboohr": (
        "acme",
        {
            "/careers/list": recorded("bamboohr/list.json"),
            "/careers/41/detail": recorded("bamboohr/detail.json"),
        },
        ["41"],
        ["42"],
    ),
    "breezy": (
        "acme",
        {"/json": recorded("breezy/list.json"), "/p/c0ffee000001-ropemaker": recorded("teamtailor/job_page.html")},
        ["c0ffee000001", "c0ffee000002"],
        [],
    ),
    "pinpoint": ("acme", {"/postings.json": recorded("pinpoint/board.json")}, ["900001", "900002"], []),
    "rippling": (
        "acme",
        {
            "/platform/api/ats/v1/board/acme/jobs": recorded("rippling/list.json"),
            "/platform/api/ats/v1/board/acme/jobs/7a000000-0000-4000-8000-000000000001": recorded(
                "rippling/detail.json"
            ),
        },
        ["7a000000-0000-4000-8000-000000000001"],
        ["7a000000-0000-4000-8000-000000000002"],
    ),
    "workday": (
        "acme/wd3/Furnaces",
        {
            "/wday/cxs/acme/Furnaces/jobs": recorded("workday/list.json"),
            "/wday/cxs/acme/Furnaces/job/Murano/Kiln-Hand_R-0013": recorded("workday/detail.json"),
            "/wday/cxs/acme/Furnaces/Polisher/R0014": Reply("{}", 404),
        },
        ["R-0013"],
        ["R-0012-1", "R0014"],
    ),
}
"""Token, routes, native ids that must come, and those that must be reported as gone."""


@pytest.mark.parametrize("platform", WIRE)
def test_a_platform_is_crawled_in_its_own_wire_format(tmp_path: Path, platform: str) -> None:
    token, routes, expected, gone = WIRE[platform]
    with FakeBoards({**routes, "/robots.txt": ROBOTS}) as server:
        row = {"token": token, "origin": server.origin, "enabled": True}
        first = crawl(tmp_path, platform, {"board": row})["board"]
    postings = lines_of(tmp_path, "board")
    assert first["error_kind"] is None, first["first_error"]
    assert [posting["native_id"] for posting in postings] == expected
    assert first["gone"] == gone
    assert not first["partial"]
    texts = [bool(posting["description_html"] or posting["description_text"]) for posting in postings]
    assert sum(texts) == len(expected) - (1 if platform in {"workable", "personio"} else 0)


@pytest.mark.parametrize("platform", ["recruitee", "rippling", "workday"])
def test_an_unchanged_board_costs_small_answers_only(tmp_path: Path, platform: str) -> None:
    """One body, a list with details, and a list that is posted for."""
    token, routes, _, _ = WIRE[platform]
    tagged = {
        path: Reply(reply.body, reply.status, {"ETag": f'"{number}"'})
        for number, (path, reply) in enumerate(routes.items())
    }
    with FakeBoards({**tagged, "/robots.txt": ROBOTS}) as server:
        row = {"token": token, "origin": server.origin}
        first = crawl(tmp_path, platform, {"board": row}, "--cache", str(tmp_path / "cache"))["board"]
        postings = lines_of(tmp_path, "board")
        second = crawl(tmp_path, platform, {"board": row}, "--cache", str(tmp_path / "cache"))["board"]
    assert lines_of(tmp_path, "board") == postings
    assert second["responses"]["304"] == sum(reply.status == 200 for reply in routes.values())
    assert second["bytes"] * 10 < first["bytes"]


def test_what_a_detail_says_wins_over_the_row(tmp_path: Path) -> None:
    token, routes, _, _ = WIRE["workday"]
    with FakeBoards(routes) as server:
        crawl(tmp_path, "workday", {"glass": {"token": token, "origin": server.origin}})
    (posting,) = lines_of(tmp_path, "glass")
    assert [place["text"] for place in posting["locations"]] == ["Murano", "Burano", "Venice"]
    assert (posting["posted_at"], posting["posted_at_basis"]) == ("2026-08-20", "published")
    assert posting["requisition_id"] == "R-0013"
    assert posting["salary_raw"] == "€14.00 per hour"


def rows_of(*numbers: int) -> str:
    return json.dumps([{"uuid": f"u{number}", "name": f"Roofer {number}"} for number in numbers])


def detail_of(number: int) -> str:
    return json.dumps({"uuid": f"u{number}", "name": f"Roofer {number}", "description": {"role": "<p>Slate.</p>"}})


def test_a_failing_page_closes_nothing_and_a_failing_host_ends_the_board(tmp_path: Path) -> None:
    path = "/platform/api/ats/v1/board/{}/jobs"
    away = Reply(status=503, headers={"Retry-After": "0"})
    routes: dict[str, Reply | list[Reply]] = {}
    for name in ("one", "many", "shut", "html"):
        routes[path.format(name)] = Reply(rows_of(*range(6)))
        routes |= {f"{path.format(name)}/u{number}": Reply(detail_of(number)) for number in range(6)}
    routes[f"{path.format('one')}/u2"] = away
    routes |= {f"{path.format('many')}/u{number}": away for number in range(1, 6)}
    routes[f"{path.format('shut')}/u1"] = Reply("{}", 403)
    routes[f"{path.format('html')}/u1"] = Reply("<!doctype html><html><body>New look</body></html>")
    with FakeBoards(routes) as server:
        found = crawl(
            tmp_path,
            "rippling",
            {name: {"token": name, "origin": server.origin} for name in ("one", "many", "shut", "html")},
        )
    assert {name: (stats["items"], stats["error_kind"], stats["partial"]) for name, stats in found.items()} == {
        "one": (5, None, True),
        "many": (1, "http_5xx", True),
        "shut": (1, "http_403", False),
        "html": (5, None, True),
    }
    assert found["one"]["dropped"] == {"page_http_5xx": 1}
    assert found["html"]["dropped"] == {"page_html_for_json": 1}
    assert not any(stats["gone"] for stats in found.values()), "only a 404 or 410 says that an advert is gone"


@pytest.mark.parametrize(
    ("platform", "path"),
    [
        ("breezy", "/json"),
        ("recruitee", "/api/offers/"),
        ("bamboohr", "/careers/list"),
    ],
)
def test_an_unknown_company_sent_to_the_front_page_is_no_empty_board(tmp_path: Path, platform: str, path: str) -> None:
    routes = {path: Reply(status=302, headers={"Location": "/en?from=careers"}), "/en": HOME, "/robots.txt": ROBOTS}
    with FakeBoards(routes) as server:
        (stats,) = crawl(tmp_path, platform, {"gone": {"token": "gone", "origin": server.origin}}).values()
    assert stats["error_kind"] == "redirect_home"
    assert "there is no such board" in stats["first_error"]


def test_a_platform_that_is_off_is_not_asked_until_its_row_says_so(tmp_path: Path) -> None:
    token, routes, expected, _ = WIRE["smartrecruiters"]
    with FakeBoards(routes) as server:
        (off,) = crawl(tmp_path, "smartrecruiters", {"off": {"token": token, "origin": server.origin}}).values()
        assert server.paths() == []
        tried = probe("smartrecruiters", token, server, "--enabled")
    assert off["error_kind"] == "off_by_default"
    assert "robots.txt" in off["first_error"]
    assert "enabled = true" in off["first_error"]
    assert tried["read"] == len(expected)


def test_robots_txt_holds_for_a_platform_that_was_switched_on(tmp_path: Path) -> None:
    token, routes, _, _ = WIRE["smartrecruiters"]
    with FakeBoards({**routes, "/robots.txt": Reply("User-agent: *\nDisallow: /\n")}) as server:
        row = {"token": token, "origin": server.origin, "enabled": True}
        (stats,) = crawl(tmp_path, "smartrecruiters", {"on": row}).values()
    assert stats["error_kind"] == "robots_denied"


def test_smartrecruiters_is_paged_to_the_announced_end() -> None:
    def page(asked: Asked) -> Reply:
        offset = int(asked.path.split("offset=")[1])
        rows = [{"id": str(number), "name": "Tiler"} for number in range(offset, min(offset + 100, 230))]
        if asked.path.startswith("/v1/companies/short/") and offset:
            rows = []
        return Reply(json.dumps({"offset": offset, "limit": 100, "totalFound": 230, "content": rows}))

    answers: dict[str, Callable[[Asked], Reply]] = {
        f"/v1/companies/{name}/postings": page for name in ("whole", "short")
    }
    with FakeBoards({}, answers) as server:
        whole = probe("smartrecruiters", "whole", server, "--enabled", "--pages", "0")
        short = probe("smartrecruiters", "short", server, "--enabled", "--pages", "0")
    assert whole["postings"] == 230
    assert (short["postings"], short["notes"]["not_as_many_as_announced"]) == (100, 1)


def test_teamtailor_follows_its_feed_on_the_same_host_only(tmp_path: Path) -> None:
    def feed(number: int, following: str | None) -> Reply:
        item = {"id": f"i{number}", "title": "Mason", "url": f"https://x.example/jobs/{number}-mason"}
        return Reply(json.dumps({"items": [{**item, "content_html": "<p>Walls.</p>"}], "next_url": following}))

    routes = {
        "/jobs.json": feed(1, "/jobs.json?page=2"),
        "/jobs.json?page=2": feed(2, "https://elsewhere.example/jobs.json"),
    }
    with FakeBoards(routes) as server:
        (stats,) = crawl(tmp_path, "teamtailor", {"walls": {"token": "walls", "origin": server.origin}}).values()
    assert [posting["native_id"] for posting in lines_of(tmp_path, "walls")] == ["1", "2"]
    assert stats["error_kind"] == "schema_change"
    assert "another host" in stats["first_error"]


def test_identities_and_paths_from_the_wire_lead_to_no_other_host(tmp_path: Path) -> None:
    feed = {"items": [{"title": "Spy", "url": "https://x.example//http://127.0.0.2:9/jobs/1-spy", "id": "a"}]}
    rows = [{"id": "../../../admin", "jobOpeningName": "Spy"}, {"id": "..", "jobOpeningName": "Spy"}]
    site = {"total": 1, "jobPostings": [{"title": "Spy", "externalPath": "/job/../../../admin_R1"}]}
    routes = {
        "/jobs.json": Reply(json.dumps(feed)),
        "/careers/list": Reply(json.dumps({"result": rows})),
        "/wday/cxs/acme/Site/jobs": Reply(json.dumps(site)),
    }
    with FakeBoards(routes) as server:
        found = {
            platform: crawl(tmp_path, platform, {platform: {"token": token, "origin": server.origin}})[platform]
            for platform, token in (("teamtailor", "acme"), ("bamboohr", "acme"), ("workday", "acme/wd1/Site"))
        }
    assert {path for path in server.paths() if path != "/robots.txt"} == set(routes)
    assert {name: sum(stats["dropped"].values()) for name, stats in found.items()} == {
        "teamtailor": 1,
        "bamboohr": 2,
        "workday": 1,
    }


class Site:
    """A Workday site: its search counts to 2,000 at most, starts over after that, and gives 20 rows a page."""

    def __init__(self, adverts: list[dict[str, Any]], facets: Mapping[str, str]) -> None:
        self._adverts = adverts
        self._facets = facets
        self.searches: list[dict[str, Any]] = []

    def __call__(self, asked: Asked) -> Reply:
        assert asked.method == "POST"
        wish = json.loads(asked.body)
        self.searches.append(wish)
        if wish["limit"] > 20:
            return Reply("{}", 400)
        chosen = [
            advert
            for advert in self._adverts
            if all(set(advert[name]) & set(values) for name, values in wish["appliedFacets"].items())
        ]
        total, offset = min(len(chosen), 2000), wish["offset"] % 2000
        page = [
            {"title": advert["title"], "externalPath": advert["path"], "locationsText": "2 Locations"}
            for advert in chosen[:2000][offset : offset + 20]
        ]
        return Reply(json.dumps({"total": 0 if offset else total, "jobPostings": page, "facets": self._counts(chosen)}))

    def _counts(self, chosen: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for name, descriptor in self._facets.items():
            ids = sorted({value for advert in chosen for value in advert[name]})
            values = [
                {"id": value, "descriptor": value, "count": sum(value in advert[name] for advert in chosen)}
                for value in ids
            ]
            found.append({"facetParameter": name, "descriptor": descriptor, "values": values})
        return [*found[:1], {"facetParameter": "locationMainGroup", "values": found[1:]}]


def adverts(number: int) -> list[dict[str, Any]]:
    """Nine tenths of one family; every tenth advert in both places."""
    return [
        {
            "title": f"Smith {n}",
            "path": f"/job/Here/Smith_R{n}",
            "jobFamilyGroup": ["forge" if n % 10 else "office"],
            "locations": ["north", "south"] if n % 10 == 1 else ["north" if n % 2 else "south"],
        }
        for n in range(number)
    ]


def test_a_workday_site_beyond_the_count_is_read_in_slices() -> None:
    path = "/wday/cxs/acme/Forge/jobs"
    large = Site(adverts(2410), {"jobFamilyGroup": "Job Category", "locations": "Location"})
    with FakeBoards({}, {path: large}) as server:
        found = probe("workday", "acme/wd1/Forge", server, "--pages", "0")
    assert found["failure"] is None, found["reason"]
    assert found["postings"] == 2410
    assert found["notes"] == {"cut_by_facet": 2, "page_not_asked": 2410}
    assert max(wish["offset"] for wish in large.searches) < 2000
    applied = [wish["appliedFacets"] for wish in large.searches]
    assert {"jobFamilyGroup": ["forge"], "locations": ["north"]} in applied
    blind = Site(adverts(2410), {})
    with FakeBoards({}, {path: blind}) as server:
        found = probe("workday", "acme/wd1/Forge", server, "--pages", "0")
    assert found["postings"] == 2000
    assert found["notes"]["more_than_can_be_listed"] == 1, "what cannot be listed is said, not hidden"


def test_a_small_workday_site_is_paged_by_its_first_total(tmp_path: Path) -> None:
    site = Site(adverts(45), {"jobFamilyGroup": "Job Category"})
    info = {"title": "Smith", "jobDescription": "<p>Iron.</p>", "startDate": "2026-11-01"}
    routes = {
        f"/wday/cxs/acme/Forge/job/Here/Smith_R{n}": Reply(json.dumps({"jobPostingInfo": info})) for n in range(44)
    }
    with FakeBoards(routes, {"/wday/cxs/acme/Forge/jobs": site}) as server:
        row = {"token": "acme/wd1/Forge", "origin": server.origin}
        (stats,) = crawl(tmp_path, "workday", {"forge": row}).values()
    assert [wish["offset"] for wish in site.searches] == [0, 20, 40]
    assert (stats["items"], stats["gone"], stats["partial"]) == (44, ["R44"], False)


def test_a_probe_tells_a_dead_board_from_a_live_one() -> None:
    with FakeBoards({"/api/v1/widget/accounts/acme": recorded("workable/board.json")}) as server:
        live, dead = probe("workable", "acme", server), probe("workable", "nobody", server)
    assert (live["postings"], live["failure"], live["titles"]) == (2, None, ["Night Baker", "Webshop Keeper"])
    assert live["filled"] == {"description": 0.5, "posted_at": 1.0, "locations": 1.0, "salary": 0.0}
    assert (dead["postings"], dead["failure"]) == (0, "http_404")
