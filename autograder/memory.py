"""Fingerprints of planted mistakes, kept in the user's cache folder from run to run.

They tell how wrong programs behave, so the folder is the user's alone; workers see no home folder.
Whatever can change an answer is in the folder's name: the assignment, the engine, the libraries.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from pathlib import Path

from platformdirs import user_cache_path

from autograder import fingerprint, identity, jail
from autograder.assignment import Assignment
from autograder.errors import UsageError
from autograder.files import remove_tree, write_atomically
from autograder.fingerprint import Fingerprint

KEPT_SECONDS = 30 * 24 * 3600
"""Folders of assignments and engines that nobody has used for so long are removed."""


class Memory:
    """Fingerprints by name. What can't be kept or read is made again; nothing is raised."""

    def __init__(self, assignment: Assignment) -> None:
        self._all = user_cache_path("autograder") / "fingerprints"
        self._folder = self._all / identity.of_answers(assignment)[:32]
        self._is_safe = jail.shows(self._all) is None

    def recall(self, name: str) -> Fingerprint | None:
        """The fingerprint that was kept under this name."""
        if not _is_ours(self._folder):
            return None
        try:
            return fingerprint.loaded((self._folder / f"{name}.npz").read_bytes())
        except Exception:  # noqa: BLE001 - zipfile, zlib and NumPy raise what they trip over
            return None

    def keep(self, name: str, found: Fingerprint) -> None:
        """Keep it, if the folder can be written and is out of workers' reach."""
        if not self._is_safe:
            return
        with contextlib.suppress(UsageError, OSError):
            if not self._folder.is_dir():
                self._make_folder()
            if _is_ours(self._folder):
                write_atomically(self._folder / f"{name}.npz", fingerprint.dumped(found))

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._all.chmod(0o700)
        for other in self._all.iterdir():
            if other.stat().st_mtime < time.time() - KEPT_SECONDS:
                remove_tree(other)


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can have put anything there: it would be taken for a mistake's."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    is_own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return is_own and stat.S_ISDIR(status.st_mode) and not status.st_mode & 0o022
