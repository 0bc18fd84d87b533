"""Makes a board's token safe to stand in an address: it is a stranger's text, and must not lead elsewhere."""

import re
from urllib.parse import quote

from spiders.failures import BoardFailure, RecordBroken

HOST_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
LONGEST = 200


def host_label(token: str) -> str:
    """The token as one label of a host name. Raises ``BoardFailure`` where it is none (a dot, a slash, an @ …)."""
    if not HOST_LABEL.fullmatch(token):
        raise BoardFailure(
            "bad_token",
            f"token {token[:80]!r} cannot be part of a host name: letters, digits and - only; "
            "a board on a domain of its own names it as origin",
        )
    return token.lower()


def path_segment(token: str) -> str:
    """The token as one quoted segment of a path. Raises ``BoardFailure`` where it would climb out of it."""
    climbs = token.strip() in {"", ".", ".."} or "/" in token or "\\" in token
    if climbs or len(token) > LONGEST or not token.isprintable():
        raise BoardFailure("bad_token", f"token {token[:80]!r} cannot stand in an address: it is a name, not a path")
    return quote(token, safe="")


def identity_segment(identity: str) -> str:
    """The same for an identity that came over the wire: a bad one breaks its record, not the board."""
    try:
        return path_segment(identity)
    except BoardFailure as failure:
        raise RecordBroken(str(failure)) from None
