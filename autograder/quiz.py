"""The quiz: questions with their key, and what an answer is worth."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.disk import printable
from autograder.errors import AssignmentError

POLICIES = ("per-option", "all-or-nothing")
MAX_POINTS = 1_000_000
MAX_CHOSEN = 40
"""Characters of an answer that are kept: an alphabet, or what was written instead."""


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
            questions = _questions(tomllib.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise AssignmentError(f"{path} can't be read: {error.strerror or error}") from None
        except (ValueError, TypeError, RecursionError) as error:
            raise AssignmentError(f"{path}: {' '.join(str(error).split())}") from None
        policy = settings.get("policy", "per-option")
        if policy not in POLICIES:
            raise AssignmentError(f"quiz policy {policy!r}; expected one of {', '.join(POLICIES)}")
        points = settings.get("points", 1)
        if type(points) not in (int, float) or not 0 <= points <= MAX_POINTS:
            raise AssignmentError(
                f"quiz points {points!r}; expected a number from 0 to {MAX_POINTS}"
            )
        name = settings.get("name", "quiz_answers")
        if not isinstance(name, str) or not name.isidentifier():
            raise AssignmentError(f"quiz name {name!r}; expected the name of a dictionary")
        visibility = settings.get("visibility", "visible")
        return cls(questions, policy, float(points), name, visibility)

    def mark(self, question: Question, answer: object) -> Mark:
        """What ``answer`` to ``question`` is worth.

        An answer is a letter, a string of letters, or a list, tuple or set of letters, in any
        case. With ``per-option``, each right option chosen earns 1/(number of right options) and
        each wrong one chosen loses 1/(number of wrong options), never below 0: choosing
        everything is worth nothing, and so are two options where one was asked for. With ``all-or-nothing``, only the key itself earns.
        """
        chosen = _letters(answer)
        if not chosen:
            return Mark(0.0, "Not answered.")
        unknown = sorted(chosen - question.letters)
        if unknown:
            options = "".join(sorted(question.letters))
            return Mark(0.0, f"No option {', '.join(unknown):.40}; the options are {options}.")
        if chosen == question.key:
            return Mark(1.0, "Right.")
        if question.kind == "single" and len(chosen) > 1:
            return Mark(0.0, "Only one can be chosen.")  # hedging would pay otherwise
        earned = _per_option(question, chosen) if self.policy == "per-option" else 0.0
        return Mark(earned, "Partly right." if earned else "Not right.")

    def find(self, answers: Mapping[str, object], question: Question) -> object:
        """The answer to ``question``, however its number was written: q1, Q1, "1" or 1.

        Of several, the last that says something: next to the stub's ``"q1": ""`` a student may
        have put ``1: "B"``.
        """
        number = _number(question.id)
        given = [answer for key, answer in answers.items() if _number(key) == number]
        return next((answer for answer in reversed(given) if _letters(answer)), None)

    def chosen(self, answers: Mapping[str, object], question: Question) -> str | None:
        """The letters that ``mark`` sees in the answer to ``question``, in order; None if it was not
        answered. Whatever was written, it is printable and short."""
        letters = _letters(self.find(answers, question))
        return printable("".join(sorted(letters)))[:MAX_CHOSEN] or None

    def unknown(self, answers: Mapping[str, object]) -> list[str]:
        """Keys of ``answers`` that are no question, cut short and printable."""
        known = {_number(question.id) for question in self.questions}
        return [repr(str(key)[:20])[1:-1] for key in answers if _number(key) not in known]


def _per_option(question: Question, chosen: frozenset[str]) -> float:
    wrong = question.letters - question.key
    gained = len(chosen & question.key) / len(question.key)
    lost = len(chosen & wrong) / len(wrong) if wrong else 0.0
    return max(0.0, round(gained - lost, 6))


def _letters(answer: object) -> frozenset[str]:
    """Letters that were chosen; what can't be one is told by its type. Nothing is descended
    into: an answer may be nested deeper, and a number longer, than Python can print."""
    items = answer if isinstance(answer, list | tuple | set | frozenset) else [answer]
    return frozenset().union(*map(_symbols, items))


def _symbols(item: object) -> frozenset[str]:
    if item is None:
        return frozenset()
    if isinstance(item, str):
        # NFKC: some keyboards type wide letters; between letters anything but letters may stand
        text = unicodedata.normalize("NFKC", item).lower()
        return frozenset(re.sub(r"[\W_]|and", "", text).upper())
    if isinstance(item, int | float) and abs(item) < 1e6:
        return frozenset([str(item)])
    return frozenset([f"({type(item).__name__})"])


def _number(key: object) -> str:
    """A question's number, the same for q1, Q1, "1", "01" and "question 1"; else the key."""
    text = unicodedata.normalize("NFKC", str(key)[:50]).casefold().strip()
    match = re.fullmatch(r"(?:question|q)?[\W_]*0*(\d+)[\W_]*", text)
    return match[1] if match else text


def _questions(table: Mapping[str, Any]) -> tuple[Question, ...]:
    entries = table.get("questions")
    if not isinstance(entries, list) or not entries:
        raise ValueError("expected [[questions]], found none")
    questions = tuple(_question(entry, f"question {k}") for k, entry in enumerate(entries, 1))
    numbers = [_number(question.id) for question in questions]
    twice = [
        q.id for q, number in zip(questions, numbers, strict=True) if numbers.count(number) > 1
    ]
    if twice:
        raise ValueError(f"two questions answer to the same number: {', '.join(twice)}")
    return questions


def _question(entry: object, where: str) -> Question:
    identity, kind, text, source = _strings(entry, where, "id", "kind", "text", "source")
    options = entry.get("options") if isinstance(entry, dict) else None
    if not isinstance(options, list):
        raise TypeError(f"{identity} needs [[questions.options]]")
    question = Question(
        identity, kind, text.strip(), source, tuple(_option(each, identity) for each in options)
    )
    if not question.key or len(question.letters) != len(options):
        raise ValueError(f"{identity} needs a right option and letters of their own")
    if kind not in ("single", "multiple"):
        raise ValueError(f"{identity}: kind is single or multiple, not {kind}")
    if kind == "single" and len(question.key) != 1:
        raise ValueError(f"{identity} is single but has {len(question.key)} right options")
    return question


def _option(entry: object, where: str) -> Option:
    letter, text, why = _strings(entry, f"{where}: an option", "letter", "text", "why")
    right = entry.get("right") if isinstance(entry, dict) else None
    if not isinstance(right, bool):
        raise TypeError(f"{where}: option {letter}: right is true or false, not {right!r}")
    if not re.fullmatch("[A-Z]", letter):
        raise ValueError(f"{where}: an option's letter is one of A to Z, not {letter!r}")
    return Option(letter, text, right, why)


def _strings(entry: object, where: str, *names: str) -> list[str]:
    found = []
    for name in names:
        value = entry.get(name) if isinstance(entry, dict) else None
        if not isinstance(value, str):
            raise TypeError(f"{where}: {name} is a string, not {value!r:.50}")
        found.append(value)
    return found
