"""A hand-in as plain data: read where its files are, understood where they are not.

What may be asked of files is asked when the parcel is packed; what was refused then is refused
again, in the same words, when it is asked of the parcel. Nothing in one becomes a path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from autograder.disk import KINDS, Files, OnDisk
from autograder.errors import SubmissionError
from autograder.submission import ranked


@dataclass(frozen=True)
class Answer:
    """What was found: bytes, or a refusal, or why it can't be read."""

    content: bytes | None = None
    refusal: str | None = None
    error: str | None = None

    def again(self) -> bytes:
        """The bytes. Raises SubmissionError or OSError, as when they were first asked for."""
        if self.refusal is not None:
            raise SubmissionError(self.refusal)
        if self.content is None:
            raise OSError(0, self.error)
        return self.content


NOTHING = Answer(error="it was not sent")
"""Of a file that nobody asks for."""


@dataclass(frozen=True)
class Parcel:
    """The ``Files`` of a hand-in that were packed elsewhere.

    ``own`` is what a file answers that is graded, where that differs from ``contents``.
    """

    id: str
    name: str
    listing: Answer = NOTHING
    files: tuple[str, ...] | None = None
    contents: Mapping[str, Answer] = field(default_factory=dict)
    own: Mapping[str, Answer] = field(default_factory=dict)

    @classmethod
    def pack(cls, identity: str, path: Path, preferred: str) -> Self:
        """All that ``submission.read`` may ask of the file or folder ``path``; never raises for
        what a hand-in may be. ``preferred`` is the assignment's slug."""
        disk = OnDisk(path)
        try:
            listed = disk.listed()
        except SubmissionError as error:
            return cls(identity, disk.name, Answer(refusal=str(error)))
        except OSError as error:
            return cls(identity, disk.name, Answer(error=_reason(error)))
        if listed is None:
            own = {"": _asked(disk.own_content, "")} if disk.name.lower().endswith(KINDS) else {}
            return cls(identity, disk.name, Answer(b""), None, {}, own)
        files = ranked(listed, preferred)
        contents, own = _contents(disk, files)
        return cls(identity, disk.name, Answer(b""), tuple(files), contents, own)

    def as_data(self) -> dict[str, Any]:
        """Texts, bytes, None, dictionaries and lists of them."""
        return {
            "id": self.id,
            "name": self.name,
            "listing": vars(self.listing),
            "files": None if self.files is None else list(self.files),
            "contents": {file: vars(answer) for file, answer in self.contents.items()},
            "own": {file: vars(answer) for file, answer in self.own.items()},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The parcel that ``as_data`` made, by the same engine."""
        files = data["files"]
        return cls(
            data["id"],
            data["name"],
            Answer(**data["listing"]),
            None if files is None else tuple(files),
            {file: Answer(**answer) for file, answer in data["contents"].items()},
            {file: Answer(**answer) for file, answer in data["own"].items()},
        )

    def listed(self) -> list[str] | None:
        """As of ``Files``."""
        self.listing.again()
        return None if self.files is None else list(self.files)

    def content(self, file: str) -> bytes:
        """As of ``Files``."""
        return self.contents.get(file, NOTHING).again()

    def own_content(self, file: str) -> bytes:
        """As of ``Files``."""
        return self.own.get(file, self.contents.get(file, NOTHING)).again()


def _contents(disk: Files, files: list[str]) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """By file, what it answers to be compared and, where that differs, to be graded."""
    contents, own = dict[str, Answer](), dict[str, Answer]()
    zips = [file for file in files if file.lower().endswith(".zip")]
    for file in files:
        if file in zips[1:]:  # the first ends the search
            continue
        asked = _asked(disk.own_content, file)
        contents[file] = asked
        if asked.content is None:
            contents[file], own[file] = _asked(disk.content, file), asked
    return contents, own


def _asked(ask: Callable[[str], bytes], file: str) -> Answer:
    try:
        return Answer(ask(file))
    except SubmissionError as error:
        return Answer(refusal=str(error))
    except OSError as error:
        return Answer(error=_reason(error))


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
