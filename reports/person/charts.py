"""The four charts of a person's page: coverage, the ladder, the curve, and the skills one holds.

Rows come with their labels and words ready. All axes are counts of openings: a person's target is often too small for
shares.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from reports import drawing
from reports.drawing import Picture, picture
from reports.tables import Rows

ROW = 30
FOOT = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``value`` with its interval, or no interval where too little is known; ``strong`` has the accent."""

    label: str
    value: float
    low: float | None
    high: float | None
    words: str
    short: str
    """The words where there is little room."""
    strong: bool = False


def bars(name: str, rows: Sequence[Bar]) -> Picture:
    """Horizontal bars with their words at the end; whiskers are 95 % intervals."""

    def draw(axes: Axes) -> str:
        narrow = drawing.is_narrow(axes)
        drawing.place(axes, left=142 if narrow else 190, right=64 if narrow else 170, top=4, bottom=FOOT)
        for place, row in enumerate(rows):
            _bar(axes, place, row, narrow)
        labels = [drawing.drawable(row.label, 18 if narrow else 25) for row in rows]
        axes.set_yticks(range(len(rows)), labels)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        top = max([*(row.high or row.value for row in rows), 1])
        axes.set_xlim(0, top * 1.02)
        axes.xaxis.set_major_locator(drawing.round_steps(3 if narrow else 5))
        axes.grid(axis="x")
        return ""

    height = ROW * max(len(rows), 1) + FOOT + 8
    return picture(name, draw, height, height)[0]


def _bar(axes: Axes, place: int, row: Bar, narrow: bool) -> None:
    axes.barh(place, row.value, height=0.6, color=drawing.ACCENT if row.strong else drawing.TINT)
    if row.low is not None and row.high is not None:
        axes.plot((row.low, row.high), (place, place), color=drawing.INK, linewidth=1.4, solid_capstyle="butt")
    axes.annotate(
        drawing.drawable(row.short if narrow else row.words, 28),
        (max(row.high or 0, row.value), place),
        (7, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        fontweight="bold" if row.strong else "normal",
    )


def curve(name: str, rows: Rows, *, elbow: int, you: str) -> Picture:
    """How many openings are met after each rung: ``met`` and ``label`` per row, the first row being now."""

    def draw(axes: Axes) -> str:
        narrow = drawing.is_narrow(axes)
        drawing.place(axes, left=52, right=22, top=14, bottom=46)
        values = [row["met"] for row in rows]
        axes.step(range(len(values)), values, where="post", color=drawing.ACCENT)
        axes.plot(range(len(values)), values, linestyle="none", marker="o", markersize=6, color=drawing.ACCENT)
        axes.plot(0, values[0], marker="o", markersize=11, color=drawing.ALARM, markeredgewidth=0)
        axes.annotate(
            you, (0, values[0]), (10, -18), textcoords="offset points", color=drawing.ALARM, fontweight="bold"
        )
        if elbow:
            axes.axvline(elbow, color=drawing.MUTED, linewidth=1, linestyle=(0, (2, 3)))
        labels = [
            str(place) if narrow or not place else _rung(place, str(row["label"])) for place, row in enumerate(rows)
        ]
        axes.set_xticks(range(len(rows)), labels, fontsize=12 if narrow else 9.5)
        axes.set_xlim(-0.4, len(rows) - 0.4)
        axes.set_ylim(0, max(values) * 1.18 or 1)
        axes.yaxis.set_major_locator(drawing.round_steps(4))
        axes.grid(axis="y")
        return ""

    return picture(name, draw, 250, 230)[0]


def _rung(place: int, label: str) -> str:
    words = drawing.drawable(label, 24).split()
    half = (len(words) + 1) // 2
    lines = [f"{place}. {' '.join(words[:half])}", " ".join(words[half:])]
    return "\n".join(line if len(line) <= 13 else line[:12].rstrip() + "…" for line in lines if line)


@dataclass(frozen=True, slots=True)
class Dot:
    """One skill held: the openings that ask for it, with the interval where there is enough for one."""

    label: str
    value: float
    low: float | None
    high: float | None
    words: str
    short: str
    """The words where there is little room."""
    shown: bool
    """Whether a line of the person's own shows it."""


def dots(name: str, rows: Sequence[Dot]) -> Picture:
    """A dot per skill; filled where the person's own line shows it, hollow where it is only listed."""

    def draw(axes: Axes) -> str:
        narrow = drawing.is_narrow(axes)
        drawing.place(axes, left=118 if narrow else 190, right=108 if narrow else 206, top=4, bottom=FOOT)
        for place, row in enumerate(rows):
            if row.low is not None and row.high is not None:
                axes.plot((row.low, row.high), (place, place), color=drawing.INK, linewidth=1.4)
            axes.plot(
                row.value,
                place,
                marker="o",
                markersize=10,
                markeredgewidth=2,
                color=drawing.ACCENT,
                markerfacecolor=drawing.ACCENT if row.shown else drawing.PAPER,
            )
            axes.annotate(
                drawing.drawable(row.short if narrow else row.words, 32),
                (1, place),
                (8, 0),
                xycoords=axes.get_yaxis_transform(),
                textcoords="offset points",
                va="center",
                annotation_clip=False,
            )
        axes.set_yticks(range(len(rows)), [drawing.drawable(row.label, 15 if narrow else 25) for row in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, max([*(row.high or row.value for row in rows), 1]) * 1.06)
        axes.xaxis.set_major_locator(drawing.round_steps(3 if narrow else 5))
        axes.grid(axis="both")
        return ""

    height = ROW * max(len(rows), 1) + FOOT + 8
    return picture(name, draw, height, height)[0]
