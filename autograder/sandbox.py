"""The graders' side of the zygote: start it, lease workers from it, talk to one, end it.

A ``Sandbox`` is one zygote; it is started once per machine and any number of grader processes
lease workers by its ``address``. A ``Worker`` is one process for one submission. What a worker
may do: read the Python installation, write a few megabytes of scratch, use ``Limits``, and
answer. What ``Worker.ask`` may raise: WorkerDied, WorkerTimeout, Malformed; after any of them
the worker is gone.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Self

from autograder import wire
from autograder.errors import Malformed, SandboxError, WorkerDied, WorkerTimeout

START_SECONDS = 180
"""Most that importing TensorFlow may take, on a cold disk and without bytecode."""
KEPT_OUTPUT = 64 << 10
"""Bytes of a submission's output that are kept."""


@dataclass(frozen=True)
class Limits:
    """What one worker may use: memory beyond the zygote's (MB) and processor time (s)."""

    memory_mb: int = 2048
    cpu_seconds: int = 120


@dataclass(frozen=True)
class Ending:
    """How a worker ended: exit code (negative: signal), CPU seconds, peak memory (MB)."""

    exit: int
    cpu_seconds: float
    peak_mb: int


class Sandbox:
    """A running zygote. ``with Sandbox() as sandbox``; ``wait`` before the first lease."""

    def __init__(self) -> None:
        self._report: dict[str, Any] | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="autograder-"))
        stage = self._folder / "stage"
        stage.mkdir()
        self._folder.chmod(0o711)  # a worker that lacks a view walks through it to its scratch
        self.address = str(self._folder / "zygote.sock")
        ready, self._ready_end = os.pipe()
        self._ready = open(ready, "rb")  # noqa: SIM115, PTH123 - closed in `close`
        self._log = (self._folder / "zygote.log").open("wb+")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            Path(self.address).chmod(0o600)
            listener.listen(128)
            self._process = self._start(listener.fileno(), str(stage))
        os.close(self._ready_end)

    def _start(self, listener: int, stage: str) -> subprocess.Popen[bytes]:
        arguments = [str(listener), stage, str(self._ready_end)]
        return subprocess.Popen(
            [sys.executable, "-I", *_bytecode_options(), "-m", "autograder.zygote", *arguments],
            pass_fds=(listener, self._ready_end),
            env=_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            start_new_session=True,
        )

    def wait(self) -> dict[str, Any]:
        """Block until workers can be had; returns what the zygote says of itself, its ``pid``
        and whether its ``view`` of the machine is active.

        Raises SandboxError with the last line it wrote when it could not start.
        """
        if self._report is not None:
            return self._report
        readable, _, _ = select.select([self._ready], [], [], START_SECONDS)
        line = self._ready.readline() if readable else b""
        if not line:
            self._log.seek(0)
            said = self._log.read().decode(errors="replace").strip().splitlines()
            reason = said[-1] if said else f"it said nothing for {START_SECONDS} s"
            raise SandboxError(f"TensorFlow could not be loaded for grading: {reason}")
        report: dict[str, Any] = json.loads(line)
        self._report = report
        return report

    def exposure(self) -> str | None:
        """What student code could reach on this machine, None if it is locked in.

        Without a view of its own and without Landlock a worker reads whatever the user can, the
        solutions among it.
        """
        worker = Worker(self.address, Limits())
        worker.close()
        layers = {"view": self.wait()["view"], **worker.layers}
        walls = {name: layers.get(name, "not on this platform") for name in ("view", "landlock")}
        if "active" in walls.values():
            return None
        reasons = "; ".join(f"{name}: {why}" for name, why in walls.items())
        return f"student code can read this user's files, solutions included ({reasons})"

    def close(self) -> None:
        """Kill the zygote; its workers die with it."""
        self._process.kill()
        self._process.wait()
        self._ready.close()
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _environment() -> dict[str, str]:
    """What a worker's environment is: nothing of the caller's."""
    threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "Agg",
        "KERAS_BACKEND": "tensorflow",
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",  # with it, running out of memory stalls for 10 s first
        "TF_NUM_INTEROP_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "PYTHONHASHSEED": "0",
        **dict.fromkeys(threads, "1"),
    }


def _bytecode_options() -> list[str]:
    """TensorFlow without .pyc files takes four times as long to import: keep them somewhere."""
    found = importlib.util.find_spec("tensorflow")
    if found is None or found.origin is None:
        raise SandboxError("TensorFlow is not installed; pip install tensorflow-cpu")
    if Path(importlib.util.cache_from_source(found.origin)).exists():
        return []
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"), "autograder", "pyc")
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        return []
    return ["-X", f"pycache_prefix={cache}"]


class Worker:
    """One leased worker. Not for use by two threads."""

    def __init__(self, address: str, limits: Limits) -> None:
        """Lease a worker from the zygote at ``address``.

        Raises SandboxError if the zygote is gone or the worker did not come up.
        """
        self._channel, channel = socket.socketpair()
        self._output, output = socket.socketpair()
        self._lease = socket.socket(socket.AF_UNIX)
        self._kept = bytearray()
        self._requests = 0
        try:
            self._lease.connect(address)
            socket.send_fds(
                self._lease,
                [json.dumps(asdict(limits)).encode()],
                [channel.fileno(), output.fileno()],
            )
        except OSError as error:
            self.close()
            raise SandboxError(f"the zygote is gone ({error}); run the command again") from None
        finally:
            channel.close()
            output.close()
        self.layers: dict[str, str] = self._hello()

    def _hello(self) -> dict[str, str]:
        try:
            message = wire.read(lambda count: self._receive(count, monotonic() + 30))
        except SandboxError as error:
            self.close()
            raise SandboxError(f"a worker could not be locked in: {error}") from None
        layers: dict[str, str] = message.data["layers"]
        return layers

    @property
    def output(self) -> str:
        """What the submission has printed so far, cut at ``KEPT_OUTPUT`` bytes."""
        self._drain()
        return self._kept.decode(errors="replace")

    def ask(
        self, data: dict[str, Any], arrays: Sequence[wire.Array] = (), seconds: float = 10.0
    ) -> wire.Message:
        """The answer to one request.

        The worker is given ``seconds`` to answer by itself (it then says that it ran out) and
        two more before it is killed. Raises WorkerTimeout, WorkerDied, Malformed.
        """
        self._requests += 1
        request = wire.Message(self._requests, {**data, "seconds": seconds}, tuple(arrays))
        deadline = monotonic() + seconds + 2
        try:
            self._send(wire.pack(request), deadline)
            answer = wire.read(lambda count: self._receive(count, deadline))
            if answer.id != request.id:
                raise Malformed("an answer to a question that was not asked")
        except SandboxError:
            self.close()
            raise
        return answer

    def _send(self, frame: bytes, deadline: float) -> None:
        view = memoryview(frame)
        while view:
            _, writable, _ = select.select([], [self._channel], [], _left(deadline))
            if not writable:
                raise WorkerTimeout("the worker stopped listening")
            try:
                view = view[self._channel.send(view[: 1 << 16]) :]
            except OSError:
                raise WorkerDied("the process ended") from None

    def _receive(self, count: int, deadline: float) -> bytes:
        received = bytearray()
        while len(received) < count:
            sources = [self._channel, self._output]
            readable, _, _ = select.select(sources, [], [], _left(deadline))
            self._drain()
            if self._channel in readable:
                received += self._chunk(count - len(received))
            elif not readable or monotonic() > deadline:
                raise WorkerTimeout("no answer in time")
        return bytes(received)

    def _chunk(self, count: int) -> bytes:
        try:
            chunk = self._channel.recv(min(count, 1 << 18))
        except OSError:
            chunk = b""
        if not chunk:
            raise WorkerDied("the process ended")
        return chunk

    def _drain(self) -> None:
        """Take what the submission printed, so that it never blocks; keep what fits."""
        with contextlib.suppress(OSError):
            while chunk := self._output.recv(1 << 16, socket.MSG_DONTWAIT):
                self._kept += chunk[: KEPT_OUTPUT - len(self._kept)]

    def close(self) -> Ending | None:
        """End the worker, and all it may have started; None if the zygote is gone too."""
        if self._lease.fileno() < 0:
            return None
        self._drain()
        self._channel.close()
        self._output.close()
        try:
            self._lease.shutdown(socket.SHUT_WR)
            self._lease.settimeout(10)
            report = self._lease.recv(4096)
            return Ending(**json.loads(report)) if report else None
        except OSError:
            return None
        finally:
            self._lease.close()


def _left(deadline: float) -> float:
    return max(0.0, deadline - monotonic())
