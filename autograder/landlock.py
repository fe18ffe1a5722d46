"""Landlock: a process gives up, for good, every file but those it names (Linux 5.13 and later)."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Mapping
from pathlib import Path

from autograder import linux

CREATE, ADD_RULE, RESTRICT = 444, 445, 446  # on every architecture
_FILE_RIGHTS = {"execute": 1 << 0, "write": 1 << 1, "read": 1 << 2, "truncate": 1 << 14}
_DIR_RIGHTS = {"read_dir": 1 << 3, "remove_dir": 1 << 4, "remove_file": 1 << 5}
_MAKE_RIGHTS = {"make_dir": 1 << 7, "make_regular": 1 << 8}
_ONLY_ON_FILES = sum(_FILE_RIGHTS.values()) | 1 << 15

READ = _FILE_RIGHTS["execute"] | _FILE_RIGHTS["read"] | _DIR_RIGHTS["read_dir"]
"""Read files and folders; to execute is what the dynamic linker asks for."""
READ_WRITE = READ | _FILE_RIGHTS["write"]
SCRATCH = (
    sum(_FILE_RIGHTS.values())
    - _FILE_RIGHTS["execute"]
    + sum(_DIR_RIGHTS.values())
    + sum(_MAKE_RIGHTS.values())
)
"""Files and folders of one's own, of which none is executed; no links, pipes or sockets."""


def abi() -> int:
    """The kernel's version of Landlock. Raises OSError where there is none."""
    return linux.syscall(CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(1))


def restrict(rights: Mapping[str, int]) -> None:
    """Keep only these rights below these paths; ones that are not there are passed over.

    TCP, and signals and abstract sockets to the outside, go too where the kernel knows how.
    Raises OSError.
    """
    version = abi()
    handled = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)) - 1
    attributes = struct.pack("=Q", handled)
    if version >= 4:
        attributes += struct.pack("=Q", 3)  # bind and connect by TCP: no rule allows any
    if version >= 6:
        attributes += struct.pack("=Q", 3)  # abstract sockets and signals stay inside
    size = ctypes.c_size_t(len(attributes))
    ruleset = linux.syscall(CREATE, attributes, size, ctypes.c_uint(0))
    try:
        for path, allowed in rights.items():
            _allow(ruleset, path, allowed & handled)
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        linux.syscall(RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not Path(path).is_dir():
            rights &= _ONLY_ON_FILES  # a folder's rights on a file are an error
        rule = struct.pack("=Qi", rights, descriptor)
        linux.syscall(ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint(0))
    finally:
        os.close(descriptor)
