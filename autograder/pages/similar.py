"""Submissions that are nearly the same where they need not be.

Right short functions resemble each other, and so do common mistakes. What tells is what two share
and hardly anybody else has: an odd way to write a line, a comment word for word. Each statement is
weighed by its rarity in the class and in what the course itself knows (solution, variants, planted
mistakes), and what was handed out counts for nothing. That two are similar is all that this says;
whether they worked together, copied, or learned from the same page, it can't know.
"""

from __future__ import annotations

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel

from autograder import master, mistake
from autograder.assignment import Assignment
from autograder.pages import normal
from autograder.pages.normal import Statement
from autograder.result import Grade

ALIKE = 0.8
"""The share of a part's tokens that two have in common, in order, where the part counts."""
MOST = 0.5
"""The share of each submission that such parts must make up."""
SURPRISE = 10.0
"""Bits beyond those that chance brings about among so many pairs."""
SHOWN = 8
"""Lines of a group."""

Form = tuple[str, ...]


@dataclass(frozen=True)
class Shared:
    """A line that two members have and hardly anybody else: as the one and the other wrote it."""

    one: str
    other: str
    others: int
    """How many submissions have it, these two not counted."""


@dataclass(frozen=True)
class Alike:
    """Submissions each of which is similar to another of them. ``least`` and ``most`` are the
    similarities of such pairs, 0 to 1, over ``parts``, where they are; ``lines`` are what the most
    surprising pair (``pair``) shares, the rarest first."""

    members: tuple[str, ...]
    parts: tuple[str, ...]
    least: float
    most: float
    pair: tuple[str, str]
    lines: tuple[Shared, ...]


@dataclass(frozen=True)
class _Pair:
    one: int
    other: int
    parts: tuple[str, ...]
    similarity: float
    bits: float


def found(grades: Iterable[Grade], assignment: Assignment) -> list[Alike]:
    """Groups of similar submissions, the largest first. Raises AssignmentError and OSError for a
    course that can't be read."""
    names = [part.name for part in assignment.parts if part.name != "quiz"]
    given = _given(assignment)
    class_ = [_Work.of(grade, names, given) for grade in grades if grade.error is None]
    class_ = [work for work in class_ if work.parts]
    if len(class_) < 2:
        return []
    bits = _rarity(class_, _known(assignment, names))
    pairs = [pair for each in _candidates(class_, bits) for pair in _compared(class_, *each, bits)]
    counts = Counter(form for work in class_ for form in work.forms)
    groups = [_group(each, class_, bits, counts, names) for each in _joined(pairs)]
    return sorted(groups, key=lambda group: (-len(group.members), -group.most, group.members))


@dataclass(frozen=True)
class _Work:
    """What a student wrote: the statements of each part, without what was handed out."""

    submission: str
    parts: Mapping[str, Sequence[Statement]]

    @classmethod
    def of(cls, grade: Grade, names: Sequence[str], given: frozenset[Form]) -> _Work:
        sources = {part.name: part.source for part in grade.parts if part.name in names}
        parts = {name: _own(text, given) for name, text in sources.items()}
        return cls(grade.submission, {name: own for name, own in parts.items() if own})

    @functools.cached_property
    def forms(self) -> Mapping[Form, Statement]:
        """Each statement once: what somebody repeats in three parts was thought of once."""
        return {each.tokens: each for own in self.parts.values() for each in own}

    def code(self, part: str) -> list[str]:
        """The tokens of a part, comments left out."""
        own = self.parts.get(part, ())
        return [token for each in own if not each.is_comment for token in each.tokens]

    def share(self, parts: Iterable[str]) -> float:
        """How much of the whole these parts are, in tokens."""
        whole = sum(len(self.code(part)) for part in self.parts)
        return sum(len(self.code(part)) for part in parts) / whole if whole else 0.0


def _own(text: str, given: frozenset[Form]) -> list[Statement]:
    return [each for each in normal.statements(text) if each.tokens not in given]


def _given(assignment: Assignment) -> frozenset[Form]:
    """What the handout and the stub say."""
    texts = [path.read_text(encoding="utf-8") for path in assignment.public.glob("*.md")]
    stub = assignment.stub.read_text(encoding="utf-8")
    prose = (each.tokens for text in (*texts, stub) for each in normal.comments(text))
    return frozenset((*_forms(stub), *prose))


def _known(assignment: Assignment, names: Sequence[str]) -> list[frozenset[Form]]:
    """The forms in each program of the course's own: they are how one writes such a thing."""
    planted = [each.text for each in mistake.mistakes(assignment)]
    right = [each.text for each in mistake.variants(assignment)]
    solution = master.solution(assignment.master.read_text(encoding="utf-8"))
    return [_forms(text) for text in (solution, *planted, *right)]


def _forms(program: str) -> frozenset[Form]:
    return frozenset(each.tokens for each in normal.statements(program))


def _rarity(class_: Sequence[_Work], known: Sequence[frozenset[Form]]) -> Mapping[Form, float]:
    """For each form that two submissions have: how surprising it is that a third has it, in bits.

    By the rule of succession from the others of the class, or from the course's own programs if it
    is more common there.
    """
    counts = Counter(form for work in class_ for form in work.forms)
    course = Counter(form for forms in known for form in forms)
    return {
        form: -math.log2(max((count - 1) / len(class_), course[form] / max(1, len(known))))
        for form, count in counts.items()
        if count > 1
    }


def _candidates(
    class_: Sequence[_Work], bits: Mapping[Form, float]
) -> Iterator[tuple[int, int, float]]:
    """Pairs that share more surprise than chance would bring about, and how much of it is needed:
    all pairs at once, as a product of matrices."""
    column = {form: k for k, form in enumerate(bits)}
    has = np.zeros((len(class_), len(column)), np.float32)
    for row, work in enumerate(class_):
        has[row, [column[form] for form in work.forms if form in column]] = 1
    together = (has * np.array(list(bits.values()), np.float32)) @ has.T
    enough = SURPRISE + math.log2(len(class_) * (len(class_) - 1) / 2)
    for one, other in np.argwhere(np.triu(together, 1) >= enough).tolist():
        yield one, other, enough


def _compared(
    class_: Sequence[_Work], one: int, other: int, enough: float, bits: Mapping[Form, float]
) -> Iterator[_Pair]:
    """The pair, if the parts that are nearly the same are most of both, and surprise enough."""
    a, b = class_[one], class_[other]
    alike = {part: s for part in a.parts if (s := _similarity(a.code(part), b.code(part))) >= ALIKE}
    if min(a.share(alike), b.share(alike)) < MOST:
        return
    surprise = _surprise(a, b, alike, bits)
    if surprise >= enough:
        similarity = sum(alike.values()) / len(alike)
        yield _Pair(one, other, tuple(alike), similarity, surprise)


def _surprise(a: _Work, b: _Work, parts: Iterable[str], bits: Mapping[Form, float]) -> float:
    """Of what the two share in ``parts``, in bits; each form counts once. The lines of one part hang
    together, for who has an odd idea writes all its lines: so the second counts half, the third a
    third. Comments don't."""
    counted = set[Form]()
    total = 0.0
    for part in parts:
        theirs = {each.tokens for each in b.parts[part]}
        shared = {e.tokens: e for e in a.parts[part] if e.tokens in theirs - counted}
        counted.update(shared)
        code = [bits[form] for form, each in shared.items() if not each.is_comment]
        total += sum(each / rank for rank, each in enumerate(sorted(code, reverse=True), 1))
        total += sum(bits[form] for form, each in shared.items() if each.is_comment)
    return total


def _similarity(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of tokens in common, in order: 2 * LCS / (len a + len b); 0 if one is empty."""
    return Indel.normalized_similarity(a, b, score_cutoff=ALIKE) if a and b else 0.0


def _joined(pairs: Sequence[_Pair]) -> list[list[_Pair]]:
    """The pairs in groups that have no member in common."""
    leader: dict[int, int] = {}

    def led(member: int) -> int:
        while (up := leader.setdefault(member, member)) != member:
            leader[member], member = leader[up], up
        return member

    for pair in pairs:
        leader[led(pair.one)] = led(pair.other)
    groups = defaultdict[int, list[_Pair]](list)
    for pair in pairs:
        groups[led(pair.one)].append(pair)
    return list(groups.values())


def _group(
    pairs: Sequence[_Pair],
    class_: Sequence[_Work],
    bits: Mapping[Form, float],
    counts: Mapping[Form, int],
    names: Sequence[str],
) -> Alike:
    members = {class_[k].submission for pair in pairs for k in (pair.one, pair.other)}
    parts = {part for pair in pairs for part in pair.parts}
    similarities = [pair.similarity for pair in pairs]
    first = max(pairs, key=lambda pair: pair.bits)
    one, other = class_[first.one], class_[first.other]
    shared = sorted(one.forms.keys() & other.forms.keys(), key=lambda form: (-bits[form], form))
    return Alike(
        tuple(sorted(members, key=str.casefold)),
        tuple(name for name in names if name in parts),
        min(similarities),
        max(similarities),
        (one.submission, other.submission),
        tuple(
            Shared(one.forms[form].text, other.forms[form].text, counts[form] - 2)
            for form in shared[:SHOWN]
            if bits[form] >= 1
        ),
    )
