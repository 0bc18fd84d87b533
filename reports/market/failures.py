"""What went wrong with a source, in plain words; a kind that stands not here is told by its own name."""

WORDS = {
    "blank_field": "a field that every advert had is empty",
    "bot_page": "answered with a check for robots",
    "budget": "the day's limit of requests was reached",
    "dns": "its host cannot be found",
    "drop": "far fewer adverts than usual",
    "duplicate_flood": "the same adverts over and over",
    "exception": "its spider failed",
    "flood": "far more adverts than usual",
    "foreign_items": "adverts of somebody else",
    "html_for_json": "answered with a web page where data are due",
    "http_401": "wants a password (401)",
    "http_403": "refused to answer (403)",
    "http_404": "its address is not there (404)",
    "http_410": "its address is gone for good (410)",
    "http_429": "asked us to slow down (429)",
    "http_5xx": "its server is in trouble (5xx)",
    "interrupted": "the crawl was interrupted",
    "login_page": "answered with a page to log in",
    "oversize": "its answer is far too large",
    "page_not_asked": "some of its pages were not read",
    "partial": "only a part could be read",
    "refused": "its host takes no connection",
    "robots_denied": "its robots.txt forbids reading",
    "schema_change": "answers in a form that we do not know",
    "stale_dates": "its dates no longer move",
    "timeout": "did not answer in time",
    "truncated": "its answer breaks off",
    "zero_items": "answered, but listed no advert",
}


def in_words(failure: str | None) -> str:
    """The failure as the end of a sentence about its source."""
    if failure is None:
        return "not heard of for a week"
    return WORDS.get(failure, failure.replace("_", " "))
