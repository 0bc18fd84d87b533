"""Keeps the index by which new postings find old ones, the likeness of texts already compared, and the links.

What is due is kept in tables and taken off in the transaction that stores the result: work that is interrupted
goes on where it stopped, and costs in proportion to what is new.
"""

from collections.abc import Iterable, Iterator

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.batches import handed_out, list_pending, registered
from warehouse.database import query, run_query, transaction


def count_pending_links(connection: DuckDBPyConnection) -> int:
    """How many cleaned postings the index does not hold as they are now."""
    return list_pending(connection, "pending_links", {})


def pending_links(connection: DuckDBPyConnection, size: int) -> Iterator[pa.Table]:
    """Those postings in batches: ids, employer, title, place and text."""
    return handed_out(connection, "pending_links", {}, size)


def store_signed(connection: DuckDBPyConnection, signed: pa.Table) -> None:
    """Put index rows (columns of ``store.link_index``) in place of earlier ones."""
    with registered(connection, "signed_batch", signed), transaction(connection):
        run_query(connection, "load/link_index", {})


def due_blocks(connection: DuckDBPyConnection, size: int) -> Iterator[tuple[int, pa.Table]]:
    """Chunk number and texts (block, text_id, signature, text) of blocks to compare, about ``size`` at a time."""
    with transaction(connection):
        run_query(connection, "load/list_due_texts", {"size": size})
    chunks = connection.execute("select distinct chunk from due_text order by chunk").fetchall()
    for (chunk,) in chunks:
        yield chunk, connection.sql(query("load/due_texts"), params={"chunk": chunk}).to_arrow_table()


def store_block_pairs(connection: DuckDBPyConnection, chunk: int, pairs: pa.Table) -> None:
    """Put the pairs (columns of ``store.text_pair``) of a chunk in place of its blocks' earlier ones."""
    with registered(connection, "pair_batch", pairs), transaction(connection):
        run_query(connection, "load/text_pairs", {"chunk": chunk})


def texts_across(connection: DuckDBPyConnection, size: int, short: int) -> Iterator[pa.Table]:
    """Pairs of texts to compare, with signatures and bodies: of different employers, or under different titles of one.

    The latter only if shorter than ``short`` characters.
    """
    run_query(connection, "load/list_across_texts", {"short": short})
    connection.execute("create or replace temp table listed_pair as from across_pair")
    return _listed(connection, size)


def across_done(connection: DuckDBPyConnection) -> None:
    """Every new text has been looked for at other employers."""
    connection.execute("delete from store.link_due_text")


def texts_following(connection: DuckDBPyConnection, pairs: pa.Table, size: int) -> Iterator[pa.Table]:
    """Those of the pairs (text_a, text_b) that were not compared yet, with signatures and bodies."""
    with registered(connection, "following_batch", pairs):
        run_query(connection, "load/following_pair", {})
    connection.execute("create or replace temp table listed_pair as from new_pair")
    return _listed(connection, size)


def store_listed_pairs(connection: DuckDBPyConnection, pairs: pa.Table) -> None:
    """Add compared pairs."""
    with registered(connection, "pair_batch", pairs), transaction(connection):
        connection.execute("insert into store.text_pair by name select * from pair_batch")


def linkable(connection: DuckDBPyConnection) -> pa.Table:
    """One row per posting with what decides which opening it belongs to."""
    return connection.sql(query("load/linkable")).to_arrow_table()


def text_pairs(connection: DuckDBPyConnection) -> pa.Table:
    """Every compared pair of texts."""
    return connection.sql("from store.text_pair").to_arrow_table()


def posting_ids(connection: DuckDBPyConnection, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Ids of the postings of those (source, native id) that the warehouse holds."""
    wanted = pa.table({"source": [source for source, _ in names], "native_id": [native for _, native in names]})
    with registered(connection, "named", wanted):
        rows = connection.execute(
            "select source, native_id, posting_id from store.posting_seen join named using (source, native_id)"
        ).fetchall()
    return {(source, native): int(identity) for source, native, identity in rows}


def store_links(connection: DuckDBPyConnection, links: pa.Table) -> None:
    """Replace the links (columns of ``store.link``)."""
    with registered(connection, "link_batch", links), transaction(connection):
        run_query(connection, "load/links", {})


def _listed(connection: DuckDBPyConnection, size: int) -> Iterator[pa.Table]:
    connection.execute(query("load/listed_texts"))
    ((total,),) = connection.execute("select count(*) from listed_text").fetchall()
    for first in range(0, total, size):
        part = "from listed_text where place >= $first and place < $after order by place"
        yield connection.sql(part, params={"first": first, "after": first + size}).to_arrow_table()
