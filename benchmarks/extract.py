"""How fast skills are found: the whole extraction and the matching alone, against baselines in the same run.

usage: python benchmarks/extract.py [TEXTS.jsonl] [--adverts N] [--whole-machine]

TEXTS holds lines {"title","text"}; without it adverts are made up from the catalogue's own spellings and from filler,
of the size of real ones (about 4.9 kB). Absolute rates move with the machine, so ratios are printed too; rates are of
processor time. Real adverts repeat lines (an employer's template), made-up ones do not, so those take longer. Texts are
in memory, and hits come in columns, as the warehouse takes them. Matching alone looks for the catalogue's spellings, as
the baselines do; the extraction has its matcher look for cues and for the words of rules in the same pass.
"""

import argparse
import contextlib
import dataclasses
import hashlib
import itertools
import json
import multiprocessing
import random
import re
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any, ClassVar

from pipelines.skills.catalogue import catalogue_files
from pipelines.skills.compiled import cache_folder, load, load_catalogue
from pipelines.skills.extraction import ADVERTS, Advert, Extractor, shipped_extractor
from pipelines.skills.hits import Hit
from pipelines.skills.matcher import Matcher
from pipelines.skills.pages import Page
from pipelines.skills.wording import load_wording

ROUNDS = 5
SIZE = 4900
FILLER = (
    "we are looking for people who like to work with others on products that matter to many customers and who care for "
    "quality while they learn every day in a friendly place with good coffee and open doors for all of you"
).split()


def made_up(count: int) -> list[tuple[str, str]]:
    """Adverts with about twenty skills each; no line is like another."""
    chance = random.Random(7)
    names = [skill.label for skill in load_catalogue().counted()]
    adverts = []
    for _ in range(count):
        lines, length = [], 0
        while length < SIZE:
            words = chance.choices(FILLER, k=chance.randint(6, 24))
            if chance.random() < 0.5:
                words[chance.randrange(len(words))] = chance.choice(names)
            if chance.random() < 0.1:
                lines.append(chance.choice(["Requirements", "Nice to have", "About us", "What you'll do"]))
            lines.append("- " + " ".join(words) + ".")
            length += len(lines[-1]) + 1
        adverts.append((f"{chance.choice(names)} developer", "\n".join(lines)))
    return adverts


def seconds(work: Callable[[str], Any], texts: list[str]) -> float:
    """Median processor time of a pass over the texts."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            work(text)
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def pages(texts: list[str]) -> Iterator[Page]:
    """The lines of the texts, joined as the extraction joins them."""
    for first in range(0, len(texts), ADVERTS):
        yield Page([*itertools.chain.from_iterable(text.split("\n") for text in texts[first : first + ADVERTS])])


def match_all(matcher: Matcher, texts: list[str]) -> int:
    """Spellings in the texts, with the splitting and joining of the lines but without context."""
    return sum(len(matcher.find(page).spelled.line) for page in pages(texts))


def digest(found: list[list[Hit]]) -> str:
    """A hash of all hits: the same before and after a change that is about speed alone."""
    return hashlib.blake2b(repr([[tuple(hit) for hit in hits] for hits in found]).encode(), digest_size=8).hexdigest()


def trie_pattern(spellings: list[str]) -> re.Pattern[str]:
    """One regular expression shaped like a trie, the usual way without a library."""
    trie: dict[str, Any] = {}
    for spelling in spellings:
        node = trie
        for character in spelling.lower():
            node = node.setdefault(character, {})
        node[""] = {}

    def write(node: dict[str, Any]) -> str:
        parts = [re.escape(character) + write(below) for character, below in sorted(node.items()) if character]
        if not parts:
            return ""
        body = parts[0] if len(parts) == 1 and "" not in node else f"(?:{'|'.join(parts)})"
        return f"{body}?" if "" in node else body

    return re.compile(rf"(?<![\w+#]){write(trie)}(?![\w+#])")


def word_trie(spellings: list[str]) -> Callable[[str], int]:
    """A word trie walked in Python, as flashtext does."""
    trie: dict[str, Any] = {}
    for spelling in spellings:
        node = trie
        for word in re.findall(r"[\w+#]+|[^\w\s]", spelling.lower()):
            node = node.setdefault(word, {})
        node[""] = {}

    def find(text: str) -> int:
        words, found, place = re.findall(r"[\w+#]+|[^\w\s]", text.lower()), 0, 0
        while place < len(words):
            node, last, reach = trie, 0, place
            while reach < len(words) and (below := node.get(words[reach])) is not None:
                node, reach = below, reach + 1
                last = reach if "" in node else last
            found += bool(last)
            place = last or place + 1
        return found

    return find


def baselines(spellings: list[str]) -> dict[str, Callable[[str], Any]]:
    """Ways to look a list up, by name; those of flashtext and spaCy only where these are installed."""
    pattern = trie_pattern(spellings)
    found: dict[str, Callable[[str], Any]] = {
        "re trie": lambda text: sum(1 for _ in pattern.finditer(text.lower())),
        "word trie (flashtext's way)": word_trie(spellings),
    }
    with contextlib.suppress(ImportError):
        from flashtext import KeywordProcessor

        keywords = KeywordProcessor()
        keywords.add_keywords_from_list(spellings)
        found["flashtext"] = keywords.extract_keywords
    with contextlib.suppress(ImportError):
        import spacy
        from spacy.matcher import PhraseMatcher

        language = spacy.blank("en")
        matcher = PhraseMatcher(language.vocab, attr="LOWER")
        matcher.add("skill", list(language.tokenizer.pipe(spellings)))
        found["spaCy PhraseMatcher"] = lambda text: matcher(language.make_doc(text))
    return found


class Reader:
    """A process with the adverts in memory and the extractor ready."""

    adverts: ClassVar[list[Advert]] = []

    @classmethod
    def prepare(cls, adverts: list[Advert]) -> None:
        """Hold the adverts, and make the extractor."""
        cls.adverts = adverts
        cls.read(slice(0, 20))

    @classmethod
    def read(cls, share: slice) -> int:
        """Hits of a share of the adverts; nothing is remembered from the share before."""
        extractor = shipped_extractor()
        extractor.forget()
        return sum(len(found.advert) for _, found in extractor.read(cls.adverts[share]))


def timed(pool: Pool, shares: list[slice]) -> float:
    """Seconds on the clock for shares that are read side by side."""
    start = time.perf_counter()
    pool.map(Reader.read, shares, chunksize=1)
    return time.perf_counter() - start


def one_and_two(adverts: list[Advert]) -> tuple[float, float]:
    """Median seconds on the clock for one process and for two, in turn."""
    middle = len(adverts) // 2
    whole, halves = [slice(None)], [slice(middle), slice(middle, None)]
    with multiprocessing.get_context("spawn").Pool(2, Reader.prepare, (adverts,)) as pool:
        timed(pool, halves)
        taken = [(timed(pool, whole), timed(pool, halves)) for _ in range(ROUNDS)]
    one, two = map(statistics.median, zip(*taken, strict=True))
    return one, two


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="?", type=Path)
    parser.add_argument("--adverts", type=int, default=1500)
    parser.add_argument("--whole-machine", action="store_true", help="measure two processes too")
    options = parser.parse_args()
    if options.texts:
        rows = [json.loads(line) for line in options.texts.read_text(encoding="utf-8").splitlines()]
        adverts = [Advert(row.get("title") or "", row["text"], row.get("company")) for row in rows[: options.adverts]]
    else:
        adverts = [Advert(*advert) for advert in made_up(options.adverts)]
    texts = [advert.text for advert in adverts]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6

    start = time.process_time()
    load(catalogue_files(), cache_folder())
    print(f"catalogue: load {time.process_time() - start:.3f} s")
    start = time.process_time()
    extractor = Extractor(load_catalogue())
    print(f"matcher and rules: build {time.process_time() - start:.3f} s")

    taken = []
    for _ in range(ROUNDS):
        extractor = Extractor(load_catalogue())  # nothing remembered from the round before
        start = time.process_time()
        read = list(extractor.read(adverts))
        taken.append(time.process_time() - start)
    whole, hits = statistics.median(taken), sum(len(found.advert) for _, found in read)
    lines = Counter(line for text in texts for line in text.split("\n") if line)
    again = 1 - sum(map(len, lines)) / sum(len(line) * count for line, count in lines.items())
    print(
        f"whole extraction: {len(texts) / whole:,.0f} adverts/s, {megabytes / whole:.1f} MB/s, "
        f"{hits / len(texts):.1f} hits each; {again:.0%} of the text stands in lines that stood before"
    )
    print(f"digest of all hits: {digest(list(extractor.extract_all(adverts)))}")
    only_spellings = Matcher(load_catalogue(), dataclasses.replace(load_wording(), cues={}, asking=[]))
    matchers = (only_spellings, extractor.matcher)
    lexical, with_cues = (seconds(lambda _, of=matcher: match_all(of, texts), [""]) for matcher in matchers)
    print(
        f"matching alone:   {len(texts) / lexical:,.0f} adverts/s, {megabytes / lexical:.1f} MB/s; "
        f"with cues and the words of rules {megabytes / with_cues:.1f} MB/s"
    )
    spellings = sorted({spelling for skill in load_catalogue().skills.values() for spelling in skill.spellings})
    some = texts[: max(50, len(texts) // 10)]
    for name, work in baselines(spellings).items():
        base = seconds(work, some) * len(texts) / len(some)
        print(
            f"{name}: {len(texts) / base:,.0f} adverts/s; "
            f"matching is {base / lexical:.1f} x, all of it {base / whole:.1f} x"
        )
    if options.whole_machine:
        one, two = one_and_two(adverts)
        print(f"two processes:    {len(texts) / two:,.0f} adverts/s, {one / two:.2f} x one, on the clock")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    print(f"peak memory: {peak:.0f} MB")


if __name__ == "__main__":
    main()
