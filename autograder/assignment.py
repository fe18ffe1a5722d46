"""An assignment: a public folder, a private one, and what they promise each other.

``assignments/<slug>`` may be given to students, ``solutions/<slug>`` never leaves. The engine
learns everything about an assignment from these two folders.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from autograder import submission as reading
from autograder.disk import GRADABLE
from autograder.errors import AssignmentError, UsageError
from autograder.quiz import Quiz
from autograder.repair import Given
from autograder.result import VISIBILITIES
from autograder.sandbox import Limits

MAX_GRACE = 7 * 24 * 60
"""Minutes: a longer grace is another deadline."""


@dataclass(frozen=True)
class Budget:
    """Seconds: for one cell of the hand-in, one training in it, all of its cells, one request of
    a grader, and everything together."""

    cell: float = 10.0
    training: float = 1.0
    loading: float = 40.0
    request: float = 10.0
    total: float = 120.0


@dataclass(frozen=True)
class LatePolicy:
    """What a late hand-in loses: a fraction of the maximum (not of the score: a day costs everybody
    the same) for each day begun after the deadline and the grace; after ``last_day`` days nothing
    counts. ``exports.late`` reckons with it; no grade knows of it."""

    penalty_per_day: float
    grace_minutes: float = 0.0
    last_day: int | None = None


@dataclass(frozen=True)
class Part:
    """What a student fills in: a name to define, and the points of each check of it."""

    name: str
    title: str
    checks: Mapping[str, float]
    visibility: str = "visible"

    @property
    def points(self) -> float:
        return sum(self.checks.values())


@dataclass(frozen=True)
class Assignment:
    slug: str
    title: str
    parts: tuple[Part, ...]
    budget: Budget
    limits: Limits
    public: Path
    private: Path
    quiz: Quiz | None
    files: tuple[str, ...] = ()
    """Files of the public folder that the handout needs, pictures for instance."""
    deadline: datetime | None = None
    """When it is due, with its time zone."""
    late: LatePolicy | None = None

    @property
    def points(self) -> float:
        return sum(part.points for part in self.parts)

    def defined_as(self, part: Part) -> str:
        """The name that a student defines for ``part``: the part's own, but for the quiz."""
        return self.quiz.name if self.quiz is not None and part.name == "quiz" else part.name

    @property
    def stub(self) -> Path:
        """The script that students start from."""
        return self.public / f"{self.slug}.py"

    @property
    def forms(self) -> tuple[Path, ...]:
        """The stubs in every form that may be handed in."""
        endings = (".ipynb", "_colab.ipynb", ".py")
        return tuple(self.public / f"{self.slug}{ending}" for ending in endings)

    @functools.cached_property
    def given(self) -> Given:
        """All code that is handed out: stubs, in whatever form, and public tests.

        Raises SubmissionError for a file that can't be read.
        """
        handed_out = sorted(each for kind in GRADABLE for each in self.public.glob(f"*{kind}"))
        found = [reading.read_own(path, path.name).cells for path in handed_out]
        return Given.of([cell for cells in found for cell in cells])

    @property
    def probes(self) -> Path:
        """What workers may be asked to run. Not every assignment has it."""
        return self.public / "probes.py"

    @property
    def master(self) -> Path:
        """The one source of the stubs and of the solution."""
        return self.private / "master.py"

    @property
    def bundle(self) -> tuple[str, ...]:
        """What students are given: these files of the public folder and no others."""
        forms = [path.name for path in self.forms]
        quiz = ("quiz.md",) if self.quiz is not None else ()
        return ("README.md", *self.files, *forms, "test_public.py", *quiz, "assignment.toml")

    @property
    def mistakes(self) -> Path:
        """The folder of planted mistakes."""
        return self.private / "mistakes"

    @property
    def variants(self) -> Path:
        """The folder of right but unusual variants."""
        return self.private / "variants"

    @property
    def graders(self) -> Path:
        """The folder of hidden pytest graders."""
        return self.private / "graders"


def find_course(start: Path) -> Path:
    """The folder that holds ``assignments``, looked for from ``start`` upward."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "assignments").is_dir():
            return folder
    raise UsageError(
        f"no course found: expected a folder 'assignments' in {start.resolve()} or above it; "
        "go there or name it with --course DIR"
    )


def has_solutions(start: Path) -> bool:
    """Whether ``start`` lies in a course of staff's; students get no solutions folder."""
    folders = (start.resolve(), *start.resolve().parents)
    return any(
        (each / "assignments").is_dir() and (each / "solutions").is_dir() for each in folders
    )


def slugs(course: Path) -> list[str]:
    """The assignments of a course."""
    return sorted(path.parent.name for path in course.glob("assignments/*/assignment.toml"))


def load(course: Path, slug: str | None) -> Assignment:
    """The assignment ``slug`` of ``course``; without a slug, its only one.

    Raises UsageError for a slug that is not there and AssignmentError for one that is broken.
    """
    known = slugs(course)
    if slug is None and len(known) == 1:
        slug = known[0]
    if slug not in known:
        asked = "which assignment?" if slug is None else f"no assignment '{slug}';"
        advice = "name one in the command (see its --help) or in AUTOGRADER_ASSIGNMENT"
        raise UsageError(f"{asked} {course} has {', '.join(known) or 'none'}; {advice}")
    public, private = course / "assignments" / slug, course / "solutions" / slug
    if not private.is_dir():
        raise UsageError(f"{private} is not here: grading needs the solutions folder")
    return _parse(slug, public, private)


def _parse(slug: str, public: Path, private: Path) -> Assignment:
    path = public / "assignment.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AssignmentError(f"{path}: {error}") from None
    known = {"schema", "title", "files", "deadline", "late", "budget", "limits", "parts", "quiz"}
    _only(table, known, str(path))
    if table.get("schema") != 1:
        raise AssignmentError(f"{path}: expected schema = 1, found {table.get('schema')!r}")
    parts = [_part(part, str(path)) for part in table.get("parts", [])]
    quiz = Quiz.load(private / "quiz.toml", table["quiz"]) if "quiz" in table else None
    if quiz is not None:
        _visible(quiz.visibility, f"{path} [quiz]")
        checks = {question.id: quiz.points for question in quiz.questions}
        parts.append(Part("quiz", "Quiz", checks, quiz.visibility))
    names = [part.name for part in parts]
    if not names or len(names) != len(set(names)):
        raise AssignmentError(f"{path}: expected [[parts]] with names of their own, found {names}")
    return Assignment(
        slug=slug,
        title=str(table.get("title", slug)),
        parts=tuple(parts),
        budget=_settings(Budget, table.get("budget", {}), f"{path} [budget]"),
        limits=_settings(Limits, table.get("limits", {}), f"{path} [limits]"),
        public=public,
        private=private,
        quiz=quiz,
        files=tuple(_file(name, public) for name in table.get("files", [])),
        deadline=_deadline(table.get("deadline"), str(path)),
        late=_late(table, str(path)),
    )


def _deadline(found: object, where: str) -> datetime | None:
    if found is not None and (not isinstance(found, datetime) or found.tzinfo is None):
        form = "a time with its zone, as in 2026-12-01T23:59:00+01:00"
        raise AssignmentError(f"{where}: expected deadline as {form}, found {found!s:.40}")
    return found


def _late(table: Mapping[str, Any], where: str) -> LatePolicy | None:
    if "late" not in table:
        return None
    found = table["late"]
    where = f"{where} [late]"
    if not isinstance(found, dict) or "deadline" not in table:
        raise AssignmentError(f"{where}: expected a table, and a deadline that it counts from")
    _only(found, {field.name for field in fields(LatePolicy)}, where)
    penalty: Any = found.get("penalty_per_day")
    if type(penalty) not in (int, float) or not 0 <= penalty <= 1:
        told = "expected penalty_per_day as a fraction of the maximum, as in 0.1"
        raise AssignmentError(f"{where}: {told}, found {penalty!r:.40}")
    grace: Any = found.get("grace_minutes", 0)
    if type(grace) not in (int, float) or not 0 <= grace <= MAX_GRACE:
        told = f"expected grace_minutes from 0 to {MAX_GRACE}"
        raise AssignmentError(f"{where}: {told}, found {grace!r:.40}")
    last: Any = found.get("last_day")
    if last is not None and (type(last) is not int or last < 0):
        told = "expected last_day as a number of days, from 0"
        raise AssignmentError(f"{where}: {told}, found {last!r:.40}")
    return LatePolicy(penalty, grace, last)


def _file(name: object, public: Path) -> str:
    if not isinstance(name, str) or name != Path(name).name or not (public / name).is_file():
        raise AssignmentError(f"{public}: files are names of files in it, found {name!r:.60}")
    return name


def _only(table: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        raise AssignmentError(f"{where}: unknown '{unknown[0]}'; known: {', '.join(sorted(known))}")


def _part(table: Mapping[str, Any], where: str) -> Part:
    _only(table, {"name", "title", "visibility", "checks"}, f"{where} [[parts]]")
    name, checks = table.get("name"), table.get("checks")
    if not isinstance(name, str) or not isinstance(checks, dict) or not checks:
        raise AssignmentError(f"{where}: a part needs a name and a table of checks with points")
    if not all(isinstance(points, int | float) and points >= 0 for points in checks.values()):
        raise AssignmentError(f"{where}: {name}: points are numbers from 0 up")
    visibility = table.get("visibility", "visible")
    _visible(visibility, f"{where}: {name}")
    return Part(name, str(table.get("title", name)), dict(checks), visibility)


def _visible(visibility: object, where: str) -> None:
    if visibility not in VISIBILITIES:
        raise AssignmentError(f"{where}: visibility is one of {', '.join(VISIBILITIES)}")


Settings = TypeVar("Settings", Budget, Limits)


def _settings(kind: type[Settings], table: Mapping[str, Any], where: str) -> Settings:
    _only(table, {field.name for field in fields(kind)}, where)
    return kind(**table)
