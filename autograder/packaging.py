"""Packages that grade elsewhere: a Gradescope archive, and workflows for GitHub.

Made of the files in ``templates``, the installed engine and an assignment's two folders. The
Gradescope archive holds the hidden graders and the key: it is for staff.
"""

from __future__ import annotations

import io
import json
import shlex
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from autograder.assignment import Assignment
from autograder.errors import UsageError

DISTRIBUTION = "custom-losses-autograder"
"""What the engine is installed as."""
ENGINE = Path(__file__).parent
TEMPLATES = ENGINE / "templates"
_GITHUB = {
    "student/.github/workflows/checks.yml": "checks.yml",
    "student/.github/annotate.py": "annotate.py",
    "instructor/.github/workflows/grade.yml": "grade.yml",
    "instructor/repositories.txt": "repositories.txt",
}
_MOMENT = (2000, 1, 1, 0, 0, 0)
"""The time of every file in it: the same files make the same archive."""
_EXECUTABLE = frozenset(["setup.sh", "run_autograder"])


def gradescope_archive(assignment: Assignment, course: Path) -> bytes:
    """The zip to upload to Gradescope: its two scripts, the engine, the assignment's folders.

    ``course`` is the folder that the assignment's folders lie in. The same files give the same
    bytes. Raises OSError for a file that can't be read, UsageError if the engine is not installed.
    """
    return _zipped(dict(_gradescope_files(assignment, course)))


def github_files(assignment: Assignment) -> dict[str, str]:
    """Path to text: what is below ``student/`` goes into the repository that students start from,
    what is below ``instructor/`` into the private one with the solutions."""
    return {path: _rendered(f"github/{name}", assignment) for path, name in _GITHUB.items()}


def engine_project() -> dict[str, bytes]:
    """The engine as a project that pip can install: path to content. From an installed wheel as
    well as from a checkout."""
    files = {f"autograder/{path}": (ENGINE / path).read_bytes() for path in _files(ENGINE)}
    return {"pyproject.toml": _pyproject().encode(), **files}


def _gradescope_files(assignment: Assignment, course: Path) -> Iterator[tuple[str, bytes]]:
    for name in sorted(_EXECUTABLE):
        yield name, _rendered(f"gradescope/{name}", assignment).encode()
    for path, content in engine_project().items():
        yield f"engine/{path}", content
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


def _zipped(files: Mapping[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _MOMENT)
            entry.create_system = 3  # Unix: else the permissions are not read
            entry.external_attr = (0o100755 if path in _EXECUTABLE else 0o100644) << 16
            target.writestr(entry, files[path], zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _rendered(template: str, assignment: Assignment) -> str:
    """A template filled in. Its marks are none of the shell's, of YAML's or of GitHub's."""
    environment = Environment(
        variable_start_string="{=",
        variable_end_string="=}",
        block_start_string="{=%",
        block_end_string="%=}",
        comment_start_string="{=#",
        comment_end_string="#=}",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["quoted"] = shlex.quote
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return environment.from_string(text).render(slug=assignment.slug, title=assignment.title)


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
