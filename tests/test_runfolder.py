"""What a killed run has left is removed by the next one; what is somebody's stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from autograder import runfolder
from autograder.runfolder import RunFolder, sweep

HOLDER = """
import sys, time
from autograder.runfolder import RunFolder
print(RunFolder().path, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def aged(path: Path) -> Path:
    """``path``, made to look older than anything that is just being made."""
    old = time.time() - 2 * runfolder.BEING_MADE
    os.utime(path, (old, old), follow_symlinks=False)
    return path


def test_a_folder_is_there_as_long_as_its_process(temporary: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    ) as process:
        assert process.stdout is not None
        path = Path(process.stdout.readline().strip())
        (path / "zygote.log").write_text("something")
        own = aged(RunFolder().path)
        aged(path)
        sweep()
        assert path.exists()
        process.send_signal(signal.SIGKILL)
    sweep()
    assert list(temporary.iterdir()) == [own]


def test_a_folder_that_is_removed_is_gone(temporary: Path) -> None:
    folder = RunFolder()
    (folder.path / "deep" / "er").mkdir(parents=True)
    folder.remove()
    assert list(temporary.iterdir()) == []


def test_nothing_else_is_swept(temporary: Path, tmp_path: Path) -> None:
    """Links, files, names that others use, folders that are just being made, other users'."""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "grades.csv").touch()
    (temporary / "autograder-linkedto").symlink_to(aged(precious))
    (temporary / "autograder-afile123").touch()
    for name in ("autograder-0-0123456789abcdef", "autograder-bait-12345678", "other-12345678"):
        (temporary / name).mkdir()
    (temporary / "autograder-strange1").mkdir()
    if os.geteuid() == 0:
        os.chown(temporary / "autograder-strange1", 60999, 60999)
    else:
        (temporary / "autograder-strange1").rmdir()
    for path in temporary.iterdir():
        aged(path)
    (temporary / "autograder-newborn1").mkdir()
    before = sorted(temporary.iterdir())
    sweep()
    assert sorted(temporary.iterdir()) == before
    assert (precious / "grades.csv").exists()


def test_a_link_in_what_was_left_is_removed_and_not_followed(
    temporary: Path, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "grades.csv").touch()
    left = temporary / "autograder-left0123"
    left.mkdir()
    (left / "out").symlink_to(precious)
    aged(left)
    sweep()
    assert not left.exists()
    assert (precious / "grades.csv").exists()
