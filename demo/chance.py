"""Seeded randomness that stays the same for ever: each purpose draws from its own named stream.

Only ``random.Random.random`` is used, whose sequence Python promises to keep between versions; and because
every stream has a name, a new draw in one place changes nothing in another.
"""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Chance:
    """One stream of random numbers; ``name`` says what it is drawn for."""

    __slots__ = ("_draw",)

    def __init__(self, seed: int, *name: object) -> None:
        self._draw = random.Random(_number(seed, *name)).random

    def fraction(self) -> float:
        """Between 0 (included) and 1."""
        return self._draw()

    def happens(self, probability: float) -> bool:
        return self._draw() < probability

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._draw() * (high - low + 1))

    def one_of(self, items: Sequence[Item]) -> Item:
        return items[int(self._draw() * len(items))]

    def weighted(self, weights: dict[Item, float]) -> Item:
        """A key, each with a probability in proportion to its weight."""
        left = self._draw() * sum(weights.values())
        for item, weight in weights.items():
            left -= weight
            if left < 0:
                return item
        return next(reversed(weights))

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """A new list in random order."""
        return [item for _, item in sorted(((self._draw(), item) for item in items), key=lambda pair: pair[0])]

    def some(self, items: Sequence[Item], number: int) -> list[Item]:
        """``number`` different items in random order, or all of them where there are fewer."""
        return self.shuffled(items)[:number]


def hexadecimal(seed: int, *name: object, digits: int = 32) -> str:
    """A fixed hexadecimal identity of ``name``, for native ids that look random."""
    text = "\x1f".join(map(str, (seed, *name)))
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


def uuid(seed: int, *name: object) -> str:
    """The same in the form of a UUID of version 4."""
    text = hexadecimal(seed, *name)
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


def _number(seed: int, *name: object) -> int:
    return int(hexadecimal(seed, *name, digits=16), 16)
