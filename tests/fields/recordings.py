"""Reads one posting of the shared recordings, by file and id, as the raw row that cleaning is given.

Only for measuring: platforms with a spider are read by it, the others by the few lines below.
"""

import gzip
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.cleaning.batch import READ
from spiders.boards import Board
from spiders.finding import find_spiders
from spiders.tally import Tally

Row = dict[str, Any]
SEEN = datetime(2026, 8, 24)  # noqa: DTZ001 - the warehouse keeps naive UTC
"""Later than every recording: no date of theirs is in the future."""


def rows(shared: Path, file: str) -> Iterator[Row]:
    """Every posting of one file, named below ``shared``; ``archive.tar.xz!member`` names one in an archive."""
    archive, _, member = file.partition("!")
    path = shared / archive
    if member:
        with tarfile.open(path) as tar:
            extracted = tar.extractfile(member)
            assert extracted is not None, file
            content = extracted.read()
    else:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for form, read in READERS.items():
        if form in file:
            return (blank | row for row in read(content, file))
    raise LookupError(f"{file}: no reader for it")


blank: Row = dict.fromkeys(READ) | {"posting_id": 1, "version_hash": "1", "platform": "import", "first_seen": SEEN}


def place(
    text: str | None = None, city: str | None = None, region: str | None = None, country: str | None = None
) -> Row:
    """One location as landing has it."""
    return {
        **{"text": text, "city": city, "region": region, "country": country},
        **dict.fromkeys(("postal_code", "latitude", "longitude")),
    }


def by_spider(platform: str) -> Callable[[bytes, str], Iterator[Row]]:
    """A reader that uses the platform's own spider."""

    def read(content: bytes, file: str) -> Iterator[Row]:
        board = Board(name=Path(file).stem, platform=platform, token=Path(file).stem)
        for posting in find_spiders()[platform]().parse_body(board, content, f"file:///{file}", Tally()):
            yield asdict(posting)

    return read


def hacker_news(content: bytes, _: str) -> Iterator[Row]:
    """Hiring threads: the header line is the title, as ``skilltide import`` is told to map it."""
    for line in content.splitlines():
        post = json.loads(line)
        yield {
            **{"native_id": str(post["id"]), "source": "hn", "title": post["text"].split("\n", 1)[0][:300]},
            **{"description_text": post["text"], "posted_at": str(post["ts"]), "posted_at_basis": "published"},
        }


def chiletrabajos(content: bytes, _: str) -> Iterator[Row]:
    """A Chilean board's daily listing."""
    for line in content.splitlines():
        advert = {key.casefold(): value for key, value in json.loads(line).items()}
        if "titulo" not in advert:
            continue
        yield {
            **{"native_id": advert["id"], "source": "chiletrabajos", "company": advert.get("buscado")},
            **{"title": advert["titulo"].removeprefix("Trabajo "), "description_text": advert.get("descripción")},
            **{"locations": [place(advert.get("ubicación"), country="CL")], "salary_raw": advert.get("salario")},
            **{"employment_type_raw": advert.get("tipo") or advert.get("duración")},
            **{"posted_at": advert.get("fecha"), "posted_at_basis": "published"},
        }


def rebase(content: bytes, _: str) -> Iterator[Row]:
    """Chinese and English adverts in a repository's issues."""
    raw = json.loads(content)["raw_source"]
    yield {
        **{"native_id": str(raw["number"]), "source": "rebase", "title": raw["title"]},
        **{"description_text": raw["body"], "posted_at": raw.get("created_at"), "posted_at_basis": "published"},
    }


def newgrad(content: bytes, _: str) -> Iterator[Row]:
    """A list for graduates."""
    for job in json.loads(content)["jobs"]:
        yield {
            **{"native_id": job["job_id"], "source": "newgrad", "title": job["title"], "company": job["company"]},
            **{"description_text": job["description"], "employment_type_raw": job["employment_type"] or None},
            **{
                "locations": [place(job["location"], country=job["country"])],
                "remote_raw": job["workplace_type"] or None,
            },
            **{"posted_at": job.get("date_posted"), "posted_at_basis": "published"},
        }


def remoteok(content: bytes, _: str) -> Iterator[Row]:
    """A feed whose pay has no currency and no period, and 0 for unknown."""
    for job in json.loads(content)[1:]:
        yield {
            **{"native_id": job["id"], "source": "remoteok", "platform": "remoteok", "title": job["position"]},
            **{"company": job["company"], "description_html": job["description"], "posted_at": job["date"]},
            **{"locations": [place(job["location"])] if job["location"] else [], "remote_raw": "true"},
            **{"salary_min": str(job["salary_min"] or "") or None, "salary_max": str(job["salary_max"] or "") or None},
            "posted_at_basis": "published",
        }


def weworkremotely(content: bytes, _: str) -> Iterator[Row]:
    """A feed as another reader kept it."""
    for job in json.loads(content)["jobs"]:
        yield {
            **{"native_id": job["id"], "source": "wwr", "title": job["title"], "company": job["company"]},
            **{"description_text": job["description"], "locations": [place(job["location"])], "remote_raw": "true"},
            **{"posted_at": job.get("postedAt"), "posted_at_basis": "published"},
        }


def themuse(content: bytes, _: str) -> Iterator[Row]:
    """A feed with levels."""
    for job in json.loads(content)["jobs"]:
        yield {
            **{"native_id": str(job["id"]), "source": "themuse", "title": job["name"]},
            **{"company": job["company"]["name"], "description_html": job["contents"]},
            **{"locations": [place(each["name"]) for each in job["locations"]], "posted_at": job["publication_date"]},
            **{"posted_at_basis": "published", "level_raw": ", ".join(each["name"] for each in job["levels"]) or None},
        }


def himalayas(content: bytes, _: str) -> Iterator[Row]:
    """A feed of remote work: countries instead of places."""
    for job in json.loads(content)["jobs"]:
        yield {
            **{"native_id": job["guid"], "source": "himalayas", "title": job["title"], "company": job["companyName"]},
            **{"description_html": job["description"], "employment_type_raw": job["employmentType"]},
            **{"locations": [place(country=each) for each in job["locationRestrictions"]], "remote_raw": "true"},
            **{"salary_min": job["minSalary"] and str(job["minSalary"]), "salary_currency": job["currency"]},
            **{"salary_max": job["maxSalary"] and str(job["maxSalary"]), "salary_period": "YEAR"},
            **{"posted_at": str(job["pubDate"]), "posted_at_basis": "published"},
            "level_raw": ", ".join(job["seniority"]) or None,
        }


def arbeitnow(content: bytes, _: str) -> Iterator[Row]:
    """A German feed."""
    for job in json.loads(content)["data"]:
        yield {
            **{"native_id": job["slug"], "source": "arbeitnow", "title": job["title"], "company": job["company_name"]},
            **{"description_html": job["description"], "locations": [place(job["location"])]},
            **{"remote_raw": str(job["remote"]).lower(), "posted_at": str(job["created_at"])},
            **{"posted_at_basis": "created", "employment_type_raw": ", ".join(job["job_types"]) or None},
        }


def jobtech(content: bytes, _: str) -> Iterator[Row]:
    """Sweden's open adverts."""
    for hit in json.loads(content)["hits"]["hits"]:
        ad = hit["_source"]
        where = ad.get("workplace_address") or {}
        yield {
            **{"native_id": ad["id"], "source": "jobtech", "title": ad["headline"]},
            **{"description_text": ad["description"]["text"], "posted_at": ad["publication_date"]},
            **{
                "locations": [
                    place(city=where.get("municipality"), region=where.get("region"), country=where.get("country"))
                ]
            },
            **{
                "posted_at_basis": "published",
                "employment_type_raw": (ad.get("working_hours_type") or {}).get("label"),
            },
        }


READERS: dict[str, Callable[[bytes, str], Iterator[Row]]] = {
    "ashby": by_spider("ashby"),
    "greenhouse": by_spider("greenhouse"),
    "lever": by_spider("lever"),
    "personio": by_spider("personio"),
    "workday": by_spider("workday"),
    "hn-hiring": hacker_news,
    "chiletrabajos": chiletrabajos,
    "chinese-2021": rebase,
    "newgrad": newgrad,
    "remoteok": remoteok,
    "wwr": weworkremotely,
    "themuse": themuse,
    "himalayas": himalayas,
    "arbeitnow": arbeitnow,
    "jobtech": jobtech,
}
