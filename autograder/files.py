"""Writing files so that a kill at any moment leaves the old one or the new one, never half."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path

from autograder.errors import UsageError


def write_atomically(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` (UTF-8) in one step, folders made as needed.

    Raises UsageError if the folder or the disk does not let it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text)
    except (FileExistsError, NotADirectoryError):
        where = f"can't write {path.name} into {path.parent}"
        raise UsageError(f"{where}: something that is no folder is in its place") from None
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"can't write {path.name} into {path.parent}: {reason}") from None


def _replace(path: Path, text: str) -> None:
    # not mkstemp: whoever keeps grades private by their umask keeps these private as well
    temporary = path.with_name(f".writing-{secrets.token_hex(8)}")
    try:
        # backslashreplace: a student's text may hold half a surrogate pair, which is no UTF-8
        with temporary.open("x", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def remove_tree(path: Path) -> None:
    """Remove a folder, whatever a hostile process has made of it; links are not followed."""
    waiting = [path]
    while waiting:
        folder = waiting.pop()
        with contextlib.suppress(OSError):
            folder.chmod(0o700)  # a folder that can't be listed can't be emptied
            waiting += [entry for entry in folder.iterdir() if _is_folder(entry)]
    shutil.rmtree(path, ignore_errors=True)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
