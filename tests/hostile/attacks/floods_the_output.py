# tries: print without end, from two threads and to both streams, and answer late meanwhile
# stopped by: channel, limits
# honest: 12
import os
import threading
import time

import tensorflow as tf

enough = time.monotonic() + 4


def shout(descriptor):
    text = b"x" * (1 << 20)
    while time.monotonic() < enough:
        os.write(descriptor, text)


for number in (1, 2, 1, 2):
    threading.Thread(target=shout, args=(number,), daemon=True).start()
print("a line without end" * 100_000)
time.sleep(1)


def my_huber_loss(y_true, y_pred):
    print("x" * 1_000_000)
    size = tf.abs(y_true - y_pred)
    return tf.where(size <= 1.0, 0.5 * tf.square(size), size - 0.5)
