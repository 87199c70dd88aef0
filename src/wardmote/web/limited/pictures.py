"""Pictures: decoded within a limit and drawn again, so that nothing but the pixels is left."""

import io
import struct
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps

from wardmote.web.limited.work import Unfit

MOST_PIXELS = 40_000_000
FORMATS = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg"}
TOO_LARGE = (
    "This picture has {:,} by {:,} dots, more than the {} million that may be kept. Make it smaller and send that."
)
PNG_PLAIN = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"hIST"}
PNG_SAID = {b"eXIf", b"iCCP", b"acTL", b"fcTL", b"fdAT"}
"""Parts of a PNG that say how it looks, and those that are spoken of by themselves."""
SAID = (
    ("exif", "where and when it was taken and with what (EXIF)"),
    ("xmp", "notes of the program that made it (XMP)"),
    ("photoshop", "notes of the program that made it"),
    ("icc_profile", "its colour profile"),
    ("comment", "a comment"),
)


def strip_picture(content: bytes) -> tuple[str, bytes, list[str]]:
    """PNG or JPEG drawn again. Raises Unfit."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            refuse_large(picture)
            picture.load()
            return FORMATS[str(picture.format)], _drawn_again(picture), _removed(picture, content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(TOO_LARGE.format(0, 0, MOST_PIXELS // 1_000_000)) from None


def refuse_large(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise Unfit(TOO_LARGE.format(width, height, MOST_PIXELS // 1_000_000))


def _drawn_again(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    drawn, made = Image.new(upright.mode, upright.size), io.BytesIO()
    if upright.mode == "P":
        upright = upright.convert("RGBA" if "transparency" in picture.info else "RGB")
        drawn = Image.new(upright.mode, upright.size)
    drawn.paste(upright)
    if picture.format == "PNG":
        drawn.save(made, "PNG")
    else:
        drawn.save(made, "JPEG", quality=92, subsampling="4:4:4" if drawn.mode == "RGB" else -1)
    return made.getvalue()


def _removed(picture: Image.Image, content: bytes) -> list[str]:
    told = [f"Removed: {words}." for key, words in SAID if picture.info.get(key)]
    if picture.format == "PNG" and set(_chunks(content)) - PNG_PLAIN - PNG_SAID:
        told.append("Removed: text and other data kept inside the picture file.")
    end = content.rfind(b"IEND" if picture.format == "PNG" else b"\xff\xd9")
    if len(content) - end > 8:
        told.append("Removed: data hidden after the end of the picture.")
    if getattr(picture, "n_frames", 1) > 1:
        told.append("Kept: the first of its several frames.")
    return list(dict.fromkeys(told))


def _chunks(content: bytes) -> Iterator[bytes]:
    """The names of the parts of a PNG."""
    at = 8
    while at + 8 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        yield name
        at += length + 12
