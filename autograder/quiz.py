"""The quiz: questions with their key, and what an answer is worth."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import AssignmentError

POLICIES = ("per-option", "all-or-nothing")


@dataclass(frozen=True)
class Option:
    letter: str
    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Question:
    """One question; ``kind`` is single (one right option) or multiple."""

    id: str
    kind: str
    text: str
    source: str
    options: tuple[Option, ...]

    @property
    def key(self) -> frozenset[str]:
        """The letters of the right options."""
        return frozenset(option.letter for option in self.options if option.right)

    @property
    def letters(self) -> frozenset[str]:
        return frozenset(option.letter for option in self.options)


@dataclass(frozen=True)
class Mark:
    """What an answer earns (0 to 1) and why, in words that do not give the key away."""

    earned: float
    message: str


@dataclass(frozen=True)
class Quiz:
    """``policy`` is one of ``POLICIES``, ``points`` are those of each question, ``name`` is that
    of the dictionary that students fill in."""

    questions: tuple[Question, ...]
    policy: str
    points: float
    name: str
    visibility: str

    @classmethod
    def load(cls, path: Path, settings: Mapping[str, Any]) -> Quiz:
        """The quiz of ``path`` with the settings of assignment.toml. Raises AssignmentError."""
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            questions = tuple(_question(entry) for entry in table["questions"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AssignmentError(f"{path}: {error!r}") from None
        policy = settings.get("policy", "per-option")
        if policy not in POLICIES:
            raise AssignmentError(f"quiz policy {policy!r}; expected one of {', '.join(POLICIES)}")
        visibility = settings.get("visibility", "visible")
        points, name = float(settings.get("points", 1)), settings.get("name", "quiz_answers")
        return cls(questions, policy, points, name, visibility)

    def mark(self, question: Question, answer: object) -> Mark:
        """What ``answer`` to ``question`` is worth.

        An answer is a letter, a string of letters, or a list, tuple or set of letters, in any
        case. With ``per-option``, each right option chosen earns 1/(number of right options) and
        each wrong one chosen loses 1/(number of wrong options), never below 0: choosing
        everything is worth nothing. With ``all-or-nothing``, only the key itself earns.
        """
        chosen = _letters(answer)
        if not chosen:
            return Mark(0.0, "Not answered.")
        unknown = sorted(chosen - question.letters)
        if unknown:
            options = "".join(sorted(question.letters))
            return Mark(0.0, f"No option {', '.join(unknown)[:40]}; the options are {options}.")
        if chosen == question.key:
            return Mark(1.0, "Right.")
        earned = _per_option(question, chosen) if self.policy == "per-option" else 0.0
        return Mark(earned, "Partly right." if earned else "Not right.")

    def find(self, answers: Mapping[str, object], question: Question) -> object:
        """The answer to ``question``, however its number was written: q1, Q1, "1" or 1."""
        for key, answer in answers.items():
            if _number(key) == _number(question.id):
                return answer
        return None

    def unknown(self, answers: Mapping[str, object]) -> list[str]:
        """Keys of ``answers`` that are no question, cut short."""
        known = {_number(question.id) for question in self.questions}
        return [str(key)[:20] for key in answers if _number(key) not in known]


def _per_option(question: Question, chosen: frozenset[str]) -> float:
    wrong = question.letters - question.key
    gained = len(chosen & question.key) / len(question.key)
    lost = len(chosen & wrong) / len(wrong) if wrong else 0.0
    return max(0.0, round(gained - lost, 6))


def _letters(answer: object) -> frozenset[str]:
    if isinstance(answer, str):
        return frozenset(re.sub(r"[\s,;.()\[\]{}'\"+&/]|and", "", answer.lower()).upper())
    if isinstance(answer, list | tuple | set | frozenset):
        return frozenset().union(*(_letters(item) for item in answer if isinstance(item, str)))
    return frozenset() if answer is None else frozenset([str(answer)[:20]])


def _number(key: object) -> str:
    return str(key).strip().lower().removeprefix("question").strip().lstrip("q").lstrip("0")


def _question(entry: Mapping[str, Any]) -> Question:
    options = tuple(
        Option(option["letter"], option["text"], option["right"], option["why"])
        for option in entry["options"]
    )
    question = Question(entry["id"], entry["kind"], entry["text"].strip(), entry["source"], options)
    if not question.key or len(question.letters) != len(options):
        raise ValueError(f"{question.id} needs a right option and letters of their own")
    if question.kind not in ("single", "multiple"):
        raise ValueError(f"{question.id}: kind is single or multiple, not {question.kind}")
    if question.kind == "single" and len(question.key) != 1:
        raise ValueError(f"{question.id} is single but has {len(question.key)} right options")
    return question
