"""Hands postings out for cleaning and reading in batches, and takes the results in.

What is pending is found by comparing versions, and each batch is stored in one transaction: work that is
interrupted goes on where it stopped.
"""

from collections.abc import Iterator

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.database import query, run_query, transaction


def count_pending_postings(connection: DuckDBPyConnection, rules: str) -> int:
    """How many postings' current content these cleaning rules have not cleaned."""
    return list_pending(connection, "pending_postings", {"rules": rules})


def pending_postings(connection: DuckDBPyConnection, rules: str, size: int) -> Iterator[pa.Table]:
    """Those postings in batches: ``store.posting_version`` with source, platform and first_seen."""
    return handed_out(connection, "pending_postings", {"rules": rules}, size)


def store_cleaned(connection: DuckDBPyConnection, cleaned: pa.Table) -> None:
    """Put cleaned postings (columns of ``store.cleaned``) in place of earlier ones."""
    columns = ", ".join(cleaned.column_names)
    with registered(connection, "cleaned_batch", cleaned), transaction(connection):
        connection.execute(f"insert or replace into store.cleaned ({columns}) select {columns} from cleaned_batch")


def store_roles(connection: DuckDBPyConnection, roles: pa.Table) -> None:
    """Replace the list of role families: role, label, isco, soc."""
    with registered(connection, "role_batch", roles), transaction(connection):
        connection.execute("delete from role")
        connection.execute("insert into role (role, label, isco, soc) select role, label, isco, soc from role_batch")


def count_pending_texts(connection: DuckDBPyConnection, catalogue: str) -> int:
    """How many cleaned texts this catalogue has not been looked for in."""
    return list_pending(connection, "pending_texts", {"catalogue": catalogue})


def pending_texts(connection: DuckDBPyConnection, catalogue: str, size: int) -> Iterator[pa.Table]:
    """Those texts in batches: posting_id, version_hash, rules, title, text, company, tags."""
    return handed_out(connection, "pending_texts", {"catalogue": catalogue}, size)


def store_hits(connection: DuckDBPyConnection, texts: pa.Table, hits: pa.Table, catalogue: str) -> None:
    """Put the hits of a batch of texts in place of those postings' earlier hits.

    ``texts`` is the batch as handed out; ``hits`` has posting_id, skill, requirement, section, start, end,
    surface, version, line.
    """
    read = texts.select(["posting_id", "version_hash", "rules"])
    with (
        registered(connection, "read_batch", read),
        registered(connection, "hit_batch", hits),
        transaction(connection),
    ):
        run_query(connection, "load/hits", {"catalogue": catalogue})


def store_catalogue(connection: DuckDBPyConnection, skills: pa.Table, aliases: pa.Table, version: str) -> None:
    """Replace the catalogue: skills (skill, label, type, area, ambiguity) and aliases (alias, skill)."""
    with (
        registered(connection, "skill_batch", skills),
        registered(connection, "alias_batch", aliases),
        transaction(connection),
    ):
        run_query(connection, "load/catalogue", {"catalogue": version})


def store_failure_kinds(connection: DuckDBPyConnection, kinds: pa.Table) -> None:
    """Replace the list of failures (failure, verdict, meaning, what_to_do)."""
    with registered(connection, "failure_batch", kinds), transaction(connection):
        run_query(connection, "load/failure_kind", {})


def store_measures(connection: DuckDBPyConnection, measures: pa.Table) -> None:
    """Replace ``extraction_measure``."""
    with registered(connection, "measure_batch", measures), transaction(connection):
        run_query(connection, "load/measures", {})


def store_vintages(connection: DuckDBPyConnection, vintages: pa.Table) -> None:
    """Replace ``vintage``."""
    with registered(connection, "vintage_batch", vintages), transaction(connection):
        run_query(connection, "load/vintages", {})


def list_pending(connection: DuckDBPyConnection, name: str, parameters: dict[str, str]) -> int:
    """Number the pending postings in a temporary table, in a stable order; returns how many there are."""
    connection.execute(query(f"load/list_{name}"), parameters)
    ((total,),) = connection.execute(f"select count(*) from {name}").fetchall()
    return int(total)


def handed_out(connection: DuckDBPyConnection, name: str, parameters: dict[str, str], size: int) -> Iterator[pa.Table]:
    total = list_pending(connection, name, parameters)
    for first in range(0, total, size):
        rows = connection.sql(query(f"load/{name}"), params={"first": first, "after": first + size})
        yield rows.to_arrow_table()


class registered:
    """An Arrow table under a name for the time of a block."""

    def __init__(self, connection: DuckDBPyConnection, name: str, table: pa.Table) -> None:
        self.connection, self.name, self.table = connection, name, table

    def __enter__(self) -> None:
        self.connection.register(self.name, self.table)

    def __exit__(self, *_: object) -> None:
        self.connection.unregister(self.name)
