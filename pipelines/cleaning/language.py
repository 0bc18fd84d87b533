"""Which language an advert is written in: by script, then by the share of its commonest little words.

Enough to keep other languages out of an English share; no model, no dependency. None means undecided.
"""

import itertools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from pipelines.letters import lower

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


def language_of(text: str, stated: str | None = None) -> str | None:
    """ISO 639-1 code of the text's language; the source's word counts only where the text is undecided."""
    sample = _sample(text)
    raw = sample.encode("utf-8", "surrogatepass")
    if raw.translate(None, LATIN) and NOT_LATIN.search(sample) and (code := _by_script(sample)):
        return code
    words = lower(sample).split()
    if len(words) >= ENOUGH_WORDS:
        little = _little_words()
        met = list(filter(little.__contains__, words))
        different = _by_language(little, set(met))
        counts = {
            code: times for code, times in _by_language(little, met).items() if different[code] >= ENOUGH_LITTLE_WORDS
        }
        best = max(counts, key=counts.__getitem__, default="")
        most = counts.pop(best, 0)
        if most >= max(LEAST_SHARE * len(words), LEAD * max(counts.values(), default=0), 1):
            return best
    return _stated_code(stated)


def _by_language(little: dict[str, tuple[str, ...]], words: Iterable[str]) -> Counter[str]:
    return Counter(itertools.chain.from_iterable(map(little.__getitem__, words)))


def _sample(text: str) -> str:
    if len(text) <= 3 * WINDOW:
        return text
    middle = (len(text) - WINDOW) // 2
    return f"{text[:WINDOW]} {text[middle : middle + WINDOW]} {text[-WINDOW:]}"


def _by_script(sample: str) -> str | None:
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
def _little_words() -> dict[str, tuple[str, ...]]:
    """The languages of each little word."""
    table = tomllib.loads(files(__package__).joinpath("little_words.toml").read_text(encoding="utf-8"))
    languages: dict[str, tuple[str, ...]] = {}
    for code, words in table.items():
        for word in set(words.split()):
            languages[word] = (*languages.get(word, ()), code)
    return languages
