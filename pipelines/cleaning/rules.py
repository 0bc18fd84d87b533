"""The version of the cleaning rules: any change of code or data here makes every posting due again."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from pipelines import letters, lexicon, linking

ROOMS = (Path(__file__).parent, Path(linking.__file__).parent)
"""The keys of linking are columns of a cleaned posting, so their rules belong to the version."""


@cache
def rules_version() -> str:
    """The first 16 hexadecimal digits of a hash over every rule file's name and bytes."""
    digest = sha256()
    for module in (letters, lexicon):
        digest.update(Path(str(module.__file__)).read_bytes())
    for room in ROOMS:
        for path in sorted(room.rglob("*")):
            if path.suffix in {".py", ".toml", ".xz"}:
                digest.update(f"{room.name}/{path.relative_to(room).as_posix()}\0".encode())
                digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
