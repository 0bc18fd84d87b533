"""Chart: how long openings stay advertised, by role: the median with its interval."""

from matplotlib.axes import Axes

from reports import drawing, wording
from reports.market import marks
from reports.market.chart import Chart
from reports.market.population import Population
from reports.tables import Column, Row, Rows


def subtitle(rows: Rows, population: Population) -> str:
    """What is estimated, from how many."""
    if not rows:
        return "Days from the first sight of an advert to its end."
    return (
        f"Days until half of the adverts had ended, {wording.counted(rows[0]['n'], 'opening')} followed, "
        f"{wording.count(rows[0]['closed'])} of them seen to end; those still open count for as long as they were "
        f"seen. {wording.WHISKERS}"
    )


def refusal(rows: Rows, population: Population) -> str | None:
    """Openings must have been followed, and one median reached."""
    if not rows:
        return "No hundred openings of one kind have been followed by crawls yet; imported history tells no end."
    if all(row["median_days"] is None for row in rows):
        return "Fewer than half of the openings have ended so far, so no median can be given."
    return None


def height(rows: Rows, narrow: bool) -> int:
    """A line for each role."""
    return marks.height([row["label"] for row in rows], narrow)


def draw(axes: Axes, rows: Rows) -> str:
    """A dot for each median with its interval; returns the headline."""
    narrow = drawing.is_narrow(axes)
    muted = [row["median_days"] is None for row in rows]
    marks.place_lines(axes, [row["label"] for row in rows], right=170, narrow_right=70, muted=muted)
    most = max(row["median_high"] or row["median_days"] or 0 for row in rows)
    for place, row in enumerate(rows):
        if row["median_days"] is None:
            marks.say(axes, place, 0, "half have not ended yet", grey=True)
            continue
        ends = (row["median_low"] or row["median_days"], row["median_high"] or most * 1.03)
        marks.whisker(axes, place, *ends)
        marks.dot(axes, place, row["median_days"], strong=row["slice"] == "all")
        marks.say(axes, place, ends[1], _words(row, narrow), strong=row["slice"] == "all")
    axes.set_xlim(0, most * 1.03)
    axes.xaxis.set_major_locator(drawing.round_steps(3 if narrow else 6))
    return headline(rows)


def headline(rows: Rows) -> str:
    """The median of all, and the roles that are clearly quicker and slower than each other."""
    whole = rows[0]
    known = [row for row in rows[1:] if row["median_days"] is not None]
    text = "Half of the adverts have not ended yet"
    if whole["median_days"] is not None:
        text = f"Half of the adverts had ended after {wording.counted(round(whole['median_days']), 'day')}"
    if len(known) < 2:
        return text
    first, last = known[0], known[-1]
    apart = first["median_high"] is not None and first["median_high"] < (last["median_low"] or 0)
    if not apart:
        return f"{text}; no role is clearly quicker than another"
    return (
        f"{text}: soonest for “{wording.name(first['label'])}” ({round(first['median_days'])}), "
        f"last for “{wording.name(last['label'])}” ({round(last['median_days'])})"
    )


def _words(row: Row, narrow: bool) -> str:
    days = f"{row['median_days']:.0f} days"
    if narrow or not row["evergreen"]:
        return days
    return f"{days}; {wording.percent(row['evergreen'])} evergreen"


CHART = Chart(
    order=50,
    topic="Time to close",
    readers="coach",
    needs=("vacancy_lifetime", "vacancy_fact"),
    columns=(
        Column("label", "Openings"),
        Column("n", "Followed", "count"),
        Column("closed", "Seen to end", "count"),
        Column("quarter_closed_days", "A quarter ended after (days)", "count"),
        Column("median_days", "Half", "count"),
        Column("median_low", "From", "count"),
        Column("median_high", "To", "count"),
        Column("three_quarters_closed_days", "Three quarters", "count"),
        Column("open_after_90", "Still open after 90 days", "share"),
        Column("evergreen", "May stand open for ever", "share"),
    ),
    note=(
        "The end of an advert is not a hire. Only healthy crawls are evidence that one has ended, and an end is known "
        "no closer than the days between two of them. The interval takes openings for independent."
    ),
    subtitle=subtitle,
    refusal=refusal,
    height=height,
    draw=draw,
)
