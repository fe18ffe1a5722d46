"""The order in which a student sees the options of the quiz, and the word that stands for it.

That word, a *version*, is in the quiz that a student reads and in the answers that they hand in.
It says nothing by itself: orders are made of it with the seed in quiz.toml, which never leaves.
They depend on nothing else, no random generator and no version of anything.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

VERSION = "version"
"""Its key in the dictionary of answers."""
LETTERS = "ABCDEFGH"
"""What a version is written with: public checks take it for one more answer."""
_HALF = 6
"""Letters of a version that tell orders apart, and as many that tell whether it is one of ours."""


@dataclass(frozen=True)
class Shuffle:
    """Orders by version. Who has the seed can tell every one of them."""

    seed: str = field(repr=False)

    def version(self, name: str) -> str:
        """The version of a student or a group, always the same; two may have the same by chance."""
        return self._with_check(self._word("name", unicodedata.normalize("NFC", name)))

    def recognised(self, found: object) -> str | None:
        """The version that ``found`` is, however it was typed; None if it was never given out."""
        if not isinstance(found, str):
            return None
        word = unicodedata.normalize("NFKC", found[:50]).strip().upper()
        known = self._with_check(word[:_HALF])
        return known if hmac.compare_digest(known.encode(), word.encode()) else None

    def shuffled(self, version: str, question: str, letters: Iterable[str]) -> list[str]:
        """The letters in the order of ``version``: by their digests. Texts, the key and other
        questions may change without changing it; no option may come or go once it is handed out."""
        return sorted(letters, key=lambda letter: self._digest("order", version, question, letter))

    def _with_check(self, word: str) -> str:
        return word + self._word("check", word)

    def _word(self, *what: str) -> str:
        return "".join(LETTERS[byte % len(LETTERS)] for byte in self._digest(*what)[:_HALF])

    def _digest(self, *what: str) -> bytes:
        message = "\0".join(what).encode(errors="surrogatepass")
        return hmac.digest(self.seed.encode(), message, "sha256")
