# tries: live on after its end: exit handlers, daemon threads, finalizers, a detached grandchild
# stopped by: processes, seccomp, fresh worker
# honest: 12
import atexit
import faulthandler
import os
import signal
import sys
import threading
import time
import weakref

import tensorflow as tf


def linger(*_):
    while True:
        try:
            os.close(os.open("/tmp/hostile-was-here", os.O_CREAT))
            time.sleep(0.2)
        except BaseException as error:
            print(type(error).__name__, file=sys.stderr)


def detach():
    for _ in range(2):
        try:
            if os.fork() > 0:
                return
        except OSError as error:
            print(error)
            return
    time.sleep(30)
    os._exit(0)


class Anchor:
    def __del__(self):
        linger()


atexit.register(linger)
anchor = Anchor()
weakref.finalize(anchor, linger)
anchor.itself = anchor
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGPIPE):
    signal.signal(number, linger)
threading.Thread(target=linger, daemon=True).start()
threading._register_atexit(linger)
faulthandler.dump_traceback_later(1, repeat=True, exit=False)
detach()


def my_huber_loss(y_true, y_pred):
    size = tf.abs(y_true - y_pred)
    return tf.where(size <= 1.0, 0.5 * tf.square(size), size - 0.5)
