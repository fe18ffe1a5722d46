"""``python -m autograder``: the same as the ``autograder`` command."""

import sys

if not sys.flags.safe_path:
    del sys.path[0]  # the current folder: a hand-in there may be called like a module of Python's

from autograder.cli import main

main()
