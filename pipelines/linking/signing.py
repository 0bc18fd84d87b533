"""One row of the link index for each posting of a batch: Arrow in, Arrow out; the columns of ``store.link_index``."""

from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.linking.agencies import agency_name, client_phrase
from pipelines.linking.shingles import Shingler, bands, signature
from pipelines.linking.titles import title_words

INDEXED = pa.schema(
    [
        pa.field("posting_id", pa.int64(), nullable=False),
        pa.field("version_hash", pa.string()),
        pa.field("rules", pa.string()),
        pa.field("employer", pa.uint64()),
        pa.field("block", pa.uint64()),
        pa.field("text_id", pa.uint64()),
        pa.field("letters", pa.int32()),
        pa.field("title_words", pa.list_(pa.string())),
        pa.field("agency_name", pa.bool_()),
        pa.field("client_phrase", pa.bool_()),
        pa.field("signature", pa.binary()),
        pa.field("bands", pa.list_(pa.uint64())),
    ]
)
LONG_ENOUGH = 400
"""Characters from which a text is looked for at other employers: short ones are alike by chance."""
NO_TEXT = 0


def sign_batch(postings: pa.Table, shingler: Shingler) -> pa.Table:
    """Index rows of cleaned postings, in the same order.

    ``postings`` has posting_id, version_hash, rules, source, company, company_key, title, location_raw, countries
    (of its places, ISO 3166-1), text and text_key. An advert without an employer's name is taken with its source's
    other nameless ones.
    """
    rows = [_row(posting) for posting in postings.to_pylist()]
    signatures = np.array([signature(shingler.shingles(text or "")) for text in postings["text"].to_pylist()])
    banded = bands(signatures) if len(rows) else np.zeros((0, 0), dtype=np.uint64)
    for row, signed, band in zip(rows, signatures, banded, strict=True):
        row["signature"] = signed.tobytes()
        row["bands"] = band[band != 0].tolist() if row["letters"] >= LONG_ENOUGH else []
    return pa.Table.from_pylist(rows, schema=INDEXED)


def identity(*parts: str) -> int:
    """A 64-bit hash of texts, the same in every process."""
    return int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "little")


def _row(posting: dict[str, Any]) -> dict[str, Any]:
    employer = posting["company_key"] or f"?{posting['source']}"
    words = title_words(posting["title"] or "", posting["location_raw"], posting["company"], posting["countries"] or ())
    text = posting["text"] or ""
    return {
        **{name: posting[name] for name in ("posting_id", "version_hash", "rules")},
        "employer": identity(employer),
        "block": identity(employer, *words),
        "text_id": int(posting["text_key"][:16], 16) if posting["text_key"] else NO_TEXT,
        "letters": len(text),
        "title_words": words,
        "agency_name": agency_name(posting["company"]),
        "client_phrase": client_phrase(text),
    }
