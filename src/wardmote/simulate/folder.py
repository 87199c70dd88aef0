"""Writing the invented partnership to a folder."""

from pathlib import Path

from wardmote.errors import WrongUse
from wardmote.simulate.answer_key import answer_key
from wardmote.simulate.answers import Answers
from wardmote.simulate.boundary_files import write_boundary_files
from wardmote.simulate.casework import Casework, write_extract
from wardmote.simulate.configuration import NAME, configuration
from wardmote.simulate.council_files import council_files, write_council_files
from wardmote.simulate.counts import draw
from wardmote.simulate.csv_text import write
from wardmote.simulate.police_files import street_files, street_rows, write_street_files
from wardmote.simulate.reference_files import write_reference_files
from wardmote.simulate.registers import write_registers
from wardmote.simulate.theme_files import PLANTED, write_theme_files
from wardmote.simulate.town import marlbridge

SMALLEST_SCALE, LARGEST_SCALE = 0.05, 100.0

_NOTICE = f"""\
INVENTED

{NAME}: every person, street, place and figure in this folder is made up, by `wardmote simulate`.
The town stands in the North Sea. answers.json says what was planted and what a careful reader should find.
"""


def simulate(
    folder: Path, seed: int = 1, scale: float = 1.0, rendering_inputs: bool = True, casework: Casework | None = None
) -> Answers:
    """Write an invented partnership and its answer key; the same seed and scale give the same bytes.

    At scale 1 Marlbridge has about 110,000 residents, 9,000 crimes a year, and 5,600 and then 4,200 incidents of
    anti-social behaviour; its people stay the same at any scale. Without `rendering_inputs` the health indicators and the
    files of partners' themes, which only a whole document needs, are left out. Casework is lived elsewhere and given; without
    it no extract is owed. Raises WrongUse when the folder already holds something.
    """
    _refuse_unless_fresh(folder, scale)
    incidents = draw(seed, scale)
    street = street_files(seed, street_rows(incidents))
    council = council_files(seed, scale)
    answers = answer_key(incidents, street, council, casework)
    inbox = folder / "inbox"
    write_street_files(inbox, street)
    write_council_files(inbox, council)
    write_boundary_files(inbox, marlbridge())
    write_reference_files(inbox, marlbridge(), with_health=rendering_inputs)
    if casework:
        write_extract(inbox, casework)
    if rendering_inputs:
        write_theme_files(inbox, seed, scale)
        answers = answers.model_copy(update={"theme_ratios": PLANTED})
    write_registers(folder, answers)
    write(folder / "partnership.toml", configuration(rendering_inputs, with_casework=casework is not None))
    write(folder / "INVENTED.txt", _NOTICE)
    answers.write(folder / "answers.json")
    return answers


def _refuse_unless_fresh(folder: Path, scale: float) -> None:
    if not SMALLEST_SCALE <= scale <= LARGEST_SCALE:
        raise WrongUse(f"scale {scale:g}: give a number from {SMALLEST_SCALE:g} to {LARGEST_SCALE:g}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f"{folder}: there is something here already. Name a new or an empty folder")
