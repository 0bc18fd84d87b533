"""The front page's three sentences: what changed for real, what did not, what could not be seen.

They are made from verdicts alone. A skill is named as moved only if ``skill_change`` says so, in the order
that a lucky small sample cannot lead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reports import wording
from reports.market.charts import shares_now
from reports.tables import Column, Row, Rows

MOVED = ("rising", "falling")

MUCH = 0.4
"""Part of a skill's adverts above which one employer is a reason for doubt."""


@dataclass(frozen=True, slots=True)
class Front:
    """The three sentences."""

    changed: str
    unchanged: str
    unseen: str


@dataclass(frozen=True, slots=True)
class Noticeable:
    """What samples of this size could have shown: a sentence and the rows behind it."""

    sentence: str
    columns: tuple[Column, ...]
    rows: Rows


NOTICEABLE_COLUMNS = (
    Column("share", "A skill named in", "share"),
    Column("change", "shows a change of (points)", "margin"),
    Column("part", "that is, of its share", "share"),
)


def write_front(changes: Rows, verdicts: Row, shares: Rows, noticeable: Rows, withheld: Sequence[str]) -> Front:
    """The sentences from the verdicts, the shares of now, the smallest visible changes and the withheld charts.

    ``changes`` and ``shares`` are the rows of the charts real_changes and shares_now: the front page says nothing
    that they do not.
    """
    top = [row for row in shares if row["enough"]]
    if not verdicts["skills"]:
        return Front(
            changed="Nothing can be said about change yet.",
            unchanged=_stable(shares) if top else "Nothing can be said about that either.",
            unseen=" ".join(
                [
                    "A change is tested between three complete months and the same three a year before, with a hundred "
                    "adverts in each from sources that were read in all six; there are not so many yet.",
                    *withheld,
                ]
            ),
        )
    return Front(
        changed=_changed(changes, shares),
        unchanged=_unchanged(changes, top),
        unseen=_unseen(verdicts["too_few"], noticeable, withheld),
    )


def what_could_be_noticed(rows: Rows) -> Noticeable | None:
    """The row of REPORTS' size table for this report's own numbers; None while there are no two periods."""
    return Noticeable(_noticeable(rows), NOTICEABLE_COLUMNS, rows) if rows else None


def _changed(changes: Rows, shares: Rows) -> str:
    parts = []
    if not changes:
        return "No skill has enough adverts in both periods to tell."
    for verdict in MOVED:
        moved = [row for row in changes if row["verdict"] == verdict]
        if moved:
            named = wording.listed([_movement(row) for row in moved], most=3)
            parts.append(f"{wording.number(len(moved))} {'is' if len(moved) == 1 else 'are'} {verdict}: {named}")
    if not parts:
        return "No skill moved more than chance would. " + _stable(shares)
    first = changes[0]
    parts[0] = parts[0].replace(" ", " skill " if parts[0].startswith("one ") else " skills ", 1)
    return f"{wording.capital('; '.join(parts))}. Compared, over the sources read in both: {_periods(first)}."


def _movement(row: Row) -> str:
    shares = f"{wording.NO_BREAK}→{wording.NO_BREAK}".join(wording.change(row["earlier_share"], row["share"]))
    caution = ", much of it one employer's" if row["largest_part"] > MUCH else ""
    return f"{wording.name(row['label'])} ({shares}{caution})"


def _stable(shares: Rows) -> str:
    top = [row for row in shares if row["enough"]]
    if not top:
        return "No skill has enough adverts behind it to be ranked."
    among = " of the skills with enough employers" if shares_now.hides_the_first(shares) else ""
    return f"Asked most{among}: {wording.listed([_asked(row) for row in top[:5]])}."


def _asked(row: Row) -> str:
    return f"{wording.name(row['label'])} ({wording.percent(row['share'])})"


def _unchanged(changes: Rows, top: Rows) -> str:
    still = [row for row in changes if row["verdict"] == "no clear change"]
    if not changes:
        return "No skill has enough adverts in both periods to be tested."
    if not still:
        return "Every skill that could be tested moved."
    known = {row["skill"] for row in still}
    asked_most = [row for row in top if row["skill"] in known][:3]
    named = wording.listed([_asked(row) for row in asked_most])
    among = "" if not named else f": {named}" if len(still) == len(asked_most) else f", among them {named}"
    return (
        f"{wording.capital(wording.number(len(still)))} of the {wording.counted(len(changes), 'skill')} that could be "
        f"tested {'shows' if len(still) == 1 else 'show'} no clear change{among}."
    )


def _unseen(few: int, noticeable: Rows, withheld: Sequence[str]) -> str:
    sentences = []
    if few:
        rare = f"{wording.number(few)} {'skill is' if few == 1 else 'skills are'}"
        sentences.append(f"{wording.capital(rare)} named too rarely to say.")
    if noticeable:
        sentences.append(_noticeable(noticeable))
    return " ".join([*sentences, *withheld]) or "Nothing that we know of."


def _noticeable(rows: Rows) -> str:
    row = next((row for row in rows if row["share"] == 0.2), rows[0])
    return (
        f"With {wording.counted(row['n1'], 'advert')} against {wording.count(row['n0'])}, a skill that "
        f"{wording.percent(row['share'])} of adverts name must move by about {row['change'] * 100:.1f} points before "
        "we would notice."
    )


def _periods(row: Row) -> str:
    return f"{wording.period(row['period'])} with {wording.period(row['earlier_period'])}"
