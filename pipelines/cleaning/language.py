"""Which language an advert is written in: by script, then by the share of its commonest little words.

Enough to keep other languages out of an English share; no model, no dependency. None means undecided.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from pipelines.letters import blanks_for_space, lowered_bytes
from pipelines.lexicon import BLANK, MARGIN, Column, Lexicon

NOT_LATIN = re.compile("[\u0370-\u1dff\u2e80-\ud7ff]")
LATIN = bytes(byte for byte in range(256) if not (0xCD <= byte <= 0xE1 or 0xE3 <= byte <= 0xED))
"""Bytes of UTF-8 that are no first byte of another script's letters, all of which have their own."""
WINDOW = 500
"""Characters read at the start, the middle and the end: an English introduction may precede a German body."""
ENOUGH_WORDS = 12
ENOUGH_LITTLE_WORDS = 3
"""Different little words that a language must show: "a" alone belongs to half a dozen."""
LEAST_SHARE = 0.12
"""Share of little words below which a text is a list of names rather than sentences (measured on adverts)."""
LEAD = 1.25
"""How many times as common the winner's little words must be as the runner-up's."""
SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
SCRIPT_SHARE = 0.2
"""Japanese and Chinese adverts are full of Latin names of tools."""
UKRAINIAN = re.compile("[іїєґ]", re.I)


@dataclass(frozen=True, slots=True)
class LittleWords:
    """Little words, once for each language that has them: ``language`` of each, a place in ``codes``."""

    lexicon: Lexicon
    language: Column
    codes: tuple[str, ...]

    def by_language(self, sample: Column, word: Column, samples: int) -> Column:
        """How many words of each language (columns) each sample (rows) has."""
        place = sample * len(self.codes) + self.language[word]
        return np.bincount(place, minlength=samples * len(self.codes)).reshape(samples, len(self.codes))


def language_of(text: str, stated: str | None = None) -> str | None:
    """ISO 639-1 code of the text's language; the source's word counts only where the text is undecided."""
    return languages_of([text], [stated])[0]


def languages_of(texts: Sequence[str], stated: Sequence[str | None]) -> list[str | None]:
    """The same for many texts, whose little words are counted at once."""
    samples = list(map(_sample, texts))
    told = zip(map(_by_script, samples), _by_little_words(samples), stated, strict=True)
    return [script or words or _stated_code(source) for script, words, source in told]


def _by_little_words(samples: Sequence[str]) -> list[str | None]:
    """The language with the most little words in each sample, if they are enough."""
    raw = [blanks_for_space(lowered_bytes(sample)) for sample in samples]
    ends = np.cumsum(np.fromiter(map(len, raw), np.int64, len(raw)) + 1) + len(MARGIN)
    page = b" ".join((MARGIN, *raw, MARGIN))
    blank = np.frombuffer(page, np.uint8) == BLANK
    starts = np.flatnonzero(blank[:-1] & ~blank[1:]) + 1
    size = np.diff(np.searchsorted(starts, ends), prepend=0)

    little = _little_words()
    word, start = little.lexicon.find(page)
    sample = np.searchsorted(ends, start)
    met = np.zeros((len(raw), len(little.language)), bool)
    met[sample, word] = True
    counts = little.by_language(sample, word, len(raw))
    sample, word = np.nonzero(met)
    different = little.by_language(sample, word, len(raw))
    counts[different < ENOUGH_LITTLE_WORDS] = 0
    *_, second, most = np.sort(counts, axis=1).T
    told = (size >= ENOUGH_WORDS) & (most >= np.maximum(LEAST_SHARE * size, np.maximum(LEAD * second, 1)))
    best = counts.argmax(axis=1)
    return [little.codes[row] if sure else None for row, sure in zip(best.tolist(), told.tolist(), strict=True)]


def _sample(text: str) -> str:
    if len(text) <= 3 * WINDOW:
        return text
    middle = (len(text) - WINDOW) // 2
    return f"{text[:WINDOW]} {text[middle : middle + WINDOW]} {text[-WINDOW:]}"


def _by_script(sample: str) -> str | None:
    raw = sample.encode("utf-8", "surrogatepass")
    if not (raw.translate(None, LATIN) and NOT_LATIN.search(sample)):
        return None
    letters = sum(map(str.isalpha, sample))
    for code, script in SCRIPTS:
        if len(script.findall(sample)) > SCRIPT_SHARE * letters:
            return "uk" if code == "ru" and UKRAINIAN.search(sample) else code
        if code == "ja" and len(script.findall(sample)) > 0.05 * letters:
            return code  # kana beside many Chinese characters is Japanese
    return None


def _stated_code(stated: str | None) -> str | None:
    code = re.split(r"[-_]", (stated or "").strip().lower())[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else None


@cache
def _little_words() -> LittleWords:
    table = tomllib.loads(files(__package__).joinpath("little_words.toml").read_text(encoding="utf-8"))
    spoken = [(word, place) for place, words in enumerate(table.values()) for word in sorted(set(words.split()))]
    words, languages = zip(*spoken, strict=True)
    return LittleWords(Lexicon([word.encode() for word in words]), np.array(languages), tuple(table))
