"""Checks everything: ``python -m tests``. Lint, format, types, every assignment's graders, tests,
in this order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder.assignment import slugs

ROOT = Path(__file__).parents[1]
CHECKS = (
    ["ruff", "check"],
    ["ruff", "format", "--check"],
    ["mypy"],
    *(["autograder", "validate", slug] for slug in slugs(ROOT)),
    ["pytest"],
)


def main() -> None:
    for command in CHECKS:
        print("::", *command, flush=True)
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False)
        if done.returncode:
            sys.exit(done.returncode)


main()
