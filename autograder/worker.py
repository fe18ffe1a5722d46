"""The only module that ever shares a process with student code.

It answers requests with observations: arrays, shapes, names, exceptions as text. It never
decides anything and knows no expected value, so nothing that a submission does to it (it can
reach every line of it) is worth a point: only right numbers for unseen inputs are.

Requests (``data["op"]``) and what they answer:

========== ================================================== =====================================
op         fields                                             answer
========== ================================================== =====================================
source     name, main; array 0: the cell's UTF-8 text         statements: how many it has
run        statement, training_seconds                        cut: a training was cut short
reset                                                         {}; all that was run is forgotten
value      name                                               value: plain JSON
describe   target                                             see ``_describe``
make       key, name, args, kwargs                            {}
call       target, graph, keywords; arrays: the arguments,    type; array 0: the result, if numeric
           the last of them by these keywords
gradient   target, wrt; arrays: the arguments                 array 0: d mean(result) / d argument
fit        targets, learning_rate, batch_size, epochs;        arrays: per target the history,
           arrays: x, then y, kernel and bias of each target  the kernel and the bias
probe      name, fields; array 0: the UTF-8 text of the       arrays: what that function returns
           assignment's probes.py, the rest: arguments
========== ================================================== =====================================

A ``target`` is ``[name]``, ``[name, method]`` or the same with the key of a made object. Every
request carries ``seconds``; one that raises answers ``{"error": {...}}`` (see ``_error``), and so do
those that ``follows`` it, at once.
"""

from __future__ import annotations
import __future__

import ast
import functools
import inspect
import linecache
import os
import signal
import socket
import sys
import traceback
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from autograder import wire

MAX_TEXT = 2000
"""Characters of an exception's text that are sent."""
MAX_NAMES = 50
"""Parameters, bases and attributes that are sent of one object."""


_cells: set[str] = set()
"""File names that the submission's cells were compiled under."""


class OutOfTime(BaseException):
    """A request used up its seconds. Not an Exception: ``except Exception`` must not eat it."""


class Skipped(Exception):
    """A request that follows one that failed."""


class Unknown(Exception):
    """A target that the submission does not define."""


class NotNumeric(Exception):
    """A probe found something else than numbers, of this type."""


def serve(channel: socket.socket) -> None:
    """Answer requests until the grader closes the channel."""
    _make_trainings_patient()
    signal.signal(signal.SIGALRM, _ring)
    student = Student()
    while True:
        request = wire.read(lambda count: _receive(channel, count))
        channel.sendall(_answer(student, request))


def _receive(channel: socket.socket, count: int) -> bytes:
    received = bytearray()
    while len(received) < count:
        chunk = channel.recv(min(count - len(received), 1 << 18))
        if not chunk:
            os._exit(0)
        received += chunk
    return bytes(received)


class _Clock:
    armed = False
    seconds = 0.0


def _ring(*_: object) -> None:
    if _Clock.armed:
        raise OutOfTime(f"{_Clock.seconds:.2g} s")


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    # rings again and again: a bare `except:` in a loop swallows the first one
    _Clock.armed, _Clock.seconds = True, seconds
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.25)
    try:
        yield
    finally:
        _Clock.armed = False  # first: a last ring must not fall into the answer
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(student: Student, request: wire.Message) -> bytes:
    try:
        if request.data["follows"] and student.has_failed:
            raise Skipped
        student.has_failed = True
        with _alarm(request.data["seconds"]):
            data, arrays = student.answer(request.data, request.arrays)
            frame = wire.pack(wire.Message(request.id, data, tuple(arrays)))
        student.has_failed = False
        return frame
    except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are answers too
        return wire.pack(wire.Message(request.id, {"error": _error(error)}))


def _error(error: BaseException) -> dict[str, Any]:
    """Type, text and, when the student's own code is on the stack, where it happened."""
    try:
        text = str(error)[:MAX_TEXT]
    except BaseException:  # noqa: BLE001 - __str__ is the student's code as well
        text = ""
    return {"type": type(error).__name__[:200], "text": text, "line": _line(error)}


def _line(error: BaseException) -> list[Any] | None:
    if isinstance(error, SyntaxError) and error.filename in _cells:
        return [error.filename, error.lineno or 1]
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__, limit=200)
        if frame.filename in _cells
    ]
    return [frames[-1].filename, frames[-1].lineno or 1] if frames else None


Answer = tuple[dict[str, Any], list[wire.Array]]


class Student:
    """The submission's namespace and the objects made from it."""

    has_failed = False
    """Whether the last request raised."""

    def __init__(self) -> None:
        self._module = types.ModuleType("submission")
        self._module.__dict__["get_ipython"] = lambda: None
        self._module.__dict__["display"] = print
        self._cell = ""
        self._statements: list[ast.stmt] = []
        self._future = 0
        self._made: dict[str, Any] = {}

    def answer(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        operation: Callable[..., Answer] = getattr(self, f"_op_{data['op']}")
        return operation(data, arrays)

    def _op_source(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        name, text = data["name"], arrays[0].tobytes().decode()
        _cells.add(name)
        # autograph and inspect.getsource look the text up here
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        # a notebook is __main__, a script is imported: `if __name__ == "__main__":` means that
        self._module.__name__ = "__main__" if data["main"] else "submission"
        sys.modules[self._module.__name__] = self._module
        tree = ast.parse(text, name)
        self._cell, self._statements = name, tree.body
        self._future |= _future_flags(tree)
        return {"statements": len(self._statements)}, []

    def _op_run(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        statement = ast.Module([self._statements[data["statement"]]], [])
        code = compile(statement, self._cell, "exec", self._future, dont_inherit=True)
        Patience.seconds, Patience.cut = data["training_seconds"], False
        try:
            exec(code, self._module.__dict__)  # noqa: S102 - what a worker is for
        finally:
            Patience.seconds = 0.0
        return {"cut": Patience.cut}, []

    def _op_reset(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        self.__init__()  # type: ignore[misc]  # every attribute anew is what is wanted
        return {}, []

    def _op_value(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        return {"value": _plain(self._resolve([data["name"]]))}, []

    def _op_describe(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        return _describe(self._resolve(data["target"])), []

    def _op_make(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        factory = self._resolve([data["name"]])
        self._made[data["key"]] = factory(*data["args"], **data["kwargs"])
        return {}, []

    def _op_call(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        function = _with_keywords(self._resolve(data["target"]), data["keywords"])
        call = _in_graph if data["graph"] else _eagerly
        return _observe(call(function, arrays))

    def _op_gradient(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        gradient = _gradient(self._resolve(data["target"]), arrays, data["wrt"])
        return {}, [] if gradient is None else [np.asarray(gradient)]

    def _op_fit(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        losses = [self._resolve(target) for target in data["targets"]]
        return {}, _fit(losses, arrays, data["learning_rate"], data["batch_size"], data["epochs"])

    def _op_probe(self, data: dict[str, Any], arrays: tuple[wire.Array, ...]) -> Answer:
        probes: dict[str, Any] = {"__name__": "probes"}
        exec(_compiled(arrays[0].tobytes().decode()), probes)  # noqa: S102 - the assignment's own
        given = [array.copy() for array in arrays[1:]]  # a shuffle in place must work
        found = probes[data["name"]](Names(self._module.__dict__), *given, **data["fields"])
        several = found if isinstance(found, tuple | list) else [found]
        return {}, [_numeric(each) for each in several]

    def _resolve(self, target: list[str]) -> Any:
        name, *methods = target
        if name in self._made:
            found = self._made[name]
        elif name in self._module.__dict__:
            found = self._module.__dict__[name]
        else:
            raise Unknown(name)
        for method in methods:
            found = getattr(found, method)
        return found


class Names:
    """What the submission defines, as attributes."""

    def __init__(self, defined: dict[str, Any]) -> None:
        self.__dict__ = defined

    def __getattr__(self, name: str) -> Any:
        raise NameError(f"name '{name}' is not defined")


@functools.cache
def _compiled(text: str) -> types.CodeType:
    name = "<probes.py>"
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    return compile(text, name, "exec", dont_inherit=True)


def _numeric(found: Any) -> wire.Array:
    kind, arrays = _observe(found)
    if not arrays:
        raise NotNumeric(kind["type"])
    return arrays[0]


def _future_flags(tree: ast.Module) -> int:
    """Compiler flags of ``from __future__`` imports: statements are compiled one by one."""
    names = [
        alias.name
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        for alias in statement.names
    ]
    features = [getattr(__future__, name, None) for name in names]
    return functools.reduce(int.__or__, [f.compiler_flag for f in features if f], 0)


def _observe(result: Any) -> Answer:
    """The result's type and, when it is numeric, its value."""
    kind = {"type": type(result).__name__[:200]}
    array = np.asarray(result)
    if array.dtype.newbyteorder("<").str not in wire.DTYPES:
        return {**kind, "dtype": str(array.dtype)[:200]}, []
    return kind, [array]


def _plain(value: Any, depth: int = 0) -> Any:
    """``value`` as JSON: dictionaries, sequences and sets of strings, numbers and None."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping) and depth < 3:
        return {str(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset) and depth < 3:
        return [_plain(item, depth + 1) for item in value]
    return f"<{type(value).__name__}>"


def _describe(found: Any) -> dict[str, Any]:
    """What kind of thing it is.

    ``class``: is it one; ``callable``; ``type``: its type's name; ``parameters``: ``[name, kind,
    required]`` of each, None where Python can't tell; ``bases``: dotted names along the MRO of
    the class (or of the object's class); ``own``: attributes that the student's own classes
    along it define.
    """
    cls = found if inspect.isclass(found) else type(found)
    own = [name for base in cls.__mro__ if _is_own(base) for name in vars(base)]
    return {
        "class": inspect.isclass(found),
        "callable": callable(found),
        "none": found is None,
        "type": type(found).__name__[:200],
        "parameters": _parameters(found),
        "bases": [f"{base.__module__}.{base.__qualname__}"[:200] for base in cls.__mro__][
            :MAX_NAMES
        ],
        "own": own[:MAX_NAMES],
    }


def _is_own(cls: type) -> bool:
    return cls.__module__ in ("__main__", "submission")


def _parameters(found: Any) -> list[list[Any]] | None:
    try:
        parameters = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):
        return None
    return [
        [parameter.name[:200], parameter.kind.name, parameter.default is parameter.empty]
        for parameter in parameters
    ][:MAX_NAMES]


def _with_keywords(function: Callable[..., Any], names: list[str]) -> Callable[..., Any]:
    """The function, taking its last arguments by these names."""
    if not names:
        return function
    return lambda *a: function(*a[: -len(names)], **dict(zip(names, a[-len(names) :], strict=True)))


def _eagerly(function: Callable[..., Any], arrays: tuple[wire.Array, ...]) -> Any:
    return function(*[tf.constant(array) for array in arrays])


_run_functions_eagerly = tf.config.run_functions_eagerly
"""Kept from before a submission ran; some switch graphs off while they debug, and forget it."""


def _in_graph(function: Callable[..., Any], arrays: tuple[wire.Array, ...]) -> Any:
    signature = [tf.TensorSpec([None, *array.shape[1:]], array.dtype) for array in arrays]
    _run_functions_eagerly(False)
    # autograph off, as in fit: with it, a Python `if` on a tensor passes here and fails there
    traced = tf.function(lambda *a: function(*a), input_signature=signature, autograph=False)
    return traced(*[tf.constant(array) for array in arrays])


def _gradient(function: Callable[..., Any], arrays: tuple[wire.Array, ...], wrt: int) -> Any:
    arguments = [tf.constant(array) for array in arrays]
    with tf.GradientTape() as tape:
        tape.watch(arguments[wrt])
        mean = tf.reduce_mean(function(*arguments))
    return tape.gradient(mean, arguments[wrt])


def _fit(
    losses: list[Any],
    arrays: tuple[wire.Array, ...],
    learning_rate: float,
    batch_size: int,
    epochs: int,
) -> list[wire.Array]:
    """Keras's own ``fit`` of a linear model with outputs of its own for each loss."""
    _run_functions_eagerly(False)
    x, ys, kernels, biases = arrays[0], arrays[1::3], arrays[2::3], arrays[3::3]
    widths = [kernel.shape[1] for kernel in kernels]
    together = Together(losses, [y.shape[1] for y in ys], widths) if len(losses) > 1 else None
    layer = keras.layers.Dense(sum(widths), kernel_initializer="zeros")  # drawing takes longer
    inputs = keras.Input(x.shape[1:])
    model = keras.Model(inputs, [layer(inputs)])
    layer.set_weights([np.concatenate(kernels, 1), np.concatenate(biases)])
    # in a list, for compile takes None for no loss at all, and a loss of None is a student's mistake
    loss = [losses[0] if together is None else together]
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate),
        loss=loss,
        jit_compile=False,
        run_eagerly=together is not None and together.is_plain,
    )
    # unlike fit(x, y) or from_tensors, this form has an unknown batch size, as real training does
    data = tf.data.Dataset.from_tensor_slices((x, (np.concatenate(ys, 1),))).batch(batch_size)
    history = model.fit(data, epochs=epochs, verbose=0, shuffle=False).history
    means = [history["loss"]] if together is None else together.means(len(x))
    ends = np.cumsum(widths)[:-1]
    kernel, bias = layer.get_weights()
    each = zip(means, np.split(kernel, ends, 1), np.split(bias, ends), strict=True)
    return [np.asarray(array) for trained in each for array in trained]


class Together(keras.losses.Loss):  # type: ignore[misc]
    """The sum of losses of columns of their own: no column's gradient depends on another's loss.

    ``labels`` and ``outputs`` are the numbers of columns of each, in y_true and in y_pred. Most of
    a training in a graph is spent on tracing its gradients. So the graph is that of the losses
    alone, and says what ``means`` they have; the gradients are taken as the steps are made. Where
    the graph has gradients that it brings itself (``is_plain`` is false), they must be traced.
    """

    def __init__(self, losses: list[Any], labels: list[int], outputs: list[int]) -> None:
        super().__init__(reduction="sum")
        self._labels, self._outputs = labels, outputs
        self._losses = [
            each if isinstance(each, keras.losses.Loss) else Own(each) for each in losses
        ]
        self._totals = tf.Variable(tf.zeros(len(losses)))
        # an unknown batch size and no autograph, as in a fit in a graph
        columns = [tf.TensorSpec([None, sum(counts)], tf.float32) for counts in (labels, outputs)]
        self._graph = tf.function(self._each, autograph=False).get_concrete_function(*columns)
        self.is_plain = _has_plain_gradients(self._graph.graph)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        means = self._graph(y_true, tf.stop_gradient(y_pred))
        self._totals.assign_add(means * tf.cast(tf.shape(y_true)[0], means.dtype))
        return self._each(y_true, y_pred)

    def _each(self, y_true: Any, y_pred: Any) -> Any:
        trues, preds = (
            tf.split(y_true, self._labels, axis=1),
            tf.split(y_pred, self._outputs, axis=1),
        )
        columns = zip(trues, preds, strict=True)
        pairs = zip(self._losses, columns, strict=True)
        return tf.stack([loss(*column, sample_weight=None) for loss, column in pairs])

    def means(self, count: int) -> list[list[float]]:
        """Over the ``count`` rows that were seen, as ``fit`` reports them."""
        return [[float(total) / count] for total in self._totals.numpy()]


def _has_plain_gradients(graph: tf.Graph) -> bool:
    """Whether all of its gradients are TensorFlow's own, which are the same in a graph or not."""
    found = graph.as_graph_def()
    nodes = [*found.node, *(node for each in found.library.function for node in each.node_def)]
    return not any("_gradient_op_type" in node.attr for node in nodes)


class Own(keras.losses.Loss):  # type: ignore[misc]
    """A function as a loss, as ``compile`` makes one of it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__()
        self.call = function


class Patience(keras.callbacks.Callback):  # type: ignore[misc]
    """Ends a submission's own trainings early, the way Keras lets a callback end them."""

    seconds = 0.0
    """What one training may take while the submission's cells run; 0 while it is graded."""
    cut = False

    def on_train_begin(self, logs: object = None) -> None:
        self._end = monotonic() + self.seconds

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:
        if monotonic() > self._end:
            Patience.cut = self.model.stop_training = True


def _make_trainings_patient() -> None:
    original = keras.Model.fit

    @functools.wraps(original)
    def fit(self: Any, *args: Any, **kwargs: Any) -> Any:
        if Patience.seconds and len(args) <= 5:  # callbacks is the sixth positional parameter
            callbacks = kwargs.get("callbacks") or []
            callbacks = callbacks if isinstance(callbacks, list | tuple) else [callbacks]
            kwargs = {"verbose": 0, **kwargs, "callbacks": [*callbacks, Patience()]}
        return original(self, *args, **kwargs)

    keras.Model.fit = fit
