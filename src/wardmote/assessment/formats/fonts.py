"""The one typeface, Source Sans Pro (Open Font License), in the shape each renderer asks for.

Every format uses these three files and no other, so a document looks the same on a machine with no fonts.
"""

import base64
import hashlib
import io
import os
import unicodedata
from functools import cache
from pathlib import Path

FAMILY = "Source Sans Pro"
STYLES = {400: "Regular", 600: "Semibold", 700: "Bold"}

# Latin with its accents (Welsh included), general punctuation, currency, arrows, mathematical signs, triangles.
_KEPT_RANGES = (
    (0x20, 0x24F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x206F),
    (0x20A0, 0x20BF),
    (0x2190, 0x2199),
    (0x2200, 0x226F),
    (0x25A0, 0x25FF),
)
_KEPT_FEATURES = ["kern", "liga", "lnum", "tnum", "ccmp", "mark", "mkmk", "locl"]


def font_files() -> tuple[Path, ...]:
    """The three font files, in order of weight. Raises FileNotFoundError when the package has lost one."""
    from font_source_sans_pro import font_directory

    files = tuple(Path(font_directory) / f"SourceSansPro-{style}.ttf" for style in STYLES.values())
    for file in files:
        if not file.is_file():
            raise FileNotFoundError(f"the font file {file} is missing; install font-source-sans-pro again")
    return files


@cache
def fonts_digest() -> str:
    """A digest of the three files, for naming whatever is drawn with them."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in font_files())).hexdigest()[:16]


def font_folder(parent: Path) -> Path:
    """A folder under `parent` with our three files and nothing else.

    The package's own folder also holds other weights and OpenType twins, and which of the twins a chart
    program picks depends on the order of the disk.
    """
    folder = parent / f"fonts-{fonts_digest()}"
    folder.mkdir(parents=True, exist_ok=True)
    for file in font_files():
        copy = folder / file.name
        if not copy.is_file():
            copy.write_bytes(file.read_bytes())
    return folder


@cache
def _advances(weight: int) -> tuple[dict[int, int], int]:
    """Advance width by character code, and units per em."""
    from fontTools.ttLib import TTFont

    font = TTFont(font_files()[list(STYLES).index(weight)], lazy=True)
    widths = font["hmtx"].metrics
    return {code: widths[name][0] for code, name in font.getBestCmap().items()}, font["head"].unitsPerEm


def text_width(text: str, size: float, weight: int = 400) -> float:
    """How wide `text` prints, in the unit of `size`. A character the font lacks counts as one em."""
    advances, em = _advances(weight)
    return sum(advances.get(ord(character), em) for character in text) * size / em


def printable(text: str) -> str:
    """`text` with every character the font lacks as a question mark: a missing glyph prints as an empty box."""
    advances, _ = _advances(400)
    composed = unicodedata.normalize("NFC", text)
    return "".join(character if ord(character) in advances or character == "\n" else "?" for character in composed)


def wrap_text(text: str, size: float, width: float, weight: int = 400) -> tuple[str, ...]:
    """Break `text` at spaces into lines no wider than `width`; a single longer word keeps its own line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines) or ("",)


def woff_base64(weight: int, parent: Path) -> str:
    """The subset of one weight as base64 WOFF, for a page that asks nobody for anything; kept in `parent`."""
    kept = parent / f"subset-{fonts_digest()}-{weight}.woff"
    if not kept.is_file():
        parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_name(f"{kept.name}.{os.getpid()}.part")
        part.write_bytes(_woff(weight))
        part.replace(kept)
    return base64.b64encode(kept.read_bytes()).decode("ascii")


def _woff(weight: int) -> bytes:
    """Subsetting takes a second; the same bytes every time."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.flavor = "woff"
    options.layout_features = _KEPT_FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(font_files()[list(STYLES).index(weight)], recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in _KEPT_RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return buffer.getvalue()
