"""Which planted mistake is this? A failed part is compared with what the mistakes of it do.

The failed parts are asked once more, in a fresh worker and with inputs of a fixed seed: so the
mistakes' fingerprints are the same in every run (see ``evidence``). A diagnosis is words; it never
changes a point.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autograder import merging, wire
from autograder.fingerprint import Answer, Fingerprint, close
from autograder.mistake import PlantedMistake, Variant
from autograder.result import Mistake, PartResult

MAX_PAIRS = 12
"""Pairs of mistakes that are tried on one part of one submission."""
SMALL_EDIT = 3
"""Lines in which a variant may differ from the solution to stand beside a mistake."""
FAR = 1e100
"""In the place of a number where there is none: near to nothing that a loss returns."""
ENOUGH = 0.8
"""The share of telling answers that makes a diagnosis worth a "perhaps"."""

Take = Callable[[str, str], Fingerprint]
"""The fingerprint of a part with this text laid over the solution."""


@dataclass(frozen=True)
class _Known:
    """A program and what it does. One that is right all the same has no ``id`` and no ``hint``:
    it may stand beside a mistake, and is none."""

    id: str
    hint: str
    text: str
    fingerprint: Fingerprint


class Diagnosis:
    """Knows the planted mistakes of an assignment, and its variants; ``take`` runs one, and
    ``solution`` is the text that they are edits of."""

    def __init__(
        self,
        planted: Sequence[PlantedMistake],
        variants: Sequence[Variant],
        solution: str,
        take: Take,
    ) -> None:
        self._planted = planted
        self._variants = variants
        self._solution = solution
        self._take = take

    @cached_property
    def parts(self) -> frozenset[str]:
        """The parts that have planted mistakes."""
        return frozenset(mistake.part for mistake in self._planted)

    def of(self, part: PartResult, seen: Fingerprint) -> Mistake | None:
        """The mistake that ``part`` shows: ``part`` as it was graded, ``seen`` what it did then
        with the fixed inputs. One that is not sure begins its hint with "Perhaps: "."""
        failed = frozenset(check.name for check in part.checks if check.outcome == "failed")
        possible = [m for m in self._planted if m.part == part.name and m.fails <= failed]
        self._look_up(possible)
        known = {mistake: self._known(mistake) for mistake in possible}
        alike = [each for mistake, each in known.items() if mistake.fails == failed]
        same = [each for each in alike if each.fingerprint.equals(seen)]
        if same:
            return _certain(same)
        right = self._take(part.name, "")
        pairs = list[_Known]()
        partners = [*known.values(), *self._harmless(part.name)]
        for pair in self._pairs(part.name, partners, seen, right):
            if pair.fingerprint.equals(seen):
                return Mistake(pair.id, pair.hint)
            pairs.append(pair)
        return _likely([*alike, *pairs], seen, right)

    def _look_up(self, mistakes: Sequence[PlantedMistake]) -> None:
        """In any order: graders that work side by side would find out the same at the same time,
        and what one of them has found out the others need not."""
        for mistake in random.sample(mistakes, len(mistakes)):
            self._take(mistake.part, mistake.text)

    def _known(self, mistake: PlantedMistake) -> _Known:
        fingerprint = self._take(mistake.part, mistake.text)
        return _Known(mistake.id, mistake.hint, mistake.text, fingerprint)

    def _harmless(self, part: str) -> Iterator[_Known]:
        """Variants that are a small edit of the solution: a `<` for a `<=`, say."""
        for variant in self._variants:
            if part in variant.parts:
                changed = merging.changed_lines(self._solution, variant.text, part)
                if changed <= SMALL_EDIT:
                    yield _Known("", "", variant.text, self._take(part, variant.text))

    def _pairs(
        self, part: str, known: Sequence[_Known], seen: Fingerprint, right: Fingerprint
    ) -> Iterator[_Known]:
        """Two edits of the solution at once, merged: those that promise most."""
        merged = (
            (one, other, text)
            for one, other in _promising(known, seen, right)
            if (text := merging.merged(self._solution, one.text, other.text, part)) is not None
        )
        for one, other, text in itertools.islice(merged, MAX_PAIRS):
            # each hint was written for somebody who made this mistake alone
            hint = (
                "Two things at once, each told as if it were the only one. "
                f"First: {one.hint} Second: {other.hint}"
            )
            if not (one.hint and other.hint):
                hint = one.hint or other.hint
            identity = "+".join(filter(None, (one.id, other.id)))
            yield _Known(identity, hint, text, self._take(part, text))


def _certain(same: Sequence[_Known]) -> Mistake:
    first = same[0]
    if len({each.hint for each in same}) > 1:
        return _perhaps(first)
    return Mistake(first.id, first.hint)


def _perhaps(known: _Known) -> Mistake:
    return Mistake(known.id, f"Perhaps: {known.hint}")


def _likely(candidates: Sequence[_Known], seen: Fingerprint, right: Fingerprint) -> Mistake | None:
    """The one that most of the telling answers point to, if none other comes near."""
    shares: dict[str, tuple[float, _Known]] = {}
    for each in candidates:
        share = _share(each.fingerprint, seen, right)
        if share >= shares.get(each.id, (0.0, each))[0]:
            shares[each.id] = share, each
    best, *others = sorted((share for share, _ in shares.values()), reverse=True) or [0.0]
    if best < ENOUGH or (others and others[0] > best - 0.1):
        return None
    return next(_perhaps(each) for share, each in shares.values() if share == best)


def _share(known: Fingerprint, seen: Fingerprint, right: Fingerprint) -> float:
    """The share of equal answers among those where the one or the other is wrong."""
    ours, theirs, due = map(_placed, (known, seen, right))
    equal = [
        _same(ours.get(place), theirs.get(place))
        for place in ours.keys() | theirs.keys()
        if not (_same(ours.get(place), due.get(place)) and _same(theirs.get(place), due.get(place)))
    ]
    return sum(equal) / len(equal) if equal else 0.0


def _same(one: Answer | None, other: Answer | None) -> bool:
    return one is not None and other is not None and one.equals(other)


def _placed(fingerprint: Fingerprint) -> Mapping[tuple[str, int], Answer]:
    """The answers by check, and by their number in it: a check may break off early."""
    counts: Counter[str] = Counter()
    placed = dict[tuple[str, int], Answer]()
    for answer in fingerprint.answers:
        counts[answer.check] += 1
        placed[answer.check, counts[answer.check]] = answer
    return placed


def _promising(
    known: Sequence[_Known], seen: Fingerprint, right: Fingerprint
) -> Iterator[tuple[_Known, _Known]]:
    """Pairs by how much of what was seen the two would do together, the best first; at least one
    of the two is a mistake.

    Two edits add up where they touch different cases, and multiply where one is a factor.
    """
    wanted, due = _numbers(seen, seen), _numbers(right, seen)
    told = [(each, _numbers(each.fingerprint, seen)) for each in known]
    pairs = list[tuple[float, _Known, _Known]]()
    with np.errstate(all="ignore"):
        for (one, a), (other, b) in itertools.combinations(told, 2):
            if one.id or other.id:
                together = close(a + b - due, wanted) | close(a * b / due, wanted)
                pairs.append((float(np.mean(together)) if together.size else 0.0, one, other))
    for _, one, other in sorted(pairs, key=lambda pair: -pair[0]):
        yield one, other


def _numbers(known: Fingerprint, seen: Fingerprint) -> wire.Array:
    """The numbers of ``known`` where ``seen`` has its own, one after the other."""
    ours = _placed(known)
    pairs = [(ours.get(place), answer) for place, answer in _placed(seen).items()]
    return np.concatenate([np.zeros(0), *(_beside(one, other) for one, other in pairs)])


def _beside(known: Answer | None, seen: Answer) -> wire.Array:
    """The answer in the form of another: averaged where the shapes differ, FAR where it is of
    another kind."""
    if not seen.arrays:  # words
        return np.array([0.0 if _same(known, seen) else FAR])
    if known is None or len(known.arrays) != len(seen.arrays):
        return np.full(sum(array.size for array in seen.arrays), FAR)
    pairs = zip(known.arrays, seen.arrays, strict=True)
    return np.concatenate([_in_shape(one.astype("f8"), other.shape) for one, other in pairs])


def _in_shape(array: wire.Array, shape: tuple[int, ...]) -> wire.Array:
    if array.shape == shape:
        return array.ravel()
    return np.full(int(np.prod(shape)), np.mean(array) if array.size else FAR)
