"""Whatever a worker says, the grader gets a value or a reason, and random numbers earn nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from autograder import submission as reading
from autograder import wire
from autograder.assignment import Assignment, Budget
from autograder.errors import Malformed
from autograder.explain import explain
from autograder.grading import Grader
from autograder.handle import Description, Handle, Made, Raised
from autograder.probes import Probes
from autograder.result import Grade
from autograder.sandbox import Limits, Sandbox, Worker
from autograder.submission import Submission
from autograder.training import Training, Trajectory
from autograder.wire import Array, Message
from tests.peer import Peer, leasing

same_every_time = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

NASTY = {"empty": "", "half": "\ud800", "escape": "\x1b[2J", "slow": "[" * 900 + "1" * 900}
texts = st.text(max_size=30) | st.sampled_from(sorted(NASTY)).map(lambda name: NASTY[name])
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
plain = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
arrays = arrays_of.arrays(
    st.sampled_from(sorted(wire.DTYPES)).map(np.dtype),
    arrays_of.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4),
)

# --- frames --------------------------------------------------------------------------------------


def reading_from(raw: bytes) -> Callable[[int], bytes]:
    rest = memoryview(raw)

    def receive(count: int) -> bytes:
        nonlocal rest
        if count > len(rest):
            raise EOFError
        taken, rest = rest[:count], rest[count:]
        return bytes(taken)

    return receive


def assert_it_is_within_the_caps_or_malformed(raw: bytes) -> None:
    try:
        message = wire.read(reading_from(raw))
    except (Malformed, EOFError):
        return
    assert type(message.id) is int
    assert type(message.data) is dict
    assert len(json.dumps(message.data, allow_nan=False)) < 20 * wire.MAX_HEADER
    assert len(message.arrays) <= wire.MAX_ARRAYS
    assert sum(array.nbytes for array in message.arrays) <= wire.MAX_BODY
    for array in message.arrays:
        assert array.dtype.str in wire.DTYPES
        assert array.ndim <= wire.MAX_DIMENSIONS


@same_every_time
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_a_message_or_malformed(raw: bytes, framed: bool) -> None:
    prefix = wire.PREFIX.pack(wire.MAGIC, len(raw), 0) if framed else b""
    assert_it_is_within_the_caps_or_malformed(prefix + raw)


@same_every_time
@given(plain)
def test_any_json_is_a_message_or_malformed(header: object) -> None:
    raw = json.dumps(header).encode()
    assert_it_is_within_the_caps_or_malformed(wire.PREFIX.pack(wire.MAGIC, len(raw), 0) + raw)


specs = st.lists(plain | st.tuples(st.sampled_from(sorted(wire.DTYPES)), plain), max_size=3) | plain


@same_every_time
@given(plain, plain, specs, st.binary(max_size=40))
def test_any_header_is_a_message_or_malformed(
    identity: object, data: object, described: object, body: bytes
) -> None:
    raw = json.dumps({"id": identity, "data": data, "arrays": described}).encode()
    prefix = wire.PREFIX.pack(wire.MAGIC, len(raw), len(body))
    assert_it_is_within_the_caps_or_malformed(prefix + raw + body)


@same_every_time
@given(
    st.dictionaries(texts, plain, max_size=3),
    st.lists(arrays, max_size=3),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4),
    st.integers(0, 10**6),
)
def test_a_damaged_frame_is_a_message_or_malformed(
    data: dict[str, Any], sent: list[Array], damage: list[tuple[int, int]], cut: int
) -> None:
    raw = bytearray(wire.pack(Message(1, data, tuple(sent))))
    for place, value in damage:
        raw[place % len(raw)] = value
    assert_it_is_within_the_caps_or_malformed(bytes(raw))
    assert_it_is_within_the_caps_or_malformed(bytes(raw[: cut % len(raw)]))


@same_every_time
@given(
    st.integers(0, 2**62), st.dictionaries(texts, plain, max_size=3), st.lists(arrays, max_size=3)
)
def test_what_is_packed_is_read(identity: int, data: dict[str, Any], sent: list[Array]) -> None:
    message = wire.read(reading_from(wire.pack(Message(identity, data, tuple(sent)))))
    assert (message.id, message.data) == (identity, data)
    assert [array.shape for array in message.arrays] == [array.shape for array in sent]
    assert [array.tobytes() for array in message.arrays] == [array.tobytes() for array in sent]


# --- questions -----------------------------------------------------------------------------------

DESCRIPTION = {
    "class": False,
    "callable": True,
    "none": False,
    "type": "type",
    "parameters": [[name, "POSITIONAL_OR_KEYWORD", True] for name in ("y_true", "y_pred")],
    "bases": ["keras.src.losses.loss.Loss"],
    "own": ["call"],
}
ERROR = {"type": "ValueError", "text": "no", "line": ["<script>", 3]}


def altered(template: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """``template`` with any values in the places of some of its own, or without them."""
    fields = st.fixed_dictionaries({}, optional=dict.fromkeys(template, plain))
    return st.tuples(fields, st.sets(st.sampled_from(sorted(template)), max_size=2)).map(
        lambda drawn: {k: v for k, v in {**template, **drawn[0]}.items() if k not in drawn[1]}
    )


answers = st.one_of(
    st.dictionaries(texts, plain, max_size=3),
    altered(DESCRIPTION),
    st.fixed_dictionaries({"error": plain | altered(ERROR)}),
    st.fixed_dictionaries({"statements": plain, "cut": plain, "value": plain, "type": plain}),
)

BATCH = np.ones((2, 1), "f4")
TRAINING = Training(BATCH, BATCH, np.ones((1, 1), "f4"), np.ones(1, "f4"))
MADE = Made("f", (1.0,))
PROBES = Probes("def f(student, array, times): ...", frozenset("f"))
QUESTIONS: dict[str, Callable[[Handle], object]] = {
    "literal": lambda handle: handle.literal("f"),
    "describe": lambda handle: handle.describe("f"),
    "describe made": lambda handle: handle.describe(MADE, "call"),
    "make": lambda handle: handle.make("f", 1.0, threshold=2.0),
    "call": lambda handle: handle.call("f", BATCH, BATCH, sample_weight=BATCH),
    "call made": lambda handle: handle.call(MADE, BATCH, BATCH, method="call", graph=True),
    "gradient": lambda handle: handle.gradient("f", BATCH, BATCH),
    "fit": lambda handle: handle.fit("f", TRAINING),
    "probe": lambda handle: handle.probe("f", BATCH, on="f", times=2)[0],
}


class Conversation:
    """What the worker of ``address`` will say; every example sets it anew."""

    def __init__(self, folder: Path) -> None:
        self.script: Callable[[Peer], None] = Peer.wait
        self._leasing = leasing(folder, lambda peer: self.script(peer))
        self.address = self._leasing.__enter__()

    def close(self) -> None:
        self._leasing.__exit__(None, None, None)


@pytest.fixture
def conversation(tmp_path: Path) -> Iterator[Conversation]:
    found = Conversation(tmp_path)
    yield found
    found.close()


@pytest.fixture(scope="session")
def stub(custom_losses: Assignment) -> Submission:
    return reading.read(custom_losses.stub, "stub", custom_losses.slug)


@pytest.fixture
def hand_in(tmp_path: Path) -> Submission:
    path = tmp_path / "handin.py"
    path.write_text("x = 1\ny = 2\nfor name in globals(): pass\n")
    return reading.read(path, "handin", "custom_losses")


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("from_the_start", [True, False])
def test_any_answer_is_a_value_or_a_reason(
    question: Callable[[Handle], object],
    from_the_start: bool,
    conversation: Conversation,
    hand_in: Submission,
    stub: Submission,
) -> None:
    @settings(same_every_time, max_examples=20)
    @given(st.lists(st.tuples(answers, st.lists(arrays, max_size=4)), min_size=1, max_size=6))
    def ask(script: list[tuple[dict[str, Any], list[Array]]]) -> None:
        def answer(peer: Peer) -> None:
            for _ in range(0 if from_the_start else 4):  # one cell, three statements
                peer.answer(peer.question(), {})
            for data, found in script:
                peer.answer(peer.question(), data, found)

        conversation.script = answer
        handle = Handle(
            hand_in, stub, lambda: Worker(conversation.address, Limits()), Budget(total=30), PROBES
        )
        try:
            assert_it_is_of_its_kind(question(handle))
        except Raised as raised:
            assert_it_can_be_told(raised)
        finally:
            handle.close()
        assert all(note and note.isprintable() for note in handle.loading.notes)

    ask()


@pytest.mark.parametrize(
    ("question", "count"),
    [("call", 0), ("call", 2), ("gradient", 2), ("fit", 0), ("fit", 2), ("probe", 0), ("probe", 2)],
)
def test_another_number_of_arrays_than_was_asked_for_is_no_answer(
    question: str, count: int, conversation: Conversation, hand_in: Submission, stub: Submission
) -> None:
    def answer(peer: Peer) -> None:
        while True:
            peer.answer(peer.question(), {"type": "x"}, [BATCH] * count)

    conversation.script = answer
    handle = Handle(hand_in, stub, lambda: Worker(conversation.address, Limits()), Budget(), PROBES)
    with pytest.raises(Raised, match=r"NotNumeric|Malformed"):
        QUESTIONS[question](handle)
    handle.close()


def assert_it_is_of_its_kind(value: object) -> None:
    if isinstance(value, Description):
        assert all(isinstance(name, str) for name in (value.type, *value.bases, *value.own))
        assert value.positional is None or value.positional >= 0
    else:
        json.dumps(None if isinstance(value, np.ndarray | Trajectory | Made) else value)


def assert_it_can_be_told(raised: Raised) -> None:
    told = explain(raised)
    assert told
    assert told.isprintable()
    assert len(told) < 500


# --- whole gradings ------------------------------------------------------------------------------


def something(rng: np.random.Generator, question: Message) -> tuple[dict[str, Any], list[Array]]:
    """An answer that has the right form more often than not, and knows nothing."""
    kinds = ["TypeError", "Unknown", "NotNumeric", "NameError", "", "OutOfTime", "MemoryError"]
    lies: list[tuple[dict[str, Any], list[Array]]] = [
        ({}, []),
        ({"error": {"type": str(rng.choice(kinds)), "text": "", "line": None}}, []),
        ({"error": {"type": [], "text": {}, "line": [[], True]}}, []),
        ({"value": {"q1": [[]], "": None}, "statements": 10**9, "cut": True}, []),
        (DESCRIPTION, []),
        ({}, [some_numbers(rng, question)]),
        ({}, [some_numbers(rng, question)]),
        ({}, [some_numbers(rng, question) for _ in range(3)]),
    ]
    return lies[rng.integers(len(lies))]


def some_numbers(rng: np.random.Generator, question: Message) -> Array:
    """Of a shape that may be right: the question's own arrays tell as much."""
    shapes: list[tuple[int, ...]] = [(), (0,), (1,), (1, 1), (3, 5)]
    shapes += [array.shape for array in question.arrays if array.ndim < 3]
    shape = shapes[rng.integers(len(shapes))]
    numbers = rng.uniform(-1, 1, shape) * rng.choice([1.0, 1e-30, 1e30, 1e308])
    special = rng.choice([np.nan, np.inf, -np.inf], size=shape)
    mixed = np.where(rng.random(shape) < 0.05, special, numbers)
    with np.errstate(over="ignore"):  # too large for a half is infinite there
        return mixed.astype(rng.choice(["f2", "f4", "f8"]))


Say = Callable[[Message], tuple[dict[str, Any], list[Array]]]


@pytest.fixture(scope="module")
def duel(
    custom_losses: Assignment, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Say], Grade]]:
    """Grades a hand-in of which a worker says what it is given to; the solution's is a real one."""
    folder = tmp_path_factory.mktemp("duel")
    path = folder / "handin.py"
    path.write_text(
        "def my_huber_loss(*_): return 1\n"
        "def contrastive_loss(*_): return 1\n"
        "class MyHuberLoss(Loss): call = 1\n"
    )
    hand_in = reading.read(path, "handin", custom_losses.slug)
    saying: Say = lambda question: ({}, [])

    def script(peer: Peer) -> None:
        while True:
            question = peer.question()
            loads = question.data["op"] in ("source", "run", "make")
            peer.answer(question, *(({}, []) if loads else saying(question)))

    with leasing(folder, script, honest=sandbox.address) as address:
        grader = Grader(custom_losses, address, 7)

        def grade(say: Say) -> Grade:
            nonlocal saying
            saying = say
            return grader.grade(hand_in)

        yield grade
        grader.close()


def assert_it_earned_nothing(grade: Grade) -> None:
    broken = [check for part in grade.parts for check in part.checks if check.outcome == "error"]
    assert broken == []
    assert grade.status == "graded"
    assert grade.score == 0
    assert grade.staff == ()
    written = json.dumps(grade.as_json(), allow_nan=False)
    assert Grade.from_json(json.loads(written)).parts == grade.parts


@pytest.mark.parametrize("seed", range(8))
def test_a_worker_that_knows_nothing_earns_nothing(seed: int, duel: Callable[[Say], Grade]) -> None:
    rng = np.random.default_rng(seed)
    assert_it_earned_nothing(duel(lambda question: something(rng, question)))


@pytest.mark.parametrize(
    "numbers",
    [
        np.full((2, 2), 1.7e308),
        np.full((2, 2), -1.7e308, "f8"),
        np.full(3, np.inf),
        np.array([np.inf, -np.inf]),
        np.full((), np.nan, "f2"),
        np.full(2, 65504, "f2"),
        np.zeros((0, 3)),
        np.zeros((3, 0, 3), "i1"),
        np.full((2, 2), 2**64 - 1, "u8"),
        np.full((2, 2), -(2**63), "i8"),
        np.ones((1,) * 8, "?"),
        np.full(wire.MAX_BODY, 255, "u1"),
    ],
    ids=lambda array: f"{array.dtype}-{array.shape}",
)
def test_numbers_at_the_edge_earn_nothing(numbers: Array, duel: Callable[[Say], Grade]) -> None:
    def say(question: Message) -> tuple[dict[str, Any], list[Array]]:
        if question.data["op"] == "describe":
            return DESCRIPTION, []
        return {}, [numbers] * (3 if question.data["op"] == "fit" and numbers.size < 100 else 1)

    assert_it_earned_nothing(duel(say))


def test_the_numbers_it_was_asked_about_earn_nothing(duel: Callable[[Say], Grade]) -> None:
    def say(question: Message) -> tuple[dict[str, Any], list[Array]]:
        if question.data["op"] == "describe":
            return DESCRIPTION, []
        return {}, list(
            question.arrays[1:] if question.data["op"] == "fit" else question.arrays[1:2]
        )

    assert_it_earned_nothing(duel(say))
