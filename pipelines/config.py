"""Where a run works and at what time: read once, at the command line or at the start of a flow.

This is the only place that reads the environment and the clock; everything below gets a ``Config``.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

REACHABLE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://[^\s/]+\.\S+")
"""A mail address or a page, where the owner of a site can reach who crawls it."""

YEARS = range(1900, 3000)
"""Of days that a run may be of: reckoning weeks and years from the first or last day there is would overflow."""


class ConfigError(ValueError):
    """A setting that cannot be used; the message says which and what to do."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one run: flags win over the environment, the environment over the defaults.

    ==================  =======================  ==================================
    field               environment              default
    ==================  =======================  ==================================
    data                SKILLTIDE_DATA           ./data
    boards              SKILLTIDE_BOARDS         data/boards.toml if there is one, else the shipped table
    contact             SKILLTIDE_CONTACT        none: only loopback may be crawled
    hosts_in_parallel   SKILLTIDE_HOSTS          4
    workers             SKILLTIDE_WORKERS        1: everything in this process
    dask                SKILLTIDE_DASK           none
    shard               SKILLTIDE_SHARD          none: all boards
    ==================  =======================  ==================================
    """

    data: Path
    boards: Path | None
    contact: str | None
    hosts_in_parallel: int
    observed_at: datetime
    """The moment of the run, UTC. With ``--today`` it is midnight of that day."""
    workers: int = 1
    """Processes that clean and read for skills."""
    dask: str | None = None
    """Address of a Dask scheduler whose workers do that instead, such as ``tcp://10.0.0.1:8786``."""

    shard: str | None = None
    """The part of the boards that this machine crawls, as ``2/3``; None: all of them."""

    @property
    def today(self) -> date:
        """The day that decides which months are complete."""
        return self.observed_at.date()

    @property
    def landing(self) -> Path:
        return self.data / "landing"

    @property
    def rejected(self) -> Path:
        return self.data / "rejected"

    @property
    def cache(self) -> Path:
        return self.data / "cache"

    @property
    def warehouse(self) -> Path:
        return self.data / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        return self.data / "published" / "skilltide.duckdb"

    @property
    def links(self) -> Path:
        """The user's own corrections of links; it need not exist."""
        return self.data / "links.toml"

    @property
    def reports(self) -> Path:
        return self.data / "reports"

    @property
    def vintages(self) -> Path:
        """The numbers of published reports; like landing, never rebuilt."""
        return self.data / "vintages"

    @property
    def editions(self) -> Path:
        """The user's list of editions of the report; the shipped one holds where it is absent."""
        return self.data / "reports.toml"


def read_config(
    *,
    data: str | Path | None = None,
    boards: str | Path | None = None,
    contact: str | None = None,
    hosts_in_parallel: int | None = None,
    today: str | date | None = None,
    workers: int | None = None,
    dask: str | None = None,
    shard: str | None = None,
) -> Config:
    """The settings from arguments, then the environment, then the defaults. Raises ``ConfigError``."""
    environment = os.environ
    folder = Path(data or environment.get("SKILLTIDE_DATA") or "data").expanduser()
    for flag, number in (("--hosts", hosts_in_parallel), ("--workers", workers)):
        if number is not None and number < 1:
            raise ConfigError(f"{flag} {number} does nothing; give a whole number of at least 1")
    own = folder / "boards.toml"
    table = boards or environment.get("SKILLTIDE_BOARDS") or (own if own.exists() else None)
    hosts = hosts_in_parallel or _whole_number("SKILLTIDE_HOSTS", environment.get("SKILLTIDE_HOSTS"), 4)
    return Config(
        data=folder,
        boards=Path(table).expanduser() if table else None,
        contact=_contact(contact or environment.get("SKILLTIDE_CONTACT") or None),
        hosts_in_parallel=hosts,
        observed_at=_moment(today),
        workers=workers or _whole_number("SKILLTIDE_WORKERS", environment.get("SKILLTIDE_WORKERS"), 1),
        dask=dask or environment.get("SKILLTIDE_DASK") or None,
        shard=shard or environment.get("SKILLTIDE_SHARD") or None,
    )


def ensure_writable(config: Config) -> None:
    """Create the data directory; raises ``ConfigError`` where it cannot be written."""
    probe = config.data / f".writable-{os.getpid()}"
    try:
        config.data.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigError(
            f"{config.data}: the data directory cannot be written ({error.strerror}); "
            "choose another with --data or SKILLTIDE_DATA"
        ) from None


def now() -> datetime:
    """The clock's moment, UTC, in whole seconds: for the journal of runs and for the age of things only."""
    return datetime.now(UTC).replace(microsecond=0)


def _moment(today: str | date | None) -> datetime:
    if today is None:
        return now()
    if isinstance(today, str):
        try:
            today = date.fromisoformat(today)
        except ValueError:
            raise ConfigError(f"--today {today!r} is not a day; write it as 2026-11-23") from None
        if today.year not in YEARS:
            raise ConfigError(f"--today {today}: no run is of that year; give one of {YEARS[0]} to {YEARS[-1]}")
    return datetime.combine(today, time(), tzinfo=UTC)


def _contact(text: str | None) -> str | None:
    if text and not (REACHABLE.fullmatch(text) and text.isprintable()):
        raise ConfigError(
            f"contact {text!r}: a site's owner cannot write there; give a mail address or a page, as you@example.org"
        )
    return text


def _whole_number(name: str, text: str | None, default: int) -> int:
    if not text:
        return default
    if not text.isdigit() or int(text) < 1:
        raise ConfigError(f"{name}={text!r} is not a whole number of at least 1")
    return int(text)
