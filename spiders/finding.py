"""Finds the spiders by themselves: each file under platforms/, feeds/ and pages/ may define one."""

import pkgutil
from importlib import import_module
from inspect import getmembers, isclass

from spiders.board_spider import BoardSpider

FOLDERS = ("spiders.platforms", "spiders.feeds", "spiders.pages")


def find_spiders() -> dict[str, type[BoardSpider]]:
    """Spider classes by platform name, sorted. Raises ``ImportError`` where two files claim one name."""
    found: dict[str, type[BoardSpider]] = {}
    for folder in FOLDERS:
        for module_info in pkgutil.iter_modules(import_module(folder).__path__, f"{folder}."):
            module = import_module(module_info.name)
            for _, member in getmembers(module, isclass):
                if not issubclass(member, BoardSpider) or member.__module__ != module.__name__:
                    continue
                if member.name in found:
                    raise ImportError(f"{module.__name__}: {found[member.name].__module__} is {member.name!r} too")
                found[member.name] = member
    return dict(sorted(found.items()))
