"""Marks that several charts share: dots with whiskers, bars with words, a heat table, and a band of quartiles.

They know nothing of what is counted; a chart gives them lines with names, shares and words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from reports import drawing, wording

ROWS = (26, 34, 44)
"""Height of one line of a chart in CSS pixels, where the longest name takes one, two or three."""
NAME = 12.5
"""Size of the names in CSS pixels."""
SMALL_NAME = (12, 11)
"""The same where one takes several lines, on a page and on a telephone."""
LEFT = (168, 250)
"""CSS pixels for the names and the gap after them on a page: usually, and at most."""
NARROW_LEFT = (112, 132)
"""The same on a telephone."""
GAP = 12
DEEPEST = 0.5
"""Opacity of the fullest cell of a heat table: dark enough to see, light enough to write on."""
VERDICTS = {"rising": "▲ rising", "falling": "▼ falling"}
"""Only a verdict puts a mark beside a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a chart of shares; without ``share`` it is greyed and says ``words`` only."""

    name: str
    share: float | None
    low: float | None = None
    high: float | None = None
    words: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a heat table; without ``share`` it is greyed."""

    share: float | None
    depth: float | None = None
    """How deep it is filled, from 0 to 1, if not by its share in the largest one."""
    strong: bool = False


def height(names: Sequence[str], narrow: bool, *, axis: int = 34) -> int:
    """Height in CSS pixels of a line for each name and the axis."""
    most = max((len(lines) for lines in _set(names, narrow)[1]), default=1)
    return ROWS[most - 1] * len(names) + axis


def bars(axes: Axes, lines: Sequence[Line], *, right: int = 136, narrow_right: int = 100) -> None:
    """A bar from zero for each line, with its interval and words at the end."""
    _frame(axes, lines, right, narrow_right)
    for place, line in enumerate(lines):
        if line.share is not None:
            color = drawing.ACCENT if line.strong else drawing.TINT
            axes.barh(place, line.share, height=0.62, color=color)
        _whisker_and_words(axes, place, line)


def dots(axes: Axes, lines: Sequence[Line], *, right: int = 136, narrow_right: int = 100) -> None:
    """A dot for each line, with its interval and words; the axis begins at zero."""
    _frame(axes, lines, right, narrow_right)
    for place, line in enumerate(lines):
        _whisker_and_words(axes, place, line)
        if line.share is not None:
            dot(axes, place, line.share, strong=line.strong)


def heat(axes: Axes, names: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
    """A table of shares, the fuller the deeper; each cell holds its number, so that colour is never needed.

    A strong cell is framed; one without a share is hatched and says "few".
    """
    narrow = drawing.is_narrow(axes)
    slanted = narrow and len(columns) >= 5
    top, right = (52, 26) if slanted else (30, 4)
    drawing.place(axes, left=left_of(names, narrow), right=right, top=top, bottom=6)
    own = any(cell.depth is not None for row in cells for cell in row)
    most = 1 if own else max((_depth(cell) for row in cells for cell in row), default=0) or 1
    for place, row in enumerate(cells):
        for column, cell in enumerate(row):
            _cell(axes, column, place, cell, most, short=slanted)
    axes.set_xlim(0, len(columns))
    axes.set_ylim(len(names), 0)
    write_names(axes, names, below=0.5)
    axes.set_xticks(
        [place + 0.5 for place in range(len(columns))],
        [drawing.drawable(name, 9 if narrow and len(columns) > 3 else 16) for name in columns],
    )
    axes.xaxis.tick_top()
    if slanted:
        for label in axes.get_xticklabels():
            label.set_rotation(35)
            label.set_horizontalalignment("left")
            label.set_fontsize(10.5)


def quartiles(axes: Axes, place: int, low: float, middle: float, high: float, *, strong: bool = False) -> None:
    """A band from the first quartile to the third, with a stroke at the median."""
    axes.barh(place, high - low, left=low, height=0.5, color=drawing.ACCENT if strong else drawing.TINT)
    axes.plot((middle, middle), (place - 0.34, place + 0.34), color=drawing.INK, linewidth=2.4, solid_capstyle="butt")


def place_lines(axes: Axes, names: Sequence[str], *, right: int, narrow_right: int, muted: Sequence[bool] = ()) -> None:
    """Lay out the lines of a chart with their names at the left."""
    narrow = drawing.is_narrow(axes)
    drawing.place(axes, left=left_of(names, narrow), right=narrow_right if narrow else right, top=4, bottom=30)
    write_names(axes, names)
    for label, grey in zip(axes.get_yticklabels(), muted, strict=False):
        label.set_color(drawing.MUTED if grey else drawing.INK)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(axis="x")


def left_of(names: Sequence[str], narrow: bool) -> int:
    """CSS pixels left of the marks: as many as the widest name needs, between the usual and the most."""
    usual, most = NARROW_LEFT if narrow else LEFT
    widest = max((drawing.width_of(drawing.drawable(name, 80), NAME) for name in names), default=0)
    return int(min(most, max(usual, widest + GAP)))


def write_names(axes: Axes, names: Sequence[str], *, below: float = 0) -> None:
    """The names of the lines, in up to three lines where they are long; ``below`` the places by so many lines."""
    size, labels = _set(names, drawing.is_narrow(axes))
    places = [place + below for place in range(len(names))]
    axes.set_yticks(places, ["\n".join(lines) for lines in labels], fontsize=size, linespacing=1.1)


def dot(axes: Axes, place: float, at: float, *, strong: bool = False) -> None:
    """A dot for a number."""
    color = drawing.ACCENT if strong else drawing.INK
    axes.plot(at, place, marker="o", markersize=8, color=color, markeredgewidth=0)


def whisker(axes: Axes, place: float, low: float, high: float) -> None:
    """The interval of a number, with a light edge so that it shows on a dark bar as well."""
    axes.plot((low, high), (place, place), color=drawing.PAPER, linewidth=4, solid_capstyle="butt")
    axes.plot((low, high), (place, place), color=drawing.INK, linewidth=1.4, solid_capstyle="butt")


def say(axes: Axes, place: float, at: float, words: str, *, strong: bool = False, grey: bool = False) -> None:
    """Words to the right of a point of a line."""
    axes.annotate(
        words,
        (at, place),
        (7, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        fontweight="bold" if strong else "normal",
        color=drawing.MUTED if grey else drawing.INK,
        fontsize=11.5 if grey else 12.5,
    )


def percent_axis(axes: Axes, most: float) -> None:
    """The axis of shares from zero to ``most``."""
    axes.set_xlim(0, most)
    axes.xaxis.set_major_locator(drawing.round_steps(3 if drawing.is_narrow(axes) else 5))
    axes.xaxis.set_major_formatter(drawing.percent_ticks())


def point_axis(axes: Axes, low: float, high: float) -> None:
    """The axis of changes in percentage points, with the line of no change."""
    axes.axvline(0, color=drawing.MUTED, linewidth=1)
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(drawing.round_steps(3 if drawing.is_narrow(axes) else 6))
    axes.xaxis.set_major_formatter(drawing.point_ticks())


def of_lines(lines: Sequence[Line], key: Callable[[Line], float | None] = lambda line: line.high) -> float:
    """The farthest end of the intervals."""
    return max((key(line) or line.share or 0 for line in lines), default=0) or 1


def _frame(axes: Axes, lines: Sequence[Line], right: int, narrow_right: int) -> None:
    muted = [line.share is None for line in lines]
    place_lines(axes, [line.name for line in lines], right=right, narrow_right=narrow_right, muted=muted)
    percent_axis(axes, of_lines(lines))


def _whisker_and_words(axes: Axes, place: int, line: Line) -> None:
    if line.share is None:
        say(axes, place, 0, line.words, grey=True)
        return
    if line.low is not None and line.high is not None:
        whisker(axes, place, line.low, line.high)
    say(axes, place, line.high or line.share, line.words or wording.percent(line.share), strong=line.strong)


def _depth(cell: Cell) -> float:
    return (cell.share or 0) if cell.depth is None else cell.depth


def _cell(axes: Axes, column: int, place: int, cell: Cell, most: float, *, short: bool) -> None:
    if cell.share is None:
        box = Rectangle(
            (column + 0.02, place + 0.06), 0.96, 0.88, facecolor="none", edgecolor=drawing.FAINT, hatch="///"
        )
        words, color = "few", drawing.MUTED
    else:
        edge = drawing.INK if cell.strong else "none"
        box = Rectangle((column + 0.02, place + 0.06), 0.96, 0.88, edgecolor=edge, linewidth=1.4)
        box.set_facecolor((*_rgb(drawing.ACCENT), DEEPEST * _depth(cell) / most))
        words, color = wording.percent(cell.share), drawing.INK
        if short:
            # Six columns on a telephone leave no room for the sign.
            words = words.replace(f"{wording.NARROW_SPACE}%", "").replace("under ", "<").replace("over ", ">")
    axes.add_patch(box)
    axes.text(
        column + 0.5,
        place + 0.5,
        words,
        ha="center",
        va="center",
        color=color,
        fontsize=11.5,
        fontweight="bold" if cell.strong else "normal",
    )


def _rgb(code: str) -> tuple[float, float, float]:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _set(names: Sequence[str], narrow: bool) -> tuple[float, list[list[str]]]:
    """The size of the names and the lines of each: smaller ones where one does not fit into the most room there is."""
    room = (NARROW_LEFT if narrow else LEFT)[1] - GAP
    longest = max((drawing.width_of(drawing.drawable(name, 80), NAME) for name in names), default=0)
    size = SMALL_NAME[narrow] if longest > room else NAME
    return size, [drawing.in_lines(name, room, size, len(ROWS)) for name in names]
