"""The state of a data directory in one screen: what ran, what is believed, what is published, what comes next."""

from collections import Counter
from dataclasses import asdict, dataclass

from pipelines.collect.landing import CrawlRecord
from pipelines.config import Config
from pipelines.operation.doctor import Finding, Patient, examine_patient, next_steps
from pipelines.operation.runs import Run

RUNS_SHOWN = 5
BOARDS_SHOWN = 6
STEPS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Status:
    """The last runs, how the last crawls of all sources were judged, those that were not believed, and the findings."""

    runs: list[Run]
    verdicts: dict[str, int]
    doubted: list[CrawlRecord]
    findings: list[Finding]

    def as_record(self) -> dict[str, object]:
        """The same as plain values."""
        return {
            "runs": [asdict(run) for run in self.runs],
            "verdicts": self.verdicts,
            "doubted": [{key: getattr(record, key) for key in DOUBT} for record in self.doubted],
            "findings": [asdict(finding) for finding in self.findings],
            "next": next_steps(self.findings),
        }

    def as_text(self) -> str:
        """At most some twenty-four lines of at most 120 characters."""
        lines = ["LAST RUNS"]
        lines += [f"  {run.begun[:16].replace('T', ' ')}  {run.what:10} {run.outcome}" for run in self.runs]
        told = ", ".join(f"{number} {verdict}" for verdict, number in self.verdicts.items()) or "none yet"
        lines += [f"SOURCES  last crawls: {told}"]
        lines += [f"  {one.source:24} {one.verdict:10} {one.failure}" for one in self.doubted[:BOARDS_SHOWN]]
        if len(self.doubted) > BOARDS_SHOWN:
            lines.append(f"  … {len(self.doubted) - BOARDS_SHOWN} more")
        lines += ["STATE"]
        lines += [f"  {f.part:10} {f.says}" for f in self.findings if f.part in PARTS]
        steps = next_steps(self.findings)
        lines += ["NEXT", *(f"  {step}" for step in steps[:STEPS_SHOWN] or ["nothing: the daily job has all it needs"])]
        return "\n".join(line if len(line) <= WIDTH else line[: WIDTH - 1] + "…" for line in lines)


DOUBT = ("source", "verdict", "failure", "reason", "observed_at")
PARTS = frozenset({"disk", "lock", "landing", "warehouse", "published", "report"})
WIDTH = 120


def status(config: Config) -> Status:
    """Read the state; nothing is changed."""
    patient, findings = examine_patient(config)
    last = _last_crawls(patient)
    verdicts = Counter(record.verdict for record in last)
    return Status(
        runs=list(patient.runs)[-RUNS_SHOWN:],
        verdicts=dict(sorted(verdicts.items())),
        doubted=[record for record in last if record.verdict != "accepted"],
        findings=findings,
    )


def _last_crawls(patient: Patient) -> list[CrawlRecord]:
    return [records[-1] for records in patient.sources.values() if records]
