"""Bringing in an old tracker: send it, say what its columns are, see what would happen, then do it. Nothing is keyed twice."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework import imports, permissions
from wardmote.casework.bringing_in import bring_in, save_map
from wardmote.casework.errors import NotFound, WrongEntry
from wardmote.casework.imports import FIELDS, NEEDED, DryRun, ReadingMap, SheetRows
from wardmote.casework.nouns import SignedIn, TrackerMap
from wardmote.web.keys import seal
from wardmote.web.limited import FileUnfit, work_on
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, line, one_of, typed_in, words
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.wording import KINDS, TIER_MEANINGS, TIERS
from wardmote.web.sealed_files import opened
from wardmote.web.uploads import held

BRINGING = "bringing"
"""Where the session keeps which file is being brought in, and how."""
SHOWN = 200
DATES = {
    "day-first": "Day first: 3/11/2026 is 3 November",
    "month-first": "Month first (American): 3/11/2026 is 11 March",
}


def _who_may(request: HttpRequest) -> SignedIn:
    by = who(request)
    permissions.check_bring_in(by.user, (), by.today)
    permissions.check_proven(by)
    return by


# Send it


class TrackerForm(Form):
    """The tracker, as the agency kept it."""

    file = forms.FileField(
        label="Which file?",
        help_text="An Excel workbook (.xlsx) or a CSV, up to 10 MB. It is kept for an hour at most.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty. Choose another.", "max_length": "Give the file a shorter name."},
        max_length=255,
    )  # fmt: skip


def send(request: HttpRequest) -> HttpResponse:
    """Takes the file into the quarantine and reads its sheets once, so that a bad one is refused here."""
    by = _who_may(request)

    def do(entered: dict[str, Any]) -> HttpResponse:
        sent = entered["file"]
        try:
            sheets = work_on("table", sent.chunks())[0]["sheets"]
        except FileUnfit as unfit:
            raise WrongEntry("file", str(unfit)) from unfit
        if not _in_sight(sheets):
            raise WrongEntry("file", "No sheet in sight of this file holds a row. Unhide the one that is meant.")
        _let_go(request)
        sent.held = True
        request.session[BRINGING] = {"token": sent.place.name, "file": sent.name}
        return redirect("bring_in_columns")

    context = {"maps": casebook().tracker_maps(by.user.agency)}
    return answered(request, TrackerForm(typed_in(request), request.FILES or None), "bring_in.html", context, do)


def _let_go(request: HttpRequest) -> None:
    """Forget the file that was being brought in, and delete it."""
    place = _place(request)
    if place is not None:
        place.unlink(missing_ok=True)
    request.session.pop(BRINGING, None)


def _place(request: HttpRequest) -> Path | None:
    return held(str(request.session.get(BRINGING, {}).get("token", "")))


def _sheets(place: Path) -> list[dict[str, Any]]:
    return list(work_on("table", opened(place, seal(settings.CASEBOOK.keys)))[0]["sheets"])


def _in_sight(sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [sheet for sheet in sheets if sheet["visible"] and sheet["rows"]]


def _rows(sheet: Mapping[str, Any]) -> SheetRows:
    """What is in sight of a sheet: hidden columns are blank, hidden rows are marked to be refused."""
    hidden = set(sheet["hidden_columns"])
    rows = tuple(
        (number, tuple("" if at in hidden else cell for at, cell in enumerate(cells, start=1)))
        for number, cells in sheet["rows"]
    )
    return SheetRows(rows, sheet["counted"], frozenset(sheet["hidden_rows"]))


def _found(sheets: list[dict[str, Any]], chosen: Mapping[str, Any]) -> list[str]:
    """What of the file is out of sight, in words."""
    said = [f"Sheet “{sheet['name']}” is hidden and was not read." for sheet in sheets if not sheet["visible"]]
    if chosen["hidden_columns"]:
        said.append(f"{len(chosen['hidden_columns'])} hidden column(s) were not read.")
    if chosen["hidden_rows"]:
        said.append(f"{len(chosen['hidden_rows'])} hidden row(s) are refused below.")
    if chosen["formulas"]:
        said.append(f"{chosen['formulas']} cell(s) hold a formula: its last result is read, which may be old.")
    return said


# Say what its columns are


class ColumnsForm(Form):
    """Which column holds what, and what the tracker's own words mean."""

    def __init__(self, *args: Any, headings: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "None"), *((heading, heading) for heading in headings if heading)]
        for field, label in FIELDS.items():
            ask = {"required": f"Choose the column for: {label.lower()}."}
            needed = field in NEEDED
            self.fields[field] = forms.ChoiceField(label=label, choices=choices, required=needed, error_messages=ask)
        self.fields["meanings"] = words(
            "What do its words mean?", "", "One line each: field, the tracker's word, ours. For example: status,Sorted,closed",
            rows=4, required=False,
        )  # fmt: skip
        self.fields["dates"] = one_of(
            "How are its days written?", "Choose how its days are written.", DATES, initial="day-first"
        )
        self.fields["about"] = one_of("What are its cases about, where no column says?", "Choose what its cases are about.", KINDS, initial="location")  # fmt: skip
        tiers = {tier: TIERS[tier] for tier in ("open", "named")}
        self.fields["tier"] = one_of("Who may see the cases?", "Choose who may see the cases.", tiers, each=TIER_MEANINGS, initial="named")  # fmt: skip
        self.fields["name"] = line("What do you call this tracker?", "Enter a name for this tracker.", "The map is saved under this name. Use the same name next time.")  # fmt: skip


def columns(request: HttpRequest) -> HttpResponse:
    """Headings of the chosen sheet against what a case holds. A saved map fills itself in."""
    by = _who_may(request)
    place = _place(request)
    if place is None:
        return redirect("bring_in")
    sheets = _sheets(place)
    visible = _in_sight(sheets)
    sheet = next((one for one in visible if one["name"] == request.GET.get("sheet")), visible[0])
    rows = _rows(sheet)
    at = int(request.GET["heading"]) if request.GET.get("heading", "").isdecimal() else imports.heading_row(rows)
    names = imports.headings(rows, at)
    maps = casebook().tracker_maps(by.user.agency)
    saved = next((one for one in maps if one.id == request.GET.get("map")), _fitting(maps, names))

    def do(entered: dict[str, Any]) -> HttpResponse:
        kept = save_map(casebook(), by, _map_from(entered, maps))
        chosen = {
            "sheet": sheet["name"],
            "heading": at,
            "map": kept.id,
            "about": entered["about"],
            "tier": entered["tier"],
        }
        request.session[BRINGING] = {**request.session[BRINGING], **chosen}
        return redirect("bring_in_check")

    form = ColumnsForm(typed_in(request), headings=names, initial=_initial(saved, names))
    context = {
        "sheets": visible,
        "chosen": sheet,
        "heading": at,
        "maps": maps,
        "saved": saved,
        "found": _found(sheets, sheet),
        "file": request.session[BRINGING]["file"],
    }
    return answered(request, form, "bring_in_columns.html", context, do)


def _fitting(maps: Any, names: tuple[str, ...]) -> TrackerMap | None:
    """The first saved map whose columns are all here."""
    return next((one for one in maps if set(imports.read_map(one.rows).columns.values()) <= set(names)), None)


def _initial(saved: TrackerMap | None, names: tuple[str, ...]) -> dict[str, str]:
    """From a saved map; else a column whose heading says what we call it."""
    if saved is None:
        return {field: name for field in FIELDS for name in names if name.casefold() == field}
    read = imports.read_map(saved.rows)
    meanings = [f"{field},{value},{means}" for (field, value), means in read.meanings.items() if field != "dates"]
    dates = "month-first" if read.month_first else "day-first"
    return {**read.columns, "meanings": "\n".join(meanings), "dates": dates, "name": saved.name}


def _map_from(entered: Mapping[str, str], maps: Any) -> TrackerMap:
    """The map somebody chose, as its lines; under a name that is known it is the next version of that map."""
    meanings = {("dates", "order"): entered["dates"]} if entered["dates"] == "month-first" else {}
    for number, typed in enumerate(entered["meanings"].splitlines(), start=1):
        parts = [part.strip() for part in typed.split(",")]
        if not typed.strip():
            continue
        if len(parts) != 3 or parts[0] not in FIELDS:
            raise WrongEntry(
                "meanings", f"Line {number}: write a field, the tracker's word and ours, like status,Sorted,closed."
            )
        meanings[parts[0], parts[1]] = parts[2]
    rows = imports.map_lines({field: entered[field] for field in FIELDS}, meanings)
    try:
        imports.read_map(rows)
    except WrongEntry as error:
        raise WrongEntry("meanings", str(error)) from error
    known = next((one for one in maps if one.name == entered["name"].strip()), None)
    version = known.version if known else 0
    return TrackerMap(id=known.id if known else "", agency="", name=entered["name"], rows=rows, by="", version=version)


# See what would happen, then do it


def check(request: HttpRequest) -> HttpResponse:
    """The dry run, row by row; sending it makes the cases."""
    by = _who_may(request)
    place, state = _place(request), request.session.get(BRINGING, {})
    if place is None or "map" not in state:
        return redirect("bring_in")
    saved = _map_of(by, state["map"])
    sheets = _sheets(place)
    sheet = next(one for one in sheets if one["name"] == state["sheet"])
    plan = _plan(by, sheet, state, imports.read_map(saved.rows), saved)
    if request.method == "POST":
        made = bring_in(casebook(), by, plan, tracker=saved.name, tier=state["tier"])
        _let_go(request)
        messages.success(request, f"{len(made)} case{'s' if len(made) != 1 else ''} brought in from {saved.name}.")
        return redirect("cases")
    context = {
        "plan": plan,
        "saved": saved,
        "file": state["file"],
        "sheet": sheet["name"],
        "found": _found(sheets, sheet),
        "closed": sum(case.closed for case in plan.make),
        "shown": plan.problems[:SHOWN],
        "first": plan.make[:5],
        "tier": TIERS[state["tier"]],
    }
    return render(request, "bring_in_check.html", context)


def _plan(
    by: SignedIn, sheet: Mapping[str, Any], state: Mapping[str, Any], read: ReadingMap, saved: TrackerMap
) -> DryRun:
    already = casebook().brought_in(by.user.agency, saved.name)
    return imports.dry_run(_rows(sheet), state["heading"], read, already=already, kind=state["about"], today=by.today)


def _map_of(by: SignedIn, map_id: str) -> TrackerMap:
    found = next((one for one in casebook().tracker_maps(by.user.agency) if one.id == map_id), None)
    if found is None:
        raise NotFound
    return found


# The map as a table of its own


class MapForm(Form):
    """A map as the lines of a CSV."""

    rows = words(
        "The map, as CSV",
        "Enter the map.",
        "Columns: field, heading, value, means. Edit it here, or in a spreadsheet and paste it back.",
        rows=16,
    )


def edit_map(request: HttpRequest, map_id: str) -> HttpResponse:
    """The saved map of one's own agency, to look at and change."""
    by = _who_may(request)
    saved = _map_of(by, map_id)

    def do(entered: dict[str, Any]) -> HttpResponse:
        rows = tuple(entered["rows"].splitlines())
        save_map(casebook(), by, TrackerMap(**{**vars(saved), "rows": rows}))
        messages.success(request, f"{saved.name} saved.")
        return redirect("bring_in")

    form = MapForm(typed_in(request), initial={"rows": "\n".join(saved.rows)})
    context = {"saved": saved, "fields": FIELDS.items()}
    return answered(request, form, "tracker_map.html", context, do)
