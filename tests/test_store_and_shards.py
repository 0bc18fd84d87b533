"""Several machines: shards that miss no board and crawl none twice, and a store between them."""

import shutil
from pathlib import Path

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import steps
from pipelines.__main__ import main
from pipelines.collect.crawling import by_host
from pipelines.config import Config
from pipelines.operation.compaction import compact
from pipelines.scaling.shards import NoShard, Shard, read_shard
from pipelines.scaling.store import StoreTrouble, pull, push
from spiders.boards import Board, read_boards
from tests.operation_market import DAY, at, config_of, land, postings, two_boards
from tests.torture.commands import published


@given(st.integers(1, 12), st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=40))
def test_every_board_is_in_one_shard_and_hosts_are_whole(of: int, rows: list[tuple[str, int]]) -> None:
    boards = {
        f"b{n}": Board(name=f"b{n}", platform=platform, token=str(n), origin=f"https://host{host}.example")
        for n, (platform, host) in enumerate(rows)
    }
    parts = [Shard(number, of).part(boards) for number in range(1, of + 1)]
    names = [name for part in parts for name in part]
    assert sorted(names) == sorted(boards)
    for group in by_host(boards.values()).values():
        assert sum(group[0].name in part for part in parts) == 1
        assert sum(all(board.name in part for board in group) for part in parts) == 1


def test_the_shipped_table_divides(tmp_path: Path) -> None:
    boards = read_boards()
    assert {name for n in (1, 2, 3) for name in Shard(n, 3).part(boards)} == set(boards)


def test_a_shard_is_written_as_two_of_three() -> None:
    assert read_shard("2/3") == Shard(2, 3)
    assert read_shard(None) is None
    for wrong in ("3/2", "0/1", "1", "1/x", "../1"):
        with pytest.raises(NoShard, match="2/3"):
            read_shard(wrong)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return two_boards(tmp_path / "data")


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_a_store_between_two_machines_gives_the_same_tables(config: Config, tmp_path: Path, kind: str) -> None:
    address = f"file://{tmp_path}/store" if kind == "file" else f"memory://{tmp_path.name}"
    steps.load(config)
    steps.build(config)
    steps.publish(config)
    first = push(config.data, address)
    assert first.files > 4
    assert push(config.data, address, ("landing",)).files == 0
    other = config_of(tmp_path / "other")
    assert pull(other.data, address).files == 4
    assert pull(other.data, address).files == 0
    steps.load(other)
    steps.build(other)
    steps.publish(other)
    assert published(other.data) == published(config.data)
    land(config.landing, "acme", at(DAY, 9), postings("acme", range(100, 130)))
    assert push(config.data, address, ("landing",)).files == 2
    assert pull(other.data, address).files == 2


def test_packed_months_travel_too(config: Config, tmp_path: Path) -> None:
    land(config.landing, "acme", at(DAY, 9), postings("acme", range(100, 130)))
    compact(config.landing, DAY.replace(month=10))
    address = f"file://{tmp_path}/store"
    push(config.data, address, ("landing",))
    other = config_of(tmp_path / "other")
    pull(other.data, address)
    assert steps.load(other).refused == {}


def test_a_store_cannot_write_outside_landing(config: Config, tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    store.pipe(f"/{tmp_path.name}/landing/acme/deep/er.crawl.json", b"{}")
    with pytest.raises(StoreTrouble, match="not a landing file"):
        pull(config.data, f"memory://{tmp_path.name}")


def test_an_interrupted_pull_leaves_nothing_half(config: Config, tmp_path: Path) -> None:
    address = f"file://{tmp_path}/store"
    push(config.data, address, ("landing",))
    other = config_of(tmp_path / "other")
    (other.landing / "acme").mkdir(parents=True)
    (other.landing / "acme" / ".half.jsonl.gz.partial").write_bytes(b"half")
    pull(other.data, address)
    assert not list(other.landing.glob("*/.*"))
    shutil.rmtree(tmp_path / "store")


def test_an_unknown_store_is_named(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["store", "push", "nonsense://x", "--data", str(config.data)]) == 1
    assert "nonsense" in capsys.readouterr().err
