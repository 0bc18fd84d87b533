"""Owns the DuckDB file, its schema and every line of SQL. Imports nothing else of the project."""
