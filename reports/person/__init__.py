"""The weekly page of one person."""
