"""One A4 page for a councillor, as a tagged PDF: made smaller step by step until it fits, and refused when it cannot."""

from wardmote.assessment.document import Document
from wardmote.assessment.formats.pdf import compile_pdf, head, inlines_data, picture_size, table_data
from wardmote.assessment.formats.picture_cache import PictureCache
from wardmote.errors import WrongUse

# Text and table sizes in points, cell padding, and the share of the picture's full width; never below 10 points.
STEPS = tuple(
    {"text": text, "table": table, "inset": inset, "picture": picture}
    for text, table, inset, picture in (
        (12, 11, 4, 1.0),
        (12, 11, 3.5, 0.9),
        (11.5, 10.5, 3.5, 0.85),
        (11, 10.5, 3, 0.8),
        (11, 10, 2.5, 0.75),
        (10.5, 10, 2.5, 0.7),
        (10, 10, 2, 0.65),
    )
)
WIDEST, TALLEST = 15.0, 11.0  # centimetres


def render_briefing(document: Document, pictures: PictureCache) -> bytes:
    """The briefing as PDF bytes of exactly one page. Raises WrongUse when its text is too long for one."""
    import typst

    briefing = document.briefing
    data = {
        **head(document),
        "title": briefing.title,
        "points": [inlines_data(point) for point in briefing.points],
        "table": {**table_data(briefing.table, briefing.table.caption), "caption": briefing.table.caption},
        "picture": _picture(document, pictures),
        "footer": inlines_data(briefing.footer),
        "steps": STEPS,
    }
    try:
        return compile_pdf("briefing.typ", data, document, pictures.folder)
    except typst.TypstError as error:
        if "does not fit on one page" not in str(error):
            raise
        raise WrongUse(
            "the one-page briefing does not fit on one page; give it fewer points, shorter sentences or a shorter table"
        ) from error


def _picture(document: Document, pictures: PictureCache) -> dict[str, object] | None:
    picture = document.briefing.picture
    if picture is None:
        return None
    svg = pictures.svg(picture.spec)
    wide, tall = picture_size(svg)
    return {
        "name": picture.title,
        "subtitle": picture.subtitle,
        "alt": picture.alt,
        "svg": svg,
        "source": picture.source,
        "width": round(min(WIDEST, TALLEST * wide / tall), 2),
    }
