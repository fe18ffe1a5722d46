"""Checks everything: ``python -m tests``. Lint, format, types, every assignment's graders, tests,
in this order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder.assignment import slugs

ROOT = Path(__file__).parents[1]
ALONE = "tests/test_hostile.py"
"""Keeps all cores busy by itself, with hand-ins that use up their time. The other files are run
two at a time."""
CHECKS = (
    ["ruff", "check"],
    ["ruff", "format", "--check"],
    ["mypy"],
    *(["autograder", "validate", slug] for slug in slugs(ROOT)),
    ["pytest", "-n", "2", "--dist", "loadfile", f"--ignore={ALONE}"],
    ["pytest", ALONE],
)


def main() -> None:
    for command in CHECKS:
        print("::", *command, flush=True)
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False)
        if done.returncode:
            sys.exit(done.returncode)


main()
