"""Every way in which a crawl can fail, by name: what the judge makes of it, what it means, what to do.

The one list of them: the judge takes its verdicts from here, ``source_health`` its advice, and
``docs/sources-health.md`` is made from it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

WAIT = "nothing; the next crawl tries again. If it lasts for days, look at the address by eye"
BY_EYE = "look at the board by eye; if what came is right, correct expect in the board table"
MEND = "look at the body under data/rejected: the spider may need mending"
NOT_WELCOME = "the site does not want to be read this way: take the board from the table"


@dataclass(frozen=True, slots=True)
class FailureKind:
    """``verdict`` is rejected (nothing of the crawl is used) or suspicious (what was seen is used, silence is not)."""

    verdict: str
    meaning: str
    what_to_do: str


FAILURE_KINDS: dict[str, FailureKind] = {
    "dns": FailureKind("rejected", "the host's name cannot be resolved", WAIT),
    "refused": FailureKind("rejected", "the host refuses the connection", WAIT),
    "timeout": FailureKind("rejected", "no whole answer in time", WAIT),
    "connection_lost": FailureKind("rejected", "the connection broke off", WAIT),
    "certificate": FailureKind(
        "rejected", "the host's certificate cannot be trusted", "look at the address by eye; the host may have moved"
    ),
    "http_403": FailureKind("rejected", "the server forbids the page", NOT_WELCOME),
    "http_401": FailureKind("rejected", "the server wants a login or a key", NOT_WELCOME),
    "http_404": FailureKind(
        "rejected",
        "there is no such board",
        "look whether the employer has moved its board (skilltide boards add URL finds it), then correct the table",
    ),
    "http_429": FailureKind("rejected", "the server asks for fewer requests", WAIT),
    "http_5xx": FailureKind("rejected", "the server has an error", WAIT),
    "http_other": FailureKind(
        "rejected", "another answer that is not success; its status stands in the kind", "look at the address by eye"
    ),
    "redirect_home": FailureKind(
        "rejected",
        "the address leads to a home page instead of the board",
        "look whether the employer has moved its board (skilltide boards add URL finds it), then correct the table",
    ),
    "redirect_loop": FailureKind("rejected", "the address leads round in a circle", "look at the address by eye"),
    "inside_address": FailureKind(
        "rejected",
        "the answer sends the crawler to an address inside this machine or its network, which it does not follow",
        "take the board from the table, or ask its owner",
    ),
    "bot_page": FailureKind("rejected", "a page that tells robots from people came instead of the list", NOT_WELCOME),
    "login_page": FailureKind("rejected", "a login page came instead of the list", NOT_WELCOME),
    "html_for_json": FailureKind("rejected", "a page for people came where data are due", MEND),
    "robots_denied": FailureKind("rejected", "robots.txt or a text-mining reservation forbids it", NOT_WELCOME),
    "truncated": FailureKind("rejected", "the answer breaks off", WAIT),
    "oversize": FailureKind(
        "rejected", "the answer is larger, deeper or longer than any honest one", "look at the board by eye"
    ),
    "schema_change": FailureKind("rejected", "the answer is not built as it used to be", MEND),
    "exception": FailureKind("rejected", "a mistake of ours in the spider", "please report it with the crawl record"),
    "interrupted": FailureKind("rejected", "the crawl was ended before the board was done", WAIT),
    "budget": FailureKind(
        "rejected",
        "the day's budget of requests or bytes for the board or its host is spent",
        "nothing; tomorrow's crawl goes on. A board that always needs more can be given a budget in the table",
    ),
    "bad_token": FailureKind("rejected", "the board's token cannot be one", "correct the token in the board table"),
    "no_key": FailureKind(
        "rejected", "the source needs a key that is not set", "set the key in the environment, or leave the source out"
    ),
    "off_by_default": FailureKind(
        "rejected",
        "the platform does not want to be crawled without asking, so its boards are off",
        "nothing, or enabled = true in the board's row where you have permission",
    ),
    "zero_items": FailureKind(
        "rejected",
        "the board answered, but listed nothing",
        "look at the board by eye; if it is empty, set expect = {min = 0}, if it has moved, correct the table",
    ),
    "foreign_items": FailureKind(
        "rejected",
        "the postings belong to another employer or board",
        "look at the board by eye: the token may be wrong, or answered for any name; correct token or company",
    ),
    "drop": FailureKind("suspicious", "far fewer postings than usual", BY_EYE),
    "flood": FailureKind("suspicious", "far more postings than usual", BY_EYE),
    "duplicate_flood": FailureKind("suspicious", "most of the postings repeat each other", BY_EYE),
    "blank_field": FailureKind("suspicious", "a field that most postings had is gone", MEND),
    "stale_dates": FailureKind(
        "suspicious",
        "no new date for long where there used to be, or one date on everything",
        "look at the board by eye: it may be abandoned, or its dates may have changed their meaning",
    ),
}


def known_kind(failure: str) -> str:
    """The entry that a failure belongs to: HTTP statuses without their own share ``http_other``."""
    if failure in FAILURE_KINDS:
        return failure
    return "http_other" if failure.startswith("http_") else "exception"


def failure_table() -> "pa.Table":
    """Columns failure, verdict, meaning, what_to_do."""
    import pyarrow as pa  # only here: a crawl needs none of it

    return pa.table(
        {
            "failure": list(FAILURE_KINDS),
            "verdict": [kind.verdict for kind in FAILURE_KINDS.values()],
            "meaning": [kind.meaning for kind in FAILURE_KINDS.values()],
            "what_to_do": [kind.what_to_do for kind in FAILURE_KINDS.values()],
        }
    )


def failure_page() -> str:
    """The text of docs/sources-health.md."""
    rows = [
        f"| `{name}` | {kind.verdict} | {kind.meaning} | {kind.what_to_do} |" for name, kind in FAILURE_KINDS.items()
    ]
    return "\n".join([*PAGE, *rows, ""])


PAGE = """\
# When a source breaks

Every crawl of a board is judged from its statistics and the board's own history; "nothing came" is never success.

* **accepted**: believed. Only an accepted listing of the whole board shows that a posting is absent.
* **suspicious**: the postings that came are used; what did not come proves nothing, so nothing is closed.
* **rejected**: nothing of it is used. The board is crawled again in the next run.

`skilltide sql "select * from source_health where status <> 'ok'"` says which source, since when, and what to do.
What a board usually brings is learned from its last ten accepted crawls: half the usual number is a `drop`, three
times the usual number and 20 more a `flood`. A drop or flood that four crawls in a row agree on (within a quarter) is
the new usual number. Suspicious and rejected crawls teach the judge nothing else.

A posting is closed by three healthy listings in a row without it, or by the source's own word (a removal in a stream,
a page that answers 404 or 410). When more than 30 % of a board (and at least 10 postings) vanish at once they are held
instead: half or more is read as a new season or another list and never as closings, less is closed once twelve
healthy listings over two weeks lack them too. `posting_life` has the state of each posting, `mass_disappearance`
the events.

`skilltide boards prune` names boards that answered "no such board" or an empty list in every crawl that got an answer,
at least five over at least two weeks; an outage is no evidence.

This page is made from `pipelines/collect/failure_kinds.py`; a test compares them.

| failure | verdict | meaning | what to do |
|---|---|---|---|""".splitlines()
