"""Keeps page bodies so that an unchanged page costs one small request: asked with its ETag, answered 304.

One file per page, replaced by rename, so that a killed crawl leaves no half body that a later 304 would bring
back for ever. A page is always asked for: no page counts as fresh by its age, and no old body stands in for a
server's error, which would make a broken board look healthy.
"""

import contextlib
import gzip
import logging
import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import orjson
from isal import isal_zlib
from scrapy import Spider
from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.extensions.httpcache import RFC2616Policy
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

GZIP = 31
"""Window and form, as zlib numbers them."""
OLDEST_PAGE = 45 * 86_400
"""Seconds since its last use; a page that nobody asked for so long has gone from its board."""
MOST_BYTES = 2 << 30
"""Of one platform's pages on disk; the pages not used for longest go first."""


class AlwaysAsk(RFC2616Policy):
    """RFC 2616 validation without its two ways to answer from memory."""

    def should_cache_response(self, response: Response, request: Request) -> bool:
        """Only a whole, good page that can be asked for again by its validator."""
        if "cached" in response.flags:  # a 304 has just said that what is kept still holds
            return False
        if response.status != 200 or not (response.headers.get("ETag") or response.headers.get("Last-Modified")):
            return False
        return bool(super().should_cache_response(response, request))

    def is_cached_response_fresh(self, cachedresponse: Response, request: Request) -> bool:
        self._set_conditional_validators(request, cachedresponse)
        return False

    def is_cached_response_valid(self, cachedresponse: Response, response: Response, request: Request) -> bool:
        return bool(response.status == 304)


class NoOldPages(HttpCacheMiddleware):
    """Scrapy's cache, but a page that could not be had is asked for again, and then missing: never the old one."""

    def process_exception(self, request: Request, exception: Exception, spider: Spider | None = None) -> None:
        request.meta.pop("cached_response", None)


class PageCache:
    """Storage: ``<cache>/<platform>/<2 hex>/<fingerprint>.page``, gzip of a JSON head line and the body."""

    def __init__(self, settings: BaseSettings) -> None:
        self._folder = Path(settings["HTTPCACHE_DIR"])

    def open_spider(self, spider: Spider) -> None:
        self._fingerprinter = spider.crawler.request_fingerprinter
        self._writer = ThreadPoolExecutor(max_workers=1)
        self._writing: Future[None] | None = None

    def close_spider(self, spider: Spider) -> None:
        """Prune what the platform's crawls have left; nothing stays open."""
        self._writer.shutdown()
        prune(self._folder / spider.name, time.time())

    def retrieve_response(self, spider: Spider, request: Request) -> Response | None:
        """The page as it came last; None where there is none, or none that can be read."""
        self._await_writing()
        path = self._path(spider, request)
        try:
            with gzip.open(path, "rb") as handle:
                head: dict[str, Any] = orjson.loads(handle.readline())
                body = handle.read()
            os.utime(path)  # asked for today: pruning goes by the last use
        except FileNotFoundError:
            return None
        except (OSError, EOFError, ValueError) as error:
            logger.warning("%s: unreadable, asked for anew: %s", path.name, error)
            return None
        headers = Headers({name: values for name, values in head["headers"].items()})
        kind = responsetypes.from_args(headers=headers, url=head["url"], body=body)
        return kind(url=head["url"], status=head["status"], headers=headers, body=body)

    def store_response(self, spider: Spider, request: Request, response: Response) -> None:
        """Keep the page, whole or not at all; it is packed while the crawl goes on, one page at a time."""
        headers = {
            name.decode("latin-1"): [value.decode("latin-1") for value in values]
            for name, values in response.headers.items()
        }
        head = orjson.dumps({"url": response.url, "status": response.status, "headers": headers})
        self._await_writing()
        self._writing = self._writer.submit(_write, self._path(spider, request), head + b"\n" + response.body)

    def _await_writing(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def _path(self, spider: Spider, request: Request) -> Path:
        key = self._fingerprinter.fingerprint(request).hex()
        return self._folder / spider.name / key[:2] / f"{key}.page"


def _write(path: Path, content: bytes) -> None:
    partial = path.with_suffix(f".{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(isal_zlib.compress(content, 1, wbits=GZIP))
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        logger.warning("%s: not kept, so it costs a whole answer next time: %s", path.name, error)


def prune(folder: Path, now: float, oldest: float = OLDEST_PAGE, most_bytes: int = MOST_BYTES) -> int:
    """Remove pages unused for ``oldest`` seconds before ``now``, then the longest unused beyond ``most_bytes``.

    Returns how many were removed. What a killed crawl left half written goes with them.
    """
    pages = sorted(((path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob("*/*")), reverse=True)
    kept = removed = 0
    for used, size, path in pages:
        kept += size
        abandoned = path.suffix == ".partial" and used < now - 86_400
        if used < now - oldest or kept > most_bytes or abandoned:
            path.unlink(missing_ok=True)
            kept -= size
            removed += 1
    return removed
