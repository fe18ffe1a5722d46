"""A pytest plugin: each failed public check is shown at the student's own line on GitHub.

A test takes the names of the parts that it tries as its arguments, and the session's fixture
``submission_file`` is the path of what was handed in.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
from collections.abc import Generator
from pathlib import Path

import pytest

_lost: list[tuple[str, str, Path | None, int | None]] = []
"""Test, message, file and line of each failed check."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and call.excinfo is not None:
        lines = str(call.excinfo.value).strip().splitlines()
        message = lines[0] if lines else call.excinfo.typename
        file = getattr(item, "funcargs", {}).get("submission_file")
        path = Path(file) if file is not None else None
        _lost.append((item.name, message, path, _line(item, path)))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.ensure_newline()
    for test, message, path, line in _lost:
        place = "" if path is None else f"file={_property(_relative(path))},"
        place += "" if line is None else f"line={line},"
        terminalreporter.write_line(f"::error {place}title={_property(test)}::{_data(message)}")
    if "GITHUB_STEP_SUMMARY" in os.environ:
        passed = len(terminalreporter.stats.get("passed", []))
        with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as file:
            file.write(_summary(passed))


def _summary(passed: int) -> str:
    head = f"## Public checks\n\n{passed} passed, {len(_lost)} failed.\n\n"
    rows = "".join(f"| {_markdown(test)} | {_markdown(message)} |\n" for test, message, *_ in _lost)
    return head + (f"| check | what to look at |\n| --- | --- |\n{rows}" if rows else "")


def _line(item: pytest.Item, path: Path | None) -> int | None:
    """Where the first part that the test takes is defined."""
    function = getattr(item, "function", None)
    if path is None or function is None:
        return None
    text = path.read_text(encoding="utf-8", errors="replace")
    find = _in_notebook if path.suffix == ".ipynb" else _in_script
    found = (find(text, name) for name in inspect.signature(function).parameters)
    return next((line for line in found if line is not None), None)


def _in_script(text: str, name: str) -> int | None:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None
    lines = [statement.lineno for statement in body if name in _bound(statement)]
    return lines[-1] if lines else None


def _bound(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _in_notebook(text: str, name: str) -> int | None:
    """The line of the file, which has a line of JSON for each line of a cell."""
    start = re.compile(rf'\s*"(?:def {name}\(|class {name}\b|{name}\s*=)')
    lines = [number for number, line in enumerate(text.split("\n"), 1) if start.match(line)]
    return lines[-1] if lines else None


def _relative(path: Path) -> str:
    return Path(os.path.relpath(path)).as_posix()


def _clean(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _data(text: str) -> str:
    return _clean(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _markdown(text: str) -> str:
    return re.sub(r"([!-/:-?\[-`{-~])", r"\\\1", _clean(text)).replace("@", "&#64;")
