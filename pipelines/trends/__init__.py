"""Decides what may be claimed about shares and their changes. Pure numeric functions on arrays."""
