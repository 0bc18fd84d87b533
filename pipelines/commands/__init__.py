"""The commands of ``skilltide``: each file adds its own to the parser and runs them."""
