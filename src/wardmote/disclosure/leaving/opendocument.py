"""A published ODS sheet or ODT text: what is printed, and nothing else."""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from wardmote.disclosure.leaving.archive import attribute, local, says, tree

ALLOWED = re.compile(r"mimetype|META-INF/manifest\.xml|(?:content|styles|meta|settings)\.xml")
KNOWN = {
    r"thumbnails/": "a small picture of an earlier state",
    r"configurations": "the settings of the program it was made with",
    r"object": "an embedded object with data of its own",
    r"pictures/|media/": "a picture",
    r"basic/|scripts/": "a macro",
    r"versions": "earlier versions of the file",
}
_NAMED = {
    "annotation": "a comment",
    "tracked-changes": "a record of changes",
    "named-range": "a defined name",
    "named-expression": "a defined name",
    "dde-link": "a link to other data",
    "object": "an embedded object",
    "object-ole": "an embedded object",
    "data-pilot-table": "a pivot table, which holds the rows behind it",
    "cell-range-source": "a link to other data",
    "table-source": "a link to other data",
    "database-range": "a database range",
    "content-validation": "a list behind a cell",
    "scenario": "another version of the numbers",
    "script": "a macro",
    "event-listener": "a macro",
    "hidden-text": "hidden text",
    "hidden-paragraph": "hidden text",
}


def hidden_in_opendocument(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """(part, what) for everything a reader would not see in front of them."""
    for name in ("content.xml", "styles.xml"):
        if name not in parts:
            continue
        root = tree(parts[name], name)
        unseen = {
            attribute(style, "name")
            for style in root.iter()
            if local(style.tag) == "style" and _shows_nothing(list(style.iter()))
        }
        for element in root.iter():
            kind = local(element.tag)
            if kind in _NAMED:
                yield name, _NAMED[kind]
            elif says(element, "visibility", "collapse", "filter"):
                yield name, f"a hidden {'row' if 'row' in kind else 'column'}"
            elif kind in ("table-cell", "covered-table-cell", "span", "p") and attribute(element, "formula"):
                yield name, "a formula"
            elif (
                kind in ("table", "table-cell", "span", "p")
                and attribute(element, "style-name") in unseen
                and "".join(element.itertext()).strip()
            ):
                yield name, "a hidden sheet, or text that cannot be seen"
            elif kind == "a" and not (attribute(element, "href") or "#").startswith(
                ("#", "http://", "https://", "mailto:")
            ):
                yield name, "a link to something outside the file"


def _shows_nothing(style: list[Element]) -> bool:
    for element in style:
        if local(element.tag) == "table-properties" and says(element, "display", "false"):
            return True
        if local(element.tag) == "text-properties" and (
            says(element, "display", "none") or says(element, "color", "#ffffff")
        ):
            return not any(attribute(e, "background-color") not in (None, "transparent", "#ffffff") for e in style)
    return False
