"""Reads the token of a feed that is asked by search: ``all``, or a query such as ``was=Koch&wo=Kiel``."""

from urllib.parse import parse_qsl

from spiders.boards import Board
from spiders.failures import BoardFailure

EVERYTHING = "all"


def query_of(board: Board) -> dict[str, str]:
    """The search parameters of the token; none for ``all``. Raises ``BoardFailure``."""
    if board.token == EVERYTHING:
        return {}
    try:
        return dict(parse_qsl(board.token, strict_parsing=True))
    except ValueError:
        what = "write all, or search parameters such as keywords=nurse"
        raise BoardFailure("bad_token", f"token {board.token!r}: {what}") from None
