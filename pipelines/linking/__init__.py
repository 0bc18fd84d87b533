"""Decides which adverts are the same opening. Pure functions: no files, no clock."""
