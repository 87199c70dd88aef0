"""`wardmote check`: what is late, what is missing, what the law asks for, which sentences fail, what would disclose."""

import json
from pathlib import Path

from wardmote.assessment.assemble import assemble
from wardmote.assessment.material import Material
from wardmote.cli.assess import prepare
from wardmote.cli.load import unclaimed
from wardmote.disclosure.gate import leaks
from wardmote.errors import WrongUse
from wardmote.partnership import Partnership, open_partnership
from wardmote.sources.load import Load, load_inbox

FOUND = 1


def run_check(folder: Path, inbox: Path | None, out: Path | None, as_json: bool) -> int:
    """Print everything that stands between this folder and publishing; 1 when anything was found."""
    partnership = open_partnership(folder, inbox, out)
    loaded = load_inbox(partnership)
    try:
        material, _ = prepare(partnership, loaded)
    except WrongUse as error:
        found = {**_files(partnership, loaded), "Cannot be assessed yet": [str(error)]}
    else:
        found = findings_of_check(partnership, loaded, material)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for heading, lines in found.items():
            print(f"{heading}: {len(lines) or 'nothing'}")
            for line in lines:
                print(f"  {line}")
    return FOUND if any(found.values()) else 0


def findings_of_check(partnership: Partnership, loaded: Load, material: Material) -> dict[str, list[str]]:
    """Lines under each heading, in a fixed order."""
    assembled = assemble(material, "check", draft=True)
    return {
        **_files(partnership, loaded),
        "Months not sent": months_not_sent(material),
        "Months that look incomplete": incomplete(material),
        "Sentences that do not hold": [f"{p.where}: {p.message}" for p in assembled.problems],
        "Would disclose": leaks(material.release, partnership.disclosure),
        "Statutory small counts not signed": [f for count in material.statutory.values() for f in count.faults],
        "The law still asks for": [f"{part.regulation}: {part.asks}" for part in material.legal if part.stops],
    }


def _files(partnership: Partnership, loaded: Load) -> dict[str, list[str]]:
    return {
        "Files refused": [str(refusal) for refusal in loaded.refusals],
        "Sources not sent": not_sent(partnership, loaded),
        "Files no source claims": unclaimed(partnership, loaded),
        "Rows in quarantine": quarantined(loaded),
    }


def quarantined(loaded: Load) -> list[str]:
    """Files of which rows did not keep the contract."""
    return [f"{r.file}: {r.quarantined:,} of {r.rows_in:,} rows" for r in loaded.reports if r.quarantined]


def not_sent(partnership: Partnership, loaded: Load) -> list[str]:
    """Sources named in partnership.toml for which no file lies in the inbox."""
    sent = {report.source for report in loaded.reports}
    return [
        f"{name}: nothing in the inbox matches {', '.join(source.patterns)}; ask {source.owner}"
        for name, source in sorted(partnership.sources.items())
        if name not in sent
    ]


def incomplete(material: Material) -> list[str]:
    """Alarms on months that this assessment compares; an alarm elsewhere is printed in the document only."""
    compared = {*material.partnership.before.months, *material.partnership.this.months}
    raised = [f for f in material.release.findings.values() if f.kind == "completeness"]
    return [finding.reasons[0] for finding in raised if finding.id.rsplit("/", 1)[1] in compared]


def months_not_sent(material: Material) -> list[str]:
    """Months of either period that a source of incidents left out."""
    wanted = {*material.partnership.before.months, *material.partnership.this.months}
    return [
        f"{source}: {month}"
        for source, months in sorted(material.months_sent.items())
        for month in sorted(wanted - set(months))
    ]
