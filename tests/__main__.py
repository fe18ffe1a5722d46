"""Checks everything: ``python -m tests``. Lint, format, types, tests, in this order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKS = (
    ["ruff", "check"],
    ["ruff", "format", "--check"],
    ["mypy"],
    ["pytest"],
)


def main() -> None:
    root = Path(__file__).parents[1]
    for command in CHECKS:
        print("::", *command, flush=True)
        done = subprocess.run([sys.executable, "-m", *command], cwd=root, check=False)
        if done.returncode:
            sys.exit(done.returncode)


main()
