"""How every crawl behaves: one request at a time per host, slowly, by name, and with bounded memory."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROBOT_NAME = "skilltide"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
LARGEST_BODY = 64 * 1024 * 1024
"""Bytes of one answer, before and after decompression; the largest real board seen has 4 MB."""
REQUEST_SECONDS = 120
"""For a whole answer, so that a server which drips cannot hold a crawl for ever."""


def crawl_settings(contact: str | None, cache: Path | None) -> dict[str, Any]:
    """Scrapy settings of a crawl; ``contact`` goes into the user agent, ``cache`` keeps bodies for 304s."""
    settings: dict[str, Any] = {
        "USER_AGENT": user_agent(contact),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": ROBOT_NAME,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0.5,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 1.0,
        "AUTOTHROTTLE_MAX_DELAY": 30.0,
        "DOWNLOAD_SLOTS": {host: {"concurrency": 1, "delay": 0, "jitter": 0} for host in LOOPBACK_HOSTS},
        "DOWNLOAD_TIMEOUT": REQUEST_SECONDS,
        "DNS_TIMEOUT": 20,
        "DOWNLOAD_MAXSIZE": LARGEST_BODY,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REDIRECT_MAX_TIMES": 5,
        "COOKIES_ENABLED": False,
        "REFERRER_POLICY": "no-referrer",
        "METAREFRESH_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "RETRY_ENABLED": False,  # PoliteRetry does it, with pauses
        "EXTENSIONS": {
            "scrapy.extensions.throttle.AutoThrottle": None,
            "scrapy.extensions.feedexport.FeedExporter": None,
            "spiders.politeness.HostPace": 0,
        },
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "spiders.inside_addresses.KeepOutside": 50,
            "spiders.politeness.ObeyRobots": 100,
            "spiders.politeness.PoliteRetry": 550,
            "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
            "spiders.page_cache.NoOldPages": 900,
            "spiders.politeness.WireCount": 950,
        },
        "DOWNLOAD_HANDLERS": {"http": "spiders.keys.KeyedDownload", "https": "spiders.keys.KeyedDownload"},
        "DEFAULT_REQUEST_HEADERS": {"Accept": "application/json, text/html;q=0.9, */*;q=0.5"},
        "LOG_LEVEL": "INFO",
    }
    if cache is not None:
        settings |= {
            "HTTPCACHE_ENABLED": True,
            "HTTPCACHE_DIR": str(cache.resolve()),
            "HTTPCACHE_POLICY": "spiders.page_cache.AlwaysAsk",
            "HTTPCACHE_STORAGE": "spiders.page_cache.PageCache",
        }
    return settings


def user_agent(contact: str | None) -> str:
    """Who we are and how to reach the person who runs this."""
    try:
        number = version("skilltide")
    except PackageNotFoundError:
        number = "0"
    return f"{ROBOT_NAME}/{number}" + (f" (contact: {contact})" if contact else "")
