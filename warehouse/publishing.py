"""Publishes: a read-only copy of the warehouse, and Parquet files, replaced by atomic rename.

Readers keep the copy they opened; new readers see the new one. A publish that is killed leaves the old copy.
"""

import os
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.database import open_writer, query, sql_files

RELATIONS = (
    "closed_month",
    "crawl",
    "data_dictionary",
    "emerging_term",
    "employer",
    "employer_concentration",
    "excluded",
    "extraction_measure",
    "failure_kind",
    "link_waterfall",
    "listing",
    "mass_disappearance",
    "pay",
    "place",
    "population_pay",
    "posting",
    "posting_change",
    "posting_life",
    "posting_spell",
    "posting_vacancy",
    "role",
    "skill",
    "skill_alias",
    "skill_change",
    "skill_coverage",
    "skill_distinctive",
    "skill_hit",
    "skill_pair",
    "skill_pay",
    "skill_share_corrected",
    "skill_share_month",
    "skill_share_now",
    "skill_share_quarter",
    "source_health",
    "source_month",
    "vacancy",
    "vacancy_fact",
    "vacancy_lifetime",
    "vacancy_pay",
    "vacancy_skill",
    "vacancy_slice",
    "verdict_fate",
    "vintage",
)
"""What is published: names and meaning are an interface."""


def publish(warehouse: Path, folder: Path) -> None:
    """Replace ``skilltide.duckdb`` and ``parquet/*.parquet`` in ``folder`` by copies of the warehouse."""
    (folder / "parquet").mkdir(parents=True, exist_ok=True)
    for remains in [*folder.glob("*.partial*"), *folder.glob("parquet/*.partial")]:
        remains.unlink()
    partial = folder / "skilltide.duckdb.partial"
    with open_writer(warehouse) as connection:
        _copy(connection, partial)
        files = [_export(connection, name, folder / "parquet") for name in RELATIONS]
    for path in files:
        path.replace(path.with_suffix(""))
    partial.replace(folder / "skilltide.duckdb")
    _sync(folder)


def _copy(connection: DuckDBPyConnection, target: Path) -> None:
    """Every published relation as a table of a new file, with comments and macros."""
    connection.execute(f"attach '{_quoted(target)}' as published")
    comments = connection.execute(query("comments")).fetchall()
    for name in RELATIONS:
        order = "" if name in {"posting", "skill_hit"} else " order by all"
        connection.execute(f"create table published.main.{name} as from {name}{order}")
    for relation, column, comment in comments:
        if relation in RELATIONS:
            text = comment.replace("'", "''")
            subject = f'column published.main.{relation}."{column}"' if column else f"table published.main.{relation}"
            connection.execute(f"comment on {subject} is '{text}'")
    connection.execute("detach published")
    with duckdb.connect(str(target)) as copy:
        for path in sql_files("schema"):
            if "macro" in path.name:
                copy.execute(path.read_text(encoding="utf-8"))
        copy.execute("checkpoint")
    _sync(target)


def _export(connection: DuckDBPyConnection, name: str, folder: Path) -> Path:
    path = folder / f"{name}.parquet.partial"
    connection.execute(f"copy (from {name}) to '{_quoted(path)}' (format parquet, compression zstd)")
    _sync(path)
    return path


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _sync(path: Path) -> None:
    """Make sure that it is on the disk before a rename makes it count."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        # Windows cannot open a folder; there a rename is durable enough without it.
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
