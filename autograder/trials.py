"""What ``doctor`` lets a worker try: proof that the layers hold, not only that they were set.

Each trial is a line of student code that reaches for something. It is run in a worker like any
submission's; one that gets through has found a hole.
"""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.errors import SandboxError
from autograder.sandbox import Limits, Sandbox, Worker

BAIT = "AUTOGRADER_BAIT"
"""A variable of the caller's environment."""
_REFUSALS = frozenset(
    ["PermissionError", "FileNotFoundError", "ProcessLookupError", "OSError", "MemoryError"]
)
"""How a trial ends that a wall has stopped. Any other exception is a fault in the trial."""


@dataclass(frozen=True)
class Trial:
    """``source`` sets ``found`` to something true if it gets what ``reaches`` names."""

    reaches: str
    source: str


@dataclass(frozen=True)
class Outcome:
    """``how``: what stopped the trial, None if it got through."""

    trial: Trial
    how: str | None


# besides Python, the sources use: `folder` (of this machine, with the file `bait` in it), `port`
# (of a server), `pid` (the grader's), `name` (of a variable in the grader's environment)
TRIALS = (
    Trial("read a file of this machine", "found = open(folder + '/bait').read()"),
    Trial("list a folder of this machine", "found = os.listdir(folder)"),
    Trial("write a file outside its scratch folder", "found = open(folder + '/written', 'w')"),
    Trial("write into a Python package", "import numpy; found = open(numpy.__file__, 'a')"),
    Trial("read another process's command line", "found = open(f'/proc/{pid}/cmdline').read()"),
    Trial("reach the grader by a signal", "os.kill(pid, 0); found = True"),
    Trial("reach its parent by a signal", "os.kill(os.getppid() or pid, 0); found = True"),
    Trial("read the caller's environment", "found = open(f'/proc/{pid}/environ').read()"),
    Trial("inherit the caller's environment", "found = name in os.environ"),
    Trial("inherit a descriptor", "found = any(map(is_open, range(4, 4096)))"),
    Trial("connect to a server", "found = socket.create_connection(('127.0.0.1', port), 2)"),
    Trial("start a process", "found = os.fork() or os._exit(0)"),
    Trial("debug another process", "found = refused(ctypes.CDLL(None).ptrace(0x4206, pid, 0, 0))"),
    Trial("make a namespace", "found = refused(ctypes.CDLL(None).unshare(0x10000000))"),
    Trial("take 10 GB of memory", "found = mmap.mmap(-1, 10 << 30, mmap.MAP_PRIVATE)"),
    Trial("fill the disk", "found = [open(str(k), 'wb').write(bytes(10 << 20)) for k in range(8)]"),
)

_HELPERS = """
import ctypes, mmap, os, socket

def is_open(descriptor):
    try:
        return bool(os.fstat(descriptor))
    except OSError:
        return False

def refused(result):
    if result < 0:
        raise PermissionError
    return True
"""


def run_all(sandbox: Sandbox) -> list[Outcome]:
    """The outcome of every trial. Raises SandboxError if one could not be made."""
    with _baits() as baits:
        return [_run(sandbox, trial, baits) for trial in TRIALS]


@contextmanager
def _baits() -> Iterator[Mapping[str, object]]:
    """What the trials reach for, all of it open to any ordinary program of this user."""
    with (
        tempfile.TemporaryDirectory(prefix="autograder-bait-") as folder,
        socket.socket() as server,
    ):
        Path(folder).chmod(0o777)
        bait = Path(folder, "bait")
        bait.write_text("bait")
        bait.chmod(0o644)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        yield {"folder": folder, "port": port, "pid": os.getpid(), "name": BAIT}


def _run(sandbox: Sandbox, trial: Trial, baits: Mapping[str, object]) -> Outcome:
    worker = Worker(sandbox.address, Limits())
    try:
        names = "\n".join(f"{name} = {value!r}" for name, value in baits.items())
        error = _execute(worker, f"{_HELPERS}\n{names}\n{trial.source}\nfound = bool(found)")
        if error is None:
            got = worker.ask({"op": "value", "name": "found"}).data.get("value")
            return Outcome(trial, None if got else "nothing there")
    finally:
        worker.close()
    if error["type"] not in _REFUSALS:
        raise SandboxError(f"the trial to {trial.reaches} could not be made: {error}")
    return Outcome(trial, str(error["type"]))


def _execute(worker: Worker, source: str) -> dict[str, object] | None:
    """Runs ``source`` to its end, or to its first exception, which is returned."""
    text = np.frombuffer(source.encode(), "u1")
    count = worker.ask({"op": "source", "name": "<trial>", "main": False}, [text]).data[
        "statements"
    ]
    for index in range(count):
        answer = worker.ask({"op": "run", "statement": index, "training_seconds": 0.0})
        if "error" in answer.data:
            error: dict[str, object] = answer.data["error"]
            return error
    return None
