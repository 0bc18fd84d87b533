"""How it goes and what to do: doctor, status, verify, compact, store, serve."""

import argparse
import json
import os
import sys
from typing import Any

from pipelines.config import ConfigError, ensure_writable, now, read_config

MARKS = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}


def add(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Add these commands."""
    for name, run, text in (
        ("doctor", _doctor, "look for what is wrong and say what to do; changes nothing"),
        ("verify", _verify, "prove landing's checksums, the published copy, and a sample replayed from landing"),
        ("compact", _compact, "pack landing's closed months: each line once, proved before anything is removed"),
        ("status", _status, "the last runs, the sources, what is published, and what comes next, in one screen"),
    ):
        command = commands.add_parser(name, parents=[shared], help=text, description=text)
        command.add_argument("--json", action="store_true", help="machine-readable answer")
        command.set_defaults(run=run)
        if name == "verify":
            command.add_argument("--sample", type=int, default=3, metavar="N", help="sources replayed (3)")
        if name in {"doctor", "status"}:
            command.add_argument("--boards", metavar="FILE", help="board table (default: the shipped one)")
    carrying = commands.add_parser(
        "store", parents=[shared], help="carry landing and the published copy to an object store, or landing back"
    )
    carrying.add_argument("direction", choices=["push", "pull"])
    carrying.add_argument("address", help="any address that fsspec knows, such as s3://bucket/skilltide")
    carrying.set_defaults(run=_store)
    text = "a Prefect server and worker on this machine, with the shipped schedules, until Ctrl-C"
    serving = commands.add_parser("serve", parents=[shared], help=text, description=text)
    serving.add_argument("--port", type=int, default=4200, metavar="N", help="of the server, on loopback (4200)")
    serving.add_argument("--boards", metavar="FILE", help="board table (default: the shipped one)")
    serving.add_argument("--contact", metavar="MAIL", help="contact address for the user agent")
    serving.set_defaults(run=_serve)


def _doctor(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from pipelines.operation.doctor import WRONG, examine, next_steps

    findings = examine(read_config(data=options.data, boards=options.boards, today=options.today))
    steps = next_steps(findings)
    if options.json:
        told = {"findings": [asdict(finding) for finding in findings], "next": steps}
        json.dump(told, sys.stdout, indent=2)
        print()
    else:
        for finding in findings:
            print(f"{MARKS[finding.state]} {finding.part:10} {finding.says}")
        print(
            "\nwhat to do next:\n" + "\n".join(f"  {place}. {step}" for place, step in enumerate(steps, 1))
            if steps
            else "\nnothing to do"
        )
    return 1 if any(finding.state == WRONG for finding in findings) else 0


def _status(options: argparse.Namespace) -> int:
    from pipelines.operation.status import status

    found = status(read_config(data=options.data, boards=options.boards, today=options.today))
    print(json.dumps(found.as_record(), indent=2) if options.json else found.as_text())
    return 0


def _verify(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from pipelines.operation.verification import verify
    from pipelines.run_lock import run_lock

    config = read_config(data=options.data, today=options.today)
    if options.sample < 0:
        raise ConfigError(f"--sample {options.sample}: give 0 or more")
    proofs = []
    with run_lock(config.data, "verify"):
        for proof in verify(config, sample=options.sample):
            proofs.append(proof)
            if not options.json:
                print(f"{'WRONG' if proof.wrong else 'ok   '} {proof.what} ({proof.looked_at:,} looked at)")
                print("".join(f"        {name}\n" for name in proof.wrong), end="")
    if options.json:
        print(json.dumps([asdict(proof) for proof in proofs], indent=2))
    return 1 if any(proof.wrong for proof in proofs) else 0


def _compact(options: argparse.Namespace) -> int:
    from dataclasses import asdict

    from pipelines.operation.compaction import compact, remove_report_remains
    from pipelines.run_lock import run_lock

    config = read_config(data=options.data, today=options.today)
    ensure_writable(config)
    with run_lock(config.data, "compact"):
        done = compact(config.landing, config.today)
        remove_report_remains(config.reports, now())
    print(json.dumps(asdict(done), indent=2) if options.json else done)
    return 1 if done.left_out else 0


def _store(options: argparse.Namespace) -> int:
    from pipelines.run_lock import run_lock
    from pipelines.scaling.store import pull, push

    config = read_config(data=options.data, today=options.today)
    ensure_writable(config)
    with run_lock(config.data, f"store {options.direction}"):
        print((push if options.direction == "push" else pull)(config.data, options.address))
    return 0


def _serve(options: argparse.Namespace) -> int:
    from pipelines.operation.serving import serve

    config = read_config(data=options.data, boards=options.boards, contact=options.contact)
    ensure_writable(config)
    if not 0 < options.port < 65_536:
        raise ConfigError(f"--port {options.port} is no port; give one of 1 to 65535")
    serve(config, port=options.port, environment=os.environ)
    return 0
