"""How shells ask for completions. The scripts are click's own."""

from __future__ import annotations

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

NAME, VARIABLE = "hop", "_HOP_COMPLETE"

# A name that ends with a colon is followed by a topic, not by a blank.
_ADDS = "COMPREPLY+=($value)"
_ADDS_WITHOUT_BLANK = f"{_ADDS}\n            [[ $value == *[:/@] ]] && compopt -o nospace"


class Bash(BashComplete):
    """bash, which takes a colon for the end of a word: it asks about ``gcn:to`` as three words."""

    source_template = BashComplete.source_template.replace(_ADDS, _ADDS_WITHOUT_BLANK)
    _joined = 0

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one at the cursor, and that one, joined again."""
        before, incomplete = super().get_completion_args()
        words: list[str] = []
        for word in (*before, incomplete):
            after_colon = bool(words) and words[-1].endswith(":")
            if words and (word.startswith(":") or after_colon):
                words[-1] += word
            else:
                words.append(word)
        whole = words.pop() if words else ""
        # bash replaces only what follows the last colon.
        self._joined = whole.rfind(":") + 1 if whole != incomplete or ":" in whole else 0
        return words, whole

    def format_completion(self, item: CompletionItem) -> str:
        """Return an item as the script reads it, without what bash has before the last colon."""
        if item.type == "plain":
            item = CompletionItem(item.value[self._joined :], item.type)
        return super().format_completion(item)


SHELLS: dict[str, type[ShellComplete]] = {"bash": Bash, "zsh": ZshComplete, "fish": FishComplete}
"""What completes for each shell."""


def register() -> None:
    """Let click use the class for bash."""
    add_completion_class(Bash)
