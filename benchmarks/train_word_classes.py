"""Learns the classes of ``pipelines.skills.word_classes`` from unlabelled adverts, and writes them as data.

usage: python benchmarks/train_word_classes.py TEXTS… [--write]

TEXTS are lines {text}. Needs gensim and scikit-learn, which the project itself does not. Words that stand in like
surroundings get like vectors (skip-grams with negative samples: Mikolov and others 2013), and like vectors one class
(k-means). With two threads the vectors are not the same twice; what matters is which words are together.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec
from sklearn.cluster import MiniBatchKMeans

from pipelines.skills.word_classes import bare

CLASSES = (48, 800)
"""Wide and narrow."""
DIMENSIONS, WINDOW, ROUNDS = 100, 4, 5
LEARNED_FROM, SHIPPED_FROM = 8, 15
"""How often a word must occur to be learned, and to be shipped."""
LONGEST = 24
WORD = re.compile(r"[A-Za-zÀ-ÿ][\w+#.'&/-]*[\w+#]|[A-Za-z]|\d+|[^\w\s]")
PRIVATE = re.compile(r"\d{3}|http|www|@|\.(com|io|org|net|co)\b")
"""What may belong to a person or a site."""
TARGET = Path(__file__).parents[1] / "pipelines" / "skills" / "word_classes.tsv"


def lines(paths: list[Path]) -> Iterator[list[str]]:
    """The words of each different line."""
    seen = set()
    for path in paths:
        for row in path.read_text(encoding="utf-8").splitlines():
            for line in json.loads(row)["text"].split("\n"):
                if len(line) >= 20 and (mark := hash(line)) not in seen:
                    seen.add(mark)
                    yield [bare(word) or word for word in WORD.findall(line)]


def main() -> None:
    """Learn, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    model = Word2Vec(
        list(lines(options.texts)), vector_size=DIMENSIONS, window=WINDOW, min_count=LEARNED_FROM, sg=1, negative=8,
        epochs=ROUNDS, sample=1e-4, workers=2, seed=1,
    ).wv  # fmt: skip
    vectors = model.vectors / np.linalg.norm(model.vectors, axis=1, keepdims=True)
    classes = [
        MiniBatchKMeans(size, random_state=1, n_init=3, batch_size=4096, max_iter=60).fit(vectors).labels_
        for size in CLASSES
    ]
    rows = [
        "\t".join([word, *(str(found[number]) for found in classes)])
        for number, word in enumerate(model.index_to_key)
        if model.get_vecattr(word, "count") >= SHIPPED_FROM and len(word) <= LONGEST and not PRIVATE.search(word)
    ]
    print(f"{len(model.index_to_key)} words, {len(rows)} shipped")
    if options.write:
        TARGET.write_text("\n".join(sorted(rows)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
