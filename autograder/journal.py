"""Every grade that was ever recorded, in ``OUT/gradebook.sqlite``: durable before it is shown.

A grade is found again by the submission's id, its content (``submission.digest``) and all that
decides a grade (``identity.of_grades``). Where any of them has changed, there is none. A grade
that was made again on demand is a draft, kept beside the one that stands until it is published.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

from autograder import identity
from autograder.assignment import Assignment
from autograder.errors import ResultError, UsageError
from autograder.result import Grade, Unreadable

NAME = "gradebook.sqlite"
LOCK = ".lock"
"""Beside the journal, held while it is open. Never removed: whoever waits for a removed file's lock
gets one that nobody else asks for."""
SCHEMA = 1
"""Of the tables, in SQLite's user_version. 1: the first."""
BUSY_SECONDS = 10.0
"""A viewer of the file may hold it for a moment."""
_TABLES = ("grades", "drafts")
_CREATE = """
CREATE TABLE {table} (
    turn INTEGER PRIMARY KEY,
    assignment TEXT NOT NULL,
    submission TEXT NOT NULL,
    content TEXT NOT NULL,
    grader TEXT NOT NULL,
    status TEXT NOT NULL,
    result TEXT NOT NULL,
    UNIQUE (assignment, submission, content, grader)
)
"""
"""``content`` is empty where it is not known, ``result`` a result file's JSON. The greatest ``turn``
of a submission is the grade that stands: one that is used again gets a new turn."""
_COLUMNS = "assignment, submission, content, grader, status, result"
_KEY = "assignment = ? AND submission = ? AND content = ? AND grader = ?"


class Journal:
    """The journal of one folder and assignment; nobody else writes it while it is open."""

    def __init__(self, folder: Path, assignment: Assignment) -> None:
        """Open it, made as needed. Raises UsageError for a folder that is being graded into, for
        a file that is no journal, and for one of a newer version."""
        self._path = folder / NAME
        self._assignment = assignment
        self._slug = assignment.slug
        self._grader = identity.of_grades(assignment)
        with contextlib.ExitStack() as undo:
            undo.callback(os.close, _locked(folder))
            with self._explained():
                self._base = sqlite3.connect(self._path, BUSY_SECONDS, isolation_level=None)
                undo.callback(self._base.close)
                self._set_up()
            self._undo = undo.pop_all()

    def _set_up(self) -> None:
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        (tables,) = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and not version:
            raise self._unusable("is some other program's database")
        if version > SCHEMA:
            raise UsageError(
                f"{self._path} is of schema {version}, this autograder knows {SCHEMA}; "
                "install the newer one, or name another folder with -o"
            )
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        if version == 0:
            with self._transaction():
                for table in _TABLES:
                    self._base.execute(_CREATE.format(table=table))
                self._base.execute(f"PRAGMA user_version = {SCHEMA}")
        self._first = self._base.execute("SELECT max(turn) FROM grades").fetchone()[0] or 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def recall(self, submission: str, content: str) -> Grade | None:
        """The grade of this content by these graders; None if there is none, or one that needs
        staff, who may have mended what was wrong (not where the file is wrong, and is the same).
        It is the one that stands from now on."""
        found = self._find("grades", submission, content)
        if found is None:
            return None
        last = "(SELECT max(turn) FROM grades WHERE assignment = ? AND submission = ?)"
        key = (self._slug, submission)
        with self._transaction():
            self._base.execute(
                f"UPDATE grades SET turn = (SELECT max(turn) + 1 FROM grades) WHERE {_KEY} "
                f"AND turn < {last}",
                (*key, content, self._grader, *key),
            )
        return found

    def record(self, content: str, grade: Grade) -> None:
        """Keep the grade; durable when this returns. Without content it is never recalled."""
        with self._transaction():
            self._insert("grades", content, grade)

    def standing(self, submission: str) -> Grade | None:
        """The last grade that was recorded or recalled for the submission, whatever has changed
        since."""
        where = "assignment = ? AND submission = ? ORDER BY turn DESC"
        return self._one("grades", where, (self._slug, submission))

    def draft(self, content: str, grade: Grade) -> None:
        """As ``record``, for a grade that is yet to be published."""
        with self._transaction():
            self._insert("drafts", content, grade)

    def drafted(self, submission: str, content: str) -> Grade | None:
        """As ``recall``, of a draft that was neither published nor dropped."""
        return self._find("drafts", submission, content)

    def publish(self, drafts: Iterable[tuple[str, str]]) -> None:
        """Let the drafts of these submissions and contents stand, all at once. There are no drafts
        after it."""
        chosen = [(self._slug, *draft, self._grader) for draft in drafts]
        with self._transaction():
            self._base.executemany(
                f"INSERT OR REPLACE INTO grades ({_COLUMNS}) "
                f"SELECT {_COLUMNS} FROM drafts WHERE {_KEY}",
                chosen,
            )
            self._drop_drafts()

    def drop_drafts(self) -> None:
        """Forget the drafts; what stands is as it was."""
        with self._transaction():
            self._drop_drafts()

    def doubt_changed(self) -> bool:
        """Whether the assignment has changed since the journal was opened. Whatever was recorded
        since may be by the old graders or the new, and is never recalled."""
        if identity.of_grades(self._assignment) == self._grader:
            return False
        with self._transaction():
            self._base.execute(
                "UPDATE OR REPLACE grades SET content = '' WHERE assignment = ? AND turn > ?",
                (self._slug, self._first),
            )
        return True

    def _drop_drafts(self) -> None:
        self._base.execute("DELETE FROM drafts WHERE assignment = ?", (self._slug,))

    def _insert(self, table: str, content: str, grade: Grade) -> None:
        # ASCII: SQLite takes no half of a letter, and what a student printed may hold one
        text = json.dumps(grade.as_json())
        status = "unreadable" if isinstance(grade, Unreadable) else grade.status
        self._base.execute(
            f"INSERT OR REPLACE INTO {table} ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
            (self._slug, grade.submission, content, self._grader, status, text),
        )

    def _find(self, table: str, submission: str, content: str) -> Grade | None:
        where = f"{_KEY} AND content <> '' AND status <> 'error'"
        return self._one(table, where, (self._slug, submission, content, self._grader))

    def _one(self, table: str, where: str, values: Sequence[str]) -> Grade | None:
        with self._explained():
            row = self._base.execute(
                f"SELECT result FROM {table} WHERE {where} LIMIT 1", values
            ).fetchone()
        return None if row is None else self._grade(row[0])

    def _grade(self, text: object) -> Grade:
        try:
            return Grade.from_json(json.loads(str(text)))
        except (ResultError, ValueError) as error:
            raise self._unusable(f"holds a grade that is none ({error})") from None

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explained():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:  # a full disk has ended it already
                    self._base.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """SQLite's errors as UsageError: what is wrong, and what to do."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise UsageError(
                f"can't use {self._path}: {error}; see to that and run the command again, "
                "the grades that it holds are kept"
            ) from None
        except sqlite3.DatabaseError as error:
            raise self._unusable(f"is no gradebook that can be read ({error})") from None

    def _unusable(self, why: str) -> UsageError:
        return UsageError(
            f"{self._path} {why}; move it away to grade everything again, or name another folder "
            "with -o"
        )


def _locked(folder: Path) -> int:
    """A descriptor of the folder's lock, which is held until it is closed, or this process ends."""
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        raise UsageError(f"can't open {path}: {error.strerror}") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise UsageError(
            f"another autograder is grading into {folder}; wait for it, or name another folder "
            "with -o"
        ) from None
    except OSError:  # a file system without locks: SQLite has to see to it alone
        return lock
    return lock
