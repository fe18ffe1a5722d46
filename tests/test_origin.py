"""What a definition uses of libraries is found under every name, and nothing else is."""

from __future__ import annotations

import textwrap

import pytest

from autograder import submission
from autograder.origin import used_by

HUBER = "keras.losses.huber"


def used(text: str, name: str = "mine") -> set[str]:
    cells = submission.from_text("handin", "handin.py", textwrap.dedent(text)).cells
    return set(used_by(cells, name))


BORROWED = {
    "by its full name": """
        import keras
        def mine(y, p):
            return keras.losses.huber(y, p)
    """,
    "through TensorFlow": """
        import tensorflow as tf
        def mine(y, p):
            return tf.keras.losses.huber(y, p)
    """,
    "by another name": """
        from keras.losses import huber as h
        def mine(y, p):
            return h(y, p)
    """,
    "through a module's other name": """
        from tensorflow.keras import losses as L
        def mine(y, p):
            return L.huber(y, p)
    """,
    "imported on the spot": """
        def mine(y, p):
            import keras.losses
            return keras.losses.huber(y, p)
    """,
    "imported by a star": """
        from keras.losses import *
        def mine(y, p):
            return huber(y, p)
    """,
    "through a variable of the module": """
        import keras
        K = keras.losses
        def mine(y, p):
            return K.huber(y, p)
    """,
    "through a variable of its own": """
        import keras
        def mine(y, p):
            library = keras.losses
            loss = library.huber
            return loss(y, p)
    """,
    "in a helper's helper": """
        import keras
        def inner(y, p):
            return keras.losses.huber(y, p)
        def helper(y, p):
            return inner(y, p)
        def mine(y, p):
            return helper(y, p)
    """,
    "in a closure": """
        import keras
        def mine(delta):
            def loss(y, p):
                return keras.losses.huber(y, p, delta)
            return loss
    """,
    "in a method": """
        import keras
        class mine(keras.losses.Loss):
            def call(self, y, p):
                return keras.losses.huber(y, p)
    """,
    "as a lambda": """
        import keras
        mine = lambda y, p: keras.losses.huber(y, p)
    """,
    "under the name itself": "from keras.losses import huber as mine",
    "as what it is another name of": """
        import keras
        other = keras.losses.huber
        mine = other
    """,
    "unpacked": """
        import keras
        mine, rest = keras.losses.huber, 1
    """,
    "by getattr": """
        import keras
        def mine(y, p):
            return getattr(keras.losses, "huber")(y, p)
    """,
    "by import_module": """
        import importlib
        def mine(y, p):
            return importlib.import_module("keras.losses").huber(y, p)
    """,
    "as a default": """
        import keras
        def mine(y, p, loss=keras.losses.huber):
            return loss(y, p)
    """,
    "from Keras's own rooms": """
        from keras.src.losses import huber
        def mine(y, p):
            return huber(y, p)
    """,
    "from an older interface": """
        import tensorflow.compat.v2 as tf
        def mine(y, p):
            return tf.keras.losses.huber(y, p)
    """,
    "in the definition that counts": """
        import keras
        def mine(y, p):
            return 0
        if True:
            def mine(y, p):
                return keras.losses.huber(y, p)
    """,
}


@pytest.mark.parametrize("text", BORROWED.values(), ids=list(BORROWED))
def test_a_borrowed_thing_is_found(text: str) -> None:
    assert HUBER in used(text)


OWN = {
    "a comparison beside it": """
        import keras
        def mine(y, p):
            return y - p
        print(keras.losses.huber(1, 2), mine(1, 2))
    """,
    "a docstring": '''
        import keras
        def mine(y, p):
            """As keras.losses.huber."""
            return y - p
    ''',
    "an import without use": """
        from keras.losses import huber
        def mine(y, p):
            return y - p
    """,
    "a first attempt": """
        import keras
        def mine(y, p):
            return keras.losses.huber(y, p)
        def mine(y, p):
            return y - p
    """,
    "a variable of that name": """
        from keras import losses
        def mine(y, p):
            losses = y - p
            return losses.huber(p)
    """,
    "a parameter of that name": """
        from keras import losses
        def mine(losses, p):
            return losses.huber
    """,
    "an own function of that name": """
        from keras.losses import huber
        def huber(y, p):
            return y - p
        def mine(y, p):
            return huber(y, p)
    """,
    "another definition": """
        import keras
        def other(y, p):
            return keras.losses.huber(y, p)
        def mine(y, p):
            return y - p
    """,
    "a name that goes round in circles": """
        a = b
        b = a
        def mine(y, p):
            x = z
            z = x
            return a.huber, x.huber
    """,
}


@pytest.mark.parametrize("text", OWN.values(), ids=list(OWN))
def test_own_work_is_left_alone(text: str) -> None:
    assert HUBER not in used(text)


def test_operations_are_named_in_full() -> None:
    text = """
        import tensorflow as tf
        from tensorflow import math as m
        def mine(y, p):
            return tf.abs(m.log(tf.constant(1.0)))
    """
    assert used(text) == {"tensorflow.abs", "tensorflow.math.log", "tensorflow.constant"}


def test_a_name_that_is_not_there_uses_nothing() -> None:
    assert used("import keras") == set()
    assert used("def mine(:") == set()


def test_a_very_long_sum_is_read_to_its_end() -> None:
    total = " + ".join(["y"] * 900)  # what the parser itself still takes
    assert HUBER in used(
        f"import keras\ndef mine(y, p):\n    return {total} + keras.losses.huber(y, p)"
    )


def test_what_cant_be_seen_is_said_and_found_nowhere() -> None:
    text = """
        import keras
        def mine(y, p):
            return eval("keras.losses.huber(y, p)")
    """
    assert used(text) == set()
