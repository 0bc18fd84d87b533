"""Keeps a crawl out of this machine and its network: no answer from outside may send it there.

A redirect, a sitemap or a link names any address it likes, such as a cloud's metadata service or a router. Only
a board that is itself at such an address, because its owner wrote so in the table, is crawled there.
"""

import asyncio
import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request

from spiders.failures import BoardFailure
from spiders.settings import LOOPBACK_HOSTS


class KeepOutside:
    """Downloader middleware: refuses requests to inside addresses that are not the board's own host."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._inside: dict[str, bool] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "KeepOutside":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        spider: Any = self.crawler.spider
        own = getattr(spider, "own_host", "")
        if host == own or (host in LOOPBACK_HOSTS and own in LOOPBACK_HOSTS):
            return
        if host not in self._inside:
            self._inside[host] = await leads_inside(host)
        if self._inside[host]:
            raise BoardFailure("inside_address", f"{request.url[:200]} lies inside this machine's network: not asked")


async def leads_inside(host: str) -> bool:
    """Whether any address of a host is not one of the open net; an unknown name is not (asking it fails by itself)."""
    if (known := is_inside(host)) is not None:
        return known
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(is_inside(str(address[0])) for *_, address in found)


def is_inside(address: str) -> bool | None:
    """Whether an IP address is loopback, private, link-local or otherwise not global; None for a name."""
    try:
        parsed = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return True if address.lower().rstrip(".") in LOOPBACK_HOSTS else _old_form(address)
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return not parsed.is_global


def _old_form(address: str) -> bool | None:
    """The forms that C libraries read as addresses, such as ``2130706433`` or ``0x7f.1``; None for a name."""
    try:
        packed = socket.inet_aton(address)
    except (OSError, UnicodeError):
        return None
    return not ipaddress.ip_address(packed).is_global
