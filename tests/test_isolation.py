"""A worker can reach nothing that is worth having, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder.errors import Malformed, SandboxError, WorkerDied
from autograder.sandbox import Limits, Sandbox, Worker, worker_environment
from tests.conftest import COURSE, OURS

SAMPLE = str(COURSE / "tests" / "sample_class" / "matteo.rossi.py")


@pytest.fixture
def worker(sandbox: Sandbox) -> Iterator[Worker]:
    leased = Worker(sandbox.address, Limits())
    yield leased
    leased.close()


def run(worker: Worker, source: str) -> str:
    """Runs ``source`` as student code does; returns what it printed."""
    text = np.frombuffer(source.encode(), "u1")
    count = worker.ask({"op": "source", "name": "<t>", "main": False}, [text]).data["statements"]
    for index in range(count):
        answer = worker.ask({"op": "run", "statement": index, "training_seconds": 1.0})
        if "error" in answer.data:
            return f"{worker.output}{answer.data['error']['type']}"
    return worker.output


@pytest.mark.parametrize(
    "path",
    [
        COURSE / "solutions" / "custom_losses" / "master.py",
        COURSE / "solutions" / "custom_losses" / "quiz.toml",
        COURSE / "tests" / "conftest.py",
        Path("/etc/passwd"),
        Path("/proc/2/cmdline"),
        Path(f"/proc/{os.getpid()}/environ"),
        Path.home() / ".bashrc",
    ],
    ids=lambda path: str(path).replace(str(os.getpid()), "self"),
)
def test_a_worker_reads_no_file_but_its_own(path: Path, worker: Worker) -> None:
    printed = run(worker, f"print(open({str(path)!r}, 'rb').read()[:10])")
    assert printed in ("FileNotFoundError", "PermissionError")


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 22), 1)",
        "import socket; socket.socket(socket.AF_UNIX)",
        "import os; os.fork()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.kill(os.getppid(), 9)",
        "import os; os.kill(-1, 9)",
        f"open({str(COURSE / 'stolen')!r}, 'w')",
        "open('/dev/shm/left', 'w')",
        "import os; os.setuid(0)",
        "import ctypes, os\nif ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0): raise PermissionError",
        "import ctypes\nif ctypes.CDLL(None).unshare(0x10000000): raise PermissionError",
        "import multiprocessing as m; m.Process(target=print).start()",
    ],
)
def test_a_worker_may_not(attempt: str, worker: Worker) -> None:
    printed = run(worker, attempt)
    assert printed.endswith(("Error", "gaierror")), printed


def test_a_worker_inherits_no_descriptor_but_its_own(worker: Worker) -> None:
    source = """
import os
for descriptor in range(0, 4096):
    try: os.fstat(descriptor); print(descriptor, end=" ", flush=True)
    except OSError: pass
"""
    assert run(worker, source).split() == ["0", "1", "2", "3"]


def test_a_worker_sees_nothing_of_the_callers_environment(worker: Worker) -> None:
    os.environ["AUTOGRADER_CANARY"] = "sing"
    printed = run(worker, "import os; print(sorted(os.environ))")
    assert "CANARY" not in printed
    assert "PATH" in printed


def test_a_worker_is_alone_in_its_process_table(worker: Worker) -> None:
    assert worker.layers["processes"] == "active"
    seen = "[p for p in range(1 << 16) if os.path.exists(f'/proc/{p}')]"
    assert run(worker, f"import os; print(os.getpid(), os.getppid(), {seen})") == "1 0 [1]\n"


def test_workers_that_run_at_once_have_a_core_each(sandbox: Sandbox) -> None:
    cores = os.sched_getaffinity(0)
    leased = [Worker(sandbox.address, Limits()) for _ in cores]
    seen = [run(worker, "import os; print(*os.sched_getaffinity(0))") for worker in leased]
    for worker in leased:
        worker.close()
    assert {int(line) for line in seen} == cores


def test_a_worker_may_not_take_its_neighbours_core(worker: Worker) -> None:
    assert run(worker, "import os; os.sched_setaffinity(0, range(64))") == "PermissionError"


def test_memory_beyond_the_limit_is_refused_and_said(worker: Worker) -> None:
    assert run(worker, "x = bytearray(10 << 30)").endswith("MemoryError")
    assert run(worker, "print(len(bytearray(1 << 28)))").endswith("268435456\n")


def test_memory_that_no_limit_of_the_kernel_counts_ends_the_worker(sandbox: Sandbox) -> None:
    leased = Worker(sandbox.address, Limits(memory_mb=300))
    source = """
import ctypes, mmap
libc = ctypes.CDLL(None)
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
blocks = []
def hide():
    for _ in range(8):
        blocks.append(mmap.mmap(-1, 100 << 20, mmap.MAP_PRIVATE))
        start = ctypes.addressof(ctypes.c_char.from_buffer(blocks[-1]))
        ctypes.memset(start, 1, 100 << 20)
        assert libc.mprotect(start, 100 << 20, mmap.PROT_READ) == 0
    __import__("time").sleep(5)
hide()
"""
    with pytest.raises(WorkerDied) as raised:
        run(leased, source)
    leased.close()
    assert "300 MB" in str(raised.value)


def test_scratch_is_private_small_and_gone_afterwards(sandbox: Sandbox) -> None:
    first, second = Worker(sandbox.address, Limits()), Worker(sandbox.address, Limits())
    run(first, "open('mine', 'w').write('x')")
    assert run(second, "import os; print(os.listdir('.'))") == "[]\n"
    filling = "with open('big', 'wb') as f:\n    while True: f.write(bytes(1 << 20))"
    assert run(first, filling).endswith("OSError")
    first.close()
    second.close()


def test_slash_tmp_is_the_scratch_folder_too(worker: Worker) -> None:
    source = "open('/tmp/x', 'w').write('1')\nimport os\nprint(os.listdir('.'))"
    below = any(prefix.startswith("/tmp/") for prefix in (sys.prefix, str(COURSE)))
    assert run(worker, source) == ("OSError" if below else "['x']\n")  # read-only, then


def test_temporary_files_are_made_in_the_scratch_folder(worker: Worker) -> None:
    # wherever Python lies: below /tmp there is no link from there, and autograph writes files
    source = "import os, tempfile\nprint(tempfile.gettempdir() == os.getcwd())"
    assert run(worker, source) == "True\n"


def test_threads_that_go_on_die_with_their_worker(sandbox: Sandbox) -> None:
    before = children(sandbox)
    leased = Worker(sandbox.address, Limits())
    endless = "threading.Thread(target=lambda: exec('while True: pass')).start()"
    run(leased, f"import threading\n{endless}")
    assert leased.close() is not None  # its report comes when the process has ended
    assert children(sandbox) == before


def children(sandbox: Sandbox) -> list[str]:
    """Process ids of the zygote's workers."""
    zygote = sandbox.wait()["pid"]
    return Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()


def test_a_worker_that_is_gone_says_so(worker: Worker) -> None:
    with pytest.raises(WorkerDied):
        run(worker, "import os; os._exit(3)")


@pytest.mark.parametrize(
    "reply",
    [
        "b'garbage' * 10",
        "b'AGW1' + b'\\xff' * 12",
        "wire.pack(wire.Message(99, {}))",
        "struct.pack('!4sIQ', b'AGW1', 2, 0) + b'{}'",
    ],
)
def test_a_forged_answer_ends_the_worker(reply: str, worker: Worker) -> None:
    with pytest.raises(Malformed):
        run(worker, f"import os, struct\nfrom autograder import wire\nos.write(3, {reply})\n")


def test_every_layer_is_active_here_or_says_why_not(sandbox: Sandbox) -> None:
    leased = Worker(sandbox.address, Limits())
    leased.close()
    assert set(leased.layers) >= {"limits"}
    assert all(state for state in leased.layers.values())
    if sys.platform == "linux" and os.geteuid() == 0:
        assert dict.fromkeys(leased.layers, "active") == leased.layers


def test_the_zygote_outlives_many_workers_of_every_ending(sandbox: Sandbox) -> None:
    for index in range(20):
        leased = Worker(sandbox.address, Limits())
        if index % 3 == 0:
            with pytest.raises(SandboxError):
                run(leased, "import os; os._exit(1)")
        leased.close()
    last = Worker(sandbox.address, Limits())
    assert run(last, "print('alive')") == "alive\n"
    last.close()


def test_descriptors_and_processes_do_not_pile_up(sandbox: Sandbox) -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    Worker(sandbox.address, Limits()).close()
    before = descriptors(), children(sandbox)
    for _ in range(10):
        Worker(sandbox.address, Limits()).close()
    assert (descriptors(), children(sandbox)) == before


def test_the_report_of_a_start_is_plain_data(sandbox: Sandbox) -> None:
    assert json.loads(json.dumps(sandbox.wait())) == sandbox.wait()


def test_where_the_walls_stand_staff_is_not_warned(sandbox: Sandbox) -> None:
    assert sandbox.isolation().exposure is None


def test_without_namespaces_grading_goes_on_behind_landlock() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.without",
            "unshare",
            "mount",
            "--",
            "check",
            "-a",
            "custom_losses",
            SAMPLE,
        ],
        cwd=COURSE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "90.25 / 100" in done.stdout
    assert done.stderr == ""


def test_without_namespaces_and_landlock_grading_goes_on_with_a_loud_warning() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.without",
            "unshare",
            "landlock",
            "--",
            "check",
            "-a",
            "custom_losses",
            SAMPLE,
        ],
        cwd=COURSE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "90.25 / 100" in done.stdout
    assert "warning: student code can read and change this user's files" in done.stderr


class FullMachine(Sandbox):
    """A zygote that can have no further process: a state that no test can put a kernel in."""

    def _start(self, listener: int, stage: str) -> subprocess.Popen[bytes]:
        source = f"""
from autograder import jail, linux, zygote
def fork(namespaces):
    raise BlockingIOError(11, "Resource temporarily unavailable")
linux.fork = fork
jail.birth = lambda: jail.Birth((0, 0), linux.NEWPID, jail.ACTIVE)
zygote.main({listener}, {stage!r}, {self._ready_end})
"""
        return subprocess.Popen(
            [sys.executable, "-c", source],
            pass_fds=(listener, self._ready_end),
            env=worker_environment(),
        )


def test_a_zygote_that_gets_no_process_refuses_the_lease_and_lives() -> None:
    with FullMachine() as sandbox:
        zygote = sandbox.wait()["pid"]
        for _ in range(2):
            with pytest.raises(SandboxError, match="could not be locked in"):
                Worker(sandbox.address, Limits())
        os.kill(zygote, 0)


def test_a_zygote_with_hundreds_of_leases_gives_workers_that_work(sandbox: Sandbox) -> None:
    held = [socket.socket(socket.AF_UNIX) for _ in range(260)]
    for index, connection in enumerate(held):
        connection.connect(sandbox.address)
        if index >= 180:  # the numbers of a worker's descriptors meet those of the zygote
            leased = Worker(sandbox.address, Limits()) if index % 8 == 0 else None
            assert leased is None or run(leased, "print('here')") == "here\n"
            if leased is not None:
                leased.close()
    for connection in held:
        connection.close()


def test_a_scratch_folder_on_disk_is_removed_whatever_is_in_it(
    tmp_path: Path, temporary: Path
) -> None:
    hand_in = tmp_path / "ann.py"
    temporary.chmod(0o755)
    hand_in.write_text(FILLING)
    done = subprocess.run(
        [sys.executable, "-m", "tests.without", "unshare", "mount", "--", "check", str(hand_in)],
        cwd=COURSE,
        env={**os.environ, **OURS, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "0 / 100" in done.stdout, done.stderr
    assert "did not run" not in done.stdout
    assert list(temporary.iterdir()) == []


FILLING = """
import os
for k in range(20_000):
    os.mkdir(str(k), 0)
for _ in range(2000):
    os.mkdir("deeper")
    os.chdir("deeper")
"""
