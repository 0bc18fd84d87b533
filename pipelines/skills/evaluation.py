"""Precision and recall of the extractor on span-labelled adverts.

The file holds one JSON object per sentence (or one array of them): ``idx`` (advert), ``source``, ``tokens``,
and ``tags_knowledge`` in B, I, O. Sentences of an advert are joined by line ends, so that lists and headings
can be used; a hit counts as right when it shares a token with a labelled span (each span once).
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from pipelines.skills.extraction import extract


class NotLabelled(ValueError):
    """A file that holds no labelled sentences."""

    exit_code = 2


def evaluate(path: Path, layer: str = "knowledge") -> dict[str, dict[str, float]]:
    """Per source: labelled spans, hits, and overlap precision, recall and F1 in percent."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for source, text, spans in labelled_adverts(path, layer):
        hits = [(hit.start, hit.end) for hit in extract("", text) if hit.start is not None and hit.end is not None]
        right = 0
        free = list(spans)
        for start, end in hits:
            match = next((span for span in free if span[0] < end and start < span[1]), None)
            if match:
                free.remove(match)
                right += 1
        for place, number in enumerate((len(spans), len(hits), right)):
            totals[source][place] += number
    return {source: _figures(*counts) for source, counts in sorted(totals.items())}


def labelled_adverts(path: Path, layer: str = "knowledge") -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Each advert of a labelled file: its source, its text, and the spans labelled in it, in characters."""
    tags = f"tags_{layer}"
    for source, sentences in _adverts(path, tags):
        yield source, *_joined(sentences, tags)


def _figures(labelled: int, found: int, right: int) -> dict[str, float]:
    precision = 100 * right / found if found else 0.0
    recall = 100 * right / labelled if labelled else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    figures = {"precision": precision, "recall": recall, "f1": f1}
    return {"labelled": labelled, "found": found, **{name: round(value, 1) for name, value in figures.items()}}


def _adverts(path: Path, tags: str) -> list[tuple[str, list[dict[str, Any]]]]:
    try:
        content = path.read_bytes().strip()
        rows = (
            orjson.loads(content) if content.startswith(b"[") else [orjson.loads(line) for line in content.splitlines()]
        )
        unequal = [row["idx"] for row in rows if len(row["tokens"]) != len(row[tags])]
    except FileNotFoundError:
        raise NotLabelled(f"{path}: no such file") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotLabelled(f"{path}: not labelled sentences: {error!r}") from None
    if not rows:
        raise NotLabelled(f"{path}: holds no labelled sentences")
    if unequal:
        raise NotLabelled(f"{path}: advert {unequal[0]}: tokens and {tags} are not of one length")
    ordered = sorted(rows, key=lambda row: (row.get("source") or "all", str(row["idx"])))
    groups = itertools.groupby(ordered, key=lambda row: (row.get("source") or "all", row["idx"]))
    return [(source, list(group)) for (source, _), group in groups]


def _joined(sentences: list[dict[str, Any]], tags: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "", []
    for sentence in sentences:
        for token, tag in zip(sentence["tokens"], sentence[tags], strict=True):
            start = len(text)
            text += token + " "
            if tag.startswith("B"):
                spans.append((start, start + len(token)))
            elif tag.startswith("I") and spans:
                spans[-1] = (spans[-1][0], start + len(token))
        text = text[:-1] + "\n"
    return text, spans
