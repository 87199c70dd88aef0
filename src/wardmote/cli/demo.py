"""`wardmote demo` and `wardmote simulate`: an invented partnership, plainly invented."""

import shutil
from pathlib import Path

from wardmote.cli.assess import run_assess
from wardmote.cli.load import print_accounting
from wardmote.cli.new import write_chapters
from wardmote.cli.progress import say
from wardmote.invented.extracted import extract_of_two_years
from wardmote.partnership import open_partnership
from wardmote.simulate import Casework, simulate
from wardmote.simulate.categories import THIS
from wardmote.simulate.town import marlbridge
from wardmote.sources.load import load_inbox

MARKS = ("INVENTED.txt", "answers.json")  # a folder that carries both was made here and may be made again


def run_simulate(folder: Path, seed: int, scale: float) -> int:
    """Write the invented partnership folder, its chapters and its answer key; a former one is replaced."""
    if all((folder / mark).is_file() for mark in MARKS):
        shutil.rmtree(folder)
    say("Inventing a partnership and what it worked in two years")
    answers = simulate(folder, seed=seed, scale=scale, casework=_casework(seed, scale))
    write_chapters(folder / "text")
    _write_a_claim(folder / "text" / "05-anti-social-behaviour.md")
    print(f"Invented partnership in {folder}; {len(answers.effects)} planted effects in {folder / 'answers.json'}")
    return 0


def _casework(seed: int, scale: float) -> Casework:
    """Two years of an invented casebook, lived by its own verbs; fewer cases in a smaller partnership, never more."""
    wards = [(ward.code, ward.name) for ward in marlbridge().wards]
    smaller = max(1, round(1 / scale))
    extract, before, this = extract_of_two_years(THIS.last_day, seed, smaller, wards)
    return Casework(extract, this.counts(), before.counts())


def _write_a_claim(chapter: Path) -> None:
    """One sentence of the analyst's own, bound to its finding, so that the invented example shows what a claim is."""
    claim = (
        "[The analyst's own words: anti-social behaviour fell, by more than chance explains.]"
        '{.claim finding=asb-incidents/area/before~this says="fell"}'
    )
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(f"{text.rstrip()}\n\n{claim}\n", encoding="utf-8")


def run_demo(folder: Path, seed: int) -> int:
    """Invent, load, assess; end with the path of the document."""
    run_simulate(folder, seed, scale=1.0)
    print_accounting(load_inbox(open_partnership(folder), say))
    return run_assess(folder, None, None, None, as_json=False, draft=True)
