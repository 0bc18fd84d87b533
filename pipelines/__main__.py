"""The ``skilltide`` command line: reads arguments, calls a step, says what came of it.

Each file of ``pipelines.commands`` adds its own commands. Heavy libraries are imported inside a command,
never here, so that ``--help`` answers at once.
"""

import argparse
import errno
import io
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module

DONE, FAILED, WRONG_USAGE, PARTLY = 0, 1, 2, 3
AT_THE_LIMIT = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.ENOMEM, errno.EMFILE}
IN_THE_WAY = {errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP}
"""A path that the user named, or one below it, is not what it must be; a file of ours that is missing is a fault."""
GROUPS = ("demo", "batch", "boards", "importing", "skills", "sql", "changes", "person", "operation", "completion")
EPILOG = """exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some boards were rejected
or suspicious, or the report has a hole
data directory: --data, else SKILLTIDE_DATA, else ./data"""


def parser() -> argparse.ArgumentParser:
    """The whole command line, built from the command files."""
    top = argparse.ArgumentParser(
        prog="skilltide",
        description="Which skills employers ask for now, and which really rise or fall.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", metavar="DIR", help="data directory")
    shared.add_argument("--today", metavar="DAY", help="the day of the run, as 2026-11-23 (default: now)")
    shared.add_argument("--quiet", action="store_true", help="warnings only")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in GROUPS:
        import_module(f"pipelines.commands.{group}").add(commands, shared)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. The one place where errors become messages."""
    options = parser().parse_args(arguments)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # piped bytes are anybody's
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.WARNING if options.quiet else logging.INFO,
        format="%(message)s",
    )
    try:
        code: int = options.run(options)
    except (BrokenPipeError, KeyboardInterrupt) as stop:
        return _stopped(stop)
    except Exception as error:
        code = _explain(error)
    return code


def _explain(error: Exception) -> int:
    """Say a foreseen error in its own words; let anything else show its traceback.

    An error is foreseen when its class says which exit code it means (``exit_code``), or when the machine is at
    its limits: no room on the disk, no memory; or when a path cannot be what it is used for.
    """
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in AT_THE_LIMIT):
        where = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
        what = error.strerror if isinstance(error, OSError) else "memory ran out"
        print(f"skilltide: {where}{what}; make room and run this again: nothing is lost", file=sys.stderr)
        return FAILED
    if isinstance(error, OSError) and error.errno in IN_THE_WAY and error.filename:
        where = os.fsdecode(error.filename2 or error.filename)
        print(f"skilltide: {where}: {error.strerror}; name another path, or mend this one", file=sys.stderr)
        return WRONG_USAGE
    code = getattr(error, "exit_code", None)
    if code is None:
        raise error
    print(f"skilltide: {error}", file=sys.stderr)
    return int(code)


def _stopped(stop: BaseException) -> int:
    if isinstance(stop, BrokenPipeError):
        # The reader of our output (head, less) has left; that is not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    print("skilltide: stopped; the next run goes on from here", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
