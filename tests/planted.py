"""One invented year from files to findings, held against its answer key. A module of its own: worker processes import it.

The operations and the unusual month are judged at a larger scale, in acceptance/test_simulated_town.py.
"""

import tempfile
from pathlib import Path

from wardmote import engine
from wardmote.findings.analysis import gather
from wardmote.findings.find import Registers, find
from wardmote.partnership import open_partnership
from wardmote.simulate import Answers, simulate
from wardmote.sources.load import Load, load_inbox

SMALL = 0.25
JUDGED = ("real fall", "no change", "boundary swap", "recording-rule break")


def outcome(seed: int) -> dict[str, bool]:
    """For one invented year, which planted effects got the verdict they should."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "town"
        answers = simulate(folder, seed=seed, scale=SMALL, rendering_inputs=False)
        partnership = open_partnership(folder)
        load = load_inbox(partnership)
        evidence, _ = gather(partnership, load, engine.connect())
        registers = Registers(**{name: load.register(name) for name in Registers.__dataclass_fields__})
        figures, findings = find(evidence, registers)
    verdicts = {finding.id: finding.verdict for finding in findings}
    found = {kind: _agrees(answers, kind, verdicts) for kind in JUDGED}
    found["null called changed"] = verdicts[answers.effect("no change").findings[0]] in ("rose", "fell")
    found["incomplete month"] = any(f.kind == "completeness" and f.id.endswith("/2023-11") for f in findings)
    found["late correction"] = _correction_counts(answers, load, {figure.id: figure.value for figure in figures})
    return found


def _agrees(answers: Answers, kind: str, verdicts: dict[str, str]) -> bool:
    effect = answers.effect(kind)  # type: ignore[arg-type]
    return bool(effect.findings) and all(verdicts[name] == effect.expected_verdict for name in effect.findings)


def _correction_counts(answers: Answers, load: Load, figures: dict[str, float | None]) -> bool:
    """The corrected file is the one counted: every figure of the answer key that the product makes agrees with it."""
    superseded = [report for report in load.reports if report.status == "superseded"]
    shared = [name for name in answers.counts if name in figures]
    return len(superseded) == 1 and bool(shared) and all(figures[name] == answers.counts[name] for name in shared)
