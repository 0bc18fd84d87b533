"""Learns the weights of ``pipelines.skills.phrases`` from sentences with labelled skills, and writes them as data.

usage: python benchmarks/train_phrases.py LABELLED… --texts TEXTS [--test LABELLED] [--write]

Needs python-crfsuite (Okazaki 2007), which the project itself does not: it learns by L-BFGS without randomness. What
the weights of mentions say of a spelling is learned from other adverts than the one at hand, as it will be at work.
LABELLED and TEXTS are those of ``train_weights.py``. With ``--test`` nothing of that file is learned from, and the
shares of its spans that are found are printed; ``--write`` writes what was learned.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pycrfsuite

from benchmarks.train_weights import FOLDS, LEAST, SENTENCE, examples, fit, mentions, sentences
from pipelines.skills.evidence import best_evidence
from pipelines.skills.extraction import Extractor, shipped_extractor
from pipelines.skills.pages import Page
from pipelines.skills.phrases import TAGS, WORD, Around, Known, Tagger, features, lines_around, tagger_of, touched
from pipelines.skills.sections import UNCOUNTED, numbers_of, parts
from pipelines.skills.unlisted import Reader, known_in
from pipelines.skills.weighing import Least, Weighing

SPARSE, RIDGE, STEPS = 0.3, 1.0, 80
BIAS = 0.5
SMALLEST = 0.03
"""Weights below this are left out."""
TARGET = Path(__file__).parents[1] / "pipelines" / "skills" / "phrase_weights.tsv"
Advert = tuple[str, str, list[tuple[int, int]], list[tuple[int, int]]]


def lines_of(advert: Advert) -> Iterator[tuple[list[str], str, list[tuple[str, Known] | None], Around, list[str]]]:
    """Words, part, known spellings by word, lines around, and tags of each line that counts."""
    _, text, spans, _ = advert
    counted = [part for part in parts(text) if part[2] not in UNCOUNTED and part[1].strip()]
    places, lines, sections = zip(*counted, strict=True)
    extractor = shipped_extractor()
    known = known_in(extractor, extractor.surroundings(Page(lines, numbers_of(sections))))
    around = lines_around(lines, known)
    for place, line, section, spellings, beside in zip(places, lines, sections, known, around, strict=True):
        words = list(WORD.finditer(line))
        if not words:
            continue
        starts, ends = [word.start() for word in words], [word.end() for word in words]
        inside = [
            next((n for n, (first, last) in enumerate(spans) if first < end + place and start + place < last), None)
            for start, end in zip(starts, ends, strict=True)
        ]
        yield [word.group() for word in words], section, touched(starts, ends, spellings), beside, tags(inside)


def tags(inside: list[int | None]) -> list[str]:
    """The tag of each word from the number of the span that it belongs to."""
    found = []
    for place, span in enumerate(inside):
        if span is None:
            found.append("O")
            continue
        opens = place == 0 or inside[place - 1] != span
        closes = place + 1 == len(inside) or inside[place + 1] != span
        found.append("U" if opens and closes else "B" if opens else "L" if closes else "I")
    return found


def weighed(adverts: list[Advert], mentioned: list[Advert], held_out: int | None) -> Weighing:
    """Weights of mentions from all adverts but those of one fold."""
    kept = [advert for number, advert in enumerate(adverts) if number % FOLDS != held_out]
    both = [examples(iter(kept)), examples(iter(mentioned))]
    rows = [row for found in both for row in found.features]
    right = np.array([one for found in both for one in found.right], float)
    weight = np.repeat([SENTENCE, 1.0], [len(found.right) for found in both])
    return Weighing(fit(rows, right, weight), Least(**LEAST), shipped_extractor().matcher.skills)


def main() -> None:
    """Learn, test and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    adverts, mentioned = list(sentences(options.labelled)), list(mentions(options.texts))
    extractor = shipped_extractor()
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({
        "c1": SPARSE, "c2": RIDGE, "max_iterations": STEPS, "feature.possible_transitions": True,
    })  # fmt: skip
    for fold in range(FOLDS):
        extractor.weighing = weighed(adverts, mentioned, fold)
        for advert in adverts[fold::FOLDS]:
            for *line, tagged in lines_of(advert):
                trainer.append(list(features(*line)), tagged)
    rows = learned(trainer)
    print(len(rows), "rows")
    if options.write:
        TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")
    if options.test:
        extractor.weighing = weighed(adverts, mentioned, None)
        for bias in (0.0, 0.3, 0.5):
            print(bias, shares(sentences([options.test]), extractor, tagger_of([f"bias\t{bias}", *rows[1:]])))


def learned(trainer: pycrfsuite.Trainer) -> list[str]:
    """What a trainer learns, as the rows of the file."""
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/model")
        tagger = pycrfsuite.Tagger()
        tagger.open(f"{folder}/model")
        model = tagger.info()
        tagger.close()
    weights: dict[str, list[float]] = {}
    for (name, tag), weight in model.state_features.items():
        weights.setdefault(name, [0.0] * len(TAGS))[TAGS.index(tag)] = weight
    rows = [f"bias\t{BIAS}"]
    for before in TAGS:
        rows.append("\t".join([before, *(f"{model.transitions.get((before, after), 0.0):.3f}" for after in TAGS)]))
    for name, values in sorted(weights.items()):
        if max(map(abs, values)) >= SMALLEST and name.isprintable():
            rows.append("\t".join([name, *(f"{value:.2f}" if abs(value) >= 0.005 else "" for value in values)]))
    return rows


def shares(adverts: Iterator[Advert], extractor: Extractor, tagger: Tagger) -> dict[str, dict[str, str]]:
    """Precision, recall and F1 by source, of spans that are touched and of spans that are met exactly."""
    reader, counts = Reader(extractor, tagger), {}
    for source, text, spans, _ in adverts:
        hits = [
            hit for hit in extractor.extract("", text) if extractor.catalogue.skills[hit.skill].type != "soft_skill"
        ]
        kept, unlisted = reader.complete(best_evidence(hits, text), text)
        found = {(hit.start, hit.end) for hit in [*kept, *unlisted] if hit.section != "title"}
        met, free = 0, sorted(found)
        for start, end in spans:
            if match := next((span for span in free if span[0] < end and start < span[1]), None):
                free.remove(match)
                met += 1
        wrong = sum(not any(first < end and start < last for start, end in spans) for first, last in free)
        exact = len(found & set(spans))
        row = [met, wrong, len(spans) - met, exact, len(found) - exact, len(spans) - exact]
        counts[source] = np.add(counts.get(source, 0), row)
    return {source: {"touched": f1(*row[:3]), "exact": f1(*row[3:])} for source, row in counts.items()}


def f1(right: int, wrong: int, missed: int) -> str:
    """Precision, recall and F1 in percent."""
    return " ".join(f"{100 * share:.1f}" for share in (
        right / (right + wrong), right / (right + missed), 2 * right / (2 * right + wrong + missed),
    ))  # fmt: skip


if __name__ == "__main__":
    main()
