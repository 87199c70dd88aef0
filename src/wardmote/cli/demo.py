"""`wardmote demo` and `wardmote simulate`: an invented partnership, plainly invented."""

from pathlib import Path

from wardmote.cli.assess import run_assess
from wardmote.cli.load import print_accounting
from wardmote.cli.new import write_chapters
from wardmote.cli.progress import say
from wardmote.errors import WrongUse
from wardmote.partnership import open_partnership
from wardmote.simulate import simulate
from wardmote.sources.load import load_inbox

MARK = ".invented"  # a folder that carries this file may be made again


def run_simulate(folder: Path, seed: int, scale: float) -> int:
    """Write the invented partnership folder and its answer key."""
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise WrongUse(
            f"{folder} holds something that is not a demonstration; choose a new folder, nothing was written"
        )
    say("Inventing a partnership")
    answers = simulate(folder, seed=seed, scale=scale)
    write_chapters(folder / "text")
    (folder / MARK).write_text("Everything in this folder is invented.\n", encoding="utf-8")
    print(f"Invented partnership in {folder}; {len(answers.effects)} planted effects in {folder / 'answers.json'}")
    return 0


def run_demo(folder: Path, seed: int) -> int:
    """Invent, load, assess; end with the path of the document."""
    run_simulate(folder, seed, scale=1.0)
    print_accounting(load_inbox(open_partnership(folder), say))
    return run_assess(folder, None, None, None, as_json=False, draft=True)
