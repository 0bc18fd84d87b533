"""Builds the market report: reads it, lays it out as a page with its twins, and writes the files.

The same published copy, day, edition and kept vintages give the same bytes in every process.
"""

import logging
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reports import tables
from reports.layout import lay_out
from reports.market import vintages
from reports.market.edition import DEFAULT, Edition, Editions, UnknownEdition, spread
from reports.market.issues import write_index
from reports.market.method import Measurements
from reports.market.reading import opened
from reports.market.report import NO_MEASUREMENTS, Report, read_report
from reports.writing import write_whole

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """One edition on the disk."""

    page: Path
    report: Report


def build_report(published: Path, out_dir: Path, *, today: date, skill: str | None = None) -> Path:
    """Write the default edition of a day and return its page: see ``write_edition``."""
    return write_edition(published, out_dir, today=today, edition=Edition(skill=skill)).page


def write_edition(
    published: Path,
    out_dir: Path,
    *,
    today: date,
    edition: Edition,
    kept: Path | None = None,
    measured: Measurements = NO_MEASUREMENTS,
    address: str | None = None,
) -> Written:
    """Write one edition: ``out_dir``/<day>/index.html, or <day>/<edition>/index.html for any but the default one.

    Beside the page lie report.md, report.json and one CSV per chart; ``out_dir``/latest.html is the default page of
    the newest day, index.html lists all issues and feed.xml announces them. With ``kept``, the folder of vintages,
    the numbers are kept there and compared with those of the report before. Raises ``NotPublished``,
    ``UnknownEdition`` and ``UnknownSkill`` before anything is written.
    """
    folder_of_vintages = None if kept is None else kept / edition.name
    earlier = vintages.read_vintages(folder_of_vintages, today) if folder_of_vintages else []
    report = read_report(published, today=today, edition=edition, earlier=earlier, measured=measured)
    folder = out_dir / today.isoformat() / edition.folder
    page = folder / "index.html"
    for part in report.parts:
        write_whole(folder / f"{part.name}.csv", part.csv)
    write_whole(folder / "report.json", tables.as_json(report.as_record()))
    write_whole(folder / "report.md", lay_out("market.md", report=report))
    up = "../../" if edition.folder else "../"
    write_whole(page, lay_out("market.html", report=report, beside="", up=up))
    if edition.name == DEFAULT and today.isoformat() == _newest(out_dir):
        text = lay_out("market.html", report=report, beside=f"{today.isoformat()}/", up="")
        write_whole(out_dir / "latest.html", text)
    if folder_of_vintages:
        vintages.keep(folder_of_vintages, report.vintage)
    write_index(out_dir, address)
    return Written(page, report)


def write_editions(
    published: Path,
    out_dir: Path,
    *,
    today: date,
    editions: Editions,
    skill: str | None = None,
    kept: Path | None = None,
    measured: Measurements = NO_MEASUREMENTS,
) -> list[Written]:
    """Write every edition of a list, the default one first. One that the copy does not count is named and left out.

    Raises ``UnknownEdition`` if none of them is counted.
    """
    with opened(published) as connection:
        wanted = spread(connection, editions)
    wanted = [replace(one, skill=skill) if skill and one.name == DEFAULT else one for one in wanted]
    written, trouble = [], []
    for edition in sorted(wanted, key=lambda one: (one.name != DEFAULT, one.name)):
        try:
            written.append(
                write_edition(
                    published,
                    out_dir,
                    today=today,
                    edition=edition,
                    kept=kept,
                    measured=measured,
                    address=editions.address,
                )
            )
        except UnknownEdition as error:
            logger.warning("edition %s is left out: %s", edition.name, error)
            trouble.append(str(error))
    if not written:
        raise UnknownEdition("; ".join(trouble))
    return written


def front_in_markdown(report: Report, address: str) -> str:
    """The front page's sentences with a link to the page, for a place that shows Markdown."""
    return lay_out("front.md", report=report, address=address)


def _newest(out_dir: Path) -> str:
    return max(day.name for day in out_dir.iterdir() if _is_a_day(day))


def _is_a_day(folder: Path) -> bool:
    try:
        date.fromisoformat(folder.name)
    except ValueError:
        return False
    return (folder / "index.html").exists()
