"""A worker that sends anything at all ends itself: soon, in few words, and at no cost to others."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep, thread_time

import numpy as np
import pytest

from autograder import submission, wire
from autograder.assignment import Assignment, Budget
from autograder.errors import (
    Malformed,
    OutOfMemory,
    OutOfProcessorTime,
    SandboxError,
    WorkerDied,
    WorkerTimeout,
)
from autograder.handle import Handle, Raised
from autograder.result import Grade
from autograder.sandbox import KEPT_OUTPUT, Limits, Sandbox, Worker
from tests.conftest import checks
from tests.peer import Peer, Script, leasing

SECONDS = 0.5
DEADLINE = SECONDS + 2
"""What a worker has for its answer, and when it is killed."""
SLACK = 5.0
"""For a machine that does other things as well."""


def frame(header: str | bytes, body: bytes = b"", body_length: int | None = None) -> bytes:
    raw = header if isinstance(header, bytes) else header.encode()
    length = len(body) if body_length is None else body_length
    return wire.PREFIX.pack(wire.MAGIC, len(raw), length) + raw + body


def replying(make: Callable[[wire.Message], bytes]) -> Script:
    """Answers every question with the bytes that ``make`` returns, and then waits."""

    def script(peer: Peer) -> None:
        while True:
            peer.send(make(peer.question()))

    return script


def header(question: wire.Message, data: str = "{}", arrays: str = "[]") -> str:
    return f'{{"id": {question.id}, "data": {data}, "arrays": {arrays}}}'


@contextmanager
def leased(folder: Path, script: Script) -> Iterator[Worker]:
    with leasing(folder, script) as address:
        worker = Worker(address, Limits())
        try:
            yield worker
        finally:
            worker.close()


def ends(
    folder: Path, script: Script, question: tuple[wire.Array, ...] = ()
) -> tuple[SandboxError, float, float]:
    """How a question ends that ``script`` answers: the error, seconds, processor seconds here."""
    with leased(folder, script) as worker:
        start, busy = monotonic(), thread_time()
        with pytest.raises(SandboxError) as caught:
            worker.ask({"op": "x"}, question, SECONDS)
        return caught.value, monotonic() - start, thread_time() - busy


# --- what is no answer -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda q: b"HTTP/1.1 200 OK\r\n\r\n" * 5,
        lambda q: bytes(1 << 16),
        lambda q: wire.PREFIX.pack(wire.MAGIC, 2**32 - 1, 0),
        lambda q: wire.PREFIX.pack(wire.MAGIC, 2, 2**64 - 1),
        lambda q: wire.PREFIX.pack(wire.MAGIC, 2, wire.MAX_BODY + 1),
        lambda q: frame("[" * 60_000),
        lambda q: frame(header(q, '{"a":' + "[" * 17 + "]" * 17 + "}")),
        lambda q: frame(header(q, '{"a":' * 200 + "0" + "}" * 200)),
        lambda q: frame(header(q, arrays='[["|O", [1]]]'), bytes(8)),
        lambda q: frame(header(q, arrays='[["<U4", [1]]]'), bytes(16)),
        lambda q: frame(header(q, arrays='[["<f8", [3]]]'), bytes(8)),
        lambda q: frame(header(q, arrays='[["<f8", [-1, -1]]]'), bytes(8)),
        lambda q: frame(header(q, arrays='[["<f8", [4294967296, 4294967296]]]'), bytes(8)),
        lambda q: frame(header(q, arrays='[["<f8", [0, 9223372036854775807]]]')),
        lambda q: frame(header(q, arrays="[" + '["|u1", [0]],' * 64 + '["|u1", [0]]]')),
        lambda q: frame(header(q, '{"value": NaN}')),
        lambda q: frame(header(q, '{"value": [' + "NaN," * 10_000 + "0]}")),
        lambda q: frame(header(q, '{"value": 1e999}')),
        lambda q: frame(header(q, '{"value": ' + "9" * 60_000 + "}")),
        lambda q: frame(header(q).replace(str(q.id), "true")),
        lambda q: wire.pack(wire.Message(q.id + 1, {})),
        lambda q: wire.pack(wire.Message(-q.id, {})),
    ],
    ids=[
        *["http", "zeros", "header length", "body length", "body over the cap"],
        *["deep lists", "lists in data", "objects in data", "objects", "strings"],
        *["short body", "negative shape", "overflowing shape", "overflowing empty shape"],
        *["many arrays", "nan", "nan flood", "1e999", "long integer"],
        *["id true", "next id", "negative id"],
    ],
)
def test_what_is_no_answer_ends_the_worker_at_once(
    make: Callable[[wire.Message], bytes], tmp_path: Path
) -> None:
    error, seconds, busy = ends(tmp_path, replying(make))
    assert type(error) is Malformed
    assert seconds < SLACK
    assert busy < 0.5


def test_an_answer_before_its_question_is_no_answer(tmp_path: Path) -> None:
    def eager(peer: Peer) -> None:
        for identity in range(1, 20):
            peer.send(wire.pack(wire.Message(identity, {"value": 1})))
        peer.wait()

    error, _, _ = ends(tmp_path, eager)
    assert type(error) is Malformed


def test_a_second_answer_to_one_question_is_none_to_the_next(tmp_path: Path) -> None:
    with leased(tmp_path, replying(lambda q: 2 * wire.pack(wire.Message(q.id, {})))) as worker:
        worker.ask({"op": "x"})
        with pytest.raises(Malformed):
            worker.ask({"op": "x"})


# --- several questions at once ---------------------------------------------------------------------


def several(count: int) -> list[tuple[dict[str, int | str], list[wire.Array]]]:
    return [({"op": "x", "number": number}, []) for number in range(count)]


def test_answers_to_several_questions_end_with_the_first_error(tmp_path: Path) -> None:
    def script(peer: Peer) -> None:
        for number in range(5):
            peer.answer(peer.question(), {"error": {}} if number == 2 else {"value": number})

    with leased(tmp_path, script) as worker:
        found = [answer.data for answer in worker.ask_each(several(4), SECONDS)]
        assert found == [{"value": 0}, {"value": 1}, {"error": {}}]
        assert worker.ask({"op": "x"}).data == {"value": 4}


def test_what_is_too_much_for_a_socket_is_sent_one_by_one(tmp_path: Path) -> None:
    def script(peer: Peer) -> None:
        while True:
            peer.answer(question := peer.question(), {}, question.arrays)

    large = [({"op": "x"}, [np.full(30_000, number, "f4")]) for number in range(8)]
    with leased(tmp_path, script) as worker:
        answers = worker.ask_each(large, SECONDS)
    assert [answer.arrays[0][-1] for answer in answers] == list(range(8))


@pytest.mark.parametrize("order", [(1, 0), (0, 0), (0, 2, 1), (0, 1, 1)])
def test_answers_out_of_order_or_twice_are_none(order: tuple[int, ...], tmp_path: Path) -> None:
    def script(peer: Peer) -> None:
        questions = [peer.question() for _ in range(3)]
        for number in order:
            peer.answer(questions[number], {})
        peer.wait()

    with leased(tmp_path, script) as worker, pytest.raises(Malformed):
        worker.ask_each(several(3), SECONDS)


def test_several_questions_together_have_no_more_time_than_all_have(tmp_path: Path) -> None:
    def slow(peer: Peer) -> None:
        while True:
            question = peer.question()
            sleep(SECONDS)
            peer.answer(question, {})

    with leased(tmp_path, slow) as worker:
        start = monotonic()
        with pytest.raises(WorkerTimeout):
            worker.ask_each(several(60), SECONDS, end=start + 1)
        assert monotonic() - start < 3 + SLACK


def test_a_question_that_follows_a_failed_one_is_not_carried_out(sandbox: Sandbox) -> None:
    with contextlib.closing(Worker(sandbox.address, Limits())) as worker:
        run(worker, "calls = []\ndef f(x):\n    calls.append(1)\n    1 / 0\n")
        fields = {"op": "call", "target": ["f"], "graph": False, "keywords": []}
        answers = worker.ask_each([(fields, [np.zeros(1)])] * 5, SECONDS)
        assert [answer.data["error"]["type"] for answer in answers] == ["ZeroDivisionError"]
        assert worker.ask({"op": "value", "name": "calls"}).data == {"value": [1]}


# --- what is no answer in time ---------------------------------------------------------------------


def silent(peer: Peer) -> None:
    peer.question()
    peer.wait()


def half_a_message(peer: Peer) -> None:
    raw = wire.pack(wire.Message(peer.question().id, {}, (np.ones(100),)))
    peer.send(raw[: len(raw) // 2])
    peer.wait()


def a_claimed_body(peer: Peer) -> None:
    shape = f'[["|u1", [{wire.MAX_BODY}]]]'
    peer.send(frame(header(peer.question(), arrays=shape), body_length=wire.MAX_BODY))
    peer.wait()


def fast_drips(peer: Peer) -> None:
    shape = f'[["|u1", [{wire.MAX_BODY}]]]'
    peer.send(frame(header(peer.question(), arrays=shape), body_length=wire.MAX_BODY))
    while True:
        peer.send(b"\0")


def slow_drips(peer: Peer) -> None:
    a_long_header = frame(" " * wire.MAX_HEADER)
    peer.question()
    for index in range(len(a_long_header)):
        peer.send(a_long_header[index : index + 1])
        sleep(0.01)


def endless_output(peer: Peer) -> None:
    peer.question()
    while True:
        peer.output.sendall(bytes(1 << 16))


def endless_crumbs_of_output(peer: Peer) -> None:
    peer.question()
    while True:
        peer.output.sendall(b".")


@pytest.mark.parametrize(
    "script",
    [
        silent,
        half_a_message,
        a_claimed_body,
        fast_drips,
        slow_drips,
        endless_output,
        endless_crumbs_of_output,
    ],
    ids=lambda script: script.__name__,
)
def test_what_is_no_answer_in_time_ends_the_worker_at_its_deadline(
    script: Script, tmp_path: Path
) -> None:
    error, seconds, busy = ends(tmp_path, script)
    assert type(error) is WorkerTimeout
    assert SECONDS < seconds < DEADLINE + SLACK
    assert busy < DEADLINE / 8, "the grader was busy with it"


def test_a_worker_that_does_not_read_holds_nobody_up(tmp_path: Path) -> None:
    error, seconds, busy = ends(tmp_path, Peer.wait, (np.ones(wire.MAX_BODY // 8),))
    assert type(error) is WorkerTimeout
    assert seconds < DEADLINE + SLACK
    assert busy < DEADLINE / 8


# --- what ends early -------------------------------------------------------------------------------


def closes_at_once(peer: Peer) -> None:
    pass


def closes_after_half_a_message(peer: Peer) -> None:
    peer.question()
    peer.send(wire.MAGIC)


def closes_in_the_middle_of_the_question(peer: Peer) -> None:
    peer.channel.recv(1 << 10)


@pytest.mark.parametrize(
    "script",
    [closes_at_once, closes_after_half_a_message, closes_in_the_middle_of_the_question],
    ids=lambda script: script.__name__,
)
def test_a_worker_that_closes_early_has_died(script: Script, tmp_path: Path) -> None:
    error, seconds, _ = ends(tmp_path, script, (np.ones(wire.MAX_BODY // 8),))
    assert type(error) is WorkerDied
    assert seconds < SLACK


# --- what is an answer all the same ----------------------------------------------------------------


def test_output_without_end_does_not_keep_an_answer_from_coming(tmp_path: Path) -> None:
    def flood(peer: Peer) -> None:
        question = peer.question()
        for _ in range(1000):
            peer.output.sendall(b"x" * (1 << 14))
        peer.answer(question, {"value": 1})
        while True:
            peer.output.sendall(b"y" * (1 << 14))

    with leased(tmp_path, flood) as worker:
        assert worker.ask({"op": "x"}).data == {"value": 1}
        assert worker.output == "x" * KEPT_OUTPUT
        start = monotonic()
        worker.close()
        assert monotonic() - start < SLACK


def test_closing_the_output_does_not_keep_the_grader_busy(tmp_path: Path) -> None:
    def script(peer: Peer) -> None:
        question = peer.question()
        peer.output.close()
        sleep(1)
        peer.answer(question, {"value": 1})
        peer.channel.recv(1)

    with leased(tmp_path, script) as worker:
        busy = thread_time()
        assert worker.ask({"op": "x"}).data == {"value": 1}
        assert thread_time() - busy < 0.1


def test_the_largest_answers_cost_little_memory(tmp_path: Path) -> None:
    nan = np.full(wire.MAX_BODY // 8, np.nan)
    raw = wire.pack(wire.Message(0, {}, (nan,)))
    start = raw.index(b'"id": 0') + 6

    def make(question: wire.Message) -> bytes:
        identity = str(question.id).encode()
        length = struct.unpack_from("!I", raw, 4)[0] + len(identity) - 1
        return raw[:4] + struct.pack("!I", length) + raw[8:start] + identity + raw[start + 1 :]

    with leased(tmp_path, replying(make)) as worker:
        worker.ask({"op": "x"})
        tracemalloc.start()
        try:
            for _ in range(5):
                assert np.isnan(worker.ask({"op": "x"}).arrays[0]).all()
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    # the peer's thread is in this process: its question, its frame and a copy of it
    assert peak < 8 * wire.MAX_BODY


def test_the_dearest_header_is_cheap(tmp_path: Path) -> None:
    data = '{"value": [' + "[[]]," * 13_000 + "0]}"
    with leased(tmp_path, replying(lambda q: frame(header(q, data)))) as worker:
        busy = thread_time()
        for _ in range(10):
            worker.ask({"op": "x"})
        assert thread_time() - busy < 2


# --- the real thing --------------------------------------------------------------------------------


def run(worker: Worker, source: str, seconds: float = SECONDS) -> str:
    """Runs ``source`` as student code does; returns the kind of exception it raised, if any."""
    text = np.frombuffer(source.encode(), "u1")
    count = worker.ask({"op": "source", "name": "<t>", "main": False}, [text]).data["statements"]
    for index in range(count):
        fields = {"op": "run", "statement": index, "training_seconds": 1.0}
        if "error" in (data := worker.ask(fields, seconds=seconds).data):
            return str(data["error"]["type"])
    return ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("os.write(3, bytes(1000))", Malformed),
        ("os.write(3, b'AGW1' + bytes(4) + b'\\xff' * 8)", Malformed),
        ("os.write(3, b'AGW1'); time.sleep(9)", Malformed),
        ("os.close(3)", WorkerDied),
        ("libc.shutdown(3, socket.SHUT_RDWR); stubborn(lambda: None)", WorkerDied),
        ("stubborn(lambda: os.write(3, b'A'))", Malformed),
        ("stubborn(lambda: os.read(3, 1))", WorkerTimeout),
        ("stubborn(lambda: os.write(1, b'x'))", WorkerTimeout),
        ("stubborn(lambda: os.write(1, bytes(1 << 24)))", WorkerTimeout),
        ("stubborn(lambda: os.close(1) or os.close(2))", WorkerTimeout),
        ("stubborn(lambda: None)", WorkerTimeout),
        # one urgent byte: the channel seems readable then, and is not
        ("stubborn(lambda: sent or sent.append(libc.send(3, b'!', 1, 1)))", WorkerTimeout),
    ],
)
def test_student_code_at_the_channel_ends_itself(
    source: str, expected: type[SandboxError], sandbox: Sandbox
) -> None:
    preamble = """
import ctypes, os, signal, socket, time
libc, sent = ctypes.CDLL(None), []
def stubborn(act):
    while True:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
            act()
        except BaseException:
            pass
"""
    worker = Worker(sandbox.address, Limits())
    start, busy = monotonic(), thread_time()
    with pytest.raises(SandboxError) as caught:
        run(worker, f"{preamble}\n{source}")
    assert type(caught.value) is expected
    assert monotonic() - start < DEADLINE + 2 * SLACK
    assert thread_time() - busy < DEADLINE / 8
    assert worker.close() is None


def test_a_thread_that_prints_for_ever_does_not_hold_the_grader_up(sandbox: Sandbox) -> None:
    worker = Worker(sandbox.address, Limits())
    printing = "import os, threading\ndef go():\n    while True: os.write(1, bytes(1 << 24))\n"
    run(worker, f"{printing}threading.Thread(target=go, daemon=True).start()")
    start, busy = monotonic(), thread_time()
    for _ in range(10):
        assert run(worker, "1 / 0") == "ZeroDivisionError"
    assert len(worker.output) == KEPT_OUTPUT
    assert worker.close() is not None
    assert monotonic() - start < 4 * SLACK
    assert thread_time() - busy < 2


# --- why a worker ended ----------------------------------------------------------------------------

FILL = """
import ctypes
kept = []
try:
    while True: kept.append(bytearray(1 << 20))
except MemoryError: pass
"""


@pytest.mark.parametrize(
    ("source", "expected", "words"),
    [
        ("kept = []\nwhile True: kept.append(object())", OutOfMemory, "256 MB"),
        (f"{FILL}\nctypes.string_at(0)", OutOfMemory, "256 MB"),
        ("import os\nos.write(2, b'std::bad_alloc'); os.abort()", OutOfMemory, "256 MB"),
        ("import ctypes\nctypes.string_at(0)", WorkerDied, "signal 11"),
        ("import os\nos._exit(3)", WorkerDied, "exit code 3"),
        (
            "import ctypes, time\nif 1:\n    ctypes.CDLL(None).shutdown(3, 2)\n    time.sleep(5)",
            WorkerDied,
            "closed",
        ),
        ("import os\nos.write(1, bytes(1 << 18))\nos._exit(0)", WorkerDied, "exit code 0"),
    ],
)
def test_a_worker_that_ended_is_said_to_have_ended_for_what_ended_it(
    source: str, expected: type[WorkerDied], words: str, sandbox: Sandbox
) -> None:
    worker = Worker(sandbox.address, Limits(memory_mb=256))
    with pytest.raises(WorkerDied, match=words) as caught:
        run(worker, source, 60)
    assert type(caught.value) is expected


def test_a_worker_whose_processor_time_is_used_up_says_so(sandbox: Sandbox) -> None:
    worker = Worker(sandbox.address, Limits(cpu_seconds=2))
    loop = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    with pytest.raises(OutOfProcessorTime, match="2 s"):
        run(worker, loop, 60)


def test_a_worker_that_the_system_killed_says_so(sandbox: Sandbox) -> None:
    zygote = sandbox.wait()["pid"]
    children = Path(f"/proc/{zygote}/task/{zygote}/children")
    before = set(children.read_text().split())
    worker = Worker(sandbox.address, Limits())
    (mine,) = set(children.read_text().split()) - before
    os.kill(int(mine), signal.SIGKILL)
    with pytest.raises(WorkerDied, match="signal 9"):
        run(worker, "1")


HUBER = """
import tensorflow as tf
def my_huber_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    return tf.where(size <= 1.0, size * size / 2, size - 0.5)
"""


@pytest.mark.parametrize(
    "filling",
    [
        "bytearray(10 << 30)",
        "tf.zeros((10 << 28,))",
        "[kept.append(bytes(1 << 27)) for _ in iter(int, 1)]",
    ],
)
def test_a_loss_that_fills_the_memory_loses_its_own_part_only(
    filling: str, grade_text: Callable[[str], Grade]
) -> None:
    greedy = f"kept = []\ndef contrastive_loss(y_true, y_pred):\n    return {filling}\n"
    grade = grade_text(f"{HUBER}\n{greedy}")
    assert {check.outcome for check in checks(grade, "my_huber_loss").values()} == {"passed"}
    message = checks(grade, "contrastive_loss")["values"].message
    assert message == "It ran out of memory (2048 MB). (line 9)"


def test_a_cell_that_fills_the_memory_and_keeps_it_leaves_room_for_the_rest(
    grade_text: Callable[[str], Grade],
) -> None:
    grade = grade_text(f"kept = []\nwhile True: kept.append(bytes(1 << 27))\n{HUBER}")
    assert {check.outcome for check in checks(grade, "my_huber_loss").values()} == {"passed"}
    assert any("OutOfMemory: 2048 MB" in note for note in grade.repairs)


def test_a_loss_that_crashes_says_so(grade_text: Callable[[str], Grade]) -> None:
    crash = "import ctypes\ndef contrastive_loss(y_true, y_pred):\n    ctypes.string_at(0)\n"
    grade = grade_text(f"{HUBER}\n{crash}")
    message = checks(grade, "contrastive_loss")["values"].message
    assert message == "It crashed the Python process (signal 11)."


def test_a_hand_in_of_failing_statements_costs_its_budget_and_no_more(
    grade_text: Callable[[str], Grade],
) -> None:
    start = monotonic()
    grade = grade_text(HUBER + "1/0\n" * 5_000)
    assert {check.outcome for check in checks(grade, "my_huber_loss").values()} == {"passed"}
    assert len(grade.repairs) < 250
    assert monotonic() - start < 60


def slow(peer: Peer) -> None:
    while True:
        question = peer.question()
        sleep(0.2)
        peer.answer(question, {})


def test_a_worker_that_takes_its_time_has_its_budget_and_no_more(
    custom_losses: Assignment, tmp_path: Path
) -> None:
    path = tmp_path / "handin.py"
    path.write_text("x = 1\n" * 200)
    hand_in = submission.read(path, "handin", custom_losses.slug)
    start = monotonic()
    with leasing(tmp_path, slow) as address:
        handle = Handle(hand_in, hand_in, lambda: Worker(address, Limits()), Budget(total=1))
        for name in ("f", "g"):
            with pytest.raises(Raised, match="OutOfTime"):
                handle.describe(name)
        handle.close()
    assert monotonic() - start < 1 + SLACK


def test_a_worker_that_always_ends_uses_up_no_more_than_its_budget(
    custom_losses: Assignment, tmp_path: Path
) -> None:
    def lasting(peer: Peer) -> None:
        peer.question()
        sleep(0.5)

    path = tmp_path / "handin.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}] * 9}))
    hand_in = submission.read(path, "handin", custom_losses.slug)
    start = monotonic()
    with leasing(tmp_path, lasting) as address:
        handle = Handle(hand_in, hand_in, lambda: Worker(address, Limits()), Budget(total=1))
        with pytest.raises(Raised, match="OutOfTime"):
            handle.describe("f")
    assert monotonic() - start < 1 + SLACK


@pytest.mark.parametrize(
    "raising",
    [
        "type('', (Exception,), {})()",
        "NameError()",
        "ValueError('[' * 1000 + '1' * 1000)",  # where a careless pattern takes seconds
        "ValueError('\\ud800\\x1b[2J\\u202e\\0')",
        "type('Unknown', (Exception,), {})('x')",
        "type('WorkerDied', (Exception,), {})('signal 9')",
        "type('NotNumeric', (Exception,), {})('NoneType')",
        "type('OutOfTime', (Exception,), {})('x')",
    ],
)
def test_whatever_is_raised_costs_the_loss_alone_and_is_told_in_a_line(
    raising: str, grade_text: Callable[[str], Grade]
) -> None:
    hand_in = f"{HUBER}\ndef contrastive_loss(y_true, y_pred):\n    raise {{}}\n"
    grade_text(hand_in.format("ValueError('x')"))  # what planted mistakes do is found out once
    start = monotonic()
    grade = grade_text(hand_in.format(raising))
    assert grade.status == "graded"
    assert {check.outcome for check in checks(grade, "my_huber_loss").values()} == {"passed"}
    for name, check in checks(grade, "contrastive_loss").items():
        assert check.outcome in (["passed"] if name == "defined" else ["failed", "skipped"])
        assert not check.message or check.message.isprintable()
        assert len(check.message) < 400
    assert monotonic() - start < 8
