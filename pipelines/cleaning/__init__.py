"""Turns what a source states into columns that can be counted. Pure functions: no files, no clock.

``clean_batch`` takes a table of postings as landed and gives one of cleaned postings, row by row the same
postings. What a text means for skills is not decided here.
"""

from pipelines.cleaning.batch import clean_batch, rules_version

__all__ = ["clean_batch", "rules_version"]
