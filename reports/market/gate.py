"""The health gate: whether the data are whole enough for a report to go out without a word of warning.

A shut gate does not stop the report, which says all of it in front; it stops the silence: the command ends with
exit code 3, and Prefect's run is named "Withheld".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reports import wording
from reports.market.health import ILL
from reports.market.part import Part
from reports.tables import Rows

MOST_ILL = 0.25
"""Part of the usual adverts whose sources may be ill; beyond it what is counted is another market."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Why the gate is shut; open without a reason."""

    reasons: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing was found that must be told."""
        return not self.reasons


def judge(parts: Sequence[Part], sources: Rows) -> Gate:
    """The gate from the charts withheld for a hole and the state of the sources (questions/health.sql)."""
    reasons = _holes([part for part in parts if part.has_hole and part.refusal])
    usual = [(row["status"] in ILL, row["usual_high"] or row["postings"] or 0) for row in sources]
    total, ill = sum(adverts for _, adverts in usual), sum(adverts for is_ill, adverts in usual if is_ill)
    if total and ill / total > MOST_ILL:
        reasons.append(
            f"Sources that usually bring {wording.percent(ill / total)} of the adverts cannot be relied on now; the "
            "data-health box names them."
        )
    return Gate(tuple(reasons))


def _holes(withheld: Sequence[Part]) -> list[str]:
    """The first chart's reason whole; the others are much the same and stand in their places."""
    if not withheld:
        return []
    first, *others = withheld
    told = wording.listed([part.topic for part in others])
    more = f" {told} {'is' if len(others) == 1 else 'are'} withheld too; the reason stands there." if others else ""
    return [f"{first.refusal}{more}"]
