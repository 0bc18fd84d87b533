"""Chart: taught skills whose share falls, and those that fell a quarter ago as well."""

from datetime import date

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows


def drawn(rows: Rows) -> list[Row]:
    """The taught skills that fall now."""
    return [row for row in rows if row["verdict"] == "falling"][:14]


def subtitle(rows: Rows, population: Population) -> str:
    """What is compared."""
    if not rows:
        return "Change of each taught skill's share within a year."
    row = rows[0]
    return (
        f"Change of the share in points, {wording.period(row['period'])} ({wording.counted(row['n1'], 'advert')}) "
        f"against {wording.period(row['earlier_period'])} ({wording.count(row['n0'])}). "
        f"{wording.counted(len(rows), 'taught skill')} tested. {wording.WHISKERS}"
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """Something taught must fall."""
    if not rows:
        return "No taught skill could be tested yet."
    if not drawn(rows):
        return f"None of the {wording.counted(len(rows), 'taught skill')} that could be tested is falling."
    return None


def height(rows: Rows, narrow: bool) -> int:
    """A line for each falling skill."""
    return marks.height([row["label"] for row in drawn(rows)], narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """A dot with its interval for each; returns the headline."""
    narrow = drawing.is_narrow(axes)
    shown = drawn(rows)
    marks.place_lines(axes, [row["label"] for row in shown], right=190, narrow_right=90)
    marks.point_axis(axes, min(row["low"] for row in shown) * 1.04, 0)
    for place, row in enumerate(shown):
        marks.whisker(axes, place, row["low"], row["high"])
        marks.dot(axes, place, row["difference"], strong=True)
        words = f"▼ {wording.points(row['difference'])}"
        again = "  again" if narrow else "  falling again"
        marks.say(axes, place, 0, words + (again if row["sunset"] else ""), strong=bool(row["sunset"]))
    return headline(rows)


def headline(rows: Rows) -> str:
    """Which taught skills fell two quarters running, or that it is too early to know."""
    again = [wording.name(row["label"]) for row in rows if row["sunset"]]
    now = [wording.name(row["label"]) for row in drawn(rows)]
    if again:
        since = wording.day(date.fromisoformat(rows[0]["looked_back_to"]))
        return f"Falling now and in the report of {since}: {wording.listed(again)}"
    falling = f"Falling among what is taught: {wording.listed(now)}"
    if rows[0]["looked_back_to"] is None:
        return f"{falling}; whether it lasts, the report of the next quarter will tell"
    return f"{falling}; {'it did not fall' if len(now) == 1 else 'none of them fell'} a quarter ago as well"


CHART = Chart(
    order=30,
    topic="Sunset watch",
    readers="curriculum",
    asks=("modules",),
    columns=(
        Column("label", "Taught skill"),
        Column("modules", "Module"),
        Column("verdict", "Verdict"),
        Column("earlier_share", "Share before", "share"),
        Column("share", "Share now", "share"),
        Column("difference", "Change (points)", "points"),
        Column("low", "From", "points"),
        Column("high", "To", "points"),
        Column("fell_before", "Fell a quarter ago", "yes"),
    ),
    note=(
        "One falling verdict may be the one in ten that is false; the same verdict again in a report of a quarter "
        "later rarely is. Drop nothing for a single one."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
    about_change=False,
)
