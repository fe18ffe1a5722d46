"""Which planted mistake is this? A failed part is compared with what the mistakes of it do.

The failed parts are asked once more, in a fresh worker and with inputs of a fixed seed: so the
mistakes' fingerprints are the same in every run (see ``evidence``). A diagnosis is words; it never
changes a point.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autograder import merging, wire
from autograder.fingerprint import Answer, Fingerprint, close
from autograder.mistake import PlantedMistake
from autograder.result import Mistake, PartResult

MAX_PAIRS = 8
"""Pairs of mistakes that are tried on one part of one submission."""
ENOUGH = 0.8
"""The share of telling answers that makes a diagnosis worth a "perhaps"."""

Take = Callable[[str, str], Fingerprint]
"""The fingerprint of a part with this text laid over the solution."""


@dataclass(frozen=True)
class _Known:
    """A mistake and what it does."""

    mistake: PlantedMistake
    fingerprint: Fingerprint


class Diagnosis:
    """Knows the planted mistakes of an assignment; ``take`` runs one, ``solution`` is the text
    that they are edits of."""

    def __init__(self, planted: Sequence[PlantedMistake], solution: str, take: Take) -> None:
        self._planted = planted
        self._solution = solution
        self._take = take

    @cached_property
    def parts(self) -> frozenset[str]:
        """The parts that have planted mistakes."""
        return frozenset(mistake.part for mistake in self._planted)

    def of(self, part: PartResult, seen: Fingerprint) -> Mistake | None:
        """The mistake that ``part`` shows: ``part`` as it was graded, ``seen`` what it did then
        with the fixed inputs. One that is not sure begins its hint with "Perhaps"."""
        failed = frozenset(check.name for check in part.checks if check.outcome == "failed")
        known = [
            _Known(mistake, self._take(mistake.part, mistake.text))
            for mistake in self._planted
            if mistake.part == part.name and mistake.fails <= failed
        ]
        alike = [each for each in known if each.mistake.fails == failed]
        same = [each.mistake for each in alike if each.fingerprint.equals(seen)]
        if same:
            return _certain(same)
        right = self._take(part.name, "")
        return self._pair(known, seen, right) or _likely(alike, seen, right)

    def _pair(
        self, known: Sequence[_Known], seen: Fingerprint, right: Fingerprint
    ) -> Mistake | None:
        """Two mistakes at once: their edits of the solution merged do what was seen."""
        for one, other in itertools.islice(_promising(known, seen, right), MAX_PAIRS):
            text = merging.merged(self._solution, one.text, other.text, one.part)
            if text is not None and self._take(one.part, text).equals(seen):
                hint = f"Two things at once. First: {one.hint} Second: {other.hint}"
                return Mistake(f"{one.id}+{other.id}", hint)
        return None


def _certain(same: Sequence[PlantedMistake]) -> Mistake:
    first = same[0]
    if len({mistake.hint for mistake in same}) > 1:
        return Mistake(first.id, f"Perhaps: {first.hint}")
    return Mistake(first.id, first.hint)


def _likely(alike: Sequence[_Known], seen: Fingerprint, right: Fingerprint) -> Mistake | None:
    """The mistake that most of the telling answers point to, if none other comes near."""
    shares = sorted(
        ((_share(each.fingerprint, seen, right), each.mistake) for each in alike),
        key=lambda pair: -pair[0],
    )
    if not shares or shares[0][0] < ENOUGH:
        return None
    if len(shares) > 1 and shares[1][0] > shares[0][0] - 0.1:
        return None
    best = shares[0][1]
    return Mistake(best.id, f"Perhaps: {best.hint}")


def _share(known: Fingerprint, seen: Fingerprint, right: Fingerprint) -> float:
    """The share of equal answers among those where the one or the other is wrong."""
    if len(known.answers) != len(seen.answers) or len(right.answers) != len(seen.answers):
        return 0.0
    telling = [
        one.equals(other)
        for one, other, due in zip(known.answers, seen.answers, right.answers, strict=True)
        if not (one.equals(due) and other.equals(due))
    ]
    return sum(telling) / len(telling) if telling else 0.0


def _promising(
    known: Sequence[_Known], seen: Fingerprint, right: Fingerprint
) -> Iterator[tuple[PlantedMistake, PlantedMistake]]:
    """Pairs of mistakes that together account for the most of what was seen, the best first."""
    explained = [(each.mistake, _explained(each.fingerprint, seen)) for each in known]
    useful = [(mistake, found) for mistake, found in explained if found.any()]
    pairs = [
        (float(np.mean(a | b)), one, other)
        for (one, a), (other, b) in itertools.combinations(useful, 2)
        if len(a) == len(b)
    ]
    for _, one, other in sorted(pairs, key=lambda pair: -pair[0]):
        yield one, other


def _explained(known: Fingerprint, seen: Fingerprint) -> wire.Array:
    """Number by number of what was seen, whether the mistake gives it too, alone or averaged."""
    answers = dict(_numbered(known.answers))
    flags = [_gives(answers.get(place), answer) for place, answer in _numbered(seen.answers)]
    return np.concatenate(flags) if flags else np.zeros(0, bool)


def _numbered(answers: Collection[Answer]) -> Iterator[tuple[tuple[str, int], Answer]]:
    counts: dict[str, int] = {}
    for answer in answers:
        counts[answer.check] = counts.get(answer.check, 0) + 1
        yield (answer.check, counts[answer.check]), answer


def _gives(known: Answer | None, seen: Answer) -> wire.Array:
    size = max(1, sum(array.size for array in seen.arrays))
    if known is None or len(known.arrays) != len(seen.arrays) or not seen.arrays:
        return np.full(size, known is not None and known.equals(seen))
    pairs = zip(known.arrays, seen.arrays, strict=True)
    return np.concatenate([_gives_array(one, other).ravel() for one, other in pairs])


def _gives_array(known: wire.Array, seen: wire.Array) -> wire.Array:
    if known.shape == seen.shape:
        return close(known, seen)
    if not known.size:
        return np.zeros(seen.shape, bool)
    return close(np.broadcast_to(np.mean(known, dtype="f8"), seen.shape), seen)
