"""Learns the weights of ``pipelines.skills.weighing`` from sentences with labelled skills, and writes them as data.

usage: python benchmarks/train_weights.py LABELLED… [--write]

Without ``--write`` it only prints what cross-validation by advert says, for several least probabilities. The fit is
a ridge-penalised logistic regression by Newton's method (McCullagh and Nelder 1989, ch. 4): no randomness, the same
data give the same weights.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from pipelines.skills.evaluation import labelled_adverts
from pipelines.skills.extraction import shipped_extractor
from pipelines.skills.pages import Page
from pipelines.skills.sections import UNCOUNTED, parts
from pipelines.skills.weighing import IS_NAMED, IS_UNWEIGHED
from pipelines.skills.weighing import features as names_of
from pipelines.skills.weighing import groups as described_by

RIDGE = 8.0
RAREST = 5
"""Hits in which a feature must occur to get a weight."""
FOLDS = 5
LEAST = {"named": 0.5, "mentioned": 0.08, "standard": 0.42, "duty": 0.12, "open": 0.48, "field": 0.41}
"""Chosen by cross-validation, and so that an advert's duties and standards are not lost."""
TARGET = Path(__file__).parents[1] / "pipelines" / "skills" / "weights.toml"


def examples(paths: list[Path]) -> tuple[list[list[str]], np.ndarray, np.ndarray, list[tuple[str, int]]]:
    """Features, whether a labelled span is touched, whether the type is a named one, and (source, advert)."""
    extractor = shipped_extractor()
    features, right, named, where = [], [], [], []
    for number, (source, text, spans) in enumerate(advert for path in paths for advert in labelled_adverts(path)):
        places, lines, sections = zip(*(part for part in parts(text) if part[2] not in UNCOUNTED), strict=True)
        page = Page(lines, sections)
        about = extractor.surroundings(page)
        rows = np.flatnonzero(~IS_UNWEIGHED[about.kind])
        spelled = about.spelled.where(rows)
        # The places of a page begin elsewhere than those of the advert.
        shift = np.array(places)[spelled.line] - page.starts[spelled.line]
        listed = described_by(*about.described(rows, about.shapes(rows)))
        where_found = zip(spelled.start + shift, spelled.end + shift, about.kind[rows], strict=True)
        for groups, (first, last, kind) in zip(listed, where_found, strict=True):
            features.append([name for group in groups for name in names_of(group)])
            right.append(any(first < end and start < last for start, end in spans))
            named.append(IS_NAMED[kind])
            where.append((source, number))
    return features, np.array(right, float), np.array(named), where


def fit(features: list[list[str]], right: np.ndarray) -> dict[str, float]:
    """The weight of every feature that is not too rare."""
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
        slope = table.T @ (likely - right) + RIDGE * weights
        curve = (table * (likely * (1 - likely))[:, None]).T @ table + RIDGE * np.eye(len(names))
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
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    features, right, named, where = examples(options.labelled)
    likely = np.zeros(len(right))
    fold = np.array([number % FOLDS for _, number in where])
    for part in range(FOLDS):
        train = [row for row, other in zip(features, fold, strict=True) if other != part]
        weights = fit(train, right[fold != part])
        likely[fold == part] = probability(weights, [r for r, f in zip(features, fold, strict=True) if f == part])
    sources = np.array([source for source, _ in where])
    print(f"{len(right)} hits, {int(right.sum())} right; kept of them by cross-validation over adverts:")
    for source in sorted(set(sources)):
        for kind, chosen in (("named", named), ("field", ~named)):
            for least in (0.0, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
                kept = (sources == source) & chosen & (likely >= least)
                print(f"{source:6} {kind} >= {least:.2f}: {int(right[kept].sum()):5} right of {int(kept.sum()):5}")
    if options.write:
        weights = fit(features, right)
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
