"""Pictures inside other files: their notes cut out, their dots untouched."""

import struct

JPEG_KEPT_NOTES = {0xE0, 0xEE}
"""JFIF's own header, and Adobe's, which says how the colours are to be read."""
START_OF_SCAN = 0xDA
JP2_BOXES_CUT = (b"xml ", b"uuid", b"uinf")


def jpeg_without_notes(picture: bytes) -> bytes:
    """The same JPEG without EXIF, XMP, comments and the like. Damage is left for the reader to find."""
    if not picture.startswith(b"\xff\xd8"):
        return picture
    kept, at = [picture[:2]], 2
    while at + 4 <= len(picture) and picture[at] == 0xFF:
        marker = picture[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = struct.unpack(">H", picture[at + 2 : at + 4])[0]
        if marker == START_OF_SCAN:
            end = picture.rfind(b"\xff\xd9")
            kept.append(picture[at : end + 2] if end > at else picture[at:])
            break
        is_note = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in JPEG_KEPT_NOTES)
        if not is_note:
            kept.append(picture[at : at + 2 + length])
        at += 2 + length
    return b"".join(kept)


def jp2_without_notes(picture: bytes) -> bytes:
    """The same JPEG 2000 file without its boxes of XML and foreign data."""
    if picture[4:8] != b"jP  ":
        return picture
    kept, at = [], 0
    while at + 8 <= len(picture):
        length, kind = struct.unpack(">I4s", picture[at : at + 8])
        if length == 1 and at + 16 <= len(picture):
            length = struct.unpack(">Q", picture[at + 8 : at + 16])[0]
        end = len(picture) if length < 8 else at + length
        if kind not in JP2_BOXES_CUT:
            kept.append(picture[at:end])
        at = end
    return b"".join(kept)
