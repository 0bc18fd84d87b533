"""A stated pay made complete: currency and period where they are missing, sanity flags, and its equivalent for a year.

The stated amounts stay as they are; what was inferred is flagged, and the equivalent names its assumption.
"""

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

LANDS = {
    **{"CN": "CNY", "US": "USD", "GB": "GBP", "JP": "JPY", "CL": "CLP", "CA": "CAD", "AU": "AUD", "SE": "SEK"},
    **dict.fromkeys(("DE", "FR", "ES", "IT", "NL"), "EUR"),
}
"""The currency of a country, for a sum that names none."""


@dataclass(frozen=True, slots=True)
class Pay:
    """One stated pay. ``low``/``high`` in ``currency`` per ``period`` (hour, day, week, month, year; None: unknown).

    ``basis``: structured, salary_text, title or text; ``start``/``end`` the span in the text, for basis text.
    ``flags``: what was inferred or looks wrong. ``annual_*`` is the equivalent for a year, by ``assumption``;
    ``order_eur`` the middle of it in euros at dated rates, for putting in order only.
    """

    low: float | None
    high: float | None
    currency: str | None
    period: str | None
    tax: str | None = None
    basis: str = "text"
    start: int | None = None
    end: int | None = None
    flags: tuple[str, ...] = ()
    annual_low: float | None = None
    annual_high: float | None = None
    assumption: str | None = None
    order_eur: float | None = None
    rates_on: str | None = None


@dataclass(frozen=True, slots=True)
class PayRules:
    """What ``pay.toml`` holds."""

    year: dict[str, float]
    year_said: dict[str, str]
    rates: dict[str, float]
    rates_on: str
    typical: dict[str, list[float]]
    symbols: dict[str, str]
    dollars: dict[str, str]
    large: dict[str, float]
    yen: dict[str, str] = field(default_factory=dict)


@cache
def pay_rules() -> PayRules:
    """The rules, read once."""
    table = tomllib.loads(files(__package__).joinpath("pay.toml").read_text(encoding="utf-8"))
    rates = dict(table["rates"])
    on = str(rates.pop("on"))
    return PayRules(
        table["year"],
        table["year_said"],
        rates,
        on,
        table["typical"],
        table["symbols"],
        table["dollars"],
        table["large"],
        table["yen"],
    )


def completed(pay: Pay, land: str | None) -> Pay:
    """With currency and period inferred where they are missing, the sanity flags, and the annual equivalent."""
    rules, flags = pay_rules(), list(pay.flags)
    currency, period, low, high = pay.currency, pay.period, pay.low, pay.high
    if currency is None and land in LANDS:
        currency = LANDS[land]
        flags.append("currency_inferred")
    if currency == "CNY" and land == "JP":
        currency = "JPY"
    if low is not None and high is not None and low > high:
        low, high = high, low
        flags.append("swapped")
    top = high if high is not None else low or 0.0
    if period is None and currency in rules.typical:
        hourly, monthly = rules.typical[currency]
        period = "hour" if top <= hourly else "month" if top <= monthly else "year"
        flags.append("period_inferred")
    return replace(
        pay,
        low=low,
        high=high,
        currency=currency,
        period=period,
        **_annual(low, high, currency, period, flags),
        flags=tuple(flags),
    )


def _annual(
    low: float | None, high: float | None, currency: str | None, period: str | None, flags: list[str]
) -> dict[str, Any]:
    """The equivalent for a year; adds the flags ``wide_range`` and ``implausible``."""
    rules = pay_rules()
    if low is not None and high is not None and high > 4 * low:
        flags.append("wide_range")
    if period is None:
        return {}
    times = rules.year[period]
    ends = [None if end is None else end * times for end in (low, high)]
    known = [end for end in ends if end]
    rate = rules.rates.get(currency or "")
    in_euros = sum(known) / len(known) / rate if known and rate else None
    if any(not 500 <= end / rate <= 3_000_000 for end in known if rate):
        flags.append("implausible")
    return {
        "annual_low": ends[0],
        "annual_high": ends[1],
        "assumption": rules.year_said[period],
        "order_eur": in_euros,
    } | ({"rates_on": rules.rates_on} if in_euros else {})
