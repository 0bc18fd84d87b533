"""A crawl that was killed while it cleared up: the next one is not led astray by what is left of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from pipelines.collect import crawling
from pipelines.collect.crawling import recover
from pipelines.collect.landing import moment, read_records
from pipelines.config import Config
from spiders.boards import Board
from tests.operation_market import config_of, postings

AT = datetime(2026, 8, 24, 4, tzinfo=UTC)


class Killed(BaseException):
    """Stands for the moment of a kill."""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A crawl of one board, ended by a kill after its spider was done."""
    config = config_of(tmp_path / "data")
    work = config.cache / "crawl" / "2026-08-24T040000Z-greenhouse-api"
    work.mkdir(parents=True)
    board = {
        name: getattr(Board(name="acme", platform="greenhouse", token="acme"), name)
        for name in Board.__dataclass_fields__
    }
    (work / "run.json").write_bytes(orjson.dumps({"observed_at": moment(AT), "boards": [board]}))
    found = postings("acme", range(100, 120))
    (work / "acme.jsonl").write_bytes(b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in found))
    stats = {"items": 20, "finish_reason": "finished", "filled": {"description": 20, "posted_at": 20}}
    (work / "acme.stats.json").write_bytes(orjson.dumps(stats))
    return config


def killed_after(removed: str) -> Callable[..., None]:
    """Removes a file of the work folder, and is killed before the rest."""

    def remove(folder: Path, **_: object) -> None:
        (folder / removed).unlink()
        raise Killed

    return remove


@pytest.mark.parametrize("removed", ["acme.jsonl", "acme.stats.json", "run.json"])
def test_a_half_removed_work_folder_is_no_crawl(config: Config, monkeypatch: pytest.MonkeyPatch, removed: str) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(crawling.shutil, "rmtree", killed_after(removed))
        with pytest.raises(Killed):
            recover(config)
    (before,) = read_records(config.landing, "acme")
    assert before.postings == 20
    assert recover(config) == []
    assert read_records(config.landing, "acme") == [before]
    assert not list(config.cache.glob("crawl/*"))
