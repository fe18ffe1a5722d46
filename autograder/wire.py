"""Frames between a grader and its worker: a JSON header and raw array bytes.

A frame is ``!4sIQ`` (magic, header length, body length), the header as UTF-8 JSON, then the
arrays' little-endian C-order bytes one after the other. The header is ``{"id", "data",
"arrays": [[dtype, shape], ...]}``. Nothing here evaluates, unpickles or trusts a length: the
peer of the grader is a student's process.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.errors import Malformed

Array = NDArray[Any]

PREFIX = struct.Struct("!4sIQ")
MAGIC = b"AGW1"
MAX_HEADER = 64 << 10
MAX_BODY = 4 << 20
"""Largest sensible: a hand-in's whole source is 1 MB, an answer has as many numbers as a batch. A
grader holds some ten answers at a time."""
MAX_ARRAYS = 64
MAX_DIMENSIONS = 8
MAX_DEPTH = 16
"""Lists and objects inside each other; far below what Python can print, copy or compare."""
DTYPES = frozenset(
    ["|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8"]
)


@dataclass(frozen=True)
class Message:
    """One request or one answer. ``data`` is plain JSON, ``arrays`` are numeric."""

    id: int
    data: dict[str, Any]
    arrays: tuple[Array, ...] = field(default=())


def pack(message: Message) -> bytes:
    """The frame of ``message``.

    Raises TypeError for an array whose dtype can't travel (objects, strings, complex numbers)
    and ValueError for what ``read`` would refuse: too many bytes, arrays or dimensions, or NaN
    in ``data``.
    """
    arrays = [_portable(array) for array in message.arrays]
    if len(arrays) > MAX_ARRAYS or any(array.ndim > MAX_DIMENSIONS for array in arrays):
        raise ValueError(f"too many arrays, or more than {MAX_DIMENSIONS} dimensions")
    for array in arrays:
        if not _is_in_bounds(array.shape):
            raise ValueError(f"too large to send: shape {array.shape}")
    header = json.dumps(
        {
            "id": message.id,
            "data": message.data,
            "arrays": [[array.dtype.str, list(array.shape)] for array in arrays],
        },
        allow_nan=False,
    ).encode()
    body = b"".join(array.tobytes() for array in arrays)
    if len(header) > MAX_HEADER or len(body) > MAX_BODY:
        raise ValueError(f"too large to send: {len(header)} + {len(body)} bytes")
    return PREFIX.pack(MAGIC, len(header), len(body)) + header + body


def _portable(array: Array) -> Array:
    little = np.asarray(array, dtype=array.dtype.newbyteorder("<"), order="C")
    if little.dtype.str not in DTYPES:
        raise TypeError(f"dtype {array.dtype} can't be sent")
    return little


def read(receive: Callable[[int], bytes]) -> Message:
    """The next frame; ``receive(n)`` returns exactly n bytes or raises.

    Raises Malformed for anything that is not a frame within the caps. Memory grows only with
    bytes that really arrived, never with a length that was merely claimed.
    """
    magic, header_length, body_length = PREFIX.unpack(receive(PREFIX.size))
    if magic != MAGIC or header_length > MAX_HEADER or body_length > MAX_BODY:
        raise Malformed("not a frame, or one over the size limit")
    header = _header(receive(header_length))
    specs = [_spec(spec) for spec in header["arrays"]]
    if sum(_nbytes(dtype, shape) for dtype, shape in specs) != body_length:
        raise Malformed("the arrays' shapes do not add up to the body's length")
    return Message(header["id"], header["data"], _arrays(specs, receive(body_length)))


def _header(raw: bytes) -> dict[str, Any]:
    try:
        header = json.loads(raw.decode(), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"the header is not plain JSON ({type(error).__name__})") from None
    if type(header) is not dict or set(header) != {"id", "data", "arrays"}:
        raise Malformed("the header lacks its three fields")
    if type(header["id"]) is not int or type(header["data"]) is not dict:
        raise Malformed("the header's fields have the wrong types")
    if type(header["arrays"]) is not list or len(header["arrays"]) > MAX_ARRAYS:
        raise Malformed("the header's list of arrays is no list, or too long")
    if _is_deep(header["data"]):
        raise Malformed(f"the data is nested more than {MAX_DEPTH} deep")
    return header


def _is_deep(data: object) -> bool:
    level = [data]
    for _ in range(MAX_DEPTH + 1):
        level = [item for value in level for item in _items(value)]
    return bool(level)


def _items(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse(literal: str) -> float:
    raise ValueError(f"{literal} is not JSON")


def _finite(literal: str) -> float:
    value = float(literal)
    if not math.isfinite(value):  # 1e999 parses as infinity, which parse_constant never sees
        raise ValueError(f"{literal} is not finite")
    return value


def _spec(spec: object) -> tuple[np.dtype[Any], tuple[int, ...]]:
    if type(spec) is not list or len(spec) != 2 or type(spec[1]) is not list:
        raise Malformed("an array is described by a dtype and a shape")
    dtype, shape = spec
    if type(dtype) is not str or dtype not in DTYPES:
        raise Malformed("an array's dtype is not on the list")
    # type() and not isinstance: True is an int, and would be a shape
    if len(shape) > MAX_DIMENSIONS or any(type(size) is not int or size < 0 for size in shape):
        raise Malformed("an array's shape is no short list of counts")
    if not _is_in_bounds(shape):
        raise Malformed("an array's shape is out of bounds")
    return np.dtype(dtype), tuple(shape)


def _is_in_bounds(shape: Sequence[int]) -> bool:
    # a size of 0 makes no array empty enough for NumPy if the others multiply to too much
    return math.prod(size or 1 for size in shape) <= MAX_BODY


def _nbytes(dtype: np.dtype[Any], shape: Sequence[int]) -> int:
    return math.prod(shape) * dtype.itemsize  # Python integers: no overflow to hide behind


def _arrays(
    specs: Sequence[tuple[np.dtype[Any], tuple[int, ...]]], body: bytes
) -> tuple[Array, ...]:
    arrays, offset = [], 0
    for dtype, shape in specs:
        flat = np.frombuffer(body, dtype, count=math.prod(shape), offset=offset)
        arrays.append(flat.reshape(shape))
        offset += _nbytes(dtype, shape)
    return tuple(arrays)
