"""``skilltide changes``: verdicts on the change between any two periods, from the published copy."""

import argparse
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from pipelines.config import ConfigError, read_config

if TYPE_CHECKING:
    from warehouse.marts import Periods

MONTHS = re.compile(r"(\d{4})-(\d\d)(?:\.\.(\d{4})-(\d\d))?")
SHOWN = ("label", "verdict", "k1", "n1", "k0", "n0", "difference", "low", "high", "q_value")


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    text = "which skills rose or fell between any two periods: intervals, tests, verdicts"
    command = commands.add_parser("changes", parents=[shared], help=text, description=text)
    command.add_argument(
        "--later", metavar="MONTHS", help="as 2019-04..2019-06 (default: the last three closed months)"
    )
    command.add_argument("--earlier", metavar="MONTHS", help="as 2018-04..2018-06 (default: a year before the later)")
    command.add_argument("--slice", default="all", help="population, such as all or remote:remote")
    command.add_argument("--all", action="store_true", help="every skill, not only those that rose or fell")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from pipelines.trends.changes import changes
    from warehouse.database import open_published
    from warehouse.marts import compared, is_population, labelled

    config = read_config(data=options.data, today=options.today)
    with open_published(config.published) as connection:
        periods = _periods(options.later, options.earlier, connection)
        for name, cells, asked in compared(connection, periods, options.slice):
            rows = labelled(connection, changes(name, cells, asked))
            return _say(rows, periods, options)
        if not is_population(connection, options.slice):
            raise ConfigError(
                f"--slice {options.slice!r}: the copy has no such population; "
                '`skilltide sql "from vacancy_slice"` shows them'
            )
    print(f"too few to say: under 100 openings of {options.slice!r} in one of the periods, on sources heard in both")
    return 0


def _say(rows: list[dict[str, Any]], periods: "Periods", options: argparse.Namespace) -> int:
    if options.json:
        print(json.dumps(rows, indent=2))
        return 0
    moved = [row for row in rows if row["verdict"] in {"rising", "falling"}]
    later, earlier = periods.names
    tested = rows[0]["tested"] if rows else 0
    print(
        f"{later} against {earlier}, {options.slice}: {tested} skills tested, {len(moved)} moved more than chance would"
    )
    for row in rows if options.all else moved:
        numbers = [f"{row[name]:.4g}" if isinstance(row[name], float) else str(row[name]) for name in SHOWN[2:]]
        print(
            f"{row['label']:32} {row['verdict']:16} "
            + " ".join(f"{name}={n}" for name, n in zip(SHOWN[2:], numbers, strict=True))
        )
    return 0


def _periods(later: str | None, earlier: str | None, connection: Any) -> "Periods":
    from warehouse.marts import Periods, usual_periods, year_before

    if later is None:
        usual = usual_periods(connection)
        if usual is None:
            raise ConfigError(
                "there are no three closed months in a row yet; name the months with --later and --earlier"
            )
        first, last = usual.later_first, usual.later_last
    else:
        first, last = months(later)
    before = months(earlier) if earlier else (year_before(first), year_before(last))
    if before[1] >= first and last >= before[0]:
        raise ConfigError("the two periods overlap: an opening cannot be compared with itself")
    return Periods(first, last, *before)


def months(text: str) -> tuple[date, date]:
    """``2019-04..2019-06`` as the first days of both months. Raises ``ConfigError``."""
    found = MONTHS.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        first = date(int(found[1]), int(found[2]), 1)
        last = date(int(found[3]), int(found[4]), 1) if found[3] else first
    except ValueError:
        raise ConfigError(f"{text!r} is no span of months; write 2019-04..2019-06") from None
    if last < first:
        raise ConfigError(f"{text!r} ends before it begins")
    return first, last
