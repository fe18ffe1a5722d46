"""The public checks of a student's bundle, without importing TensorFlow for each run.

``python -m autograder.public CHANNEL``: a process that imports TensorFlow once and forks for
each request on its channel, a line of JSON; the child runs ``test_public.py`` as
``python test_public.py`` does. As in the zygote, no operation may run before a fork and there
must be one thread. Nothing is locked in: it is the student's own code on the student's own
machine, where it could be run by hand as well.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Self

from rich.text import Text

from autograder import linux, submission
from autograder.errors import SandboxError, SubmissionError
from autograder.sandbox import worker_environment
from autograder.watch import LOOK_SECONDS, View, definitions

TESTS = "test_public.py"
_VERDICT = re.compile(r"^  (passed|FAILED)  (.*)$")
_OWN = ("PATH", "LANG", "KERAS_HOME")
"""Variables that stay the student's own; Keras keeps downloaded data sets in its home."""


def beside(path: Path) -> Path | None:
    """The public checks of the bundle that ``path`` lies in, or is."""
    tests = (path if path.is_dir() else path.absolute().parent) / TESTS
    return tests.absolute() if tests.is_file() else None


class PublicChecks:
    """A ``watch.Checker`` with the public checks in ``tests``. Use as a context."""

    kind = "the public checks, without isolation"

    def __init__(self, tests: Path, path: Path) -> None:
        """``path``: the form to check; for the bundle's folder, the one that was filled in."""
        self._tests = tests
        self._form = None if path.is_dir() else path.absolute()
        self._before: Mapping[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._channel, self._theirs = socket.socketpair()
        self._said = b""
        self._running = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._channel.close()
        self._theirs.close()
        if self._process is not None:
            _kill(self._process.pid)
            _kill(self._running)
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()

    def start(self) -> None:
        """Import TensorFlow over there. Raises SandboxError if that fails."""
        graders = {name: v for name, v in worker_environment().items() if name not in _OWN}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "autograder.public", str(self._theirs.fileno())],
            pass_fds=[self._theirs.fileno()],
            env={**os.environ, **graders, "PYTHONSAFEPATH": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._theirs.close()
        if self._report() is None:
            assert self._process.stdout is not None
            said = self._process.stdout.read().decode(errors="replace").strip().splitlines()
            raise SandboxError(
                f"TensorFlow could not be loaded: {said[-1] if said else 'it ended'}"
            )

    def rest(self) -> None:
        """As of a ``watch.Checker``."""

    def check(self, is_stale: Callable[[], bool]) -> Iterator[View]:
        """As of a ``watch.Checker``; broken off, without a complete view, when it is stale.

        Raises SandboxError if the process that forks is gone.
        """
        text, ended = "", False
        request = {"tests": str(self._tests), "form": str(self._form or ""), "last": self._last()}
        with contextlib.suppress(OSError):
            self._channel.sendall(json.dumps(request).encode() + b"\n")
        started = self._report()
        if started is None:
            raise SandboxError("the process that runs the checks is gone; run the command again")
        self._running, is_killed = started["pid"], False
        while not ended:
            if is_stale() and not is_killed:
                is_killed = True
                _kill(self._running)
            more, ended = self._hear()
            text += more
            if (more or ended) and not is_killed:
                yield _view(text, ended)

    def _hear(self) -> tuple[str, bool]:
        """What was printed, and whether the checks have ended."""
        assert self._process is not None
        assert self._process.stdout is not None
        output, channel = self._process.stdout.fileno(), self._channel.fileno()
        ready, _, _ = select.select([channel, output], [], [], LOOK_SECONDS)
        if ended := channel in ready:
            self._report()
            self._running = 0
        chunks = [self._said]
        while select.select([output], [], [], 0)[0] and (chunk := os.read(output, 1 << 16)):
            chunks.append(chunk)
        whole, newline, self._said = b"".join(chunks).rpartition(b"\n")
        if ended:
            whole, newline, self._said = whole + newline + self._said, b"", b""
        return (whole + newline).decode(errors="replace"), ended

    def _report(self) -> dict[str, Any] | None:
        """The next line of the process; None if it is gone."""
        line = b""
        with contextlib.suppress(OSError):
            while not line.endswith(b"\n") and (byte := self._channel.recv(1)):
                line += byte
        found: dict[str, Any] | None = json.loads(line) if line.endswith(b"\n") else None
        return found

    def _last(self) -> Sequence[str]:
        """Names whose definitions are those of the last check: others are checked before them."""
        if self._form is None:
            return []
        try:
            after = definitions(submission.read(self._form, "", self._form.stem).cells)
        except SubmissionError:  # running it tells more
            return []
        before, self._before = self._before, after
        return [name for name, text in after.items() if before.get(name) == text]


def _kill(group: int) -> None:
    if group:  # 0 would be our own
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def _view(text: str, ended: bool) -> View:
    clean = "\n".join(submission.printable(line) for line in text.strip().splitlines())
    passed = _verdicts(clean)
    headline = f"{sum(passed.values())} of {len(passed)} public checks pass"
    if ended and not passed:
        headline = "the checks could not run"
    page = Text(clean)
    page.highlight_regex(r"(?m)^  FAILED", "red")
    return View(headline, page, passed, ended)


def _verdicts(text: str) -> Mapping[str, bool]:
    """Whether each check passed, by the name that it is of and what it says."""
    found, heading = dict[str, bool](), ""
    for line in text.splitlines():
        if match := _VERDICT.match(line):
            found[f"{heading}: {match[2]}"] = match[1] == "passed"
        elif line.isidentifier():
            heading = line
    return found


# --- the process that forks -------------------------------------------------------------------


def main(channel: socket.socket) -> None:
    """Warm up, and run the checks for each line that comes, until whoever sends them is gone."""
    from autograder.zygote import threads, warm_up

    linux.die_with_parent(os.getppid())
    warm_up()
    if threads() != 1:
        raise SystemExit("more than one thread was started; checks would hang")
    channel.sendall(b"{}\n")
    for line in channel.makefile("rb"):
        request, parent = json.loads(line), os.getpid()
        pid = os.fork()
        if pid == 0:
            _run(request, parent, channel)
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)  # as the child does: whoever comes first
        channel.sendall(json.dumps({"pid": pid}).encode() + b"\n")
        _, status = os.waitpid(pid, 0)
        channel.sendall(json.dumps({"exit": os.waitstatus_to_exitcode(status)}).encode() + b"\n")


def _run(request: Mapping[str, Any], parent: int, channel: socket.socket) -> None:
    """In the child: what ``python test_public.py`` does, the changed definitions first."""
    try:
        linux.die_with_parent(parent)
        os.setpgid(0, 0)  # to be killed with all that it starts
        channel.close()
        gc.enable()
        sys.stdout = sys.stderr = os.fdopen(1, "w", buffering=1, encoding="utf-8")
        tests = Path(request["tests"])
        os.chdir(tests.parent)
        os.environ.pop("PYTHONSAFEPATH")
        sys.path.insert(0, str(tests.parent))
        sys.argv = [str(tests)]
        _check(tests, Path(request["form"]) if request["form"] else None, request["last"])
    except BaseException as error:  # noqa: BLE001 - the student's own, whatever it is
        print(_trouble(error, request["form"]))
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
        os._exit(0)


def _check(tests: Path, form: Path | None, last: Sequence[str]) -> None:
    module = _loaded(tests)
    names = vars(module)
    if form is not None:
        names["form_that_was_filled_in"] = lambda: form
    for name in [name for name in names if name.startswith("test_")]:
        if set(names[name].__code__.co_varnames[: names[name].__code__.co_argcount]) <= {*last}:
            names[name] = names.pop(name)  # to the end: `main` goes by this order
    names["main"]()


def _loaded(tests: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(tests.stem, tests)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[tests.stem] = module
    spec.loader.exec_module(module)
    return module


def _trouble(error: BaseException, form: str) -> str:
    """Why the form could not be run, and in which of its lines."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == form]
    text = str(error)
    if isinstance(error, SyntaxError):
        lines, text = [error.lineno], error.msg
    where = f"{Path(form).name}, line {lines[-1]}: " if lines and form.endswith(".py") else ""
    notes = "".join(f" ({note})" for note in getattr(error, "__notes__", []))
    return f"{where}{type(error).__name__}: {text}{notes}"


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
