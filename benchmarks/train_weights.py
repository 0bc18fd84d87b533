"""Learns the weights of ``pipelines.skills.weighing`` from labelled skills, and writes them as data.

usage: python benchmarks/train_weights.py LABELLED… --texts TEXTS [--write]

LABELLED are sentences with spans; ``mentions.tsv`` holds, for 200 adverts by their sources' ids, where a known spelling
is asked for (+) or only mentioned (-), read by five readers; TEXTS are those adverts, as ``marked_texts.py`` gathers
them. Without ``--write`` it only prints what cross-validation by advert says, for several least probabilities. The fit
is a ridge-penalised logistic regression by Newton's method (McCullagh and Nelder 1989, ch. 4): no randomness, the same
data give the same weights.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipelines.cleaning.html_text import body_text
from pipelines.skills.evaluation import labelled_adverts
from pipelines.skills.extraction import shipped_extractor
from pipelines.skills.pages import Page
from pipelines.skills.sections import UNCOUNTED, numbers_of, parts
from pipelines.skills.surroundings import (
    IS_NAMED,
    IS_UNWEIGHED,
    LISTED,
    OPEN,
    UNSTATED,
    Surroundings,
    features_of_skill,
)
from pipelines.skills.surroundings import features as names_of
from pipelines.skills.surroundings import groups as described_by

RIDGE = 8.0
RAREST = 5
"""Hits in which a feature must occur to get a weight."""
SENTENCE = 0.5
"""What a labelled sentence weighs beside a mention in a whole advert: its labels leave duties and titles out."""
FOLDS = 5
LEAST = {
    "named": 0.5, "mentioned": 0.1, "standard": 0.45, "duty": 0.7, "item": 0.62, "direct": 0.3, "asked": 0.59,
    "open": 0.85, "field": 0.75, "foreign": 0.3,
}  # fmt: skip
"""Chosen for precision on marked adverts, as far as recall allows it."""
MENTIONS = Path(__file__).with_name("mentions.tsv")
TARGET = Path(__file__).parents[1] / "pipelines" / "skills" / "weights.toml"


@dataclass
class Examples:
    """Spellings that may be asked for: their features, whether they are, and where each was found."""

    features: list[list[str]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    advert: list[int] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    """Which least probability decides."""


def sentences(paths: list[Path]) -> Iterator[tuple[str, str, list[tuple[int, int]], list[tuple[int, int]]]]:
    """Source and text of labelled adverts, what is asked for, and nothing that is known not to be."""
    for path in paths:
        for source, text, spans in labelled_adverts(path):
            yield source, text, spans, []


def mentions(texts: Path) -> Iterator[tuple[str, str, list[tuple[int, int]], list[tuple[int, int]]]]:
    """The same of adverts whose mentions were labelled: what is asked for, and what is only mentioned."""
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    known = {row["id"]: body_text(None, row["text"]).text or "" for row in rows}
    for line in MENTIONS.read_text(encoding="utf-8").splitlines():
        advert, places = line.split("\t")
        if advert in known:
            found = re.findall(r"([+-])(\d+):(\d+)", places)
            labels = [[(int(first), int(last)) for sign, first, last in found if sign == wanted] for wanted in "+-"]
            yield "mentions", known[advert], labels[0], labels[1]


def examples(adverts: Iterator[tuple[str, str, list[tuple[int, int]], list[tuple[int, int]]]]) -> Examples:
    """What the extractor weighs in adverts; where some is known not to be asked for, only what was labelled."""
    extractor, found = shipped_extractor(), Examples()
    for number, (source, text, asked, unasked) in enumerate(adverts):
        places, lines, sections = zip(*(part for part in parts(text) if part[2] not in UNCOUNTED), strict=True)
        page = Page(lines, numbers_of(sections))
        about = extractor.surroundings(page)
        rows = np.flatnonzero(about.is_weighed() if unasked else ~IS_UNWEIGHED[about.kind])
        spelled = about.spelled.where(rows)
        # The places of a page begin elsewhere than those of the advert.
        shift = np.array(places)[spelled.line] - page.starts[spelled.line]
        listed = described_by(*about.described(rows, about.shapes(rows)))
        kinds = kinds_of_least(about, rows)
        for row, groups in enumerate(listed):
            first, last = spelled.start[row] + shift[row], spelled.end[row] + shift[row]
            right = any(first < end and start < last for start, end in asked)
            if unasked and not right and not any(first < end and start < last for start, end in unasked):
                continue
            skill = extractor.matcher.skills[spelled.skill[row]]
            found.features.append([*(name for group in groups for name in names_of(group)), *features_of_skill(skill)])
            found.right.append(right)
            found.source.append(source)
            found.advert.append(number)
            found.kind.append(kinds[row])
    return found


def kinds_of_least(about: Surroundings, rows: np.ndarray) -> list[str]:
    """Which least probability decides over each spelling."""
    listed = LISTED[about.section[rows]] & about.in_items[rows]
    named, several = IS_NAMED[about.kind[rows]], about.shapes(rows) & 1 == 1
    direct = about.described(rows, about.shapes(rows))[1]["asks"][1] == 0
    asked = about.requirement[rows] != UNSTATED
    item = listed & asked
    kinds = np.select(
        [named & about.is_doubtful()[rows], named, direct, about.how[rows] == OPEN, item, listed, asked, several],
        ["named", "mentioned", "direct", "open", "item", "duty", "asked", "standard"],
        "field",
    )
    return list(kinds)


def fit(features: list[list[str]], right: np.ndarray, weight: np.ndarray) -> dict[str, float]:
    """The weight of every feature that is not too rare, from examples that weigh so much."""
    counts = Counter(name for row in features for name in set(row))
    names = sorted(name for name, count in counts.items() if count >= RAREST)
    column = {name: index for index, name in enumerate(names)}
    table = np.zeros((len(features), len(names)))
    for row, names_found in enumerate(features):
        for name in names_found:
            if name in column:
                table[row, column[name]] = 1
    weights = np.zeros(len(names))
    for _ in range(30):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (weight * (likely - right)) + RIDGE * weights
        curve = (table * (weight * likely * (1 - likely))[:, None]).T @ table + RIDGE * np.eye(len(names))
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return dict(zip(names, weights.tolist(), strict=True))


def probability(weights: dict[str, float], features: list[list[str]]) -> np.ndarray:
    """How likely each hit is right."""
    totals = [sum(weights.get(name, 0.0) for name in row) for row in features]
    return 1 / (1 + np.exp(-np.array(totals)))


def main() -> None:
    """Cross-validate, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    both = [examples(sentences(options.labelled)), examples(mentions(options.texts))]
    features = [row for found in both for row in found.features]
    right = np.array([one for found in both for one in found.right], float)
    source, kind = (np.array([name for found in both for name in getattr(found, part)]) for part in ("source", "kind"))
    fold = np.array([number % FOLDS for found in both for number in found.advert])
    weight = np.where(source == "mentions", 1.0, SENTENCE)
    likely = np.zeros(len(right))
    for part in range(FOLDS):
        train = [row for row, other in zip(features, fold, strict=True) if other != part]
        weights = fit(train, right[fold != part], weight[fold != part])
        likely[fold == part] = probability(weights, [r for r, f in zip(features, fold, strict=True) if f == part])
    print(f"{len(right)} spellings, {int(right.sum())} asked for; by cross-validation over adverts:")
    for name in sorted(set(source)):
        for least in LEAST:
            chosen = (source == name) & (kind == least)
            print(f"{name:9} {least:9} {int(chosen.sum()):5}", end="")
            for bound in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
                kept = right[chosen & (likely >= bound)]
                precision, recall = kept.mean() if len(kept) else 0.0, kept.sum() / max(1, right[chosen].sum())
                print(f"  {bound}: {100 * precision:3.0f} {100 * recall:3.0f}", end="")
            print()
    if options.write:
        weights = fit(features, right, weight)
        lines = [
            "# Weights of the features in weighing.py, and the least probabilities.",
            "# Written by benchmarks/train_weights.py.",
            "", "[least]",
            *(f"{name} = {value}" for name, value in LEAST.items()),
            "", "[weights]",
            *(f"{json.dumps(name, ensure_ascii=False)} = {weight:.3f}" for name, weight in sorted(weights.items())),
        ]  # fmt: skip
        TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
