"""A student with the bundle: fills in a form, runs its public checks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder import master
from autograder.assignment import Assignment

_NAMED = re.compile(r"^(?:def|class) (\w+)|^(\w+) = \{", re.MULTILINE)

_NBCONVERT = ("nbconvert", "--to", "notebook", "--execute", "--allow-errors", "--inplace")


def solved_cells(assignment: Assignment) -> Mapping[str, str]:
    """The solution's code, cell by cell, by the name that each cell defines."""
    text = master.solution(assignment.master.read_text(encoding="utf-8"), assignment.quiz)
    cells = [
        cell.split("\n", 1)[1].strip()
        for cell in re.split(r"^# %%", text, flags=re.MULTILINE)
        if cell
    ]
    return {name: cell for cell in cells if (name := named(cell))}


def named(code: str) -> str:
    """What a cell of a form defines; nothing if it is not to be filled in."""
    match = _NAMED.match(code)
    return (match[1] or match[2]) if match else ""


def fill_in(notebook: Path, cells: Mapping[str, str]) -> None:
    """Replace what the notebook's cells define, as a student would."""
    book = read(notebook)
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            cell["source"] = cells.get(named(source), source)
    notebook.write_text(json.dumps(book, indent=1), encoding="utf-8")


def read(notebook: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
    return found


def execute(notebook: Path, **environment: str) -> dict[str, str]:
    """Run the notebook by ``jupyter nbconvert --execute``; what each check cell shows."""
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", *_NBCONVERT, notebook.name],
        cwd=notebook.parent,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = dict[str, str]()
    for cell in read(notebook)["cells"]:
        if match := re.search(r'grader\.check\("(\w+)"\)', "".join(cell["source"])):
            shown[match[1]] = "".join(map(_shown, cell["outputs"]))
    return shown


def _shown(output: Mapping[str, Any]) -> str:
    if output["output_type"] == "error":
        return f"{output['ename']}: {output['evalue']}"
    return "".join(output.get("text", output.get("data", {}).get("text/plain", "")))
