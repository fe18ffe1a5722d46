"""Writing files so that a kill at any moment leaves the old one or the new one, never half; and
removing folders, whatever is in them."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from autograder.errors import UsageError


def write_atomically(path: Path, content: str | bytes) -> None:
    """Replace ``path`` by the content (a text as UTF-8) in one step, folders made as needed.

    Raises UsageError if the folder or the disk does not let it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except (FileExistsError, NotADirectoryError):
        where = f"can't write {path.name} into {path.parent}"
        raise UsageError(f"{where}: something that is no folder is in its place") from None
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"can't write {path.name} into {path.parent}: {reason}") from None


_UNFINISHED = ".writing-"


def remove_unfinished(folder: Path) -> None:
    """Remove what killed writers have left in ``folder``; nobody else may be writing there."""
    with contextlib.suppress(OSError):
        for path in folder.glob(f"{_UNFINISHED}*"):
            path.unlink()


def _replace(path: Path, content: str | bytes) -> None:
    # not mkstemp: whoever keeps grades private by their umask keeps these private as well
    temporary = path.with_name(f"{_UNFINISHED}{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            # backslashreplace: a student's text may hold half a surrogate pair, which is no UTF-8
            raw = content.encode(errors="backslashreplace") if isinstance(content, str) else content
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def remove_tree(path: Path) -> None:
    """Remove a folder that a hostile process of the same user has filled, and left.

    Whatever its permissions, names and depth; links are removed and never followed. What can't
    be removed stays, and nothing is raised.
    """
    with contextlib.suppress(OSError):
        if path.is_symlink():
            path.unlink()
            return
        path.chmod(0o700)
        folder = os.open(path, _FOLDER)
        try:
            _empty(folder)
        finally:
            os.close(folder)
        path.rmdir()


def _empty(top: int) -> None:
    """Every folder in it is moved up beside the others before it is emptied in its turn: neither
    a path nor a stack nor a number of descriptors grows with the depth."""
    waiting = _clear(top, top)
    while waiting:
        name = waiting.pop()
        with contextlib.suppress(OSError):
            folder = os.open(name, _FOLDER, dir_fd=top)
            try:
                waiting += _clear(folder, top)
            finally:
                os.close(folder)
            os.rmdir(name, dir_fd=top)


def _clear(folder: int, top: int) -> list[str]:
    """Remove the files in ``folder`` and move its folders into ``top``; their names there."""
    moved = list[str]()
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                name = secrets.token_hex(8)
                os.chmod(entry.name, 0o700, dir_fd=folder)  # a folder's owner moves only these
                os.rename(entry.name, name, src_dir_fd=folder, dst_dir_fd=top)
                moved.append(name)
            else:
                os.unlink(entry.name, dir_fd=folder)
    return moved
