"""Workers that are ready before anybody waits for them, for ``check --watch``."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from time import monotonic

import numpy as np

from autograder.errors import WorkerTimeout
from autograder.sandbox import ALL_CORES, Limits, Worker, patiently

LOOK_SECONDS = 0.05
"""How often a check looks whether it has become stale."""
_PLAIN = b"def loss(y_true, y_pred):\n    return (y_true - y_pred) ** 2\n"


class Superseded(KeyboardInterrupt):
    """The file was saved again: nobody waits for this check any more. A kind of interrupt, for it
    must end pytest too, whatever test is running."""


class Watchful(Worker):
    """A worker of which nobody waits for an answer that has become stale."""

    is_stale: Callable[[], bool] = staticmethod(lambda: False)

    def _wait(
        self, deadline: float, to_read: list[socket.socket], to_write: list[socket.socket]
    ) -> None:
        while True:
            try:
                soon = min(deadline, monotonic() + LOOK_SECONDS)
                return super()._wait(soon, to_read, to_write)
            except WorkerTimeout:
                if self.is_stale():
                    raise Superseded from None
                if monotonic() >= deadline:
                    raise


class Spares:
    """Leases workers, warm ones as long as there are some."""

    def __init__(self, address: str, limits: Limits) -> None:
        self._address = address
        # pinned ones might wait for one core with those of another grader
        self._limits = replace(limits, cores=ALL_CORES)
        self._warm: list[Watchful] = []

    def lease(self, is_stale: Callable[[], bool]) -> Worker:
        """A worker that raises Superseded from ``ask`` once ``is_stale``. Raises SandboxError."""
        worker = self._warm.pop() if self._warm else self._cold()
        worker.is_stale = is_stale
        return worker

    def fill(self, count: int) -> None:
        """Until there are ``count`` warm ones: half a second for each. Raises SandboxError."""
        while len(self._warm) < count:
            worker = self._cold()
            try:
                _warm(worker)
            except BaseException:
                worker.close()
                raise
            self._warm.append(worker)

    def close(self) -> None:
        """End those that were not leased."""
        while self._warm:
            self._warm.pop().close()

    def _cold(self) -> Watchful:
        return patiently(lambda: Watchful(self._address, self._limits))


def _warm(worker: Worker) -> None:
    """Let TensorFlow do once what it takes long over the first time, and forget it again."""
    column, zero = np.zeros((8, 1), "f4"), np.zeros(1, "f4")
    worker.ask({"op": "source", "name": "<warm>", "main": False}, [np.frombuffer(_PLAIN, "u1")])
    worker.ask({"op": "run", "statement": 0, "training_seconds": 1.0})
    for graph in (False, True):
        fields = {"op": "call", "target": ["loss"], "graph": graph, "keywords": []}
        worker.ask(fields, [column, column])
    worker.ask({"op": "gradient", "target": ["loss"], "wrt": 1}, [column, column])
    fit = {"op": "fit", "targets": [["loss"]], "learning_rate": 0.05, "batch_size": 4}
    worker.ask(fit, [column, column, zero[None], zero])
    worker.ask({"op": "reset"})
