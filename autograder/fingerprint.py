"""What a submission does, as far as it was asked: everything its worker answered, check by check.

Two programs with the same misunderstanding have the same fingerprint, whatever they look like.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pytest

from autograder import wire
from autograder.explain import kind_of
from autograder.handle import Handle, Raised
from autograder.result import CheckResult

RTOL, ATOL = 5e-4, 1e-5
"""Looser than the checks': the same mistake in another order of float32 operations."""
MAX_NUMBERS = 4096
"""Of an answer with more, only the shapes are kept: a worker may answer many megabytes."""


@dataclass(frozen=True)
class Answer:
    """One answer, asked for by ``check``: its arrays, and in a word what else there was."""

    check: str
    word: str
    arrays: tuple[wire.Array, ...] = ()

    def equals(self, other: Answer) -> bool:
        """The same answer, within float32's reach; NaN equals NaN here."""
        return (self.check, self.word, len(self.arrays)) == (
            other.check,
            other.word,
            len(other.arrays),
        ) and all(map(_equal, self.arrays, other.arrays))


def _equal(one: wire.Array, other: wire.Array) -> bool:
    return one.shape == other.shape and bool(np.all(close(one, other)))


def close(one: wire.Array, other: wire.Array) -> wire.Array:
    """Element by element, whether two arrays that broadcast are equal."""
    with np.errstate(all="ignore"):
        found: wire.Array = np.isclose(
            one.astype("f8"), other.astype("f8"), RTOL, ATOL, equal_nan=True
        )
        return found


@dataclass(frozen=True)
class Fingerprint:
    """The outcome of each check, what the failed ones said, and every answer in its order.

    The checks that train are not made: they take most of the time and tell nothing that the
    gradients did not.
    """

    outcomes: Mapping[str, str]
    messages: Mapping[str, str]
    answers: tuple[Answer, ...]

    def equals(self, other: Fingerprint) -> bool:
        """Nothing that was asked tells the two apart."""
        if self.outcomes != other.outcomes or len(self.answers) != len(other.answers):
            return False
        if not any(answer.arrays for answer in self.answers):
            return self.messages == other.messages  # without numbers the words have to do
        return all(map(Answer.equals, self.answers, other.answers))


_PLACE = re.compile(r" ?\([^()]{0,99}line \d+\)")
_INNER = re.compile(r"[\w.]{1,200}\.<locals>\.\w{1,200}\(\)")
_OWN = re.compile(r"'[^']*+'|`[^`]*+`|[\w.]{1,200}\(\)|\d++")


def _general(message: str) -> str:
    """A message without what differs between two programs with the same mistake: the line, names
    of the student's own, counts."""
    return _OWN.sub("…", _INNER.sub("an inner function", _PLACE.sub("", message)))


def taken(results: Sequence[CheckResult], answers: Sequence[Answer]) -> Fingerprint:
    """The fingerprint of a part, from its results and its answers."""
    return Fingerprint(
        {check.name: check.outcome for check in results},
        {check.name: _general(check.message) for check in results if check.outcome == "failed"},
        tuple(answers),
    )


def dumped(fingerprint: Fingerprint) -> bytes:
    """As bytes; see ``loaded``."""
    told = {**asdict(fingerprint), "answers": [[a.check, a.word] for a in fingerprint.answers]}
    named = {
        f"{number}.{index}": array
        for number, answer in enumerate(fingerprint.answers)
        for index, array in enumerate(answer.arrays)
    }
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, told=np.frombuffer(json.dumps(told).encode(), "u1"), **named)
    return file.getvalue()


def loaded(content: bytes) -> Fingerprint:
    """The fingerprint that ``dumped`` made. Raises ValueError or KeyError for anything else."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        told = json.loads(file["told"].tobytes())
        names = sorted(
            (name for name in file.files if name != "told"),
            key=lambda name: [int(part) for part in name.split(".")],
        )
        arrays: dict[int, list[wire.Array]] = {}
        for name in names:
            arrays.setdefault(int(name.split(".")[0]), []).append(file[name])
    answers = tuple(
        Answer(check, word, tuple(arrays.get(number, ())))
        for number, (check, word) in enumerate(told["answers"])
    )
    return Fingerprint(told["outcomes"], told["messages"], answers)


class Witness(Handle):
    """A handle that remembers every answer, by part, and does not train."""

    trains = False
    _part = _check = ""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.answers: dict[str, list[Answer]] = {}

    def begin(self, part: str, check: str) -> None:
        """As of a ``Handle``."""
        self._part, self._check = part, check

    def begin_training(self) -> None:
        """Skips the check that asks for it."""
        pytest.skip("Not trained: this is a look at what went wrong.")

    def _hear(self, trial: str, operation: str, answers: Sequence[wire.Message | Raised]) -> None:
        for answer in answers:
            if isinstance(answer, Raised):
                self._remember(trial, kind_of(answer), ())
            else:
                word = _WORDS[operation](answer.data) if operation in _WORDS else ""
                self._remember(trial, word, answer.arrays)

    def _remember(self, trial: str, word: str, arrays: tuple[wire.Array, ...]) -> None:
        if trial != self._part:
            return  # a check of one part may call others, whose mistakes are theirs
        if sum(array.size for array in arrays) > MAX_NUMBERS:
            word, arrays = f"{word} {[array.shape for array in arrays]}", ()
        self.answers.setdefault(self._part, []).append(Answer(self._check, word, arrays))


def _description(data: Mapping[str, Any]) -> str:
    """What kind of thing it is; how its parameters are called is the student's own choice."""
    return "".join("ny"[data.get(name) is True] for name in ("class", "callable", "none"))


def _returned(data: Mapping[str, Any]) -> str:
    """The type of what was returned, if it is one of those that a mistake would be told by."""
    found = data.get("type")
    return found if found in ("NoneType", "function", "str", "tuple", "list", "method") else ""


_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "describe": _description,
    "call": _returned,
}
