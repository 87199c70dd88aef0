"""Pictures inside files: what they carry beside what is seen."""

from collections.abc import Iterator

_TEXT_CHUNKS = {b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"}
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_JPEG_NOTES = {0xE1, 0xED, 0xFE}  # EXIF or XMP, Photoshop, comment


def hidden_in_picture(content: bytes) -> Iterator[str]:
    """What a PNG or JPEG says beside its picture; a picture of another kind cannot be checked."""
    if content.startswith(_PNG):
        yield from _in_png(content)
    elif content.startswith(_JPEG):
        yield from _in_jpeg(content)
    else:
        yield "a picture of a kind that cannot be checked"


def _in_png(content: bytes) -> Iterator[str]:
    at = len(_PNG)
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if kind in _TEXT_CHUNKS:
            yield "notes inside a picture"
        at += 12 + length
        if kind == b"IEND":
            break
    if at < len(content):
        yield "bytes after the end of a picture"


def _in_jpeg(content: bytes) -> Iterator[str]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _JPEG_NOTES:
            yield "notes inside a picture, such as where and when it was taken"
        if marker == 0xDA:
            break
        at += 2 + length
    end = content.rfind(b"\xff\xd9")
    if end >= 0 and end + 2 < len(content):
        yield "bytes after the end of a picture"
