"""What an assignment, this engine and its libraries are, in one digest: what was found out with
one holds as long as the digest is the same."""

from __future__ import annotations

import functools
import hashlib
import json
import platform
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from autograder.assignment import Assignment
from autograder.disk import GRADABLE, is_clutter
from autograder.errors import AssignmentError

_LIBRARIES = ("tensorflow", "tensorflow-cpu", "keras", "numpy")
_CODE = "the autograder's code"
_CONFIG = "assignment.toml"
_AFTERWARDS = ("deadline", "late")
"""In assignment.toml: what decides no grade, but what becomes of it."""
_GRADES_NOTHING = ("equivalence.py",)
"""In the private folder: what only ``audit`` reads."""
_ANSWERS_NOTHING = ("figures.py",)
"""Among the graders: what is asked when the points are known."""


def of_answers(assignment: Assignment) -> str:
    """Of all that decides what a program answers to the graders (hex). Raises AssignmentError."""
    graders = [
        path
        for path in _below(assignment.graders)
        if _top(path, assignment.graders) not in _ANSWERS_NOTHING
    ]
    probes = filter(Path.is_file, [assignment.probes])
    files = [assignment.public / _CONFIG, assignment.master, *probes, *graders]
    return _digest(assignment, files)


def of_grades(assignment: Assignment) -> str:
    """Of all that decides a submission's grade (hex): the quiz too, the stubs, the hints.

    Not of the seed: it draws the inputs that a right loss is right for, and a wrong one wrong,
    so a grade is the same for any. As it is a fresh one for every run, no grade could be used
    again if it counted. Raises AssignmentError.
    """
    public, private = assignment.public, assignment.private
    stubs = [path for kind in GRADABLE for path in public.glob(f"*{kind}")]  # and the probes
    handed_out = [public / name for name in (_CONFIG, *assignment.files)]
    hidden = [path for path in _below(private) if _top(path, private) not in _GRADES_NOTHING]
    return _digest(assignment, [*stubs, *handed_out, *hidden])


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not any(map(is_clutter, path.relative_to(folder).parts)):
            yield path


def _top(path: Path, folder: Path) -> str:
    return path.relative_to(folder).parts[0]


def _digest(assignment: Assignment, files: Iterable[Path]) -> str:
    digest = hashlib.sha256(f"{assignment.slug}\0{of_engine()}".encode())
    try:
        for path in sorted(set(files)):
            is_public = path.is_relative_to(assignment.public)
            folder = assignment.public if is_public else assignment.private
            name = str(path.relative_to(folder)).encode(errors="surrogateescape")
            digest.update(b"\0%d\0%b\0" % (is_public, name))
            content = path.read_bytes()
            content = _said(content) if path == assignment.public / _CONFIG else content
            digest.update(hashlib.sha256(content).digest())
    except OSError as error:
        raise AssignmentError(f"{error.filename} can't be read: {error.strerror}") from None
    return digest.hexdigest()


def _said(config: bytes) -> bytes:
    """What assignment.toml says, without what is reckoned with when the points are known: a
    deadline that is moved, or a comment, is no reason to grade a class again."""
    try:
        table = tomllib.loads(config.decode())
    except ValueError:  # somebody is at it: it is something else than it was
        return config
    kept = {key: value for key, value in table.items() if key not in _AFTERWARDS}
    return json.dumps(kept, default=str).encode()


@functools.cache
def of_engine() -> Mapping[str, str]:
    """What this engine is made of, in words: where one of these differs, grades may.

    Once per process: sources that change under a running grader don't change what it does.
    """
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        code.update(f"\0{path.name}\0".encode())
        code.update(path.read_bytes())
    versions = {library: _version(library) for library in _LIBRARIES}
    return {"Python": platform.python_version(), **versions, _CODE: code.hexdigest()}


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "none"
