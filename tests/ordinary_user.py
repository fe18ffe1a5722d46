"""The command as an ordinary user, run by root: ``python -m tests.ordinary_user -- check FILE``.

The user has no groups, no capabilities and a home that is removed afterwards, but the same
checkout and Python, also where these lie below a home that is root's alone: a mount namespace of
its own opens the way to them, and to nothing else there. Paths on the command line are absolute.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from autograder import linux

UID = 60999
"""User and group that no distribution assigns."""
COURSE = Path(__file__).parents[1]


def open_the_way() -> None:
    """Let others reach the Python installation and the checkout, seen from this process only."""
    linux.unshare(linux.NEWNS)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    python = map(Path, (sys.prefix, sys.base_prefix, *sys.path))
    named = {COURSE, *(path for path in python if path.is_dir())}
    needed = named | {path.resolve() for path in named}
    while closed := {folder for path in needed if (folder := _closed_ancestor(path))}:
        folder = min(closed)
        _replace(folder, sorted(path for path in needed if folder in path.parents))


def _closed_ancestor(path: Path) -> Path | None:
    """The topmost folder above ``path`` that others can't walk through."""
    above = reversed(path.parents)
    return next((folder for folder in above if not folder.stat().st_mode & 0o001), None)


def _replace(folder: Path, kept: Sequence[Path]) -> None:
    """Cover ``folder`` by an open one that holds nothing but the way to ``kept``."""
    handles = {path: os.open(path, os.O_PATH) for path in kept}
    linux.mount("tmpfs", str(folder), "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "mode=0755")
    for path, handle in handles.items():
        if not path.exists():  # it may lie in one that is back already
            path.mkdir(parents=True)
            source = f"/proc/self/fd/{handle}"
            linux.mount(source, str(path), None, linux.MS_BIND | linux.MS_REC)
        os.close(handle)


def run(arguments: Sequence[str]) -> int:
    """The exit code of ``autograder ARGUMENTS``, run as the ordinary user."""
    with tempfile.TemporaryDirectory(prefix="ordinary-user-") as home:
        os.chown(home, UID, UID)
        return subprocess.run(
            [sys.executable, "-m", "autograder", *arguments],
            check=False,
            cwd=COURSE,
            env={**os.environ, "HOME": home, "XDG_CACHE_HOME": f"{home}/.cache"},
            user=UID,
            group=UID,
            extra_groups=[],
            umask=0o022,
            preexec_fn=partial(linux.die_with_parent, os.getpid()),
        ).returncode


if __name__ == "__main__":
    os.umask(0o022)
    open_the_way()
    sys.exit(run(sys.argv[sys.argv.index("--") + 1 :]))
