"""From a Vega-Lite specification to SVG text and PNG bytes, drawn once and kept on disk.

Drawing starts a JavaScript engine, which takes seconds; so a picture is named by everything that decides its bytes
(specification, program, font) and read back as long as none of them changed.
"""

import hashlib
import json
import os
import re
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wardmote.assessment.formats.fonts import font_folder, fonts_digest

VEGA_LITE = "6.1"
_MADE_BY = "2"  # change it when the clean-up below changes what is kept
_CLIP = re.compile(r"\bclip\d+\b")
_ARIA = re.compile(r' (?:role|aria-[a-z]+|class)="[^"]*"')


class PictureCache:
    """Pictures by the digest of what they show, in one folder which may be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def svg(self, spec: dict[str, Any]) -> str:
        """The picture as SVG text with its own size and no scripts. Raises ValueError for a broken specification."""
        return self._kept(spec, "svg").decode("utf-8")

    def png(self, spec: dict[str, Any]) -> bytes:
        """The picture as PNG at twice its size, for formats that cannot hold SVG."""
        return self._kept(spec, "png")

    def _kept(self, spec: dict[str, Any], kind: str) -> bytes:
        path = self.folder / f"{spec_digest(spec)}.{kind}"
        if not path.is_file():
            drawn = self._draw_svg(spec) if kind == "svg" else self._draw_png(spec)
            _write_whole(path, drawn)
        return path.read_bytes()

    def _draw_svg(self, spec: dict[str, Any]) -> bytes:
        text = self._program.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
        return _numbered_afresh(_ARIA.sub("", text)).encode("utf-8")

    def _draw_png(self, spec: dict[str, Any]) -> bytes:
        return bytes(self._program.svg_to_png(self.svg(spec), scale=2))

    @cached_property
    def _program(self) -> Any:
        import vl_convert

        vl_convert.register_font_directory(str(font_folder(self.folder)))
        return vl_convert


def _numbered_afresh(svg: str) -> str:
    """Clip paths numbered from 1 in each picture: the program counts on through its whole life, which no byte may show."""
    names = {name: f"clip{number}" for number, name in enumerate(dict.fromkeys(_CLIP.findall(svg)), start=1)}
    return _CLIP.sub(lambda match: names[match[0]], svg)


def spec_digest(spec: dict[str, Any]) -> str:
    """A name for the picture: the same for the same specification, program and font."""
    made_of = [spec, _MADE_BY, VEGA_LITE, version("vl-convert-python"), fonts_digest()]
    text = json.dumps(made_of, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:32]


def _write_whole(path: Path, content: bytes) -> None:
    """All or nothing, so that a stopped run leaves no half picture behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
