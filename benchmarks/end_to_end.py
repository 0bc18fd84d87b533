"""From raw JSON lines with HTML to a Parquet file of hits: text, language and skills, in one process.

    python benchmarks/end_to_end.py [LANDING.jsonl[.gz] …] [--postings 3000] [--rounds 3]

Nothing else of a cleaned posting is made here (no places, pay, role, masking): ``benchmarks/clean.py`` measures that.
Beside it the way that most go, BeautifulSoup and spaCy's PhraseMatcher, on a tenth, where both are installed. Rates are
of processor time, of a process that is ready; how long it takes to be so is told apart.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.clean import asked
from pipelines.cleaning.batch import TOGETHER
from pipelines.cleaning.html_text import body_text
from pipelines.cleaning.language import languages_of
from pipelines.skills.compiled import load_catalogue
from pipelines.skills.extraction import Advert, shipped_extractor
from pipelines.skills.hits import SCHEMA
from pipelines.skills.languages import COVERED


def ours(lines: list[bytes], target: Path) -> int:
    """Hits written by a process that is ready; nothing is remembered from the round before."""
    extractor = shipped_extractor()
    extractor.forget()
    postings = pa.array(range(len(lines)), pa.int64())
    count = 0
    with pq.ParquetWriter(target, SCHEMA) as writer:
        for table in extractor.tables(postings, _adverts(lines)):
            writer.write_table(table)
            count += table.num_rows
    return count


def _adverts(lines: list[bytes]) -> Iterator[Advert]:
    """Step by step for many postings together, as cleaning does it."""
    for first in range(0, len(lines), TOGETHER):
        rows = [orjson.loads(line) for line in lines[first : first + TOGETHER]]
        texts = [body_text(row.get("description_html"), row.get("description_text")).text for row in rows]
        languages = languages_of(texts, [None] * len(texts))
        for row, text, language in zip(rows, texts, languages, strict=True):
            yield Advert(row.get("title") or "", text if language in COVERED else "", row.get("company"))


def usual() -> Callable[[list[bytes], Path], int] | None:
    """BeautifulSoup's text and spaCy's lookup; None where one of them is missing."""
    try:
        import spacy
        from bs4 import BeautifulSoup
        from spacy.matcher import PhraseMatcher
    except ImportError:
        return None
    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    spellings = {spelling for skill in load_catalogue().skills.values() for spelling in skill.spellings}
    matcher.add("skill", list(language.tokenizer.pipe(sorted(spellings))))

    def work(lines: list[bytes], target: Path) -> int:
        found: list[dict[str, Any]] = []
        for number, line in enumerate(lines):
            row = orjson.loads(line)
            html = row.get("description_html") or row.get("description_text") or ""
            document = language.make_doc(BeautifulSoup(html, "html.parser").get_text("\n"))
            found += [
                {"posting_id": number, "surface": document[start:end].text} for _, start, end in matcher(document)
            ]
        pq.write_table(pa.Table.from_pylist(found), target)
        return len(found)

    return work


def rates(work: Callable[[list[bytes], Path], int], lines: list[bytes], rounds: int) -> Iterator[float]:
    """Postings a second of processor time, for each round."""
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            begin = time.process_time()
            work(lines, Path(folder) / "hits.parquet")
            yield len(lines) / (time.process_time() - begin)


def main() -> None:
    """Print the medians and their ratio."""
    postings, rounds = asked(__doc__)
    lines = [orjson.dumps(posting) for posting in postings]
    (ready,) = rates(ours, lines[:20], 1)
    seen = list(rates(ours, lines, rounds))
    middle = statistics.median(seen)
    print(f"{len(lines):,} postings of {sum(map(len, lines)) / len(lines):,.0f} bytes, one process")
    print(f"JSON to Parquet: {middle:,.0f} postings/s   ({', '.join(f'{each:,.0f}' for each in seen)})")
    print(f"tables read and expressions compiled before it, once a process: {20 / ready:.2f} s")
    if work := usual():
        baseline = statistics.median(rates(work, lines[: max(20, len(lines) // 10)], rounds))
        print(f"BeautifulSoup and spaCy: {baseline:,.0f} postings/s; ratio {middle / baseline:.1f}")


if __name__ == "__main__":
    main()
