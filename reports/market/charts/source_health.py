"""Chart: what each source's last crawl brought against what it usually brings; the ill ones by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import health
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows

MOST_NAMED = 12
"""Sources drawn one by one; beyond them the well ones are drawn together, and of the ill ones the largest."""
FARTHEST = 1.6
"""Where a source that brought far more than usual is drawn, as a multiple of its usual most."""
LINE = 30
"""Height of one source in CSS pixels; on a telephone the words stand below the mark and need half as much again."""

TOGETHER = {"ok": "well", "new": "new", "archive": "imported", "broken": "broken", "stale": "stale", "thin": "thin"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the chart: a source, or several together."""

    name: str
    status: str
    postings: int
    usual_low: int | None
    usual_high: int | None
    words: str

    @property
    def is_ill(self) -> bool:
        """Whether it cannot be relied on."""
        return self.status in health.ILL


def marks(rows: Rows) -> list[Mark]:
    """The lines to draw: every source if they are few, else the ill ones by name and the others together."""
    if len(rows) <= MOST_NAMED:
        return [_one(row) for row in rows]
    ill = [row for row in rows if row["status"] in health.ILL]
    others = {status: [row for row in rows if row["status"] == status] for status in ("new", "ok", "archive")}
    groups = sum(1 for group in others.values() if group)
    most = MOST_NAMED - groups
    named = ill if len(ill) <= most else ill[: most - 1]
    lines = [_one(row) for row in named]
    if rest := ill[len(named) :]:
        lines.append(_together(rest, rest[0]["status"], f"{wording.count(len(rest))} more ill"))
    for status, group in others.items():
        if len(group) == 1:
            lines.append(_one(group[0]))
        elif group:
            lines.append(_together(group, status, f"{wording.count(len(group))} {TOGETHER[status]}"))
    return lines


def subtitle(rows: Rows, population: Population) -> str:
    """What is set against what."""
    if not rows:
        return "Adverts in each source's last crawl against its usual number."
    return (
        f"Adverts in the last crawl of {wording.counted(len(rows), 'source')} (dot) against the fewest and most of "
        "the ten believed crawls before it (band); each on its own scale."
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """Without a source, or with imported history only, there is no usual number to compare with."""
    if not rows:
        return "No source has been read yet."
    if all(row["status"] == "archive" for row in rows):
        return "Imported history is not crawled, so there is no usual number to compare with."
    return None


def height(rows: Rows, narrow: bool) -> int:
    """As many lines as marks, and the axis."""
    return (LINE * 3 // 2 if narrow else LINE) * len(marks(rows)) + 38


def draw(axes: Axes, rows: Rows) -> str:
    """A band for the usual range, a dot for the last crawl, and the status in words."""
    narrow = drawing.is_narrow(axes)
    lines = marks(rows)
    drawing.place(axes, left=8 if narrow else 158, right=12 if narrow else 292, top=4, bottom=34)
    for place, mark in enumerate(lines):
        _band_and_dot(axes, place, mark)
        _words(axes, place, mark, narrow)
    axes.set_yticks([])
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.set_xlim(-0.03, FARTHEST + 0.03)
    axes.set_xticks((0, 0.5, 1, 1.5), ("0", "50 %", "usual most", "150 %"))
    axes.grid(axis="x")
    return headline(rows)


def headline(rows: Rows) -> str:
    """The same sentence as the data-health box."""
    return health.headline(rows)


def _one(row: Row) -> Mark:
    return Mark(str(row["source"]), row["status"], row["postings"], row["usual_low"], row["usual_high"], _said(row))


def _together(group: Sequence[Row], status: str, name: str) -> Mark:
    known = [row for row in group if row["usual_high"] is not None and status != "archive"]
    if not known:
        adverts = sum(row["postings"] for row in group)
        return Mark(name, status, adverts, None, None, wording.counted(adverts, "advert"))
    adverts = sum(row["postings"] for row in known)
    low = sum(row["usual_low"] or 0 for row in known)
    high = sum(row["usual_high"] for row in known)
    return Mark(name, status, adverts, low, high, f"{wording.count(adverts)}; usually {_range(low, high)}")


def _said(row: Row) -> str:
    if row["status"] == "archive":
        return "imported history"
    brought = wording.counted(row["postings"], "advert")
    if row["usual_high"] is not None:
        brought = f"{wording.count(row['postings'])}; usually {_range(row['usual_low'] or 0, row['usual_high'])}"
    if row["status"] in health.ILL:
        since = f" since {row['failing_since'].day} {row['failing_since']:%b %Y}" if row["failing_since"] else ""
        return f"{row['status']}{since}: {brought}"
    return f"new: {brought}" if row["status"] == "new" else brought


def _range(low: int, high: int) -> str:
    return wording.count(low) if low == high else f"{wording.count(low)}–{wording.count(high)}"


def _band_and_dot(axes: Axes, place: int, mark: Mark) -> None:
    if not mark.usual_high or mark.status == "archive":
        return
    low = (mark.usual_low or 0) / mark.usual_high
    # A source that always brings the same number would have no band at all.
    axes.plot((min(low, 0.98), 1), (place, place), color=drawing.TINT, linewidth=9, solid_capstyle="butt", zorder=1)
    axes.plot(
        min(mark.postings / mark.usual_high, FARTHEST),
        place,
        marker="X" if mark.is_ill else "o",
        markersize=9 if mark.is_ill else 7,
        color=drawing.ALARM if mark.is_ill else drawing.ACCENT,
        markeredgewidth=0,
        zorder=2,
        clip_on=False,
    )


def _words(axes: Axes, place: int, mark: Mark, narrow: bool) -> None:
    name = drawing.drawable(mark.name, 18 if narrow else 20)
    colour = drawing.ALARM if mark.is_ill else drawing.MUTED
    weight = "bold" if mark.is_ill else "normal"
    ground = axes.get_yaxis_transform()
    if narrow:
        text = f"{name} · {mark.words}"
        axes.text(0, place - 0.34, drawing.drawable(text, 58), transform=ground, va="center", fontsize=11, color=colour)
        return
    axes.text(-0.02, place, name, transform=ground, ha="right", va="center", fontweight=weight, clip_on=False)
    axes.text(1.02, place, mark.words, transform=ground, va="center", color=colour, fontsize=11.5, clip_on=False)


CHART = Chart(
    order=30,
    topic="How the sources are",
    columns=(
        Column("source", "Source"),
        Column("platform", "Read by"),
        Column("status", "Status"),
        Column("postings", "Adverts in the last crawl", "count"),
        Column("usual_low", "Usually from", "count"),
        Column("usual_high", "to", "count"),
        Column("failing_since", "Failing since", "day"),
        Column("last_accepted", "Last believed", "day"),
        Column("reason", "What went wrong"),
        Column("with_description", "With text", "share"),
        Column("with_date", "With date", "share"),
        Column("what_to_do", "What to do"),
    ),
    note=(
        "A cross is a source that cannot be relied on now. Its silence is never read as adverts withdrawn. Where "
        "there are many sources, those that are well are drawn together; the table holds every one."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
