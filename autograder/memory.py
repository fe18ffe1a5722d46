"""Fingerprints of planted mistakes, kept in the user's cache folder from run to run.

They tell how wrong programs behave, so the folder is the user's alone; workers see no home folder.
Whatever can change an answer is in the folder's name: the assignment, the engine, the libraries.
"""

from __future__ import annotations

import contextlib
import time
from zipfile import BadZipFile

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
        try:
            return fingerprint.loaded((self._folder / f"{name}.npz").read_bytes())
        except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile):
            return None

    def keep(self, name: str, found: Fingerprint) -> None:
        """Keep it, if the folder can be written and is out of workers' reach."""
        if not self._is_safe:
            return
        with contextlib.suppress(UsageError, OSError):
            if not self._folder.is_dir():
                self._make_folder()
            write_atomically(self._folder / f"{name}.npz", fingerprint.dumped(found))

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._all.chmod(0o700)
        for other in self._all.iterdir():
            if other.stat().st_mtime < time.time() - KEPT_SECONDS:
                remove_tree(other)
