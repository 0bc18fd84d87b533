"""Builds the market report: reads it, lays it out as a page with its twins, and writes the files.

The same published copy, day and skill give the same bytes in every process.
"""

from datetime import date
from pathlib import Path

from reports import tables
from reports.layout import lay_out
from reports.market.report import read_report
from reports.writing import write_whole


def build_report(published: Path, out_dir: Path, *, today: date, skill: str | None = None) -> Path:
    """Write the market report of a day and return its page, ``out_dir``/<day>/index.html.

    Beside it lie report.md, report.json and one CSV per chart; ``out_dir``/latest.html is the page of the
    newest day. ``skill`` is the one drawn over time, by id, label or any spelling. Raises ``NotPublished``
    where ``published`` is not there, and ``UnknownSkill``, before anything is written.
    """
    report = read_report(published, today=today, skill=skill)
    folder = out_dir / today.isoformat()
    page = folder / "index.html"
    for part in report.parts:
        write_whole(folder / f"{part.name}.csv", part.csv)
    write_whole(folder / "report.json", tables.as_json(report.as_record()))
    write_whole(folder / "report.md", lay_out("market.md", report=report))
    write_whole(page, lay_out("market.html", report=report, beside=""))
    if folder.name == max(day.name for day in out_dir.iterdir() if _is_an_edition(day)):
        write_whole(out_dir / "latest.html", lay_out("market.html", report=report, beside=f"{folder.name}/"))
    return page


def _is_an_edition(folder: Path) -> bool:
    try:
        date.fromisoformat(folder.name)
    except ValueError:
        return False
    return (folder / "index.html").exists()
