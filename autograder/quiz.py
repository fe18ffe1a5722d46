"""The quiz: questions with their key, and what an answer is worth."""

from __future__ import annotations

import re
import secrets
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.disk import printable
from autograder.errors import AssignmentError, SubmissionError
from autograder.shuffle import VERSION, Shuffle

POLICIES = ("per-option", "all-or-nothing")
MAX_POINTS = 1_000_000
MAX_CHOSEN = 40
"""Characters of an answer that are kept: an alphabet, or what was written instead."""
MIN_SEED = 16
"""Characters of a seed: who can guess it knows the author's order of the options."""


@dataclass(frozen=True)
class Option:
    letter: str
    text: str
    right: bool
    why: str
    fixed: bool = False
    """Whether it keeps its place when the others are shuffled: "all of the above"."""


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

    def seen(self, order: str) -> tuple[Option, ...]:
        """The options as a student saw them: those of ``order``, lettered as they stand.

        ``order`` is that of ``Quiz.order`` or of a result's check; options that the quiz no longer
        has are left out.
        """
        by_letter = {option.letter: option for option in self.options}
        return tuple(
            replace(by_letter[letter], letter=place.letter)
            for place, letter in zip(self.options, order, strict=False)
            if letter in by_letter
        )


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
    shuffle: Shuffle | None = None
    """What orders the options by; None if all students see them as the author wrote them."""

    @classmethod
    def load(cls, path: Path, settings: Mapping[str, Any]) -> Quiz:
        """The quiz of ``path`` with the settings of assignment.toml. Raises AssignmentError."""
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            questions = _questions(table)
            shuffle = _shuffle(table.get("seed"), settings.get("shuffle", False))
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
        return cls(questions, policy, float(points), name, visibility, shuffle)

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

    # --- options in an order of the student's own ------------------------------------------------

    def version(self, name: str = "") -> str | None:
        """What tells the order that ``name`` sees, a student or a group; "" is who has none of
        their own. None if nothing is shuffled."""
        return self.shuffle.version(name) if self.shuffle else None

    def order(self, question: Question, version: str | None) -> str:
        """The author's letters in the order in which ``version`` shows the options: "CAB" where
        the author's C is seen as A."""
        if self.shuffle is None or version is None:
            return "".join(option.letter for option in question.options)
        moving = [option.letter for option in question.options if not option.fixed]
        moved = iter(self.shuffle.shuffled(version, question.id, moving))
        return "".join(each.letter if each.fixed else next(moved) for each in question.options)

    def version_of(self, answers: Mapping[str, object]) -> str | None:
        """The version that was handed in; None if nothing is shuffled, or answered.

        Raises SubmissionError if there is none, or none of ours: no letter could be read.
        """
        is_answered = any(self.find(answers, each) is not None for each in self.questions)
        if self.shuffle is None or not is_answered:
            return None
        given = [answer for key, answer in answers.items() if _number(key) == VERSION]
        known = filter(None, map(self.shuffle.recognised, reversed(given)))
        if version := next(known, None):
            return version
        raise SubmissionError(
            f"`{self.name}` needs the {VERSION!r} that this student was given, found "
            f"{_told(given[-1]) if given else 'none'}: no letter can be read without the order of "
            "its options; put it back (it is in their quiz.md and in versions.csv) and grade again"
        )

    def in_authors_letters(
        self, answers: Mapping[str, object], version: str | None
    ) -> Mapping[str, object]:
        """The answers of who has ``version``, as if they had seen the author's order."""
        if version is None:
            return answers
        tables = {_number(each.id): self._table(each, version) for each in self.questions}
        return {
            key: _translated(answer, tables.get(_number(key), {}))
            for key, answer in answers.items()
            if _number(key) != VERSION
        }

    def _table(self, question: Question, version: str) -> Mapping[str, str]:
        """The author's letter for each that is seen."""
        places = (option.letter for option in question.options)
        return dict(zip(places, self.order(question, version), strict=True))

    def keyed(self, version: str | None) -> dict[str, str]:
        """What is handed in by who has ``version`` and knows everything."""
        answers = {} if version is None else {VERSION: version}
        for question in self.questions:
            seen = question.seen(self.order(question, version))
            answers[question.id] = "".join(option.letter for option in seen if option.right)
        return answers


def _per_option(question: Question, chosen: frozenset[str]) -> float:
    wrong = question.letters - question.key
    gained = len(chosen & question.key) / len(question.key)
    lost = len(chosen & wrong) / len(wrong) if wrong else 0.0
    return max(0.0, round(gained - lost, 6))


def _told(found: object) -> str:
    return printable(repr(found[:20])) if isinstance(found, str) else f"a {type(found).__name__}"


def _translated(answer: object, table: Mapping[str, str]) -> object:
    """The answer in other letters; as it is if it holds anything else, which is no option."""
    letters = _letters(answer)
    return "".join(sorted(table[each] for each in letters)) if letters <= table.keys() else answer


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


def _shuffle(seed: object, asked: object) -> Shuffle | None:
    if not isinstance(asked, bool):
        raise TypeError(f"shuffle in assignment.toml is true or false, not {asked!r}")
    if not asked:
        return None
    if not isinstance(seed, str) or len(seed) < MIN_SEED:
        line = f'seed = "{secrets.token_hex(MIN_SEED)}"'
        raise ValueError(f"shuffled options need a seed of their own; put at the top: {line}")
    return Shuffle(seed)


def _questions(table: Mapping[str, Any]) -> tuple[Question, ...]:
    entries = table.get("questions")
    if not isinstance(entries, list) or not entries:
        raise ValueError("expected [[questions]], found none")
    questions = tuple(_question(entry, f"question {k}") for k, entry in enumerate(entries, 1))
    numbers = [_number(question.id) for question in questions]
    if VERSION in numbers:
        raise ValueError(
            f"no question can be called {VERSION}: that is how answers name their order"
        )
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
    fixed = entry.get("fixed", False) if isinstance(entry, dict) else False
    if not isinstance(fixed, bool):
        raise TypeError(f"{where}: option {letter}: fixed is true or false, not {fixed!r}")
    return Option(letter, text, right, why, fixed)


def _strings(entry: object, where: str, *names: str) -> list[str]:
    found = []
    for name in names:
        value = entry.get(name) if isinstance(entry, dict) else None
        if not isinstance(value, str):
            raise TypeError(f"{where}: {name} is a string, not {value!r:.50}")
        found.append(value)
    return found
