"""Which planted mistake is this? A failed part is compared with what the mistakes of it do.

The failed parts are asked once more, in a fresh worker and with inputs of a fixed seed: so the
mistakes' fingerprints are the same in every run (see ``evidence``). A diagnosis is words; it never
changes a point.
"""

from __future__ import annotations

import itertools
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
    """Pairs that together account for the most of what was seen, and add the least that was not;
    at least one of the two is a mistake."""
    told = [(each, *_evidence(each.fingerprint, seen, right)) for each in known]
    pairs = [
        (float(np.mean(explained | also) - np.mean(foreign) - np.mean(strange)), one, other)
        for (one, explained, foreign), (other, also, strange) in itertools.combinations(told, 2)
        if one.id or other.id
    ]
    for _, one, other in sorted(pairs, key=lambda pair: -pair[0]):
        yield one, other


def _evidence(
    known: Fingerprint, seen: Fingerprint, right: Fingerprint
) -> tuple[wire.Array, wire.Array]:
    """Number by number of what was seen: whether the program gives it too, alone or averaged;
    and whether it gives something that is neither that nor right."""
    ours, due = _placed(known), _placed(right)
    explained, foreign = [np.zeros(0, bool)], [np.zeros(0, bool)]
    for place, answer in _placed(seen).items():
        gives = _gives(ours.get(place), answer)
        explained.append(gives)
        foreign.append(~gives & ~_agree(ours.get(place), due.get(place), gives.size))
    return np.concatenate(explained), np.concatenate(foreign)


def _agree(known: Answer | None, right: Answer | None, size: int) -> wire.Array:
    if known is None or right is None:
        return np.full(size, known is right)
    found = _gives(known, right)
    return found if found.size == size else np.full(size, bool(np.all(found)))


def _gives(known: Answer | None, seen: Answer) -> wire.Array:
    size = max(1, sum(array.size for array in seen.arrays))
    if known is None or len(known.arrays) != len(seen.arrays) or not seen.arrays:
        return np.full(size, known is not None and known.equals(seen))
    pairs = zip(known.arrays, seen.arrays, strict=True)
    found = np.concatenate([_gives_array(one, other).ravel() for one, other in pairs])
    return found if found.size else np.ones(1, bool)


def _gives_array(known: wire.Array, seen: wire.Array) -> wire.Array:
    if known.shape == seen.shape:
        return close(known, seen)
    if not known.size:
        return np.zeros(seen.shape, bool)
    return close(np.broadcast_to(np.mean(known, dtype="f8"), seen.shape), seen)
