# tries: answer half, then be silent, in the cells and in every loss
# stopped by: channel, budget
# honest: 0
import os
import signal
import struct
import time


def half(*_):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    os.write(3, struct.pack("!4sIQ", b"AGW1", 1000, 1 << 20) + b'{"id": 1, "data": {')
    time.sleep(99)


half()


def my_huber_loss(y_true, y_pred):
    half()


def contrastive_loss(y_true, y_pred):
    os.write(3, b"AGW")
    half()
