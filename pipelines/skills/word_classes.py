"""Words that stand in like surroundings have one class: "Kubernetes" and "Terraform", "excellent" and "superb".

Each word has a wide and a narrow class (``word_classes.tsv``), found once by ``benchmarks/train_word_classes.py`` in
unlabelled adverts. So what labelled sentences say of one word holds for its like too (Miller, Guinness and Zamanian
2004, who did so for names).
"""

import functools
import re
from importlib.resources import files

SIZES = ("wide", "narrow")
UNKNOWN = ("-",) * len(SIZES)
OUTER = ".,;:()!?\"'[]•*"
"""Marks that are glued to a word."""
DIGIT = re.compile(r"\d")


def bare(word: str) -> str:
    """A word as the classes know it: small, without the marks around it, each digit as 0."""
    small = word.lower().strip(OUTER)
    return small if small.isalpha() else DIGIT.sub("0", small)


@functools.cache
def word_classes() -> dict[str, tuple[str, ...]]:
    """The classes of each known word, as ``SIZES`` says."""
    rows = (files("pipelines.skills") / "word_classes.tsv").read_text(encoding="utf-8").splitlines()
    return {word: tuple(classes) for word, *classes in (row.split("\t") for row in rows)}


def classes_of(word: str) -> tuple[str, ...]:
    """The classes of a word, whatever its case and the marks around it; ``UNKNOWN`` of one that is not known."""
    return word_classes().get(bare(word), UNKNOWN)
