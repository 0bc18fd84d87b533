"""Turns what a source states into columns that can be counted. Pure functions: no files, no clock.

One file per field of an advert; ``batch`` puts them together. Skills are found in ``pipelines.skills``.
"""

from pipelines.cleaning.batch import clean_batch
from pipelines.cleaning.role import role_table
from pipelines.cleaning.rules import rules_version

__all__ = ["clean_batch", "role_table", "rules_version"]
