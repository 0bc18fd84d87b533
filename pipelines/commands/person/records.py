"""``person log`` and ``report``: what was done, and all of it as one page."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.commands.person.session import own_places, own_standing, tell, tell_json

if TYPE_CHECKING:
    from pipelines.person.keeping import PersonFiles


def log(options: argparse.Namespace) -> int:
    """The proof of search, the funnel, or a step to note."""
    from pipelines.person.keeping import read_records
    from pipelines.person.search_log import funnel, month_rows
    from pipelines.person.writing_down import note_step, parse_month, tell_proof

    config, files = own_places(options)
    if options.action == "add":
        names = {"employer": options.employer, "role": options.title or " ".join(options.role)}
        record = names | {"source": options.source, "note": options.note}
        return tell([note_step(files, options.kind or "", record, options.day, config.today)])
    records = read_records(files.log)
    if options.action == "funnel":
        stages = funnel(records)
        return tell_json(stages) if options.json else tell(stage.words for stage in stages)
    month = parse_month(options.month, config.today)
    if options.json:
        return tell_json(month_rows(records, month))
    if options.html:
        return _write_proof(files, options.html, records, month, config.today)
    return tell(tell_proof(records, month))


def _write_proof(files: "PersonFiles", path: Path, records: list[dict[str, Any]], month: date, today: date) -> int:
    from pipelines.person.keeping import write_private
    from pipelines.person.profile import read_profile
    from pipelines.person.weekly import proof_page

    name = read_profile(files.profile).name if files.profile.exists() else ""
    write_private(path, proof_page(records, name, month, today))
    return tell([str(path)])


def write_own_page(options: argparse.Namespace) -> int:
    """The weekly page for a command line that has only the shared options: `skilltide report person`."""
    role = getattr(options, "role", None)
    own: dict[str, Any] = {"person": None, "json": False, "months": 3, "level": "", "place": "", "remote": ""}
    own["role"] = [role] if role else []
    return report(argparse.Namespace(**(vars(options) | own)))


def report(options: argparse.Namespace) -> int:
    """The weekly page."""
    from pipelines.person.weekly import write_weekly_page

    config, standing = own_standing(options)
    page = write_weekly_page(standing, config.published, config.today)
    return tell_json({"page": page}) if options.json else tell([str(page)])
