"""What a published file holds and should not."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Leak:
    """The file, the part of it, and what is there in words a publisher understands."""

    file: str
    part: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}, {self.part}: {self.what}"


@dataclass(frozen=True)
class Expected:
    """What the file's maker put in on purpose: whose name it bears, and the texts that describe its pictures.

    `pictures` is None where nobody can say which texts belong; then none is compared.
    """

    author: str
    pictures: frozenset[str] | None = None
