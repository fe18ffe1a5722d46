"""What graders may ask of a submission beyond a ``Handle``'s own questions: an assignment's probes.

``assignments/<slug>/probes.py`` may define functions ``name(student, *arrays, **fields)``. A worker
runs one after the submission's cells: ``student`` has what they define as attributes, the arrays
are NumPy's, the fields plain JSON; it returns an array, or several in a tuple or list. Its text is
sent with each question, to a process that a submission rules: it holds no secret and judges
nothing. How many things a student's function returned it has to see for itself, by unpacking
them; an answer of another number of arrays than the grader asked for is taken for tampering.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from autograder import wire
from autograder.errors import AssignmentError


@dataclass(frozen=True)
class Probes:
    """The text of an assignment's probes and the names of its functions."""

    text: str = ""
    names: frozenset[str] = frozenset()

    @classmethod
    def read(cls, path: Path) -> Self:
        """From a file that need not be there. Raises AssignmentError."""
        try:
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            functions = ast.parse(text).body
        except (OSError, ValueError, SyntaxError) as error:
            raise AssignmentError(f"{path}: {error}") from None
        return cls(text, frozenset(f.name for f in functions if isinstance(f, ast.FunctionDef)))

    def sent_for(self, name: str) -> wire.Array:
        """The text as bytes. Raises AssignmentError if it does not define ``name``."""
        if name not in self.names:
            known = ", ".join(sorted(self.names)) or "no functions"
            raise AssignmentError(f"a grader asks for the probe '{name}'; probes.py has {known}")
        return np.frombuffer(self.text.encode(), "u1")
