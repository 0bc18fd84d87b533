"""How every chart is drawn: the house style, the palette in light and dark, and SVG with the same bytes each time.

What a chart shows belongs in reports/market/charts; nothing here knows what is drawn. matplotlib.pyplot is
not used: it keeps figures in a global list.
"""

import io
import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import matplotlib
from matplotlib import font_manager, style
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.ticker import FuncFormatter, MaxNLocator

INK = "#16262f"
MUTED = "#566b77"
FAINT = "#d9e1e5"
ACCENT = "#00707a"
TINT = "#a9d3d4"
GREY = "#98a5ac"
ALARM = "#a83a12"
PAPER = "#fdfefe"

DARK = {
    INK: "#e8eff2",
    MUTED: "#a3b5bf",
    FAINT: "#2b3b44",
    ACCENT: "#56c8ce",
    TINT: "#22565b",
    GREY: "#6f818a",
    ALARM: "#ff9d75",
    PAPER: "#111b21",
}
"""The colour that stands for each one on a dark page."""

WIDE = 760
NARROW = 344
"""Widths in CSS pixels of the two drawings of a chart: for a page and for a telephone."""

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
"""The page's own fonts. Each is narrower than DejaVu Sans, with which matplotlib measures: nothing overlaps."""

LONGEST = 160
"""Characters of a stranger's text that are ever set."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart drawn for two widths and two themes, as data URIs, with the sizes in CSS pixels."""

    wide: str
    wide_dark: str
    narrow: str
    narrow_dark: str
    wide_height: int
    narrow_height: int
    wide_width: int = WIDE
    narrow_width: int = NARROW


def picture(name: str, draw: Callable[[Axes], str], wide_height: int, narrow_height: int) -> tuple[Picture, str]:
    """Draw a chart at both widths; returns it with the sentence that ``draw`` returned.

    ``name`` salts the ids inside the SVG, so that the same rows give the same bytes in every process.
    """
    wide, headline = _svg(name, draw, WIDE, wide_height)
    narrow, _ = _svg(name, draw, NARROW, narrow_height)
    drawn = Picture(
        wide=_data_uri(wide),
        wide_dark=_data_uri(_dark(wide)),
        narrow=_data_uri(narrow),
        narrow_dark=_data_uri(_dark(narrow)),
        wide_height=wide_height,
        narrow_height=narrow_height,
    )
    return drawn, headline


def place(axes: Axes, *, left: float, right: float, top: float, bottom: float) -> None:
    """Put the axes into their figure with these margins in CSS pixels."""
    width, height = size(axes)
    axes.set_position((left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height))


def size(axes: Axes) -> tuple[float, float]:
    """Width and height of the whole drawing in CSS pixels."""
    figure = axes.get_figure(root=True)
    assert figure is not None  # noqa: S101 - an axes that draws stands in a figure
    width, height = figure.get_size_inches()
    return float(width) * 72, float(height) * 72


def is_narrow(axes: Axes) -> bool:
    """Whether this is the telephone's drawing."""
    return size(axes)[0] < (WIDE + NARROW) / 2


def drawable(text: object, limit: int) -> str:
    """A stranger's text for a label: one line, only characters the font has, at most ``limit`` of them.

    matplotlib warns of each missing glyph, and a control character makes the SVG invalid XML. A text of
    which nothing is left becomes "(unnamed)".
    """
    known = _glyphs()
    line = " ".join(unicodedata.normalize("NFC", str(text)).split())
    kept = "".join(
        character
        for character in line
        if ord(character) in known and unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}
    )
    kept = " ".join(kept.split())
    if len(kept) > limit:
        kept = kept[: limit - 1].rstrip() + "…"
    return kept or "(unnamed)"


def width_of(text: str, points: float) -> float:
    """Width of a line of text in CSS pixels, without hinting, so that it is the same on every machine."""
    return sum(_advance(character) for character in text) * points


def in_lines(text: object, room: float, points: float, most: int = 2) -> list[str]:
    """A stranger's text in at most ``most`` lines of ``room`` CSS pixels, broken between words, or inside one that is
    wider; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in drawable(text, LONGEST).split(" "):
        whole = f"{lines[-1]} {word}".lstrip()
        if width_of(whole, points) <= room:
            lines[-1] = whole
        elif len(lines) < most and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = whole
            break
    return [*lines[:-1], _cut(lines[-1], room, points)]


def _cut(line: str, room: float, points: float) -> str:
    if width_of(line, points) <= room:
        return line
    while line and width_of(line + "…", points) > room:
        line = line[:-1]
    return line.rstrip() + "…"


@cache
def _advance(character: str) -> float:
    """How far a character moves the pen, as a part of the font's size."""
    return float(_font().load_char(ord(character), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100


@cache
def _font() -> FT2Font:
    font = FT2Font(font_manager.findfont("DejaVu Sans"))
    font.set_size(100, 72)
    return font


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(_font().get_charmap())


@contextmanager
def _house_style(name: str) -> Iterator[None]:
    with as_file(files("reports") / "house.mplstyle") as path, style.context(["default", str(path)]):
        matplotlib.rcParams["svg.hashsalt"] = name
        yield


def _svg(name: str, draw: Callable[[Axes], str], width: int, height: int) -> tuple[str, str]:
    with _house_style(name):
        figure = Figure(figsize=(width / 72, height / 72))
        FigureCanvasSVG(figure)
        headline = draw(figure.add_axes((0, 0, 1, 1)))
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue().decode("utf-8")
    text = re.sub(r"<\?xml.*?\?>\s*<!DOCTYPE[^>]*>\s*|<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    return re.sub(r"font-family: [^;\"]*", f"font-family: {FONTS}", text), headline


def _dark(svg: str) -> str:
    return re.sub(r"#[0-9a-f]{6}\b", lambda found: DARK.get(found[0], found[0]), svg)


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(svg.encode("utf-8")).decode("ascii")


def percent_ticks() -> FuncFormatter:
    """Axis labels as whole per cents."""
    return FuncFormatter(lambda share, _: f"{share * 100:.3g} %")


def point_ticks() -> FuncFormatter:
    """Axis labels as signed percentage points."""
    return FuncFormatter(
        lambda difference, _: "0" if abs(difference) < 1e-9 else f"{difference * 100:+.3g}".replace("-", "−")
    )


def round_steps(most: int) -> MaxNLocator:
    """Ticks at round values, at most ``most`` intervals."""
    return MaxNLocator(most, steps=[1, 2, 5, 10])
