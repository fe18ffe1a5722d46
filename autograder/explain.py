"""What an exception in a loss means, in words for the student who wrote it."""

from __future__ import annotations

import re

from autograder.loading import LoadFailure
from autograder.words import Raised

_K_FUNCTIONS = "square|mean|maximum|minimum|abs|sum|sqrt|pow|switch|clip|cast|exp|log|less_equal"

_KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        "AttributeError",
        rf"keras\.(?:api\.|src\.)?backend.* has no attribute '(?P<name>{_K_FUNCTIONS})'",
        (
            "`from keras import backend as K` is Keras 2: in Keras 3 that module has no `{name}`. "
            "Use `from tensorflow.keras import backend as K`, or `keras.ops.{name}`."
        ),
    ),
    (
        "NotImplementedError",
        r"Cannot convert a symbolic|numpy array",
        "NumPy can't compute with the symbolic tensors that model.fit passes; use tf or keras.ops.",
    ),
    (
        "AttributeError",
        r"'(?:Symbolic)?Tensor' object has no attribute 'numpy'",
        "`.numpy()` exists only outside model.fit; stay with tensors throughout.",
    ),
    (
        "(?:OperatorNotAllowedInGraphError|TypeError)",
        r"[Uu]sing a symbolic `?(?:tf\.)?(?:Keras)?Tensor`? as a Python `?bool|as a Python bool",
        (
            "a Python `if`, `and`, `max` or `min` can't look into a tensor inside model.fit; "
            "choose element by element instead, with tf.where for example."
        ),
    ),
    (
        "TypeError",
        r"(?P<name>float|int)\(\) argument must be .*Symbolic",
        "`{name}(...)` can't look into a tensor inside model.fit; stay with tensors throughout.",
    ),
    (
        "TypeError",
        r"unsupported format string|must be real number, not Symbolic",
        "a tensor has no number to format inside model.fit; print with tf.print, or not at all.",
    ),
    (
        "TypeError",
        r"len is not well defined for a symbolic|'NoneType' object cannot be interpreted",
        (
            "the size of the batch is not known when model.fit traces the loss, so Python can't "
            "count or loop over it; use operations on the whole tensor."
        ),
    ),
    (
        "OperatorNotAllowedInGraphError",
        r"[Ii]terating",
        (
            "a Python loop over a tensor does not work inside model.fit; "
            "use operations on the whole tensor."
        ),
    ),
    (
        "ValueError",
        r"truth value of an array|more than one element is ambiguous",
        (
            "a Python `if` asks one question of a whole batch; choose element by element instead, "
            "with tf.where for example."
        ),
    ),
    (
        "InvalidArgumentError",
        r"must be a scalar|non-scalar|The truth value|Incompatible shapes|ambiguous",
        (
            "an operation met tensors whose shapes do not fit together, or a Python `if` met a whole "
            "batch at once."
        ),
    ),
    (
        "(?:InvalidArgumentError|TypeError|ValueError)",
        (
            r"(?:cannot compute|expected to be a|same type|dtype|of type '?float64|does not match type)"
            r".*(?:float|int|double|half)"
        ),
        "tensors of different dtypes were mixed; convert one with tf.cast(a, b.dtype).",
    ),
    (
        "TypeError",
        r"missing \d+ required (?:positional|keyword-only) argument",
        "it needs more arguments than it is given: {text}. Keras calls loss(y_true, y_pred).",
    ),
    (
        "TypeError",
        r"unexpected keyword argument '(?P<name>\w{1,80})'",
        "it does not know the keyword `{name}`.",
    ),
    ("TypeError", r"takes .* positional arguments? but", "it takes other arguments: {text}."),
    (
        "TypeError",
        r"'NoneType' object is not callable",
        "the wrapper returned None; return the inner function, without calling it.",
    ),
    (
        "AttributeError",
        r"^'NoneType' object has no attribute",
        "something is None that should be a function or a tensor; is a `return` missing?",
    ),
    (
        "ValueError",
        r"^None values not supported|^Attempt to convert a value \(None\)",
        "it returned None; is a `return` missing?",
    ),
    (
        "ValueError",
        r"^Tried to convert .* None values not supported",
        (
            "a calculation met None: a `return` is missing, or the size of the batch was asked for, "
            "which is not known when model.fit traces the loss."
        ),
    ),
    (
        "(?:ValueError|TypeError)",
        r"^(?:Attempt to convert a value \(|.* but got )<(?:function|bound method)",
        "it returned a function; expected a tensor of numbers.",
    ),
    (
        "AttributeError",
        r"has no attribute '(?:name|reduction|dtype|_dtype_policy)'",
        "the object was never set up by Keras: call super().__init__() in __init__.",
    ),
    (
        "ValueError",
        r"^Argument `name` must be a string",
        (
            "the base class was given a number for its name; your own __init__ has to take the "
            "parameter and keep it."
        ),
    ),
    (
        "ValueError",
        r"^Invalid value for argument `reduction`",
        "Keras 3 has no such `reduction`; leave it to the base class.",
    ),
    (
        "ValueError",
        r"^Could not interpret loss identifier: <",
        "Keras does not take it for a loss; is it a subclass of keras.losses.Loss, or a function?",
    ),
    (
        "ValueError",
        r"^Could not interpret loss identifier",
        "Keras takes a text for the name of one of its own losses; pass the function itself.",
    ),
    (
        "ValueError",
        r"^No gradients provided",
        "no gradient reaches the weights; something cuts the loss off the prediction.",
    ),
    (
        "ImportError",
        r"cannot import name '(?P<name>\w{1,80})' from '(?P<module>[\w.]{1,80})'",
        "the installed `{module}` has no `{name}`.",
    ),
    (
        "TypeError",
        r"got an unexpected keyword argument 'sample_weight'",
        "Keras calls the object with sample_weight; define `call` and leave `__call__` alone.",
    ),
    (
        "NotImplementedError",
        r"^$|call",
        "the class has no `call(self, y_true, y_pred)` of its own.",
    ),
    ("(?:OutOfTime|WorkerTimeout)", r"", "it did not finish in time ({text})."),
    (
        "RuntimeError",
        r"can't start new thread",
        "it started too many threads, or had no memory left for one.",
    ),
    ("OSError", r"Cannot allocate memory", "it ran out of memory."),
    ("OutOfMemory", r"", "it ran out of memory ({text})."),
    ("OutOfProcessorTime", r"", "it used up its processor time ({text})."),
    (
        "WorkerDied",
        r"^signal 9$",
        "its process was ended by the system, as happens when a machine is short of memory.",
    ),
    ("WorkerDied", r"^signal", "it crashed the Python process ({text})."),
    ("WorkerDied", r"", "it ended the Python process instead of returning."),
    ("Malformed", r"", "it interfered with the grading process, which was then ended."),
    ("RecursionError", r"", "it calls itself without end."),
)


def explain(raised: Raised, failures: list[LoadFailure] | None = None) -> str:
    """One sentence on ``raised``: what it means where we know, else the exception itself.

    Numbers with a fraction are blanked: a message may quote the hidden inputs.
    """
    where = f" ({_where(raised.line)})" if raised.line else ""
    text = _first_line(raised.text)
    if raised.kind == "NameError":
        return _name_error(text, failures or []) + where
    for kind, pattern, sentence in _KNOWN:
        match = re.search(pattern, raised.text, re.DOTALL)
        if re.fullmatch(kind, raised.kind) and match:
            return sentence.format(text=text, **match.groupdict()) + where
    return f"{raised.kind}: {text}{where}" if text else f"{raised.kind}{where}"


def kind_of(raised: Raised) -> str:
    """What kind of trouble it is, the same for two programs that make the same mistake: names and
    numbers of their own are left out."""
    for index, (kind, pattern, _) in enumerate(_KNOWN):
        if re.fullmatch(kind, raised.kind) and re.search(pattern, raised.text, re.DOTALL):
            return f"known {index}"
    return f"{raised.kind}: {_QUOTED.sub('…', _first_line(raised.text))}"


_QUOTED = re.compile(r"'[^']*+'|`[^`]*+`|\d++")


def _where(line: tuple[str, int]) -> str:
    cell = line[0].strip("<>")
    return f"line {line[1]}" if cell == "script" else f"{cell}, line {line[1]}"


def _first_line(text: str) -> str:
    """The first line that says something, short and without hidden numbers."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    blanked = re.sub(
        # possessive: on a line of nothing but brackets and digits anything else takes minutes
        r"[-+]?\d*+\.\d++(?:[eE][-+]?\d+)?|\[[^\]\d]*+\d[^\]]*+\]",
        "…",
        lines[0] if lines else "",
    )
    return blanked.rstrip(".")[:160]


def _name_error(text: str, failures: list[LoadFailure]) -> str:
    """Often the import that should have defined the name is what failed."""
    match = re.search(r"name '(\w{1,80})'", text)
    name = match.group(1) if match else ""
    for failure in failures:
        if name and re.search(rf"\b{re.escape(name)}\b", failure.text):
            first = failure.text.splitlines()[0].strip()[:80]
            why = explain(failure.error)
            return f"`{name}` is not defined, because `{first}` did not run: {why}"
    return f"`{name}` is not defined" if name else text or "a name is not defined"
