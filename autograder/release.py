"""What ``autograder release`` hands out: the student bundle, and for staff the grader archives.

Students get the files that ``Assignment.bundle`` lists, never a folder's content: a file that
somebody left in the public folder stays there.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from autograder.assignment import Assignment

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: equal content makes equal bytes."""


def student_bundle(assignment: Assignment) -> Mapping[str, bytes]:
    """The files that students are given, by name."""
    return {name: (assignment.public / name).read_bytes() for name in assignment.bundle}


def zipped(files: Mapping[str, bytes], *, executable: tuple[str, ...] = ()) -> bytes:
    """A zip archive of the files, by path; a path that ends in a slash is an empty folder."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name in executable or name[-1] == "/" else 0o644) << 16
            file.writestr(entry, content)
    return archive.getvalue()
