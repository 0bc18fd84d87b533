"""The command line as a whole: its page is true, shells can complete it, and a wheel works from anywhere."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipelines.__main__ import main
from pipelines.command_page import page

HOUSE = Path(__file__).parents[1]


def test_the_page_is_what_the_program_says() -> None:
    assert (HOUSE / "docs/cli.md").read_text(encoding="utf-8") == page(), "run `make docs-cli`"


def test_every_option_says_what_it_is_for() -> None:
    silent = [line for line in page().splitlines() if line.startswith("| `") and line.endswith("|  |")]
    assert len(silent) <= 30, silent


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_shell_can_complete_it(shell: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "doctor" in script
    if shell == "bash" and shutil.which("bash"):
        path = tmp_path / "skilltide"
        path.write_text(script)
        code = (
            f"source {path}; COMP_WORDS=(skilltide doc); COMP_CWORD=1; "
            '$(complete -p skilltide | sed "s/.*-F \\([^ ]*\\).*/\\1/"); echo "${COMPREPLY[@]}"'
        )
        done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=False)
        assert done.stdout.split() == ["doctor"], done.stderr


@pytest.mark.slow
def test_the_wheel_holds_all_it_needs_and_runs_from_elsewhere(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    built = subprocess.run(
        [*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(HOUSE)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if built.returncode and "hatchling" in built.stderr:
        pytest.skip("the build backend cannot be had here")
    assert built.returncode == 0, built.stderr[-2000:]
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "pipelines/prefect.yaml" in names
    assert any(name.startswith("warehouse/sql/state/") for name in names)
    assert not any(name.startswith("tests/") for name in names)
    target = tmp_path / "installed"
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)], check=True)
    first = f"import sys; sys.path.insert(0, {str(target)!r}); "
    code = first + "from pipelines.__main__ import main; sys.exit(main(sys.argv[1:]))"
    for arguments, expected in ((["--help"], 0), (["boards", "list"], 0), (["doctor", "--data", "none"], 1)):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == expected, done.stderr
        assert "Traceback" not in done.stderr
    shown = subprocess.run(
        [sys.executable, "-c", first + "import warehouse; print(warehouse.__file__)"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert str(target) in shown.stdout
