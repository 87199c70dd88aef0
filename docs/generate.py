"""Write docs/reference from the code, so that it cannot drift; a test fails while the files differ.

python docs/generate.py          writes
python docs/generate.py --check  exits 1 when anything would change
"""

import dataclasses
import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import typer
import worked
from pydantic import BaseModel

import wardmote.methods as statistics
from wardmote.assessment.pictures.pictured import CHARTS, MAPS
from wardmote.assessment.release.record import ReleaseRecord
from wardmote.assessment.tables import TABLES
from wardmote.cli.main import app
from wardmote.findings.figure import Figure
from wardmote.findings.finding import Finding
from wardmote.measures.catalogue import MEASURES
from wardmote.measures.themes.catalogue import SHARES, THEMES
from wardmote.measures.worked import WORKED
from wardmote.partnership import Board, DisclosurePolicy, People, Periods, SimilarAreas, SourceSettings
from wardmote.simulate.answers import Answers
from wardmote.sources.contracts import Column, find_contract, known_sources
from wardmote.sources.load_report import LoadReport
from wardmote.sources.registers import REGISTERS

REFERENCE = Path(__file__).parent / "reference"
SCHEMAS: dict[str, type[BaseModel]] = {
    "figure": Figure,
    "finding": Finding,
    "load-report": LoadReport,
    "release": ReleaseRecord,
    "answers": Answers,
}
MADE = "*Made by `make docs` from the code; do not edit.*\n"


def pages() -> dict[str, str]:
    """Every page of the reference, by file name."""
    made = {
        "README.md": index(),
        "commands.md": commands(),
        "lint.md": lint(),
        "sources.md": sources(),
        "registers.md": registers(),
        "measures.md": measures(),
        "methods.md": methods(),
        "partnership-folder.md": partnership_folder(),
        "chapters.md": chapters(),
        "api.md": api(),
    }
    for name, model in SCHEMAS.items():
        made[f"{name}.schema.json"] = json.dumps(model.model_json_schema(by_alias=True), indent=1) + "\n"
    return made


def table(*rows: tuple[str, ...]) -> str:
    head, *body = rows
    lines = [head, tuple("---" for _ in head), *body]
    return (
        "\n".join(
            "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in lines
        )
        + "\n"
    )


def index() -> str:
    rows = [
        ("commands.md", "every command, its options and exit codes"),
        (
            "lint.md",
            "what `wardmote lint` looks for, with an example of what it remarks on and of what it leaves alone",
        ),
        ("partnership-folder.md", "the folder an analyst owns, key by key"),
        ("sources.md", "the contract of each source"),
        ("registers.md", "the small tables people keep"),
        ("measures.md", "what is counted"),
        ("methods.md", "each statistic: formula, units, limits, source, example"),
        ("chapters.md", "what a chapter may ask for"),
        ("api.md", "what a program may ask and do, and every way it is refused"),
        *((f"{name}.schema.json", f"JSON schema of {model.__name__}") for name, model in SCHEMAS.items()),
    ]
    return f"# Reference\n\n{MADE}\n" + table(("page", "holds"), *((f"[{name}]({name})", text) for name, text in rows))


def commands() -> str:
    parts = [f"# Commands\n\n{MADE}"]
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        rows = [(_names(option), option.help or "") for option in command.params if getattr(option, "help", None)]
        parts.append(f"## `wardmote {name}`\n\n{command.help}\n\n" + table(("argument or option", "does"), *rows))
    parts.append(
        "## Exit codes\n\n"
        + table(
            ("code", "means"),
            ("0", "fine; quarantined rows are said, and are fine"),
            ("1", "`check` found something"),
            ("2", "wrong use"),
            ("3", "a file was refused; the others loaded"),
            ("4", "publishing refused: a claim or a legal part fails"),
            ("5", "publishing refused: disclosure"),
        )
    )
    return "\n".join(parts)


def lint() -> str:
    from wardmote.claims.lint.lint import RULES

    rows = [
        (
            f"`{rule.NAME}`",
            " ".join((rule.__doc__ or "").split()),
            rule.CAUGHT[0].replace("|", ", "),
            rule.PASSED[0].replace("|", ", "),
        )
        for rule in RULES
    ]
    return (
        "# The prose lint\n\n*Made by `make docs` from the code; do not edit.*\n\n"
        "`wardmote lint FILE` reads text, Markdown or Word. Each remark has its line (in Word: the paragraph or table row, "
        "counted from 1), its rule, why, and what would settle it. What it says of a real document is judged in "
        "[lint-on-medway](../explanation/lint-on-medway.md).\n\n"
        + table(("rule", "looks for", "speaks on", "leaves alone"), *rows)
    )


def _names(option: Any) -> str:
    return (
        ", ".join(f"`{name}`" for name in option.opts)
        if option.param_type_name == "option"
        else f"`{option.metavar or option.name}`"
    )


def sources() -> str:
    parts = [f"# Sources\n\n{MADE}"]
    for name in known_sources():
        contract = find_contract(name)
        rows = [(column.name, column.type, _limits(column), column.meaning) for column in contract.columns]
        heading = (
            f"## {name}\n\n{contract.title}. Details and known defects: `src/wardmote/sources/{name}/README.md`.\n\n"
        )
        parts.append(heading + table(("column", "type", "limits", "meaning"), *rows))
    return "\n".join(parts)


def _limits(column: Column) -> str:
    said = []
    if not column.required:
        said.append("may be absent")
    if column.blank:
        said.append("may be blank")
    if column.minimum is not None:
        said.append(f"at least {column.minimum:g}")
    if column.maximum is not None:
        said.append(f"at most {column.maximum:g}")
    if column.pattern:
        said.append(f"like `{column.pattern}`")
    if column.vocabulary:
        said.append(f"in the list `{column.vocabulary}`")
    if column.personal:
        said.append("personal")
    return "; ".join(said)


def registers() -> str:
    parts = [
        f"# Registers\n\n{MADE}\nCSV or XLSX in `registers/`. Lines starting with # before the headings are notes.\n"
    ]
    for name, entries in REGISTERS.items():
        rows = [(entry.name, "needed" if entry.needed else "may be blank") for entry in entries]
        parts.append(f"## {name}\n\n" + table(("column", ""), *rows))
    return "\n".join(parts)


def measures() -> str:
    rows = [
        (f"`{m.slug}`", m.label, m.unit, f"per 1,000 {m.per}", m.better, m.source, THEMES.get(m.theme, ""))
        for m in MEASURES.values()
    ]
    head = ("slug", "measure", "unit", "rate", "better", "source", "theme")
    ours = [
        (f"`{m.slug}`", m.label, f"`{m.of}`" if m.of else "", "yes" if m.timed else "", m.better)
        for m in WORKED.values()
    ]
    told = "Counted from the casebook's extract. `-share` after a slug is its share; `-days` the days within which half were.\n"
    shares = [
        (
            f"`{s.slug}-share`",
            s.label,
            s.whole_noun,
            f"{s.lag} months" if s.lag else "",
            s.better,
            s.source,
            THEMES[s.theme],
        )
        for s in SHARES.values()
    ]
    lag = "Shares of one named whole. The period counted ends so long before the one assessed, because people must first be followed.\n"
    return "\n".join(
        (
            f"# Measures\n\n{MADE}\n{table(head, *rows)}",
            f"## Partners' shares\n\n{lag}",
            table(("slug", "measure", "share of", "lies back", "better", "source", "theme"), *shares),
            f"## What the partnership worked\n\n{told}",
            table(("slug", "measure", "share of", "days", "better"), *ours),
        )
    )


def methods() -> str:
    """Every statistic from its own docstrings, with the worked examples evaluated now."""
    modules = [name for name in sorted(m.name for m in pkgutil.iter_modules(statistics.__path__)) if name != "given"]
    parts = [
        f"# Methods\n\n{MADE}\nHow often each cries wolf, covers and finds: [calibration](../explanation/calibration.md).\n",
        table(("module", "answers"), *((f"[{name}](#{name})", _first_line(_method(name))) for name in modules)),
    ]
    for name in modules:
        examples = [f"    >>> {expression}\n    {_answer(name, expression)}\n" for expression in worked.WORKED[name]]
        parts.append("\n".join([f"## {name}\n\n{inspect.getdoc(_method(name))}\n", *_functions(name), *examples]))
    return "\n".join(parts)


def _method(name: str) -> Any:
    return importlib.import_module(f"wardmote.methods.{name}")


def _first_line(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").splitlines()[0]


def _functions(name: str) -> Iterator[str]:
    """Each public function: its arguments, and its docstring as it stands."""
    for called, function in vars(_method(name)).items():
        if inspect.isfunction(function) and function.__module__ == f"wardmote.methods.{name}" and called[0] != "_":
            given = inspect.signature(function).parameters.values()
            arguments = [p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in given]
            yield f"### `{called}({', '.join(arguments)})`\n\n{inspect.getdoc(function)}\n"


def _answer(name: str, expression: str) -> str:
    """What the expression gives, numbers to six figures, so that a machine's last digit changes nothing."""
    known = {**vars(_method("neighbours")), **vars(worked), **vars(_method(name)), "np": numpy}
    return re.sub(r"-?\d+\.\d+(e-?\d+)?", lambda n: f"{round(float(n[0]), 12):.6g}", _plain(eval(expression, known)))


def _plain(result: Any) -> str:
    if isinstance(result, numpy.ndarray):
        return str([_plain(entry) for entry in result.tolist()]).replace("'", "")
    if dataclasses.is_dataclass(result):
        held = ", ".join(f"{f.name}={_plain(getattr(result, f.name))}" for f in dataclasses.fields(result))
        return f"{type(result).__name__}({held})"
    if isinstance(result, tuple | list):
        return "(" + ", ".join(map(_plain, result)) + ")"
    return repr(result.item() if isinstance(result, numpy.generic) else result)


def partnership_folder() -> str:
    models: dict[str, type[BaseModel]] = {
        "[partnership] periods": Periods,
        "[sources.NAME]": SourceSettings,
        "[disclosure]": DisclosurePolicy,
        "[people]": People,
        "[board]": Board,
        "[similar_areas]": SimilarAreas,
    }
    rows = list(_keys(models))
    text = "`name`, `area` (ONS code), `area_name`, `wards` and `lsoas` (years of boundaries) stand in `[partnership]`.\n\n"
    return f"# The partnership folder\n\n{MADE}\n{text}" + table(("table", "key", "default"), *rows)


def _keys(models: dict[str, type[BaseModel]]) -> Iterator[tuple[str, str, str]]:
    for where, model in models.items():
        for name, field in model.model_fields.items():
            default = "needed" if field.is_required() else json.dumps(field.default)
            yield where, f"`{field.alias or name}`", default


def chapters() -> str:
    rows = [("table", f"`{{table:{name}}}`") for name in TABLES]
    rows += [("chart", f"`{{chart:{name}}}`") for name in CHARTS]
    rows += [("map", f"`{{map:{name}}}`") for name in MAPS]
    return f"# What a chapter may ask for\n\n{MADE}\n" + table(("kind", "write, on a line of its own"), *rows)


def api() -> str:
    """Written by the web application itself, in a process of its own with settings made for the moment."""
    command = [sys.executable, "-m", "wardmote.web.api.reference"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> int:
    made = pages()
    stale = [
        name
        for name, text in made.items()
        if not (path := REFERENCE / name).is_file() or path.read_text("utf-8") != text
    ]
    if "--check" in sys.argv:
        print("\n".join(f"out of date: docs/reference/{name}" for name in stale), end="\n" if stale else "")
        return 1 if stale else 0
    for name in stale:
        (REFERENCE / name).write_text(made[name], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
