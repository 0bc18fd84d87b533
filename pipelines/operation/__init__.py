"""Keeps a skilltide that runs by itself in order: its state, its journal, its landing folder, its backups."""
