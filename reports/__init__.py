"""Reads the published copy, draws, and writes files; imports only warehouse."""
