"""Chart: the share of one skill by month, over the sources heard in every month drawn."""

from datetime import date
from itertools import pairwise

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import panel
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows


def subtitle(rows: Rows, population: Population) -> str:
    """Share of what, by month, out of how many, over which sources."""
    if not rows:
        return "Share of new adverts that name one skill, by month."
    first, last = rows[0]["month"], rows[-1]["month"]
    adverts = sum(row["n"] for row in rows)
    text = (
        f"Share of adverts first advertised in each month that name {wording.name(rows[0]['label'])}: "
        f"{wording.counted(adverts, 'advert')} of {wording.counted(rows[0]['employers'], 'employer')}, "
        f"{wording.months(first, last)}, from {wording.counted(rows[0]['sources'], 'source')} heard in every month. "
        f"{wording.WHISKERS}"
    )
    if joined := rows[0]["joined_later"]:
        text += f" {wording.counted(joined, 'source')} that joined later {'is' if joined == 1 else 'are'} left out."
    return text


def refusal(rows: Rows, population: Population) -> str | None:
    """Withheld where the panel of sources has holes, or no month has enough adverts."""
    if not rows:
        return "No source has been heard through a complete month yet, so there is no time to draw."
    label = wording.name(rows[0]["label"])
    if panel.has_hole(rows):
        return panel.withheld(f"The line of {label}", rows)
    if not any(row["k"] for row in rows):
        return f"No advert of these months names {label}."
    if not any(row["enough"] for row in rows):
        return (
            f"Too few to say: no month has 100 adverts, as of different employers, of which 10 name {label} and not "
            "most of these come from one. The table holds the bare counts."
        )
    return None


def height(rows: Rows, narrow: bool) -> int:
    """The same for every skill."""
    return 290 if narrow else 340


def draw(axes: Axes, rows: Rows) -> str:
    """A line through the months that have enough, with whiskers; the two tested periods as level strokes."""
    narrow = drawing.is_narrow(axes)
    drawing.place(axes, left=44 if narrow else 52, right=14 if narrow else 20, top=26, bottom=36)
    shown = [row for row in rows if row["enough"]]
    top = max(row["high"] for row in shown) * 1.12
    axes.set_ylim(0, top)
    first, last = _middle(rows[0]["month"]), _middle(rows[-1]["month"])
    axes.set_xlim(first - 20, last + 20)
    axes.grid(axis="y")
    axes.tick_params(axis="x", pad=12)
    axes.yaxis.set_major_locator(drawing.round_steps(4))
    axes.yaxis.set_major_formatter(drawing.percent_ticks())
    _month_ticks(axes, rows, narrow)
    _line(axes, rows)
    for row in shown:
        _point(axes, row)
    _too_few(axes, rows, narrow)
    _open_months(axes, rows)
    if rows[0]["verdict"] in {"rising", "falling", "no clear change"}:
        _periods(axes, rows[0], top)
    return headline(rows)


def headline(rows: Rows) -> str:
    """The verdict in words, with the two shares that were compared; without one, the last month's share."""
    row, label = rows[0], wording.name(rows[0]["label"])
    if row["verdict"] in {"rising", "falling"}:
        before, now = wording.change(row["share_before"], row["share_now"])
        return (
            f"{wording.capital(label)}: {row['verdict']} from {before} of adverts in "
            f"{wording.period(row['earlier_period'])} to {now} in "
            f"{wording.period(row['period'])}"
        )
    if row["verdict"] == "no clear change":
        return (
            f"{wording.capital(label)}: no clear change, {wording.percent(row['share_now'])} of adverts in "
            f"{wording.period(row['period'])}, {wording.percent(row['share_before'])} a year before"
        )
    known = [one for one in rows if one["enough"] and one["complete"]] or [one for one in rows if one["enough"]]
    latest = known[-1]
    why = "too few adverts" if row["verdict"] == "too few to say" else "too early"
    return (
        f"{wording.capital(label)}: in {wording.percent(latest['share'])} of adverts in "
        f"{latest['month']:%B %Y}; {why} to say whether that changes"
    )


def _middle(month: date) -> float:
    return float(month.toordinal()) + 14


def _month_ticks(axes: Axes, rows: Rows, narrow: bool) -> None:
    """Januaries where the line is long, else every few months; never so many that they touch."""
    months = [row["month"] for row in rows]
    years = [month for month in months if month.month == 1]
    if len(months) > 18 and len(years) > 1:
        axes.set_xticks([_middle(month) for month in years], [f"Jan {month:%Y}" for month in years])
        return
    step = -(-len(months) // (3 if narrow else 8))
    ticks = months[::-step][::-1]
    axes.set_xticks([_middle(month) for month in ticks], [wording.month(month) for month in ticks])
    # The last label would stand half outside.
    axes.get_xticklabels()[-1].set_horizontalalignment("right" if narrow else "center")


def _line(axes: Axes, rows: Rows) -> None:
    """Only between neighbours that both have enough and are complete: a gap stays a gap."""
    for one, next_one in pairwise(rows):
        if one["enough"] and next_one["enough"] and next_one["complete"]:
            places = (_middle(one["month"]), _middle(next_one["month"]))
            axes.plot(places, (one["share"], next_one["share"]), color=drawing.TINT, zorder=2)


def _point(axes: Axes, row: Row) -> None:
    place = _middle(row["month"])
    axes.plot((place, place), (row["low"], row["high"]), color=drawing.GREY, linewidth=1.1, zorder=1)
    axes.plot(
        place,
        row["share"],
        marker="o",
        markersize=5,
        color=drawing.ACCENT if row["complete"] else drawing.PAPER,
        markeredgecolor=drawing.ACCENT,
        markeredgewidth=1.2,
        zorder=3,
    )


def _too_few(axes: Axes, rows: Rows, narrow: bool) -> None:
    """A cross on the ground for each month without enough, and what it means once, in words."""
    few = [_middle(row["month"]) for row in rows if not row["enough"]]
    if not few:
        return
    axes.plot(few, [0] * len(few), "x", color=drawing.MUTED, markersize=5, markeredgewidth=1.3, clip_on=False, zorder=3)
    words = f"× too few ({wording.count(len(few))})" if narrow else f"× too few to say ({_months(len(few))})"
    axes.text(0, 1.02, words, transform=axes.transAxes, color=drawing.MUTED, fontsize=11.5, va="bottom")


def _months(number: int) -> str:
    return wording.counted(number, "month")


def _open_months(axes: Axes, rows: Rows) -> None:
    still_open = [row["month"] for row in rows if not row["complete"]]
    if not still_open:
        return
    axes.axvspan(
        _middle(still_open[0]) - 15,
        _middle(still_open[-1]) + 15,
        facecolor="none",
        edgecolor=drawing.FAINT,
        hatch="////",
        linewidth=0,
        zorder=0,
    )
    axes.annotate(
        "open month: no verdict",
        (1, 1.02),
        xycoords="axes fraction",
        ha="right",
        va="bottom",
        color=drawing.MUTED,
        fontsize=11.5,
        annotation_clip=False,
    )


def _periods(axes: Axes, row: Row, top: float) -> None:
    """The two compared shares, each as a level stroke over its three months with its number."""
    moved = row["verdict"] in {"rising", "falling"}
    for period, share in ((row["earlier_period"], row["share_before"]), (row["period"], row["share_now"])):
        first, _, last = period.partition(" to ")
        left, right = _middle(date.fromisoformat(f"{first}-01")) - 14, _middle(date.fromisoformat(f"{last}-01")) + 16
        if right < axes.get_xlim()[0]:
            continue
        axes.plot((left, right), (share, share), color=drawing.INK, linewidth=3, solid_capstyle="butt", zorder=4)
        above = share < top * 0.8
        axes.annotate(
            wording.percent(share),
            ((left + right) / 2, share),
            (0, 9 if above else -9),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            fontweight="bold" if moved else "normal",
            bbox={"facecolor": drawing.PAPER, "edgecolor": "none", "pad": 1.5},
            zorder=5,
        )


CHART = Chart(
    order=20,
    topic="One skill over time",
    needs=("source_month",),
    columns=(
        Column("month", "Month", "month"),
        Column("k", "Adverts naming it", "count"),
        Column("n", "Adverts counted", "count"),
        Column("share", "Share", "share"),
        Column("low", "From", "share"),
        Column("high", "To", "share"),
        Column("complete", "Complete", "yes"),
        Column("silent_sources", "Sources silent", "count"),
    ),
    note=(
        "Heavy strokes: the two periods that the verdict compares. Dots: single months, which wander by chance as far "
        "as their whiskers tell. Only sources heard in every month are drawn, so that a board that joins or falls "
        "silent does not bend the line. Another skill: skilltide report --skill NAME."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
    about_change=True,
    has_hole=panel.has_hole,
)
