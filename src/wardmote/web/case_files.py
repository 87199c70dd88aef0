"""One case as files anybody can read without Wardmote: JSON with its schema, CSV, a page to print, and its documents.

Every file says how it is marked, whom it is for, and when it must be destroyed. What this person sees masked stays so.
"""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.template.loader import render_to_string

from wardmote.casework.exports import TakenOut
from wardmote.casework.nouns import CaseFile, Document
from wardmote.errors import WrongUse
from wardmote.web.as_json import plain, schema_of
from wardmote.web.folder import Casebook
from wardmote.web.harmless import harmless_cell
from wardmote.web.keeping import content_of

LARGEST = 150_000_000
NOT_OUT = "P3"
"""What may kill is never in an export: it is opened one by one, in the casebook."""


def zipped(casebook: Casebook, taken: TakenOut, watermark: str, words: Mapping[str, Any]) -> bytes:
    """The whole export as one ZIP. Raises WrongUse when it would be too large to make in one piece."""
    documents = [one for one in taken.file.documents if one.protection != NOT_OUT]
    if sum(document.size for document in documents) > LARGEST:
        raise WrongUse("the documents of this case are too large for one export. Download them one by one.")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _texts(taken, watermark, words).items():
            package.writestr(_entry(name), text)
        for document in documents:
            package.writestr(_entry(f"documents/{_name_in_export(document)}"), content_of(casebook, document))
    return made.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Made at a fixed time: when it was taken out is said inside, where it is part of what was logged."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return info


def _name_in_export(document: Document) -> str:
    return f"{document.id[:8]}-{document.name}"


def _texts(taken: TakenOut, watermark: str, words: Mapping[str, Any]) -> dict[str, str]:
    whole = {"export": plain(taken.export), "watermark": watermark, "case_file": plain(taken.file)}
    schema = {
        **schema_of(CaseFile, "A case taken out of Wardmote"),
        "description": "The value of “case_file” in case.json. “export” is the line in the ledger of exports.",
    }
    context = {"taken": taken, "file": taken.file, "case": taken.file.case, "watermark": watermark, **words}
    return {
        "README.txt": render_to_string("export/readme.txt", context),
        "case.json": json.dumps(whole, indent=1, ensure_ascii=False) + "\n",
        "case.schema.json": json.dumps(schema, indent=1) + "\n",
        "case.html": render_to_string("export/case.html", context),
        **{f"{name}.csv": table(rows, watermark) for name, rows in tables(taken.file).items()},
    }


def tables(file: CaseFile) -> dict[str, Sequence[Any]]:
    """Every list of a case file under its name, those of its reviews beside them, and the case as a table of one row."""
    lists = {field.name: getattr(file, field.name) for field in fields(file)}
    lists |= {field.name: getattr(file.reviews, field.name) for field in fields(file.reviews)}
    case: dict[str, Sequence[Any]] = {"case": (file.case,)}
    return case | {name: rows for name, rows in lists.items() if isinstance(rows, tuple)}


def table(rows: Sequence[Any], watermark: str) -> str:
    """A CSV that no spreadsheet runs anything of; the watermark stands in each row, so that no row goes without."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    names = [field.name for field in fields(rows[0])] if rows else []
    writer.writerow([*names, "watermark"])
    for row in rows:
        cells = [plain(getattr(row, name)) for name in names]
        writer.writerow([harmless_cell(_cell(cell)) for cell in (*cells, watermark)])
    return made.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
