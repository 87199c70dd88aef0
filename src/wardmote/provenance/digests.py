"""Digests: how files are known by their content, whatever they are called and whenever they were sent."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises OSError when it cannot be read."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 of text as UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def joint_digest(parts: Iterable[tuple[str, ...]]) -> str:
    """One digest over many named parts, whatever order they come in; no two different sets share a spelling."""
    lines = sorted("\x1f".join(part) for part in parts)
    return text_digest("\x1e".join(lines))
