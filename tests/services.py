"""The services that grade with our archives, as they lay out and run a submission."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

Done = tuple[subprocess.CompletedProcess[str], dict[str, Any] | None]
"""A process, and the results.json that it wrote, if it did."""

ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


def otter(archive: Path, submission: Path, folder: Path) -> Done:
    """``otter run`` in the empty ``folder``."""
    return _run([sys.executable, "-m", "otter", "run", "-a", archive, submission], folder, folder)


def gradescope(archive: Path, submission: Path, folder: Path) -> Done:
    """Gradescope: everything below one folder, the script run from there."""
    for name in ("source", "submission", "results"):
        (folder / name).mkdir(parents=True)
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder / "source")
    shutil.copy(folder / "source" / "run_autograder", folder)
    (folder / "submission_metadata.json").write_text('{"users": [{"name": "Ann"}]}')
    shutil.copy(submission, folder / "submission")
    return _run(["bash", folder / "run_autograder"], folder, folder / "results")


def _run(command: list[str | Path], folder: Path, results: Path) -> Done:
    done = subprocess.run(
        command,
        cwd=folder,
        env=ENVIRONMENT | {"AUTOGRADER_ROOT": str(folder), "AUTOGRADER_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    written = results / "results.json"
    return done, json.loads(written.read_text("utf-8")) if written.exists() else None
