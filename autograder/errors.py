"""Every expected error, caught in one place: ``cli.main``.

::

    AutograderError
    ├── UsageError          the caller named something that is not there (exit code 2)
    ├── AssignmentError     an assignment or its graders contradict themselves (exit code 2)
    ├── IsolationError      this machine can't lock student code in as required (exit code 2)
    ├── ClusterError        a cluster can't be reached, or its machines grade differently (exit code 2)
    ├── ResultError         a result file is none, or can't become what is asked (exit code 2)
    ├── SubmissionError     this hand-in can't be read; the others go on (status ``error``)
    └── SandboxError        the zygote or a worker could not be had; staff must look
        ├── NoWorker        the zygote is there, but has no process to give just now
        ├── WorkerDied      the student's process ended before it answered
        │   ├── OutOfMemory         because it had used up the memory it may have
        │   ├── OutOfProcessorTime  because it had used up its processor time
        │   └── Killed              because somebody killed it, most likely not itself
        ├── WorkerTimeout   it did not answer in time, and was killed
        └── Malformed       it answered something that is not a frame of ours, and was killed

``Failure``, raised by hidden graders, is no error: it is a check's verdict (see ``checks``).
"""

from __future__ import annotations


class AutograderError(Exception):
    """An expected error; its text is one line: what was expected, what was found, what to do."""


class UsageError(AutograderError):
    """The command line names something that does not exist or can't be used."""


class AssignmentError(AutograderError):
    """The assignment's own files are missing, malformed or contradict each other."""


class IsolationError(AutograderError):
    """This machine lacks a layer of isolation that the caller insists on."""


class ClusterError(AutograderError):
    """A cluster's scheduler or one of its workers is not there, or not like this machine."""


class ResultError(AutograderError):
    """A result file is not what ``Grade.as_json`` makes, or holds no verdict to export."""


class SubmissionError(AutograderError):
    """A hand-in can't be read; says why in one line for staff."""


class SandboxError(AutograderError):
    """No worker could be had, for reasons that are not the submission's."""


class NoWorker(SandboxError):
    """No worker could be had just now; one may be later."""


class WorkerDied(SandboxError):
    """The worker closed its channel before it answered."""


class OutOfMemory(WorkerDied):
    """The worker's memory was used up, and it did not survive that."""


class OutOfProcessorTime(WorkerDied):
    """The kernel ended the worker when its processor time was used up."""


class Killed(WorkerDied):
    """The worker was killed: by the system or somebody, or by itself where it has no process table
    of its own. One that a program did not do to itself happens hardly twice."""


class WorkerTimeout(SandboxError):
    """The worker did not answer before its deadline."""


class Malformed(SandboxError):
    """The worker sent bytes that are not a frame, or an answer to another question."""
