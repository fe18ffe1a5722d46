"""Frames: what is sent arrives, and nothing that a hostile peer sends does any harm."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import wire
from autograder.errors import Malformed
from autograder.wire import Array, Message


class Peer:
    """The sending end: hands out its bytes, and remembers how many it was asked for."""

    def __init__(self, frame: bytes) -> None:
        self.frame = frame
        self.asked: list[int] = []

    def __call__(self, count: int) -> bytes:
        self.asked.append(count)
        if count > len(self.frame):
            raise EOFError(f"{count} bytes were expected, {len(self.frame)} are left")
        taken, self.frame = self.frame[:count], self.frame[count:]
        return taken


def sent(*arrays: Array, **data: Any) -> Message:
    """A message after its way through a frame."""
    return wire.read(Peer(wire.pack(Message(7, data, arrays))))


def frame(header: object, body: bytes = b"", *, body_length: int | None = None) -> bytes:
    """A frame with any header: bytes as they are, all else as JSON."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    length = len(body) if body_length is None else body_length
    return wire.PREFIX.pack(wire.MAGIC, len(raw), length) + raw + body


def described(*specs: object, body: bytes = b"") -> bytes:
    """A frame that is right but for what it says of its arrays."""
    return frame({"id": 1, "data": {}, "arrays": list(specs)}, body)


def refused(raw: bytes) -> str:
    """Why the frame is Malformed."""
    with pytest.raises(Malformed) as caught:
        wire.read(Peer(raw))
    reason = str(caught.value)
    assert "\n" not in reason
    assert len(reason) < 300
    return reason


# --- what is sent arrives ------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", sorted(wire.DTYPES))
def test_every_dtype_makes_the_round_trip(dtype: str) -> None:
    array = np.array([[0, 1, 1], [1, 0, 1]], dtype)
    (arrived,) = sent(array).arrays
    assert arrived.dtype == np.dtype(dtype)
    np.testing.assert_array_equal(arrived, array)


def test_id_and_data_arrive_as_they_were() -> None:
    data = {"op": "call", "deep": [{"a": [None, True, 1.5, "é\ud800"]}], "": {}}
    assert wire.read(Peer(wire.pack(Message(2**70, data)))) == Message(2**70, data, ())


def test_special_floats_travel_in_arrays() -> None:
    array = np.array([np.nan, np.inf, -np.inf, -0.0])
    (arrived,) = sent(array).arrays
    assert arrived.tobytes() == array.tobytes()


@pytest.mark.parametrize("shape", [(), (0,), (0, 5), (5, 0, 3), (1,) * 8, (2, 3, 4)])
def test_every_shape_makes_the_round_trip(shape: tuple[int, ...]) -> None:
    array = np.ones(shape, "f4")
    (arrived,) = sent(array).arrays
    assert arrived.shape == shape
    np.testing.assert_array_equal(arrived, array)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12).reshape(3, 4).T,
        np.arange(12)[::-2],
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.broadcast_to(np.float32(3), (2, 2)),
    ],
    ids=["transposed", "backward", "fortran", "broadcast"],
)
def test_the_layout_in_memory_does_not_matter(array: Array) -> None:
    np.testing.assert_array_equal(sent(array).arrays[0], array)


@pytest.mark.parametrize("dtype", [">i2", ">u8", ">f2", ">f8"])
def test_big_endian_arrays_arrive_little_endian(dtype: str) -> None:
    (arrived,) = sent(np.array([1, 258], dtype)).arrays
    assert arrived.tolist() == [1, 258]
    assert arrived.dtype.str == dtype.replace(">", "<")


def test_arrays_of_one_message_keep_their_order() -> None:
    arrays = [np.array(3, "u1"), np.zeros((0, 2)), np.array([True, False]), np.array([[2.5]])]
    arrived = sent(*arrays).arrays
    assert [array.tolist() for array in arrived] == [3, [], [True, False], [[2.5]]]


def test_frames_follow_each_other_on_one_channel() -> None:
    peer = Peer(b"".join(wire.pack(Message(k, {}, (np.full(k, k),))) for k in range(3)))
    assert [wire.read(peer).arrays[0].tolist() for _ in range(3)] == [[], [1], [2, 2]]


# --- what is not sent ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "array",
    [
        np.array([object()]),
        np.array(["text"]),
        np.array([b"bytes"]),
        np.array(["2020-01-01"], "M8[D]"),
        np.array([1], "m8[s]"),
        np.array([1j]),
        np.zeros(1, [("a", "f4")]),
        np.zeros(1, "V2"),
    ],
    ids=lambda array: str(array.dtype),
)
def test_what_is_not_a_real_number_is_not_sent(array: Array) -> None:
    with pytest.raises(TypeError, match="can't be sent"):
        wire.pack(Message(1, {}, (array,)))


@pytest.mark.parametrize(
    "message",
    [
        Message(1, {"x": float("nan")}),
        Message(1, {"x": [float("inf")]}),
        Message(1, {"x": "a" * wire.MAX_HEADER}),
        Message(1, {}, (np.broadcast_to(np.uint8(0), (wire.MAX_BODY + 1,)),)),
        Message(1, {}, (np.zeros((0, wire.MAX_BODY + 1)),)),
        Message(1, {}, (np.zeros((1,) * 9),)),
        Message(1, {}, (np.zeros(1),) * 65),
    ],
    ids=["nan", "infinity", "header", "body", "empty", "dimensions", "arrays"],
)
def test_what_would_be_refused_is_not_sent(message: Message) -> None:
    with pytest.raises(ValueError, match=r"too |not JSON compliant"):
        wire.pack(message)


# --- what a hostile peer sends -------------------------------------------------------------------


@pytest.mark.parametrize("magic", [b"AGW2", b"\0\0\0\0", b"HTTP", b"\x80\x04\x95\x00"])
def test_bad_magic_is_refused(magic: bytes) -> None:
    assert "not a frame" in refused(magic + wire.pack(Message(1, {}))[4:])


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (wire.MAX_HEADER + 1, 0),
        (2**32 - 1, 0),
        (2, wire.MAX_BODY + 1),
        (2, 2**63),
        (2**32 - 1, 2**64 - 1),
    ],
)
def test_lengths_over_the_caps_are_refused_before_anything_is_asked_for(
    header: int, body: int
) -> None:
    peer = Peer(wire.PREFIX.pack(wire.MAGIC, header, body))
    with pytest.raises(Malformed, match="over the size limit"):
        wire.read(peer)
    assert peer.asked == [wire.PREFIX.size]


def test_a_claimed_length_takes_no_memory() -> None:
    raw = frame({"id": 1, "data": {}, "arrays": [["|u1", [wire.MAX_BODY]]]})
    raw = wire.PREFIX.pack(wire.MAGIC, len(raw) - wire.PREFIX.size, wire.MAX_BODY) + raw[16:]
    tracemalloc.start()
    try:
        with pytest.raises(EOFError):
            wire.read(Peer(raw))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1 << 20


@pytest.mark.parametrize(
    "header",
    [
        [],
        None,
        3,
        "id",
        {},
        {"id": 1, "data": {}},
        {"id": 1, "data": {}, "arrays": [], "more": 0},
        {"id": 1, "data": {}, "array": []},
    ],
)
def test_a_header_without_just_its_three_fields_is_refused(header: object) -> None:
    assert "three fields" in refused(frame(header))


@pytest.mark.parametrize("identity", [True, False, None, 1.0, "1", [1], {"id": 1}])
def test_an_id_that_is_no_integer_is_refused(identity: object) -> None:
    assert "wrong types" in refused(frame({"id": identity, "data": {}, "arrays": []}))


@pytest.mark.parametrize("data", [None, [], "text", 1, True])
def test_data_that_is_no_object_is_refused(data: object) -> None:
    assert "wrong types" in refused(frame({"id": 1, "data": data, "arrays": []}))


@pytest.mark.parametrize("arrays", [None, {}, "<f4", 1, [["|b1", [0]]] * 65])
def test_a_list_of_arrays_that_is_none_or_too_long_is_refused(arrays: object) -> None:
    assert "list of arrays" in refused(frame({"id": 1, "data": {}, "arrays": arrays}))


@pytest.mark.parametrize(
    "spec", [None, 1, "<f4", {}, [], ["<f4"], ["<f4", [1], 0], ["<f4", 1], ["<f4", {"0": 1}]]
)
def test_an_array_that_is_not_dtype_and_shape_is_refused(spec: object) -> None:
    assert "a dtype and a shape" in refused(described(spec))


@pytest.mark.parametrize(
    "dtype",
    [
        *["|O", "O", "object", "<U4", "|S4", "<M8[s]", "<m8[s]", "<c8", "<c16", "<f16", "|V8"],
        *[">f4", "float32", "f4", "", "i4,O", None, 4, True, ["<f4"], {"names": ["a"]}],
    ],
)
def test_a_dtype_that_is_not_on_the_list_is_refused(dtype: object) -> None:
    assert "not on the list" in refused(described([dtype, [1]], body=bytes(8)))


@pytest.mark.parametrize(
    "size", [True, False, None, 1.0, "1", [1], -1, -(2**63), wire.MAX_BODY + 1, 2**64, 10**30]
)
def test_a_size_that_is_no_small_count_is_refused(size: object) -> None:
    assert "an array's shape is" in refused(described(["|u1", [size]], body=b"\0"))


def test_too_many_dimensions_are_refused() -> None:
    assert "an array's shape is" in refused(described(["|u1", [1] * 9], body=b"\0"))


def test_two_negative_sizes_do_not_make_a_positive_one() -> None:
    assert "an array's shape is" in refused(described(["|u1", [-2, -2]], body=bytes(4)))


def test_an_empty_array_with_overflowing_sizes_is_refused() -> None:
    assert "an array's shape is" in refused(described(["<f8", [0, 2**25, 2**25, 2**25]]))


@pytest.mark.parametrize("body", [b"", bytes(15), bytes(17)])
def test_a_body_that_is_not_what_the_shapes_say_is_refused(body: bytes) -> None:
    assert "do not add up" in refused(described(["<f8", [2]], body=body))


def test_a_product_that_wraps_around_64_bits_does_not_add_up() -> None:
    # 2**66 elements are 0 in 64-bit arithmetic
    assert "an array's shape is" in refused(described(["|u1", [2**22, 2**22, 2**22]]))


@pytest.mark.parametrize(
    "literal", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" + "0" * 400 + ".0"]
)
def test_a_number_that_is_not_finite_is_refused(literal: str) -> None:
    header = f'{{"id": 1, "data": {{"x": {literal}}}, "arrays": []}}'
    assert "not plain JSON" in refused(frame(header.encode()))


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"{",
        b"{} {}",
        b'{"id": 1, "data": {}, "arrays": []',
        b'{"id": 1, "data": {"\xff": 1}, "arrays": []}',
        b"\xff\xfe{\0}\0",
        b"\xef\xbb\xbf{}",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b'{"id": ' + b"9" * 5000 + b', "data": {}, "arrays": []}',
        b"\x80\x04\x95\x1d\x00\x00\x00\x00\x00\x00\x00\x8c\x02os",
    ],
    ids=[
        "empty",
        "open",
        "two",
        "cut",
        "utf8",
        "utf16",
        "bom",
        "lists",
        "objects",
        "int",
        "pickle",
    ],
)
def test_a_header_that_is_not_plain_json_is_refused(header: bytes) -> None:
    assert "not plain JSON" in refused(frame(header))


@pytest.mark.parametrize("opening", ["[", '{"a": '])
def test_data_nested_too_deep_to_print_is_refused(opening: str) -> None:
    closing = {"[": "]"}.get(opening, "}")

    def nested(depth: int) -> bytes:
        value = opening * depth + "0" + closing * depth
        return frame(f'{{"id": 1, "data": {{"x": {value}}}, "arrays": []}}'.encode())

    assert wire.read(Peer(nested(wire.MAX_DEPTH - 1))).id == 1
    assert "nested" in refused(nested(wire.MAX_DEPTH))
    assert "nested" in refused(nested(800))


def test_what_the_channel_raises_passes_through() -> None:
    def closed(count: int) -> bytes:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        wire.read(closed)


def test_any_damage_to_a_frame_is_refused_or_harmless() -> None:
    rng = np.random.default_rng(3)
    good = wire.pack(Message(1, {"a": [1.5, "x"]}, (np.arange(4, dtype="<i4"), np.ones((2, 2)))))
    outcomes = {_damaged(good, rng) for _ in range(2000)}
    assert outcomes <= {"read", "Malformed", "EOFError"}
    assert "Malformed" in outcomes


def _damaged(good: bytes, rng: np.random.Generator) -> str:
    raw = bytearray(good)
    for _ in range(rng.integers(1, 4)):
        raw[rng.integers(len(raw))] = rng.integers(256)
    reading: Callable[[int], bytes] = Peer(bytes(raw))
    try:
        wire.read(reading)
    except (Malformed, EOFError) as error:
        return type(error).__name__
    return "read"
