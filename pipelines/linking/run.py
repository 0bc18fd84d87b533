"""The linking step: sign what is new, compare what is due, then decide anew which postings are one opening.

Signing and comparing cost in proportion to what is new. Deciding looks at all postings, but only at a few numbers
of each, so that the result is the same as if everything had come at once.
"""

import logging
from pathlib import Path

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipelines.linking.copies import RENAMED_SHORT
from pipelines.linking.corrections import Corrections, read_names, resolve
from pipelines.linking.openings import openings
from pipelines.linking.pairing import Comparer
from pipelines.linking.postings import ACROSS, FOLLOWING, Postings
from pipelines.linking.rounds import following
from pipelines.linking.shingles import Shingler
from pipelines.linking.signing import sign_batch
from pipelines.progress import counted
from warehouse import link_index

logger = logging.getLogger(__name__)

BATCH = 5_000
TEXTS_AT_ONCE = 20_000


def link(connection: DuckDBPyConnection, corrections: Path) -> int:
    """Bring ``store.link`` up to date; returns how many postings were new or changed.

    Raises ``CorrectionsError`` if the file of corrections cannot be used.
    """
    names = read_names(corrections)
    shingler = Shingler()
    signed = _sign(connection, shingler)
    compare(connection, Comparer(shingler))
    postings = Postings.read(link_index.linkable(connection))
    _compare_following(connection, Comparer(shingler), postings)
    links = openings(postings, link_index.text_pairs(connection), _resolved(connection, names, corrections))
    link_index.store_links(connection, links)
    return signed


def compare(connection: DuckDBPyConnection, comparer: Comparer) -> None:
    """Compare the texts of every block that is due, and new texts with those of other employers."""
    for chunk, texts in link_index.due_blocks(connection, TEXTS_AT_ONCE):
        link_index.store_block_pairs(connection, chunk, comparer.block_pairs(texts))
    for pairs in link_index.texts_across(connection, BATCH, RENAMED_SHORT):
        link_index.store_listed_pairs(connection, comparer.listed_pairs(pairs, ACROSS))
    link_index.across_done(connection)


def _sign(connection: DuckDBPyConnection, shingler: Shingler) -> int:
    total = link_index.count_pending_links(connection)
    for postings in counted(link_index.pending_links(connection, BATCH), "linking", total):
        link_index.store_signed(connection, sign_batch(postings, shingler))
    return total


def _compare_following(connection: DuckDBPyConnection, comparer: Comparer, postings: Postings) -> None:
    one, other = following(postings)
    differ = postings.text_id[one] != postings.text_id[other]
    low, high = postings.text_id[one[differ]], postings.text_id[other[differ]]
    pairs = pa.table({"text_a": np.minimum(low, high), "text_b": np.maximum(low, high)})
    for part in link_index.texts_following(connection, pairs, BATCH):
        link_index.store_listed_pairs(connection, comparer.listed_pairs(part, FOLLOWING))


def _resolved(
    connection: DuckDBPyConnection, names: dict[str, list[tuple[tuple[str, str], tuple[str, str]]]], path: Path
) -> Corrections:
    wanted = {name for pairs in names.values() for pair in pairs for name in pair}
    found = resolve(names, link_index.posting_ids(connection, wanted) if wanted else {})
    for name in found.unknown:
        logger.warning("%s: no posting %s; the line is kept but does nothing", path, name)
    return found
