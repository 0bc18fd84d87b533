"""Reads JSON strictly: every key is taken or known and left out; what is new is counted, never absorbed.

A missing structure raises ``BoardFailure``; a single record of the wrong shape raises ``RecordBroken``.
"""

from collections.abc import Collection, Iterator
from typing import Any

import orjson

from spiders.failures import BoardFailure, RecordBroken, is_markup, wrong_page
from spiders.tally import Tally

MOST_VALUES = 3_000_000
"""Values in one body: bounds the memory of what a small body can become; the largest real ones have 100,000."""


def decode_json(body: bytes, url: str) -> Any:
    """The decoded body. Raises ``BoardFailure`` named after what stands there instead of JSON."""
    if body.count(b",") > MOST_VALUES:
        raise BoardFailure("oversize", f"{url}: more than {MOST_VALUES} values in one answer")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if "depth limit" in str(error):
            raise BoardFailure("oversize", f"{url}: the JSON is nested too deep") from None
        text = body.strip()
        if is_markup(text):
            kind = wrong_page(text)
            raise BoardFailure(kind, f"{url}: {kind.replace('_', ' ')}: HTML where JSON is due") from None
        if not text or (text[:1] in b"[{" and text[-1:] not in b"]}") or error.pos >= len(body) - 1:
            raise BoardFailure("truncated", f"{url}: the JSON breaks off after {len(body)} bytes") from None
        raise BoardFailure("schema_change", f"{url}: not JSON: {error}") from None


class Record:
    """One JSON object while it is read: each key is taken out, and ``done`` counts what is left.

    ``path`` names the place in the body, such as ``jobs[]``, for messages and for the count.
    """

    __slots__ = ("_path", "_tally", "_values")

    def __init__(self, value: Any, path: str, tally: Tally) -> None:
        if not isinstance(value, dict):
            raise RecordBroken(f"{path}: expected an object, got {_shown(value)}")
        self._values: dict[str, Any] = value
        self._path = path
        self._tally = tally

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def take(self, key: str) -> Any:
        """The value as it stands, or None where there is none."""
        return self._values.pop(key, None)

    def text(self, key: str) -> str | None:
        """A string or number as text without outer white space; None where absent, null or blank."""
        value = self._values.pop(key, None)
        if value is None:
            return None
        if isinstance(value, str):
            return value.strip() or None
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(value)
        raise RecordBroken(f"{self._path}.{key}: expected text, got {_shown(value)}")

    def need_text(self, key: str) -> str:
        """Text that every record has; a record without it is broken."""
        value = self.text(key)
        if value is None:
            raise RecordBroken(f"{self._path}.{key}: missing")
        return value

    def record(self, key: str) -> "Record":
        """A nested object; an empty one where it is absent or null."""
        value = self._values.pop(key, None)
        return Record({} if value is None else value, f"{self._path}.{key}", self._tally)

    def as_json(self) -> str | None:
        """What is still there as compact JSON; None where nothing is."""
        return orjson.dumps(self._values).decode() if self._values else None

    def items(self, key: str) -> list[Any]:
        """A list; an empty one where it is absent or null."""
        value = self._values.pop(key, None)
        if value is None:
            return []
        if not isinstance(value, list):
            raise RecordBroken(f"{self._path}.{key}: expected a list, got {_shown(value)}")
        return value

    def records(self, key: str) -> list["Record"]:
        """A list of nested objects; an empty one where it is absent or null."""
        return [Record(value, f"{self._path}.{key}[]", self._tally) for value in self.items(key)]

    def texts(self, key: str) -> list[str]:
        """A list of strings, blanks left out."""
        found = []
        for value in self.items(key):
            if not isinstance(value, str):
                raise RecordBroken(f"{self._path}.{key}[]: expected text, got {_shown(value)}")
            if stripped := value.strip():
                found.append(stripped)
        return found

    def done(self, left_out: Collection[str] = ()) -> None:
        """Count the keys that were neither taken nor are known and left out on purpose."""
        for key in self._values:
            if key not in left_out:
                self._tally.unknown_field(f"{self._path}.{key}" if self._path else key)


def top_records(document: Any, key: str | None, url: str) -> Iterator[Any]:
    """The entries of the list that a body is about: ``document[key]``, or the document itself.

    Raises ``BoardFailure`` where the structure is gone: an absent list is never an empty one.
    """
    found = document if key is None else document.get(key) if isinstance(document, dict) else None
    if not isinstance(found, list):
        where = "a list" if key is None else f"a list under {key!r}"
        raise BoardFailure("schema_change", f"{url}: expected {where}, got {_shown(document)}")
    return iter(found)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"an object with {', '.join(map(repr, list(value)[:5])) or 'no keys'}"
    text = repr(value)
    return f"{type(value).__name__} {text[:60]}"
