"""The folder that a run keeps in the temporary folder, and what killed runs have left there."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import tempfile
import time
from pathlib import Path

from autograder.files import remove_tree

PREFIX = "autograder-"
_NAME = re.compile(PREFIX + "[a-z0-9_]{8}")
"""As ``mkdtemp`` makes it."""
BEING_MADE = 60.0
"""Seconds for which a folder is let be that nobody has locked: its owner may be about to."""


class RunFolder:
    """An empty folder of this process, locked while it lives."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))  # 0700
        self._lock = _opened(self.path)
        with contextlib.suppress(OSError):  # a file system without locks: nobody sweeps it either
            fcntl.flock(self._lock, fcntl.LOCK_SH)

    def remove(self) -> None:
        """Whatever is in it."""
        remove_tree(self.path)
        os.close(self._lock)


def sweep() -> None:
    """Remove the folders of runs that were killed. Nothing is raised, no link is followed, and
    other users' folders are left alone."""
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            if _NAME.fullmatch(path.name) and _is_left(path):
                remove_tree(path)


def _is_left(path: Path) -> bool:
    """Whether it is this user's, and nobody is alive who has locked it."""
    try:
        folder = _opened(path)
    except OSError:  # no folder, another user's, or gone by now
        return False
    try:
        found = os.fstat(folder)
        if found.st_uid != os.getuid() or found.st_mtime > time.time() - BEING_MADE:
            return False
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(folder)
    return True


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
