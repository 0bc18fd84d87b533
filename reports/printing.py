"""Turns a page into a PDF with the browser that is there; the project brings none along."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome")
PATIENCE = 120
"""Seconds that a browser gets for a page."""


class NoPdf(RuntimeError):
    """No browser is there, or it made no PDF; the message says what to do."""

    exit_code = 1


def find_browser(environment: Mapping[str, str]) -> str:
    """The browser of ``SKILLTIDE_BROWSER``, else the first that is installed. Raises ``NoPdf``."""
    if chosen := environment.get("SKILLTIDE_BROWSER"):
        if found := shutil.which(chosen):
            return found
        raise NoPdf(f"SKILLTIDE_BROWSER={chosen}: there is no such program")
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise NoPdf(
        "the pages are written, but no PDF: that takes Chromium or Chrome; install it (Debian: apt-get install "
        "chromium), name it in SKILLTIDE_BROWSER, or print the page from any browser"
    )


def print_pdf(browser: str, page: Path) -> Path:
    """Print a page to a PDF of the same name beside it and return that; its bytes hold the browser's own date.

    Raises ``NoPdf`` when the browser fails or takes longer than ``PATIENCE``.
    """
    target = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as profile:
        half = Path(profile) / "page.pdf"
        command = [
            browser,
            "--headless=new",
            "--disable-gpu",
            "--disable-extensions",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={half}",
            page.resolve().as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # Chromium will not run its sandbox as root; the page is our own, and its policy runs no other script.
            command.insert(1, "--no-sandbox")
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise NoPdf(f"{page}: {browser} made no PDF within {PATIENCE} s") from None
        if done.returncode or not half.exists():
            last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise NoPdf(f"{page}: {browser} made no PDF ({last})")
        partial = target.with_name(f".{target.name}.tmp")
        shutil.copyfile(half, partial)
        partial.replace(target)
    return target
