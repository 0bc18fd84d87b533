"""The rules of the house: which package may import which, one home for each contract, true documents."""

import ast
import dataclasses
import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

HOUSE = Path(__file__).parents[1]
ALLOWED = {
    "spiders": set(),
    "warehouse": set(),
    "reports": {"warehouse"},
    "pipelines": {"spiders.items", "spiders.boards", "warehouse", "reports"},
    "demo": set(),
}


def imports_of(path: Path) -> list[str]:
    """Every absolute module name that a file imports, in functions too."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def forbidden_imports(package: str, names: list[str]) -> list[str]:
    """The names of our other packages that ``package`` may not import."""
    allowed = {package, *ALLOWED[package]}
    return [
        name
        for name in names
        if name.split(".")[0] in ALLOWED and not any(name == good or name.startswith(good + ".") for good in allowed)
    ]


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_packages_import_in_one_direction_only(package: str) -> None:
    for path in (HOUSE / package).rglob("*.py"):
        assert not forbidden_imports(package, imports_of(path)), path


def test_the_direction_rule_sees_a_violation() -> None:
    assert forbidden_imports("pipelines", ["spiders.settings.X"]) == ["spiders.settings.X"]
    assert forbidden_imports("warehouse", ["pipelines.steps"]) == ["pipelines.steps"]
    assert not forbidden_imports("pipelines", ["spiders.items.Posting", "warehouse.database.open_writer"])


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_packages_are_ours(package: str) -> None:
    """Another distribution with a package of the same name would silently replace ours."""
    assert Path(importlib.import_module(package).__file__ or "").is_relative_to(HOUSE)


def test_the_landing_columns_are_the_posting_fields() -> None:
    """An unknown key in a landing line would be ignored in silence, so the two lists must be one."""
    from spiders.items import Location, Posting

    text = (HOUSE / "warehouse/sql/load/incoming.sql").read_text(encoding="utf-8")
    columns = text.split("columns = {", 1)[1].split("}", 1)[0]
    place = columns.split("STRUCT(", 1)[1].split(")", 1)[0]
    assert re.findall(r"(\w+): '", columns) == [field.name for field in dataclasses.fields(Posting)]
    assert re.findall(r"(\w+) VARCHAR", place) == [field.name for field in dataclasses.fields(Location)]


def test_schedules_name_real_flows_and_parameters() -> None:
    table = yaml.safe_load((HOUSE / "prefect.yaml").read_text(encoding="utf-8"))
    for deployment in table["deployments"]:
        module, _, name = deployment["entrypoint"].rpartition(".")
        flow = getattr(importlib.import_module(module), name)
        known = set(inspect.signature(flow.fn).parameters)
        assert deployment.get("parameters", {}).keys() <= known
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
        for schedule in deployment["schedules"]:
            assert schedule["timezone"]
            assert schedule.get("parameters", {}).keys() <= known


def test_constraints_pin_every_dependency_and_name_no_index() -> None:
    text = (HOUSE / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    pinned = {line.split("==")[0].lower() for line in text.splitlines() if "==" in line}
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=]", need)[0].lower() for need in project["dependencies"]}
    assert wanted <= pinned


def test_names_say_what_a_file_holds() -> None:
    vague = {"utils", "helpers", "common", "manager", "misc"}
    for package in ALLOWED:
        for path in (HOUSE / package).rglob("*.py"):
            assert path.stem not in vague, path


def test_every_module_says_what_it_is_for() -> None:
    for package in ALLOWED:
        for path in (HOUSE / package).rglob("*.py"):
            assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_help_answers_at_once() -> None:
    """Half a second is the promise; heavy libraries are looked for by name, as a clock would be flaky."""
    heavy = "pandas duckdb prefect scrapy matplotlib pyarrow numpy"
    code = (
        "import sys; from pipelines.__main__ import parser; parser(); "
        f"print([name for name in {heavy.split()} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HOUSE)
    assert done.stdout.strip() == "[]"


def test_the_readme_names_only_commands_that_exist() -> None:
    from pipelines.__main__ import main

    text = (HOUSE / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"^(?:\$ )?skilltide ([a-z]+)", text, re.M))
    assert commands
    for command in commands:
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0, command
