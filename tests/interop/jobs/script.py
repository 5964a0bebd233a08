"""A client's way to do a job: the files that its user writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parent
_LANGUAGES = {".sh": "shell", ".py": "Python"}
_LONGEST = 100


@dataclass(frozen=True)
class Script:
    """What is written for a job.

    Attributes:
        client: the client's folder.
        job: with this the names of its files begin; one that ends with ``.sh`` or, where there is
            none, with ``.py`` is what is run.
    """

    client: str
    job: str

    @property
    def files(self) -> list[Path]:
        """Its files; none where the client has no way."""
        patterns = (f"{self.job}.*", f"{self.job}_*")
        return sorted(path for pattern in patterns for path in (_ROOT / self.client).glob(pattern))

    def lines(self) -> dict[str, int]:
        """The lines of each language, without comments and empty ones.

        Raises:
            ValueError: a line is so long that it would have to be counted as two.
        """
        counts: dict[str, int] = {}
        for file in self.files:
            language = _LANGUAGES.get(file.suffix, "settings")
            for line in file.read_text(encoding="utf-8").splitlines():
                if len(line) > _LONGEST:
                    raise ValueError(f"{file.name}: break the line {line}")
                if line.strip() and not line.lstrip().startswith("#"):
                    counts[language] = counts.get(language, 0) + 1
        return counts

    def write(self, folder: Path, words: Mapping[str, str]) -> list[str]:
        """Write its files into a folder.

        Args:
            folder: there they are run.
            words: what stands for each name that holds on this machine only.

        Returns:
            The command that does the job.
        """
        for file in self.files:
            text = file.read_text(encoding="utf-8")
            for word, meant in words.items():
                text = text.replace(word, meant)
            (folder / file.name).write_text(text, encoding="utf-8")
        shell = f"{self.job}.sh"
        return ["bash", shell] if (folder / shell).exists() else ["python", f"{self.job}.py"]
