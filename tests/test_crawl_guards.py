"""What bounds a crawl: the day's budget, the pages kept, and the addresses that it may not follow."""

import os
import time
from datetime import date
from pathlib import Path

import pytest

from spiders.boards import BoardTableError, read_boards
from spiders.budget import DailyBudget
from spiders.failures import BoardFailure
from spiders.inside_addresses import is_inside
from spiders.page_cache import prune

DAY = date(2026, 11, 20)


def test_a_budget_is_spent_over_all_crawls_of_a_day(tmp_path: Path) -> None:
    first = DailyBudget(tmp_path, DAY)
    for _ in range(3):
        first.check("host", "acme", requests=3)
        first.spend("host", "acme", 1, 0)
    with pytest.raises(BoardFailure, match="3 requests of the day") as error:
        first.check("host", "acme", requests=3)
    assert error.value.kind == "budget"
    first.check("host", "other", requests=3)
    # Not closed, as after a kill: what was spent is spent.
    again = DailyBudget(tmp_path, DAY)
    with pytest.raises(BoardFailure):
        again.check("host", "acme", requests=3)
    again.spend("host", "other", 0, 5 << 20)
    with pytest.raises(BoardFailure, match="5 MB of the day"):
        again.check("host", "other", size=5 << 20)
    tomorrow = DailyBudget(tmp_path, date(2026, 11, 21))
    tomorrow.check("host", "acme", requests=3)
    assert not (tmp_path / DAY.isoformat()).exists(), "days that are over are removed"
    for budget in (first, again, tomorrow):
        budget.close()


def test_a_host_has_a_budget_over_all_its_boards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.budget.HOST_REQUESTS", 4)
    budget = DailyBudget(None, DAY)
    for name in "abcd":
        budget.check("host", name)
        budget.spend("host", name, 1, 10)
    with pytest.raises(BoardFailure, match="the host's 4 requests"):
        budget.check("host", "e")
    budget.check("elsewhere", "e")


def test_a_board_may_have_its_own_budget(tmp_path: Path) -> None:
    table = tmp_path / "boards.toml"
    table.write_text('a = {platform = "greenhouse", token = "a", budget = {requests = 7, bytes = 900}}')
    board = read_boards(table)["a"]
    assert (board.most_requests, board.most_bytes) == (7, 900)
    for wrong in ("{requests = 0}", "{pages = 3}", "5"):
        table.write_text(f'a = {{platform = "greenhouse", token = "a", budget = {wrong}}}')
        with pytest.raises(BoardTableError, match="budget"):
            read_boards(table)


def test_pages_unused_for_long_go_and_the_oldest_go_first(tmp_path: Path) -> None:
    now = time.time()
    for number in range(10):
        path = tmp_path / "ab" / f"{number}.page"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 100)
        os.utime(path, (now - number * 86_400, now - number * 86_400))
    half = tmp_path / "ab" / "killed.partial"
    half.write_bytes(b"x")
    os.utime(half, (now - 2 * 86_400, now - 2 * 86_400))
    assert prune(tmp_path, now, oldest=7.5 * 86_400) == 3
    assert prune(tmp_path, now, most_bytes=500) == 3
    assert sorted(path.name for path in tmp_path.glob("*/*")) == [f"{number}.page" for number in range(5)]


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("localhost", True), ("LOCALHOST.", True), ("::1", True),
        ("10.0.0.1", True), ("172.16.3.4", True), ("192.168.1.1", True), ("169.254.169.254", True),
        ("100.64.0.1", True), ("fe80::1", True), ("fd00::1", True), ("::ffff:127.0.0.1", True),
        ("2130706433", True), ("0x7f.1", True), ("0177.0.0.1", True),
        ("93.184.216.34", False), ("2606:2800:220:1:248:1893:25c8:1946", False), ("1.1", False),
        ("boards.example", None), ("", None),
    ],
)  # fmt: skip
def test_an_inside_address_is_known_in_every_spelling(address: str, inside: bool | None) -> None:
    assert is_inside(address) is inside
