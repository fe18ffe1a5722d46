# tries: headers nested too deep, numbers that overflow, and 64 KB of names
# stopped by: channel, budget
# honest: 12
import os
import struct

import tensorflow as tf


def send(data, arrays=b"[]", body=b""):
    header = b'{"id": 1, "data": %s, "arrays": %s}' % (data, arrays)
    os.write(3, struct.pack("!4sIQ", b"AGW1", len(header), len(body)) + header + body)


send(b'{"value": %s}' % (b"[" * 30_000 + b"]" * 30_000))
send(b'{"value": %s}' % (b'{"a":' * 9_000 + b"1" + b"}" * 9_000))
send(b'{"value": [1e999, NaN, -Infinity, %s]}' % (b"9" * 60_000))
send(b"{%s}" % b",".join(b'"%x": 0' % number for number in range(5_000)))
send(b"{}", b'[["|O8", [1]], ["<f4", [-1]], ["<f4", [4294967296, 4294967296]]]', bytes(8))


def my_huber_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    return tf.where(size <= 1.0, 0.5 * tf.square(size), size - 0.5)
