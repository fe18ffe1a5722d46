"""Checks everything: ``python -m tests``. Lint, format, types, every assignment's graders, tests,
in this order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder.assignment import slugs

ROOT = Path(__file__).parents[1]
ALONE = [
    f"tests/test_{name}.py"
    for name in ("channel", "cli", "excerpt", "hostile", "isolation", "watch")
]
"""Tests of what takes how long, and of signals: they need the machine for themselves.
The others are run two files at a time."""
CHECKS = (
    ["ruff", "check"],
    ["ruff", "format", "--check"],
    ["mypy"],
    *(["autograder", "validate", slug] for slug in slugs(ROOT)),
    ["pytest", "-n", "2", "--dist", "loadfile", *(f"--ignore={path}" for path in ALONE)],
    ["pytest", *ALONE],
)


def main() -> None:
    for command in CHECKS:
        print("::", *command, flush=True)
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False)
        if done.returncode:
            sys.exit(done.returncode)


main()
