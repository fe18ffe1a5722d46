"""What a grading run found: plain, frozen, versioned data. Every page and export is made of it."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

SCHEMA = 1
"""Of ``as_json``. 1: the first."""

OUTCOMES = ("passed", "failed", "skipped", "error")
"""``skipped``: a check that it needs failed. ``error``: the grader could not tell; staff must
look. Neither is ever counted as a verdict on the student's work."""


@dataclass(frozen=True)
class CheckResult:
    name: str
    outcome: str
    score: float
    max_score: float
    message: str
    visibility: str


@dataclass(frozen=True)
class Mistake:
    """A known misunderstanding that a part shows, and the hint that goes with it."""

    id: str
    hint: str


@dataclass(frozen=True)
class PartResult:
    name: str
    checks: tuple[CheckResult, ...]
    mistake: Mistake | None = None

    @property
    def score(self) -> float:
        return _sum(check.score for check in self.checks)

    @property
    def max_score(self) -> float:
        return _sum(check.max_score for check in self.checks)


@dataclass(frozen=True)
class Grade:
    """One submission's grade. ``error`` is why staff must look, None when it was graded."""

    assignment: str
    submission: str
    sha256: str
    max_score: float
    parts: tuple[PartResult, ...] = ()
    repairs: tuple[str, ...] = ()
    output: str = ""
    seconds: float = 0.0
    error: str | None = None

    @property
    def status(self) -> str:
        return "graded" if self.error is None else "error"

    @property
    def score(self) -> float | None:
        """The points, or None: without a verdict there are no points, not even zero."""
        return None if self.error is not None else _sum(part.score for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """The result file's content (schema 1)."""
        return {
            "schema": SCHEMA,
            "assignment": self.assignment,
            "submission": self.submission,
            "sha256": self.sha256,
            "status": self.status,
            "score": self.score,
            "max_score": self.max_score,
            "parts": [
                {
                    "name": part.name,
                    "score": part.score,
                    "max_score": part.max_score,
                    "checks": [asdict(check) for check in part.checks],
                    "mistake": asdict(part.mistake) if part.mistake else None,
                }
                for part in self.parts
            ],
            "repairs": list(self.repairs),
            "seconds": round(self.seconds, 3),
            "output": self.output,
            "error": self.error,
        }


def _sum(points: Any) -> float:
    """A sum without binary dust: 12.5, not 12.499999999999998."""
    return round(math.fsum(points), 4)
