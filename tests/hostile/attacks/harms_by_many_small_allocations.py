# tries: take all memory in small pieces, in a cell and in a thread of its own
# stopped by: limits
# honest: 12
import threading

import tensorflow as tf

hoard = []


def take():
    try:
        for _ in range(160_000):  # 10 GB
            hoard.append(bytes(64 << 10))
    except MemoryError:
        hoard.clear()
        print("out of memory")


take()
thread = threading.Thread(target=take)
thread.start()
thread.join()
print("kept:", len(hoard))
hoard.clear()


def my_huber_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    return tf.where(size <= 1.0, 0.5 * tf.square(size), size - 0.5)
