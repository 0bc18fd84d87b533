"""Collects job postings: one platform, one file; a board is a row of data.

Nothing here imports any other package of the project. The hand-over is a file (see ``spiders.items``).
"""
