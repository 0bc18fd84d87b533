"""What an advert says it pays: amounts, currency, period, gross or net, as stated and never converted in silence.

Most amounts in adverts are not pay: funding, revenue, budgets, bonuses, pension plans. So a sum in running text counts
only with a word for pay before it or a period behind it, and never with a word for one of those nearer to it. What had
to be inferred, and what looks wrong, is flagged.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pipelines.cleaning.characters import lowered
from pipelines.cleaning.passages import PAY, Passages
from pipelines.cleaning.yearly_pay import Pay, completed, pay_rules

CODES = (
    "USDT|USDC|USD|EUR|GBP|CHF|CAD|AUD|NZD|SGD|HKD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|ILS|BRL|MXN|INR|CNY|CNH|RMB|"
    "JPY|KRW|THB|IDR"
    "|MYR|PHP|ZAR|CLP|COP|ARS|PEN|AED|SAR|VND|UAH|TWD|NGN|KES|EGP|PKR|RUB"
)
BEFORE = rf"(?:(?:US|CA|CAD|C|AU|A|NZ|S|HK|R|MX|USD)?\s?\$|[€£¥₹₩₽₪₺₴]|\b(?:{CODES})\b\s?\$?|\bEuro\b)"
AFTER = (
    rf"(?:(?i:\bkr\b)|€|£|\$|¥|₹|元|円|人民币|zł|(?i:\b(?:{CODES})\b|\beuros?\b|\bpesos\b|(?<=\d){CODES}\b)|(?<=\d)U\b)"
)
NUMBER = r"\d{1,3}(?:(?:,\s|[.,'’\u00a0\u202f ])\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d{1,2}(?!\d))?"
SCALE = r"(?:\s?(?:[kK](?![\w])|(?:K|k)(?=€|£|\$|RMB|USD|EUR|/)|万|Tsd\.?|mil\b(?!l)|thousand\b|lakhs?\b|LPA\b))?"
TO = (
    r"\s*(?:\.[-–]|,[-–])?\s*(?:-|–|—|−|~|～|to|bis|à|a|al|and|y|et|und|e|至|到|hasta|up to|tot|till|til)\s*(?:los\s+)?"
)
MONEY = re.compile(
    rf"(?=[\d$€£¥₹₩₽₪₺₴A-Z])(?<![A-Za-zÀ-ÿ0-9_.,/#@+])(?P<before>{BEFORE})?\s?(?P<low>{NUMBER})(?P<low_scale>{SCALE})\s?(?P<low_after>{AFTER})?"
    rf"(?:\s*/?\s?(?P<low_period>月|hour|hr|year|month)\b)?"
    rf"(?:{TO}(?P<before_high>{BEFORE})?\s?(?P<high>{NUMBER})(?P<high_scale>{SCALE})(?:\s?[（(][^（）()\n]{{0,12}}[)）])?\s?(?P<after>{AFTER})?)?"
    r"(?P<plus>\+)?(?!\s?(?:[mMbBT](?![\w/])|MM\b|bn\b|mio\b|million|millón|millones|billion|trillion|mrd|%|x\b|"
    r"亿))(?![\d])"
)
HINT = re.compile(
    r"[$€£¥₹元円薪]|\d\s?[kK]\b|\d\s?(?:USD|EUR|GBP|CHF|RMB|CNY|USDT|U\b)|(?:USD|EUR|GBP|CHF|RMB|CNY)\s?\d|salar|"
    r"gehalt|renta|sueldo",
    re.I,
)

# What stands around a sum is read in lower case.
PAY_WORD = re.compile(
    r"salar(?:y|ies|io|is|iés)?|compensat\w+|\bpay\b|\bpaid\b|pay[\s-]?range|pay[\s-]?scale|\bwages?\b|\bbase\b|"
    r"\bote\b|on[\s-]target|remunerat\w+"
    r"|\brates?\b(?!\s+of)|earn(?:ings?)?\b|gehalt|vergütung|entgelt|lohn|verdienst|bruttojahres\w*|rémunération|"
    r"salaire|fixe|package|sueldo|renta"
    r"|remuneraci[oó]n|salário|remuneração|\blön\b|salaris|loon|stipendio|retribuzione|\bral\b|wynagrodzenie|tjm|"
    r"tagessatz|stundensatz|薪|待遇|工资|年収|給与|月給|annual(?:ly)?|per annum|hourly"
)
NOT_PAY = re.compile(
    r"fund(?:ing|ed|raise|raising|s)\b|rais(?:ed|ing)|\braise\b|series\s+[a-f]\b|invest(?:ment|ed|ors?)|\bseed\b|"
    r"revenue|turnover|\barr\b|\baum\b|valuation|valued|market"
    r"|stipend|allowance|reimburs\w+|budget|\bgrant\b|bonus(?:es)?|bono\b|bonos\b|commission|comision(?:es)?|401|"
    r"pension|contribution|match(?:ing|ed)?\b|donat\w+|charit\w+|referral|prize|award"
    r"|sign[\s-]?on|relocation|credit|discount|vouchers?|insurance|perks?|per ride|rides|learning|education|"
    r"tuition|training|equipment|gym|wellness|fitness|commut\w+|meal|lunch"
    r"|saved|savings|transact\w+|customers|users|employees|people|worth|\bcap\b|up to a maximum|limit\b|customers|"
    r"processed|ahorro|colación|colacion|movilización|aguinaldo"
    r"|umsatz|finanzierung|budget|zuschuss|prämie|levée|chiffre d'affaires|tickets?|titres?[\s-]restaurant|prime\b|"
    r"融资|补贴|奖金|co-working|home office|deal|quota|loan|spend"
)
PERIOD = re.compile(
    r"^[\s.,)\]*-]{0,4}(?:(?:brutto|netto|gross|net|bruts?|brutos?|líquid\w+|liquid\w+|cad|usd|eur|aud|gbp|base|"
    r"salary|ote)[\s,/.-]*){0,3}"
    r"(?:(?:per|an?|each|every|pro|par|por|al|/|p\.?|im|per\s+each)[\s.]*)?"
    r"(?:(?P<hour>hours?\b|hourly\b|hrs?\b|h\b|stunden?\b|std\b|heures?\b|hora\b|uur\b|timme\b|小时|时)"
    r"|(?P<day>days?\b|daily\b|tag\b|jour\b|d[ií]as?\b|dag\b|diem\b|天|日)"
    r"|(?P<week>weeks?\b|weekly\b|woche\b|semaine\b|semana\b)"
    r"|(?P<month>months?\b|monthly\b|mo\b|m\b|monat(?:lich)?\b|mois\b|mes\b|mensua(?:l|les|is)\b|mensuel\w*|"
    r"maand\b|mån(?:ad\w*)?\b|m[êe]s\b|月)"
    r"|(?P<year>years?\b|yearly\b|yr\b|annum\b|annual(?:ly)?\b|annually\b|y\b|jahr\b|jährlich\b|p\.?\s?a\b|a\b\.?|"
    r"ans?\b|annuel\w*|año\b|anual\w*|ano\b|jaar\b|år\b|年))"
)
PERIOD_BEFORE = (
    ("hour", re.compile(r"hourly|per hour|stundenlohn|时薪|taux horaire|por hora")),
    ("day", re.compile(r"daily rate|day rate|tagessatz|\btjm\b|日薪|por d[ií]a")),
    ("month", re.compile(r"monthly|monatsgehalt|monatlich|mensual|mensuel|月薪|月給")),
    ("year", re.compile(r"annual|yearly|per year|jahres|jährlich|annuel|anual|per annum|年薪|年収|\bral\b")),
)
NET = re.compile(r"\bnett?o?\b(?!\s*(?:worth|zero))|líquid|liquid[oa]|after[\s-]tax|税后|手取り")
GROSS = re.compile(r"\bgross\b|brutt?o|\bbrut\b|before[\s-]tax|pre-tax|税前")
UP_TO = re.compile(r"(?:up to|bis(?: zu)?|jusqu'à|hasta|tot|maximum|max\.?)\s*$")
FROM = re.compile(r"(?:from|starting at|starts at|ab|à partir de|desde|minimum|at least|mindestens|min\.?)\s*$")
ADDED = re.compile(r"[,;.+(（)/|&]|\b(?:plus|and|und|et|y|más|mas|incl\w*|including|with|based|depending|per|an?)\b")
REACH_BEFORE, REACH_AFTER, NEAR = 110, 30, 45
HOURLY_AT_MOST = 500
"""A yearly pay under this, in any currency of note, is an hourly one if the text says so."""
BEFORE_AMOUNT = 12
MOST_PAYS = 12
DIGITS = re.compile(r"\d+")
SPACES = re.compile(r"[\s'’\u00a0\u202f]")


def pays_of(
    stated: dict[str, Any], title: str, passages: Passages, countries: Sequence[str] = (), language: str | None = None
) -> tuple[Pay, ...]:
    """Every pay of one advert: from the source's fields, else its pay sentence, else the title, else the text.

    ``stated`` holds salary_raw, salary_min, salary_max, salary_currency, salary_period; ``countries`` those of the
    advert's places, which say what a bare "$" is.
    """
    land = countries[0] if len(set(countries)) == 1 else ("CN" if language == "zh" and not countries else None)
    if (structured := _structured(stated)) is not None:
        return tuple(completed(pay, land) for pay in _unmultiplied(structured, passages, land))
    found: Sequence[Pay] = ()
    if raw := stated.get("salary_raw") or "":
        found = _read(raw, "salary_text", land, ((0, len(raw)),))
    if not found and HINT.search(title):
        found = _read(title, "title", land, ((0, len(title)),))
        if found and all(pay.period is None for pay in found):
            found = _with_period_of(found, _read_text(passages, land))
    found = found or _read_text(passages, land)
    whole = (completed(pay, land) for pay in found)
    once = {(pay.low, pay.high, pay.currency, pay.period): pay for pay in reversed(list(whole))}
    return tuple(once.values())[::-1][:MOST_PAYS]


def _read_text(passages: Passages, land: str | None) -> list[Pay]:
    return _read(passages.text, "text", land, passages.of(PAY))


def _structured(stated: dict[str, Any]) -> Pay | None:
    low, high = _plain_number(stated.get("salary_min")), _plain_number(stated.get("salary_max"))
    if not (low or high):
        return None
    currency = (stated.get("salary_currency") or "").strip().upper() or None
    currency = pay_rules().symbols.get(currency or "", currency)
    return Pay(low, high, currency, _period_word(stated.get("salary_period")), basis="structured")


def _plain_number(text: str | None) -> float | None:
    try:
        return float(str(text).strip()) if text not in (None, "") else None
    except ValueError:
        found = re.search(NUMBER, str(text))
        return _number(found[0], "") if found else None


def _period_word(stated: str | None) -> str | None:
    """``YEAR``, ``per-hour-wage``, ``1 MONTH``, ``PA``, ``yearly`` …"""
    word = (stated or "").casefold()
    for period, known in (
        ("hour", ("hour", "ph", "stunde", "hora")),
        ("day", ("day", "daily", "diem", "tag")),
        ("week", ("week",)),
        ("month", ("month", "pm", "monat", "mes")),
        ("year", ("year", "annual", "annum", "pa", "jahr", "yr")),
    ):
        if any(each in word for each in known if len(each) > 2) or word in known:
            return period
    return None


def _unmultiplied(pay: Pay, passages: Passages, land: str | None) -> list[Pay]:
    """An hourly rate that a feed calls yearly, or has multiplied by 2,080, is given back as stated.

    The latter says so.
    """
    hours = pay_rules().year["hour"]
    if pay.period == "year" and pay.low:
        for read in _read_text(passages, land):
            if read.period == "hour" and pay.low < HOURLY_AT_MOST and (read.low, read.high) == (pay.low, pay.high):
                return [replace(pay, period="hour")]
            if (
                read.low
                and read.high
                and abs(read.low * hours - pay.low) < 1
                and abs(read.high * hours - (pay.high or 0)) < 1
            ):
                hourly = replace(read, period="hour", currency=read.currency or pay.currency)
                return [replace(hourly, flags=(*hourly.flags, "hourly_times_2080"))]
    return [pay]


def _with_period_of(found: Sequence[Pay], others: Iterable[Pay]) -> list[Pay]:
    """A title's pay with the period that the text gives for the same amounts."""
    periods = {(pay.low, pay.high): pay for pay in others if pay.period}
    completed = []
    for pay in found:
        other = periods.get((pay.low, pay.high))
        completed.append(replace(pay, period=other.period, currency=pay.currency or other.currency) if other else pay)
    return completed


def _read(source: str, basis: str, land: str | None, spans: Iterable[tuple[int, int]]) -> list[Pay]:
    """Pays stated in parts of a source. Single amounts are dropped where ranges are stated as well."""
    matches = (match for span in spans for match in _sums(source, *span))
    found = [pay for match in matches if (pay := _judged(match, source, basis, land))]
    ranges = [pay for pay in found if pay.low != pay.high and pay.low is not None and pay.high is not None]
    kept = ranges or found[:1]
    return list({(pay.low, pay.high, pay.currency, pay.period): pay for pay in reversed(kept)}.values())[::-1]


def _sums(source: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Sums between two places of a source: no currency before an amount is longer than a few characters."""
    digit = DIGITS.search(source, start, end)
    return MONEY.finditer(source, max(start, digit.start() - BEFORE_AMOUNT), end) if digit else iter(())


def _judged(match: re.Match[str], source: str, basis: str, land: str | None) -> Pay | None:
    if basis != "salary_text" and _is_bare_digit(match):
        return None
    left, right = _around(source, match)
    currency = _currency(match, right)
    low, high = _amounts(match)
    if low is None or not _plausible(low, high, currency, basis, match):
        return None
    left, right = lowered(left), lowered(right)
    if not _is_pay(match, left, right, basis, currency):
        return None
    period = _period(match, left, right)
    flags: tuple[str, ...] = ()
    if high is None:
        low, high = _one_sided(low, left, bool(match["plus"]))
    elif low > high:
        low, high, flags = high, low, ("swapped",)
    tax = "net" if NET.search(left[-30:] + right[:30]) else "gross" if GROSS.search(left[-40:] + right[:30]) else None
    if currency == "$":
        currency = _dollar(low or high or 0, land, bool(match["low_scale"] or match["high_scale"]))
        flags = (*flags, "currency_inferred")
    start, end = (match.start(), match.start() + len(match[0].rstrip())) if basis == "text" else (None, None)
    return Pay(low, high, currency, period, tax, basis, start, end, flags)


def _is_bare_digit(match: re.Match[str]) -> bool:
    marked = match["high"] or match["before"] or match["low_after"] or match["low_scale"]
    return not marked and len(DIGITS.findall(match["low"])) < 2


def _around(source: str, match: re.Match[str]) -> tuple[str, str]:
    """The words before and after on the same line; of a line that begins with the amount, also the line before."""
    begin = source.rfind("\n", 0, match.start()) + 1
    left = source[max(begin, match.start() - REACH_BEFORE) : match.start()]
    if len(left.strip(" -*•")) < 3 and begin > 1:
        earlier = source.rfind("\n", 0, begin - 1) + 1
        left = source[max(earlier, begin - 80) : begin] + left
    right = source[match.end() : match.end() + REACH_AFTER + 20].split("\n", 1)[0]
    return left, right


def _is_pay(match: re.Match[str], left: str, right: str, basis: str, currency: str | None) -> bool:
    """Whether the sum is pay, by the nearest word that says what it is."""
    if basis == "salary_text":
        return not _is_followed_by_another_sense(right)
    said, other = _nearest_words(left)
    if other > said and len(left) - other < NEAR:
        return False
    if _is_followed_by_another_sense(right) and not (said >= 0 and match["high"]):
        return False
    ranged = match["high"] is not None
    has_period = bool(PERIOD.match(right) or match["low_period"])
    near_word = said >= 0 and len(left) - said <= (REACH_BEFORE if ranged else NEAR)
    if basis == "title":
        return bool(currency or near_word) and (ranged or near_word or has_period)
    if not ranged:
        return (near_word and (bool(currency) or len(left) - said < 4)) or (
            has_period and bool(currency) and len(left.strip()) < 3
        )
    if currency:
        return near_word or has_period or _looks_like_pay(match, left)
    return (near_word and len(left) - said < 12) or (has_period and bool(match["high_scale"]))


@lru_cache(maxsize=50_000)
def _nearest_words(left: str) -> tuple[int, int]:
    """Where the last word for pay ends, and the last for something else; -1 if there is none.

    An employer's adverts say the same before their sums.
    """
    said = max((word.end() for word in PAY_WORD.finditer(left)), default=-1)
    other = max((word.end() for word in NOT_PAY.finditer(left)), default=-1)
    return said, other


@lru_cache(maxsize=50_000)
def _is_followed_by_another_sense(right: str) -> bool:
    """ "$500 stipend", "€50 personal monthly allowance"; but not "$120k plus bonus"."""
    return bool(NOT_PAY.search(ADDED.split(right[:REACH_AFTER], maxsplit=1)[0]))


def _looks_like_pay(match: re.Match[str], left: str) -> bool:
    """A range of five or six digits with its currency at a place of its own: "Engineer - £66,861 to £100,292"."""
    low, high = _amounts(match)
    own = not left.strip() or left.rstrip().endswith(("|", "-", "–", ":", "·", ",", "("))
    return own and low is not None and high is not None and 10_000 <= low <= high < 2_000_000 and high < 6 * low


def _amounts(match: re.Match[str]) -> tuple[float | None, float | None]:
    low_scale, high_scale = match["low_scale"].strip(), (match["high_scale"] or "").strip()
    high = _number(match["high"], high_scale) if match["high"] else None
    low = _number(match["low"], low_scale)
    if high is not None and high_scale and not low_scale and low < 1000 and low <= high:
        low = _number(match["low"], high_scale)  # "$120-150k"
    elif high is not None and low_scale and not high_scale and high < 1000:
        high = _number(match["high"] or "", low_scale)
    return low, high


def _number(text: str, scale: str) -> float:
    """``45.000``, ``45 000``, ``143,700.00``, ``31,2`` with a scale such as ``k``."""
    text = SPACES.sub("", text)
    decimals = re.search(r"[.,](\d{1,2})$", text)
    whole = text[: decimals.start()] if decimals else text
    value = float(re.sub(r"[.,]", "", whole) + ("." + decimals[1] if decimals else ""))
    scale = scale.casefold().rstrip(".")
    if scale.startswith(("k", "tsd", "mil", "thousand")):
        return value * 1_000
    return value * (100_000 if scale.startswith(("lakh", "lpa")) else 10_000 if scale == "万" else 1)


def _plausible(low: float, high: float | None, currency: str | None, basis: str, match: re.Match[str]) -> bool:
    """Not a year, a time of day, a share, a count of hours; pay below one is none."""
    top = high if high is not None else low
    if (
        currency is None
        and not (match["low_scale"] or match["high_scale"])
        and top < (1_000 if basis != "salary_text" else 100)
    ):
        return False
    if currency is None and 1990 <= low <= 2035 and 1990 <= top <= 2035:
        return False
    return top >= 1 and top < 1e9 and (low > 0 or basis != "text") and not (high is not None and low > 20 * high)


def _one_sided(low: float, left: str, plus: bool) -> tuple[float | None, float | None]:
    if UP_TO.search(left):
        return None, low
    return (low, None) if plus else (low, low)


def _period(match: re.Match[str], left: str, right: str) -> str | None:
    found = PERIOD.match(right)
    if found:
        return next(name for name, value in found.groupdict().items() if value)
    if match["low_period"]:
        return _period_word(match["low_period"]) or ("month" if match["low_period"] == "月" else None)
    best, where = None, -1
    for name, pattern in PERIOD_BEFORE:
        for word in pattern.finditer(left):
            if word.end() > where:
                best, where = name, word.end()
    if (
        best is None
        and (later := re.match(r".{0,30}?\b(?:annually|per year|per annum|a year|p\.a\.)", right))
        and "\n" not in later[0]
    ):
        return "year"
    return best


def _currency(match: re.Match[str], right: str) -> str | None:
    """The code; "$" where a dollar is meant and it is not said which."""
    symbols = pay_rules().symbols
    for part in (match["after"], match["low_after"], _code_behind(right), match["before_high"], match["before"]):
        mark = (part or "").strip().replace(" ", "")
        if mark and mark != "$":
            plain = symbols.get(mark) or symbols.get(mark.casefold()) or symbols.get(mark.upper())
            return plain or mark.upper().rstrip("$")
    return (
        "$" if "$" in (match["before"] or match["before_high"] or match["after"] or match["low_after"] or "") else None
    )


def _code_behind(right: str) -> str | None:
    found = re.match(
        rf"\s?\(?(?:a year|/?\s?(?:hour|hr|year|yr)|annually|per (?:hour|year|annum))?\s?\(?({CODES})\b", right
    )
    return found[1] if found else None


def _dollar(amount: float, land: str | None, scaled: bool) -> str:
    rules = pay_rules()
    local = rules.dollars.get(land or "", "USD")
    return "USD" if amount < rules.large.get(local, 0) or (scaled and local in rules.large) else local
