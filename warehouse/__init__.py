"""Owns the DuckDB file, its schema and every line of SQL. Imports nothing else of the project.

``store`` is the schema of what loading, cleaning and extraction keep; ``main`` holds the relations that are
published and may be relied on. Files under ``sql/`` hold one relation each, named after it.
"""
