"""From the inbox to the store: every file that partners sent, checked against its contract, accounted for row by row.

What works: CSV and its relatives (also gzipped, also in zips), XLSX, ODS, Parquet, GeoJSON, GeoPackage, shapefile;
quarantine; refusals; superseding; unchanged files are not read again; registers.

**Superseding.** Two files of one unit (the contract says what one is: for police.uk a force and month) are versions of
one another. The one whose inbox path sorts last and that loads wins; so name delivery folders by the date of receipt
("2017-02-01 Kent Police/…"). All rows of the others count as declared duplicates, and both reports say so.
Identical content is declared a duplicate whatever the files are called.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wardmote.errors import WrongUse
from wardmote.partnership import Partnership
from wardmote.provenance.digests import joint_digest
from wardmote.sources.contracts import find_contract
from wardmote.sources.load_memory import recall, remember
from wardmote.sources.load_report import LoadedFile, LoadReport, Refusal
from wardmote.sources.registers import read_registers
from wardmote.sources.source_loader import SourceLoader

YEARS_AHEAD = 2  # how far past the period assessed a row may lie before it is taken for a slip


@dataclass(frozen=True)
class Load:
    """What the inbox and the registers held. Deterministic: sorted, and with no date of its own."""

    reports: tuple[LoadReport, ...]
    refusals: tuple[Refusal, ...]
    loaded: tuple[LoadedFile, ...]
    registers: dict[str, tuple[dict[str, Any], ...]]
    digest: str

    def files(self, source: str) -> tuple[LoadedFile, ...]:
        """The kept rows of a source's files, as Parquet; the columns are `find_contract(...).stored`."""
        return tuple(file for file in self.loaded if file.source == source)

    def register(self, name: str) -> tuple[dict[str, Any], ...]:
        """Typed rows of registers/<name>.csv or .xlsx; empty when there is no such file or it was refused."""
        return self.registers.get(name, ())


def load_inbox(
    partnership: Partnership, on_progress: Callable[[str], None] | None = None, latest: date | None = None
) -> Load:
    """Check every inbox file against its contract and write what is kept to the store.

    A file refused does not stop the others. `latest` bounds the dates that rows may hold: two years past the period
    assessed, so that no row is judged by the day it happens to be loaded.
    Raises WrongUse when the configuration names an unknown source or the inbox is missing.
    """
    if not partnership.inbox.is_dir():
        raise WrongUse(f"{partnership.inbox}: there is no inbox folder here. Make it, or point to it with --inbox.")
    contracts = {name: find_contract(settings.contract or name) for name, settings in partnership.sources.items()}
    _prepare_store(partnership)
    earlier = recall(partnership.store)
    say = on_progress or (lambda message: None)
    loaders = []
    for name in sorted(partnership.sources):
        loader = SourceLoader(
            partnership, name, contracts[name], earlier.get(name), say, latest or _latest(partnership)
        )
        loader.load()
        loaders.append(loader)
    registers = read_registers(partnership.registers)
    reports = tuple(report for loader in loaders for report in loader.reports())
    remember(partnership.store, {loader.name: loader.memory() for loader in loaders}, reports)
    parts = [(loader.name, one.name, one.sha256) for loader in loaders for one in loader.arrived]
    parts += [("register", name, digest) for name, digest in registers.digests.items()]
    return Load(
        reports=reports,
        refusals=tuple(refusal for loader in loaders for refusal in loader.refusals()) + registers.refusals,
        loaded=tuple(file for loader in loaders for file in loader.loaded_files()),
        registers=registers.rows,
        digest=joint_digest(parts),
    )


def _latest(partnership: Partnership) -> date:
    last = partnership.this.last_day
    return last.replace(year=last.year + YEARS_AHEAD, day=1 if (last.month, last.day) == (2, 29) else last.day)


def _prepare_store(partnership: Partnership) -> None:
    """Make the store. Raises WrongUse when it cannot be made, or a source's name cannot be a folder's."""
    odd = [name for name in partnership.sources if not re.fullmatch(r"[a-z0-9_]+", name) or name == "quarantine"]
    if odd:
        raise WrongUse(f"[sources.{odd[0]}]: a source's name is lower-case letters, digits and underscores")
    try:
        partnership.store.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(
            f"{partnership.store}: the store cannot be made ({error.strerror}). Point elsewhere with --out."
        ) from None
