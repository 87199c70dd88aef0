"""What a file is, by its content and never by its name; and the file again with nothing in it but its content."""

from wardmote.web.limited.work import Unfit

KINDS = "a picture (PNG, JPEG), PDF, Word (.docx), Excel (.xlsx), plain text or CSV"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR"
LARGEST_KEPT = 60_000_000


def strip(content: bytes, name: str) -> tuple[str, bytes, list[str]]:
    """Its kind, the stripped file, and what was removed or found, in words. Raises Unfit."""
    if not content:
        raise Unfit("This file is empty. Choose another.")
    media, kept, told = _stripped(content, name)
    if len(kept) > LARGEST_KEPT:
        raise Unfit("This file unpacks to more than 60 MB. Send it in parts.")
    return media, kept, told


def _stripped(content: bytes, name: str) -> tuple[str, bytes, list[str]]:
    if content.startswith(b"\x89PNG\r\n\x1a\n") or content.startswith(b"\xff\xd8\xff"):
        from wardmote.web.limited.pictures import strip_picture

        return strip_picture(content)
    if content.startswith(b"%PDF-"):
        from wardmote.web.limited.pdf import strip_pdf

        return ("pdf", *strip_pdf(content))
    if content.startswith(b"PK\x03\x04"):
        from wardmote.web.limited.office import strip_office

        return strip_office(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Unfit(
            "This is an old Office file, or one with a password: it can hide macros. Save it as .docx, .xlsx or PDF "
            "without a password and send that."
        )
    from wardmote.web.limited.texts import strip_text

    return strip_text(content, name)
