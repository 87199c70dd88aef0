"""The command line: one command for each verb an analyst says. Heavy imports wait until a command needs them."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from wardmote import __version__
from wardmote.errors import UserError

app = typer.Typer(
    help="From partners' files to a published strategic assessment.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The partnership folder.")]
Inbox = Annotated[Path | None, typer.Option("--inbox", help="Where the partners' files lie, if not in DIR/inbox.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where built files go, if not in DIR.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
Engine = Annotated[str | None, typer.Option("--engine", help="A Spark Connect server, sc://host:port.")]


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"wardmote {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """From partners' files to a published strategic assessment."""


@app.command()
def new(folder: Folder) -> None:
    """Make a partnership folder, with comments that teach."""
    from wardmote.cli.new import make_folder

    make_folder(folder)


@app.command()
def load(folder: Folder, inbox: Inbox = None, out: Out = None, json: AsJson = False) -> None:
    """Check every inbox file against its contract; print the row accounting; write the store."""
    from wardmote.cli.load import run_load

    raise typer.Exit(run_load(folder, inbox, out, json))


@app.command()
def check(folder: Folder, inbox: Inbox = None, out: Out = None, json: AsJson = False) -> None:
    """Say what is late or missing, what the law still asks for, and which sentences no longer hold."""
    from wardmote.cli.check import run_check

    raise typer.Exit(run_check(folder, inbox, out, json))


@app.command()
def assess(folder: Folder, inbox: Inbox = None, out: Out = None, engine: Engine = None, json: AsJson = False) -> None:
    """Load if needed, measure, find, gate and render a draft of the assessment."""
    from wardmote.cli.assess import run_assess

    raise typer.Exit(run_assess(folder, inbox, out, engine, json, draft=True))


@app.command()
def publish(
    folder: Folder,
    inbox: Inbox = None,
    out: Out = None,
    engine: Engine = None,
    json: AsJson = False,
    role: Annotated[
        str | None,
        typer.Option("--as", metavar="ROLE", help="Sign instead: prepared, checked, checked-sensitive, approved."),
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", help="Your private key, to sign with.")] = None,
    small_count: Annotated[
        str | None,
        typer.Option("--small-count", metavar="ID", help="Sign for one received figure the law has published."),
    ] = None,
    edition: Annotated[
        str, typer.Option("--edition", help="public, or board: partners' counts as they are, in numbered copies.")
    ] = "public",
    new_key: Annotated[
        Path | None, typer.Option("--new-key", help="Make a private key in this file, and stop.")
    ] = None,
) -> None:
    """Render the assessment without its watermark; refused while a claim, a legal part or a signature is missing."""
    from wardmote.cli.assess import run_assess
    from wardmote.cli.releases import run_new_key, run_sign, run_sign_small_count

    if new_key:
        raise typer.Exit(run_new_key(new_key))
    if small_count:
        raise typer.Exit(run_sign_small_count(folder, inbox, out, small_count, key))
    if role:
        raise typer.Exit(run_sign(folder, inbox, out, role, key, edition))
    raise typer.Exit(run_assess(folder, inbox, out, engine, json, draft=False, edition=edition))


@app.command()
def ledger(folder: Folder, out: Out = None, json: AsJson = False) -> None:
    """List every release in order, with its state and who signed it, and say whether the ledger holds."""
    from wardmote.cli.releases import run_ledger

    raise typer.Exit(run_ledger(folder, out, json))


@app.command()
def verify(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="The folder of one release.")],
    key: Annotated[list[str] | None, typer.Option("--key", help="A public key, or the start of its SHA-256.")] = None,
) -> None:
    """Check a release's files, signatures and place in the ledger; also runs alone, as assessment/release/verifier.py."""
    from wardmote.cli.releases import run_verify

    raise typer.Exit(run_verify(release, key or []))


@app.command()
def trace(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="ID", help="A figure, finding, claim, fact: or received: id.")],
    rows: Annotated[bool, typer.Option("--rows", help="List the partners' rows behind a figure.")] = False,
    inbox: Inbox = None,
    out: Out = None,
    json: AsJson = False,
) -> None:
    """Walk a figure or claim back to its method, files and rows."""
    from wardmote.cli.trace import run_trace

    raise typer.Exit(run_trace(folder, name, rows, inbox, out, json))


@app.command()
def lint(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Text, Markdown or a Word document.")],
    json: AsJson = False,
) -> None:
    """Say of any text what a reader could ask that it does not answer: line, rule, why, what would settle it."""
    from wardmote.cli.lint import run_lint

    raise typer.Exit(run_lint(file, json))


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to make the invented partnership.")] = Path(
        "demo"
    ),
    seed: Annotated[int, typer.Option(help="Another seed makes another town.")] = 1,
) -> None:
    """Make an invented partnership, assess it, and say where the document is."""
    from wardmote.cli.demo import run_demo

    raise typer.Exit(run_demo(folder, seed))


@app.command()
def simulate(
    folder: Folder,
    seed: Annotated[int, typer.Option(help="Another seed makes another year.")] = 1,
    scale: Annotated[float, typer.Option(help="1 is about 5,000 incidents of ASB a year.", min=0.05, max=100)] = 1.0,
) -> None:
    """Make an invented partnership-year with planted effects and its answer key, answers.json."""
    from wardmote.cli.demo import run_simulate

    raise typer.Exit(run_simulate(folder, seed, scale))


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The partnership folder.")] = Path(),
    port: Annotated[int, typer.Option(help="The port to answer on.", min=1, max=65535)] = 8000,
    address: Annotated[str, typer.Option(help="The address to answer on.")] = "127.0.0.1",
    empty: Annotated[bool, typer.Option("--empty", help="Invent nothing: for a real partnership.")] = False,
    morning: Annotated[
        bool, typer.Option("--morning", help="Invent a small partnership's morning, in seconds, and no whole year.")
    ] = False,
) -> None:
    """Serve the web application: cases, shared between agencies, with a trail of every look."""
    from wardmote.cli.serve import run_serve

    raise typer.Exit(run_serve(folder, port, address, empty, morning))


@app.command("first-run")
def first_run(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The partnership folder.")] = Path(),
    agency: Annotated[str, typer.Option(prompt="Name of the first agency", help="The first agency.")] = "",
    kind: Annotated[str, typer.Option(help="Its kind, a slug of the list of agencies.")] = "council-community-safety",
    contact: Annotated[str, typer.Option(prompt="Whom to ask about its data", help="Whom to ask about its data.")] = "",
    administrator: Annotated[str, typer.Option(prompt="Name of its user administrator", help="Gives roles.")] = "",
    privacy_officer: Annotated[str, typer.Option(prompt="Name of its privacy officer", help="Approves roles.")] = "",
    manager: Annotated[str, typer.Option(prompt="Name of the partnership manager", help="Adds agencies.")] = "",
) -> None:
    """Make a real partnership's first agency and first three people; print their one-time invitations."""
    from wardmote.cli.first_run import run_first_run

    raise typer.Exit(run_first_run(folder, agency, kind, contact, administrator, privacy_officer, manager))


@app.command("name-manager")
def name_manager(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The partnership folder.")] = Path(),
    agency: Annotated[str, typer.Option(prompt="Name of their agency", help="An agency of the casebook.")] = "",
    manager: Annotated[str, typer.Option(prompt="Name of the partnership manager", help="The new manager.")] = "",
) -> None:
    """Invite a partnership manager when nobody is one any more; they can then name administrators."""
    from wardmote.cli.first_run import run_name_manager

    raise typer.Exit(run_name_manager(folder, agency, manager))


@app.command()
def export(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="A new folder for the copy, which is not encrypted.")],
) -> None:
    """Take everything out of the casebook in open formats: JSON lines, documents, the trail and its heads."""
    from wardmote.cli.export import run_export

    raise typer.Exit(run_export(folder, out))


@app.command()
def backup(
    folder: Folder,
    to: Annotated[
        Path | None, typer.Option("--to", help="A file, or a folder to put it in. Otherwise DIR/casebook/backups.")
    ] = None,
) -> None:
    """Copy the casebook into one sealed file, while it is in use, and read it back."""
    from wardmote.cli.backup import run_backup

    raise typer.Exit(run_backup(folder, to))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The partnership folder, with no casebook in it yet.")],
) -> None:
    """Bring a backup back into an empty place, checked, or change nothing."""
    from wardmote.cli.backup import run_restore

    raise typer.Exit(run_restore(file, folder))


@app.command()
def tick(
    folder: Folder,
    clock_is_right: Annotated[
        bool, typer.Option("--clock-is-right", help="Go on although the clock is far from the last signed head.")
    ] = False,
) -> None:
    """Do what is due: sign today's head, back up, clear away. For cron, as often as you like."""
    from wardmote.cli.tick import run_tick

    raise typer.Exit(run_tick(folder, clock_is_right))


audit = typer.Typer(help="The trail of who saw and did what.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(audit, name="audit")


@audit.command("verify")
def audit_verify(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The partnership folder.")] = Path(),
    heads: Annotated[Path | None, typer.Option(help="A head, or a folder of heads, that somebody else holds.")] = None,
    json: AsJson = False,
) -> None:
    """Check the trail against its signed heads; says which record was changed first."""
    from wardmote.cli.audit import run_verify

    raise typer.Exit(run_verify(folder, heads, json))


keys = typer.Typer(help="The keys that cases are sealed with.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(keys, name="keys")


@keys.command("rotate")
def keys_rotate(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The partnership folder.")] = Path(),
) -> None:
    """Seal everything with a new key while people go on working; goes on where an earlier run was interrupted."""
    from wardmote.cli.keys import run_rotate

    raise typer.Exit(run_rotate(folder))


def run() -> None:
    """Entry point: user errors are printed without a traceback and return their own exit code."""
    try:
        app()
    except BrokenPipeError:  # the reader of our output has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except UserError as error:
        print(f"wardmote: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
