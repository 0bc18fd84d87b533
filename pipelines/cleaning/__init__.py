"""Turns what a source states into columns that can be counted. Pure functions: no files, no clock."""
