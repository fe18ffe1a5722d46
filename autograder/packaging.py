"""Packages to give away: the student bundle, archives that grade elsewhere, workflows for GitHub.

Students get the files that ``Assignment.bundle`` lists, never a folder's content. The archives for
Otter and Gradescope hold the installed engine, the hidden graders and the key: they are for staff.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

from autograder import authoring
from autograder.assignment import Assignment
from autograder.errors import AssignmentError, UsageError
from autograder.gradebook import inert
from autograder.shuffle import VERSION
from autograder.template import render

DISTRIBUTION = "custom-losses-autograder"
"""What the engine is installed as."""
ENGINE = Path(__file__).parent
_GITHUB = {
    "student/github/.github/workflows/checks.yml": "checks.yml",
    "student/github/.github/annotate.py": "annotate.py",
    "staff/github/.github/workflows/grade.yml": "grade.yml",
    "staff/github/repositories.txt": "repositories.txt",
}
_MOMENT = (2000, 1, 1, 0, 0, 0)
"""The time of every file in it: the same files make the same archive."""
_OTTER_FIRST = b'''\
"""The engine's, before Otter's own lines: what Otter itself would make a zero of, or trip over."""
import sys
from pathlib import Path

_root = Path(__file__).parents[1]
# `otter grade` leaves this file empty, and Otter can't read that once there are plugins
_metadata = _root / "submission_metadata.json"
if not _metadata.exists() or not _metadata.read_text():
    _metadata.write_text("{}")


def _no_zero(*error):
    """Otter writes a score of 0 for what it does not get to grade; without results staff looks."""
    (_root / "results" / "results.json").unlink(missing_ok=True)
    sys.__excepthook__(*error)


sys.excepthook = _no_zero

'''
_EXECUTABLE = frozenset(["setup.sh", "run_autograder"])


def packages(
    assignment: Assignment,
    course: Path,
    extra: Collection[str] = (),
    versions: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, bytes]:
    """All that is released: path to content. What is below ``student/`` is to be given away to
    all, what is below ``students/`` to one of ``versions`` each, what is below ``staff/`` to
    nobody. ``extra``: "gradescope", "github"."""
    if versions:
        files = personal_bundles(assignment, versions)
    else:
        files = {f"student/{path}": text for path, text in student_bundle(assignment).items()}
    files[f"staff/{assignment.slug}-otter.zip"] = otter_archive(assignment, course)
    if "gradescope" in extra:
        files[f"staff/{assignment.slug}-gradescope.zip"] = gradescope_archive(assignment, course)
    return files | (github_files(assignment) if "github" in extra else {})


def gradescope_archive(assignment: Assignment, course: Path) -> bytes:
    """The zip to upload to Gradescope: its two scripts, the engine, the assignment's folders.

    ``course`` is the folder that the assignment's folders lie in. The same files give the same
    bytes. Raises OSError for a file that can't be read, UsageError if the engine is not installed.
    """
    return zipped(dict(_gradescope_files(assignment, course)))


def otter_archive(assignment: Assignment, course: Path) -> bytes:
    """The zip for ``otter run``, ``otter grade`` and Gradescope's Otter image: what Otter Assign
    made, with our plugin in its configuration, and what the plugin needs. As ``gradescope_archive``.
    """
    files = dict(authoring.otter_assign(assignment).archive)
    files["run_otter.py"] = _OTTER_FIRST + files["run_otter.py"]
    files["tests/"] = b""  # Otter copies this folder and refuses an archive without it
    files[authoring.OTTER_ENGINE] = zipped(engine_project())
    files |= {f"files/{path}": text for path, text in _course_files(assignment, course)}
    return zipped(files)


def student_bundle(assignment: Assignment) -> dict[str, bytes]:
    """What students are given: path to content, and all of it in a zip."""
    files = _bundled(assignment)
    return {**files, f"{assignment.slug}.zip": zipped(files)}


def versions(assignment: Assignment, recipients: Iterable[str]) -> dict[str, str]:
    """Which order of the quiz's options each gets. Raises UsageError if there is but one."""
    quiz = assignment.quiz
    if quiz is None or quiz.shuffle is None:
        raise UsageError(
            f"the quiz of {assignment.slug} is the same for all; set shuffle = true below [quiz] in "
            "assignment.toml, or release it without names"
        )
    return {name: quiz.shuffle.version(name) for name in recipients}


def personal_bundles(assignment: Assignment, versions: Mapping[str, str]) -> dict[str, bytes]:
    """A zip for each name in ``versions``, with the options of the quiz in that order, and the
    list of who has which: path to content. Raises AssignmentError for a stub without its quiz."""
    shared = _bundled(assignment)
    rows = [("name", VERSION), *((inert(name), version) for name, version in versions.items())]
    files = {"staff/versions.csv": _csv(rows)}
    for name, version in versions.items():
        own = _ordered(assignment, shared, version)
        files[f"students/{name}/{assignment.slug}.zip"] = zipped(own)
    return files


def _bundled(assignment: Assignment) -> dict[str, bytes]:
    folder, public = assignment.slug, assignment.public
    return {f"{folder}/{name}": (public / name).read_bytes() for name in assignment.bundle}


def _ordered(assignment: Assignment, shared: Mapping[str, bytes], version: str) -> dict[str, bytes]:
    """The bundle with the order of ``version``: another page, and another word in the stubs."""
    quiz = assignment.quiz
    assert quiz is not None  # or there were no versions
    common = str(quiz.version()).encode()
    files = dict(shared)
    files[f"{assignment.slug}/quiz.md"] = authoring.quiz_page(quiz, version).encode()
    for form in assignment.forms:
        name = f"{assignment.slug}/{form.name}"
        if files[name].count(common) != 1:
            raise AssignmentError(f"{form}: expected the quiz's version once; is # QUIZ in master?")
        files[name] = files[name].replace(common, version.encode())
    return files


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def github_files(assignment: Assignment) -> dict[str, bytes]:
    """Path to content: what is below ``student/github`` goes into the repository that students
    start from, what is below ``staff/github`` into the private one with the solutions."""
    return {path: _rendered(f"github/{name}", assignment) for path, name in _GITHUB.items()}


def engine_project() -> dict[str, bytes]:
    """The engine as a project that pip can install: path to content. From an installed wheel as
    well as from a checkout."""
    files = {f"autograder/{path}": (ENGINE / path).read_bytes() for path in _files(ENGINE)}
    return {"pyproject.toml": _pyproject().encode(), **files}


def _gradescope_files(assignment: Assignment, course: Path) -> Iterator[tuple[str, bytes]]:
    for name in sorted(_EXECUTABLE):
        yield name, _rendered(f"gradescope/{name}", assignment)
    for path, content in engine_project().items():
        yield f"engine/{path}", content
    yield from _course_files(assignment, course)


def _course_files(assignment: Assignment, course: Path) -> Iterator[tuple[str, bytes]]:
    """The assignment as a course of its own."""
    for folder in (assignment.public, assignment.private):
        inside = folder.relative_to(course).as_posix()
        for path in _files(folder):
            yield f"course/{inside}/{path}", (folder / path).read_bytes()


def _files(folder: Path) -> list[str]:
    """The regular files below ``folder`` that were written by hand: none hidden, none compiled."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if _is_regular(path))
    return sorted(path.as_posix() for path in paths if not any(map(_is_clutter, path.parts)))


def _is_regular(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _is_clutter(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__" or name.endswith((".pyc", "~"))


def _rendered(template: str, assignment: Assignment) -> bytes:
    return render(template, slug=assignment.slug, title=assignment.title).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of them by path, the same bytes for the same files."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _MOMENT)
            entry.create_system = 3  # Unix: else the permissions are not read
            is_folder = path.endswith("/")
            kind = 0o40755 if is_folder else 0o100755 if path in _EXECUTABLE else 0o100644
            entry.external_attr = kind << 16
            target.writestr(entry, files[path], zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _pyproject() -> str:
    """A pyproject.toml from the installed distribution's metadata. JSON's strings are TOML's."""
    found = _distribution()
    needs = [need for need in found.requires or [] if "extra ==" not in need]
    project = {
        "name": found.metadata["Name"],
        "version": found.version,
        "requires-python": found.metadata["Requires-Python"],
        "dependencies": needs,
    }
    tables: list[tuple[str, Mapping[str, object]]] = [
        ("build-system", {"requires": ["hatchling>=1.25"], "build-backend": "hatchling.build"}),
        ("project", project),
        *_entry_points(found.entry_points),
        ("tool.hatch.build.targets.wheel", {"packages": ["autograder"]}),
    ]
    return "\n".join(_table(name, values) for name, values in tables)


def _distribution() -> metadata.Distribution:
    try:
        return metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        raise UsageError(f"{DISTRIBUTION} is not installed: pip install . makes it so") from None


def _entry_points(
    points: Iterable[metadata.EntryPoint],
) -> Iterator[tuple[str, dict[str, str]]]:
    groups: dict[str, dict[str, str]] = {}
    for point in points:
        groups.setdefault(point.group, {})[point.name] = point.value
    for group, values in sorted(groups.items()):
        scripts = group == "console_scripts"
        yield "project.scripts" if scripts else f"project.entry-points.{json.dumps(group)}", values


def _table(name: str, values: Mapping[str, object]) -> str:
    lines = [f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in values.items()]
    return f"[{name}]\n{''.join(lines)}"
