"""`wardmote assess` and `wardmote publish`: everything from inbox to documents."""

from dataclasses import replace
from pathlib import Path

from wardmote.assessment.material import Material, gather_material
from wardmote.assessment.release.board_edition import open_edition, told
from wardmote.assessment.release.publication import inputs_digest, publish, release_id, revisions
from wardmote.assessment.release.record import record_in
from wardmote.cli.load import print_refusals
from wardmote.cli.progress import say
from wardmote.findings.analysis import analyse
from wardmote.partnership import Partnership, open_partnership
from wardmote.sources.load import Load, load_inbox


def run_assess(
    folder: Path,
    inbox: Path | None,
    out: Path | None,
    engine: str | None,
    as_json: bool,
    draft: bool,
    edition: str = "public",
) -> int:
    """Render a release and say where it is; 3 when a file was refused on the way, else 0."""
    partnership = open_partnership(folder, inbox, out)
    partnership = replace(partnership, edition=open_edition(partnership, edition))
    loaded = load_inbox(partnership, say)
    material, digest = prepare(partnership, loaded, engine)
    release, assembled = publish(material, digest, draft, say)
    code = print_refusals(loaded)
    if as_json:
        print((release / "release.json").read_text(encoding="utf-8"))
        return code
    failed = [claim for claim in assembled.claims if not claim.holds]
    record = record_in(release)
    print(f"{record['state'].capitalize()} {release.name}")
    print(f"  {len(material.release.figures):,} figures, {len(material.release.findings):,} findings, "
          f"{len(assembled.claims)} claim(s), {len(failed)} of which do not hold")  # fmt: skip
    for problem in assembled.problems:
        print(f"  {problem.where}: {problem.message}")
    for part in material.legal:
        if part.stops:
            print(f"  missing: {part.regulation} asks for {part.asks}")
    for number, holder in record.get("copies", {}).items():
        print(f"  copy {number}, held by {holder}: {release / f'copy-{number}'}")
    for line in told(record.get("would_expose", {})):
        print(f"  {line}")
    if partnership.edition == "public":
        print(f"  {release / 'assessment.html'}")
    return code


def prepare(partnership: Partnership, loaded: Load, engine: str | None = None) -> tuple[Material, str]:
    """Analysis, gate and registers of a loaded partnership, with the digest that names its release."""
    analysis = analyse(partnership, loaded, engine, say)
    digest = inputs_digest(partnership, analysis.digest)
    material = gather_material(partnership, loaded, analysis)
    return replace(material, revisions=revisions(material, release_id(partnership, digest))), digest
