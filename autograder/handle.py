"""What hidden graders hold of a submission: questions in, plain arrays out.

A ``Handle`` never shows the student's objects, only observations of them, and every comparison
happens on the grader's side. ``reference.Reference`` is the same interface on the solution.

A submission that hangs or kills its process loses the request (and further ones to the same
name) and nothing else: a fresh worker takes its place for the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, NoReturn

import numpy as np

from autograder import source, wire, words
from autograder.assignment import Budget
from autograder.errors import Killed, Malformed, SandboxError, WorkerDied, WorkerTimeout
from autograder.loading import MAX_FAILURES, LoadFailure, Loading, place
from autograder.probes import Probes
from autograder.sandbox import KEPT_OUTPUT, Question, Worker
from autograder.submission import Submission
from autograder.training import Training, Trajectory
from autograder.words import Description, Raised

__all__ = ["Description", "Handle", "LoadFailure", "Loading", "Made", "Raised", "Target"]

MAX_RESTARTS = 40
"""Workers that one submission may use up."""
MAX_LOST_STATEMENTS = 5
"""Statements that may hang or kill the process before the rest is given up."""
MAX_ROUNDS = 20
"""Times that statements are run again which need a name from further down."""
TOGETHER = ""
"""In place of a name, where several are on trial."""
_WHOLE = -1
"""In place of a statement's number: the cell as a whole."""
_MEMORY_KINDS = ("MemoryError", "_ArrayMemoryError", "ResourceExhaustedError")


@dataclass(frozen=True)
class Made:
    """An object that the submission made when asked to: ``name(*args, **kwargs)``."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: tuple[tuple[str, Any], ...] = ()

    @property
    def key(self) -> str:
        return json.dumps([self.name, self.args, self.kwargs])


Target = str | Made
"""A top-level name, or an object that was made."""


_Waiting = tuple[source.Cell, int, Raised]
"""A statement that needs a name which may come later."""


class Handle:
    """A submission, as far as a grader may ask. ``lease`` gives a fresh worker."""

    trains = True
    """Whether trainings are made. Where they are not, a check that asks for one is skipped: one
    that a training would spare must not ask for it."""

    def __init__(
        self,
        submission: Submission,
        stub: Submission,
        lease: Callable[[], Worker],
        budget: Budget,
        probes: Probes = Probes(),  # noqa: B008 - frozen: most assignments have none
    ) -> None:
        self.submission = submission
        self.loading = Loading()
        self._stub = stub
        self._lease = lease
        self._budget = budget
        self._probes = probes
        self._end = monotonic() + budget.total
        self._worker: Worker | None = None
        self._workers = 0
        self._made: set[str] = set()
        self._skipped: dict[tuple[str, int], LoadFailure] = {}
        self._waiting: list[_Waiting] = []
        self._lost_statements = 0
        self._last_words: list[str] = []
        self._lost: dict[str, Raised] = {}
        self.was_killed = False
        """Whether a worker was killed: what was learned may not be the submission's doing."""
        self.may_kill_itself = True
        self.trained: dict[str, tuple[Training, Trajectory]] = {}
        """By the submission's name, the last training that it was given alone, and how it went."""
        self.trouble: SandboxError | None = None
        """Why it could not be asked, which is not its doing."""

    @property
    def is_steady(self) -> bool:
        """Whether one worker has answered everything: nothing hung, died or took too long."""
        return self._workers <= 1 and not self._lost

    # --- what may be asked -----------------------------------------------------------------

    def begin(self, part: str, check: str) -> None:
        """What is asked from now on is asked for this check."""

    def is_untouched(self, name: str) -> bool:
        """Whether ``name`` is still the stub that was handed out, or as empty as one."""
        here = source.definition(self.submission.cells, name)
        stub = source.definition(self._stub.cells, name)
        if here is None or stub is None:
            return False
        return source.is_hollow(here) or source.shape(here) == source.shape(stub)

    def has_class_statement(self, name: str) -> bool:
        """Whether the text of the submission makes ``name`` by a ``class`` statement."""
        return source.class_statement(self.submission.cells, name) is not None

    def literal(self, name: str) -> object:
        """The value of ``name``: from the source if it says it, else from the running code."""
        found = source.literal(self.submission.cells, name)
        return found if found is not None else self._ask(name, "value", name=name).data.get("value")

    def describe(self, target: Target, method: str | None = None) -> Description:
        """What kind of thing ``target`` (or a method of it) is. Raises Raised."""
        return words.description(self._on(target, "describe", method).data)

    def make(self, name: str, *args: Any, **kwargs: Any) -> Made:
        """``name(*args, **kwargs)``, made anew and kept alive in the worker. Arguments are plain
        numbers or strings. Raises Raised."""
        made = Made(name, args, tuple(sorted(kwargs.items())))
        self._ready()
        self._made.discard(made.key)
        self._build(made)
        return made

    def call(
        self,
        target: Target,
        *arrays: wire.Array,
        method: str | None = None,
        graph: bool = False,
        **keywords: wire.Array,
    ) -> wire.Array:
        """``target(*arrays, **keywords)`` on constant tensors; with ``graph``, traced with an
        unknown first dimension, as ``fit`` does. Raises Raised; kind ``NotNumeric`` for None and
        the like."""
        given = (*arrays, *keywords.values())
        return _number(
            self._on(target, "call", method, given, graph=graph, keywords=list(keywords))
        )

    def call_each(
        self,
        target: Target,
        batches: Sequence[Sequence[wire.Array]],
        *,
        method: str | None = None,
        graph: bool = False,
    ) -> list[wire.Array]:
        """``call`` for several batches, in one go. Raises Raised of the first that fails."""
        fields = {"graph": graph, "keywords": []}
        return [
            _number(answer) for answer in self._on_each(target, "call", method, batches, fields)
        ]

    def gradient(self, target: Target, *arrays: wire.Array, wrt: int = 1) -> wire.Array | None:
        """d mean(target(*arrays)) / d arrays[wrt]; None when there is no path. Raises Raised."""
        return self.gradient_each(target, [arrays], wrt)[0]

    def gradient_each(
        self, target: Target, batches: Sequence[Sequence[wire.Array]], wrt: int = 1
    ) -> list[wire.Array | None]:
        """``gradient`` for several batches, in one go. Raises Raised of the first that fails."""
        answers = self._on_each(target, "gradient", None, batches, {"wrt": wrt})
        if any(len(answer.arrays) > 1 for answer in answers):
            raise Raised("Malformed", "a gradient is answered by one array")
        return [answer.arrays[0] if answer.arrays else None for answer in answers]

    def begin_training(self) -> None:
        """To be called before a probe that trains: skips the check where that is not wanted."""

    def fit(self, target: Target, training: Training) -> Trajectory:
        """Compile and fit a linear model with ``target`` as its loss. Raises Raised."""
        (way,) = self.fit_together([(target, training)])
        self.trained[_names(target)[0]] = training, way
        return way

    def fit_together(self, trainings: Sequence[tuple[Target, Training]]) -> list[Trajectory]:
        """As ``fit`` of each, for trainings that differ in target, y, kernel and bias only.

        One model has an output for each; their losses are traced once, and their gradients where
        they bring some of their own. Several take one epoch. Raises Raised if it fails for any:
        ask for each alone, to see which.
        """
        self.begin_training()
        assert len(trainings) == 1 or trainings[0][1].epochs == 1
        for target, _ in trainings:
            self._build(target)
        names, keys = zip(*(_names(target) for target, _ in trainings), strict=True)
        first = trainings[0][1]
        answer = self._ask(
            names[0] if len(names) == 1 else TOGETHER,
            "fit",
            (first.x, *(a for _, each in trainings for a in (each.y, each.kernel, each.bias))),
            targets=[[key] for key in keys],
            learning_rate=first.learning_rate,
            batch_size=first.batch_size,
            epochs=first.epochs,
        )
        if len(answer.arrays) != 3 * len(trainings):
            raise Raised("Malformed", "a training is answered by three arrays")
        return [Trajectory(*answer.arrays[k : k + 3]) for k in range(0, len(answer.arrays), 3)]

    def probe(
        self, name: str, /, *arrays: wire.Array, on: str, count: int = 1, **fields: Any
    ) -> list[wire.Array]:
        """The ``count`` arrays that the function ``name`` of the assignment's probes.py answers
        (see ``probes``). ``on`` is the submission's name that pays if it hangs or dies. Raises
        Raised; kind ``NotNumeric`` for an answer that is no array of numbers."""
        text = self._probes.sent_for(name)
        answer = self._ask(on, "probe", (text, *arrays), name=name, fields=fields)
        if len(answer.arrays) != count:
            raise Raised("Malformed", f"{name} is answered by {count} arrays")
        return list(answer.arrays)

    def give_away(self) -> Worker | None:
        """The worker, for somebody else to ask and to close; None if there is none."""
        worker, self._worker = self._worker, None
        return worker

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    # --- how it is asked -------------------------------------------------------------------

    def _on(
        self,
        target: Target,
        operation: str,
        method: str | None,
        arrays: Sequence[wire.Array] = (),
        **fields: Any,
    ) -> wire.Message:
        return self._on_each(target, operation, method, [arrays], fields)[0]

    def _on_each(
        self,
        target: Target,
        operation: str,
        method: str | None,
        batches: Sequence[Sequence[wire.Array]],
        fields: Mapping[str, Any],
    ) -> list[wire.Message]:
        self._build(target)
        name, key = _names(target)
        path = [key] if method is None else [key, method]
        return self._ask_each(name, operation, batches, {"target": path, **fields})

    def _build(self, target: Target) -> None:
        """Make the object in this worker, if it was made at all, and not yet in this one."""
        if isinstance(target, str):
            return
        self._ready()
        if target.key not in self._made:
            self._ask(
                target.name,
                "make",
                key=target.key,
                name=target.name,
                args=list(target.args),
                kwargs=dict(target.kwargs),
            )
            self._made.add(target.key)

    def _ask(
        self, trial: str, operation: str, arrays: Sequence[wire.Array] = (), /, **fields: Any
    ) -> wire.Message:
        return self._ask_each(trial, operation, [arrays], fields)[0]

    def _ask_each(
        self,
        trial: str,
        operation: str,
        batches: Sequence[Sequence[wire.Array]],
        fields: Mapping[str, Any],
    ) -> list[wire.Message]:
        """``trial`` is the submission's name that pays if the question ends the worker."""
        if trial in self._lost:
            raise self._lost[trial].with_traceback(None)
        worker = self._ready()
        seconds = min(self._budget.request, self._end - monotonic())
        data = {"op": operation, **fields}
        answers: list[wire.Message] = []
        try:
            answers += self._exchange(worker, [(data, arrays) for arrays in batches], seconds)
            if "error" in answers[-1].data:
                self._raise(worker, answers.pop())
        except Raised as raised:
            if self._worker is None or raised.kind == "OutOfTime":
                self._lost[trial] = raised  # it would only happen again
            self._hear(trial, operation, [*answers, raised])
            raise
        self._hear(trial, operation, answers)
        return answers

    def _hear(self, trial: str, operation: str, answers: Sequence[wire.Message | Raised]) -> None:
        """What was answered to one question after the other."""

    def _exchange_one(
        self, worker: Worker, data: dict[str, Any], arrays: Sequence[wire.Array], seconds: float
    ) -> wire.Message:
        (answer,) = self._exchange(worker, [(data, arrays)], seconds)
        if "error" in answer.data:
            self._raise(worker, answer)
        return answer

    def _exchange(
        self, worker: Worker, questions: Sequence[Question], seconds: float
    ) -> list[wire.Message]:
        self._check_time()
        try:
            return worker.ask_each(questions, seconds, self._end)
        except Killed as error:
            self._give_up(worker)
            self.was_killed, self.may_kill_itself = True, worker.may_kill_itself
            raise Raised(WorkerDied.__name__, str(error)) from None
        except (WorkerDied, WorkerTimeout, Malformed) as error:
            self._give_up(worker)
            raise Raised(type(error).__name__, str(error)) from None
        except SandboxError as error:
            self._give_up(worker)
            self.trouble = error
            raise

    def _raise(self, worker: Worker, answer: wire.Message) -> NoReturn:
        raised = words.raised(answer.data["error"])
        if raised.kind in _MEMORY_KINDS:
            # what filled the memory may be held by a global name: nothing else would run any more
            self._give_up(worker)
            raise Raised("OutOfMemory", f"{worker.limits.memory_mb} MB", raised.line)
        raise raised

    def _give_up(self, worker: Worker) -> None:
        worker.close()
        self._worker = None
        self._made.clear()

    def _check_time(self) -> None:
        if monotonic() > self._end:
            raise Raised("OutOfTime", f"all of its {self._budget.total:g} s were used up")

    # --- running the cells -------------------------------------------------------------------

    def _ready(self) -> Worker:
        """A worker in which the submission's cells have run."""
        while self._worker is None:
            self._check_time()
            if self._workers >= MAX_RESTARTS:
                raise Raised("WorkerDied", "it ended its process again and again")
            self._workers += 1
            self._worker = self._leased()
            self.loading.failures[:] = self._skipped.values()
            self._load(self._worker)
        return self._worker

    def _leased(self) -> Worker:
        try:
            return self._lease()
        except SandboxError as error:
            self.trouble = error
            raise

    def _load(self, worker: Worker) -> None:
        """Run every cell, statement by statement; what ends the worker is left out next time."""
        end = monotonic() + self._budget.loading
        self._waiting.clear()
        for cell in self.submission.cells:
            if self._worker is not None and (cell.name, _WHOLE) not in self._skipped:
                self._load_cell(worker, cell, end)
        self._run_waiting(worker, end)
        if self._worker is None:
            self._last_words.append(worker.output)
        if self._worker is not None or self._workers >= MAX_RESTARTS:  # else all is run again
            for waiting in self._waiting:
                self.loading.fail(*waiting)
        if self._worker is None:
            return
        self.loading.output = worker.output
        for text in self._last_words:
            again = _common(text, worker.output)
            self.loading.output += text[again : again + KEPT_OUTPUT - len(self.loading.output)]

    def _run_waiting(self, worker: Worker, end: float) -> None:
        """Run again what lacked a name, as long as that helps: cells may be out of order."""
        last, parsed = source.last_bindings(self.submission.cells), None
        for _ in range(MAX_ROUNDS if self._waiting else 0):
            before, self._waiting = self._waiting, []
            for cell, index, raised in before:
                stop = self._worker is None or monotonic() > end
                if not stop and cell is not parsed:
                    parsed = cell if self._parse(worker, cell) else None
                if stop or cell is not parsed or source.is_overtaken(cell, index, last):
                    self._waiting.append((cell, index, raised))
                elif self._run(worker, cell, index, end):
                    where = place(cell, index, raised)
                    self.loading.note(
                        f"{where} ran after the cells below it, which define what it needs"
                    )
            if len(self._waiting) in (0, len(before)):
                break

    def _load_cell(self, worker: Worker, cell: source.Cell, end: float) -> None:
        for index in range(self._parse(worker, cell)):
            if (cell.name, index) not in self._skipped:
                self._run(worker, cell, index, end)
            if self._worker is None:
                return

    def _parse(self, worker: Worker, cell: source.Cell) -> int:
        """How many statements there are to run, by our own count: a worker could say anything."""
        text = np.frombuffer(cell.text.encode(errors="replace"), "u1")
        fields = {"op": "source", "name": f"<{cell.name}>", "main": self.submission.main}
        try:
            self._exchange_one(worker, fields, [text], self._seconds(self._budget.cell))
        except Raised as raised:
            self._lose(cell, _WHOLE, raised)
            return 0
        return len(cell.tree.body) if cell.tree else 0

    def _run(self, worker: Worker, cell: source.Cell, index: int, end: float) -> bool:
        """Whether the statement ran to its end."""
        seconds = self._seconds(min(self._budget.cell, max(1.0, end - monotonic())))
        fields = {"op": "run", "statement": index, "training_seconds": self._budget.training}
        try:
            answer = self._exchange_one(worker, fields, (), seconds)
        except Raised as raised:
            if raised.kind == "NameError" and len(self._waiting) < MAX_FAILURES:
                self._waiting.append((cell, index, raised))
            else:
                self._lose(cell, index, raised)
            return False
        if answer.data.get("cut") is True:
            self.loading.note(
                f"{cell.name}: a training was ended after {self._budget.training:g} s"
            )
        return True

    def _lose(self, cell: source.Cell, index: int, raised: Raised) -> None:
        """Note a statement that did not run, and never run again one that ended its worker."""
        failure = self.loading.fail(cell, max(index, 0), raised)
        if self._worker is None:
            self._skipped[cell.name, index] = failure
            self._lost_statements += raised.kind != "OutOfMemory"
            if self._lost_statements > MAX_LOST_STATEMENTS:
                self._workers = MAX_RESTARTS

    def _seconds(self, most: float) -> float:
        return max(0.0, min(most, self._end - monotonic()))


def _number(answer: wire.Message) -> wire.Array:
    if len(answer.arrays) != 1:
        raise Raised("NotNumeric", words.text(answer.data.get("type"), 200))
    return answer.arrays[0]


def _names(target: Target) -> tuple[str, str]:
    """The submission's name that is on trial, and the worker's key for the object."""
    return (target, target) if isinstance(target, str) else (target.name, target.key)


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((k for k, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
