"""Write a release: every format from one content tree, the JSON and CSV that others check, and the ledger line.

The same inputs give the same bytes: a release is named by its period and the digest of all that went in, and every
date comes from data. Files are written to a folder beside and moved into place whole.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from wardmote.assessment.assemble import Assembled, assemble
from wardmote.assessment.document import Document, Picture
from wardmote.assessment.formats.data_files import as_json, write_data
from wardmote.assessment.formats.picture_cache import PictureCache
from wardmote.assessment.material import Material, Revision
from wardmote.assessment.numbering import blocks
from wardmote.assessment.release.board_edition import numbered_copies, write_exposed
from wardmote.assessment.release.ledger import latest_other, note_in_ledger
from wardmote.assessment.release.record import ReleaseRecord, digests, record_in, record_of
from wardmote.assessment.release.reread import differences
from wardmote.assessment.release.signatures import (
    SENSITIVE,
    Role,
    Signature,
    files_digest,
    keep,
    kept,
    missing,
    out_of_turn,
    sign,
    standing,
    state,
)
from wardmote.claims import wording
from wardmote.disclosure.gate import leaks
from wardmote.disclosure.leaving.inspection import inspect_folder
from wardmote.disclosure.leaving.leak import Expected
from wardmote.errors import DisclosureRefused, PublishingRefused, UserError
from wardmote.findings.figure import Figure
from wardmote.partnership import Partnership


def inputs_digest(partnership: Partnership, analysis_digest: str) -> str:
    """All that decides a document: the analysis and every chapter."""
    whole = hashlib.sha256(analysis_digest.encode())
    for path in sorted(partnership.text.glob("*.md")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def release_id(partnership: Partnership, digest: str) -> str:
    """The period and ten digits of the digest of the inputs: 2016-01-to-2016-10-3f9a2c1b4d, "-board" behind the board's."""
    name = f"{partnership.this.start}-to-{partnership.this.end}-{digest[:10]}"
    return name if partnership.edition == "public" else f"{name}-{partnership.edition}"


def publish(
    material: Material, digest: str, draft: bool = True, on_progress: Callable[[str], None] = lambda _: None
) -> tuple[Path, Assembled]:
    """Render everything into published/<release>/. Raises PublishingRefused unless all holds or it is a draft.

    A release that was checked, approved or published stays as it is when a draft of the same inputs is asked for.
    """
    partnership, name = material.partnership, release_id(material.partnership, digest)
    folder = partnership.published / name
    if draft and record_in(folder).get("state", "draft") != "draft":
        return folder, assemble(material, name, draft)
    making, assembled = _make(material, name, draft, on_progress)
    if draft:
        _put(making, folder, record_of(making, material, assembled, digest, [], "draft"))
        return folder, assembled
    signed, faults = _signed(material, name, making)
    if faults:
        stands = record_of(making, material, assembled, digest, signed, state(signed, is_sensitive(material)))
        if record_in(folder).get("state") in ("checked", "approved") and record_in(folder)["state"] != stands.state:
            _put(making, folder, stands)  # it changed since it was signed, and the ledger says so
        shutil.rmtree(making, ignore_errors=True)
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise PublishingRefused(f"not published: {name} is not signed by all who must.\n{listed}")
    _put(making, folder, record_of(making, material, assembled, digest, signed, "published"))
    return folder, assembled


def _put(making: Path, folder: Path, record: ReleaseRecord) -> None:
    """Move what was made into place with its record, and note its state in the ledger."""
    (making / "release.json").write_text(as_json(record.model_dump(mode="json")), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    note_in_ledger(folder.parent, folder)


def sign_release(
    material: Material, digest: str, role: Role, key: Path, on_progress: Callable[[str], None] = lambda _: None
) -> tuple[Signature, ReleaseRecord, list[str]]:
    """Sign what would be published now; the signature, the record of it, and what is still missing before publishing.

    What is signed lies in published/<release>/ just as it would be published, in the state its signatures carry it to,
    so that whoever checks or approves reads what they sign. Raises PublishingRefused where it could not be published,
    was published, where it is not this role's turn, or where this person signed it in another role.
    """
    partnership, name = material.partnership, release_id(material.partnership, digest)
    folder, keys, sensitive = partnership.published / name, partnership.people.keys, is_sensitive(material)
    if record_in(folder).get("state") == "published":
        raise PublishingRefused(f"{name} is published; what was published is not signed again")
    making, assembled = _make(material, name, False, on_progress)
    covered = files_digest(digests(making))
    before = standing(kept(partnership.published, name), keys, name, covered)
    try:
        signature = sign(key, keys, name, covered, role)
        _refuse_out_of_turn(signature, before, sensitive, name)
    except UserError:
        shutil.rmtree(making)
        raise
    keep(partnership.published, name, signature)
    signed = [*before, signature]
    record = record_of(making, material, assembled, digest, signed, state(signed, sensitive))
    _put(making, folder, record)
    return signature, record, missing(signed, sensitive)


def _refuse_out_of_turn(signature: Signature, before: Sequence[Signature], sensitive: bool, name: str) -> None:
    if any(other.name == signature.name for other in before):
        raise PublishingRefused(f"{signature.name} has signed {name} already; nobody signs a release twice")
    first = out_of_turn(signature.role, before, sensitive)
    if first:
        raise PublishingRefused(f"{name}, as it is now, is not signed as {' nor as '.join(first)}: that comes first")


def is_sensitive(material: Material) -> bool:
    """Whether any number comes from a source that asks for a third checker."""
    classes = {figure.disclosure.source_class for figure in material.release.figures.values()}
    classes |= {figure.source_class for figure in material.received.values()}
    return bool(classes.intersection(SENSITIVE))


def _make(material: Material, name: str, draft: bool, on_progress: Callable[[str], None]) -> tuple[Path, Assembled]:
    """Every file in a folder beside, checked unless it is a draft."""
    assembled = assemble(material, name, draft)
    if not draft:
        refuse_unless_it_holds(material, assembled)
    making = material.partnership.published / f".{name}.making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    if material.partnership.edition == "board":
        making.chmod(0o700)
    _render(making, material, assembled, on_progress)
    write_data(making, material, assembled)
    if not draft:
        refuse_what_leaks(making, assembled)
    return making, assembled


def _signed(material: Material, name: str, making: Path) -> tuple[list[Signature], list[str]]:
    """The signatures that stand, and what is missing; neither where the partnership has named no keys."""
    people = material.partnership.people
    if not people.keys:
        return [], []
    signatures = standing(kept(material.partnership.published, name), people.keys, name, files_digest(digests(making)))
    return signatures, missing(signatures, is_sensitive(material))


def refuse_unless_it_holds(material: Material, assembled: Assembled) -> None:
    """Raise PublishingRefused naming every claim that fails and every legal part that is missing."""
    faults = [f"{problem.where}: {problem.message}" for problem in assembled.problems]
    faults += [f"{refusal.file} was refused: {refusal.message}" for refusal in material.refusals]
    faults += [fault for count in material.statutory.values() for fault in count.faults]
    people = material.partnership.people
    faults += [
        f"partnership.toml: [people] {name} is blank" for name in ("approver", "contact") if not getattr(people, name)
    ]
    if not any(material.partnership.registers.glob("series_breaks.*")):
        faults.append("registers/series_breaks.csv is missing: write one, empty below its headings where nothing broke")
    faults += [f"{part.regulation} asks for {part.asks}: nothing was found" for part in material.legal if part.stops]
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise PublishingRefused(f"not published: {len(faults)} thing(s) do not hold.\n{listed}")
    found = leaks(material.release, material.partnership.policy)
    if found:
        listed = "\n".join(f"  {leak}" for leak in found)
        raise DisclosureRefused(f"not published: {len(found)} figure(s) would disclose.\n{listed}")


def refuse_what_leaks(folder: Path, assembled: Assembled) -> None:
    """Raise DisclosureRefused naming what the made files hold and no published file may, or what differs from a table."""
    document, tables = assembled.document, list(assembled.tables)
    described = frozenset(block.alt for block in blocks(document) if isinstance(block, Picture))
    found = [str(leak) for leak in inspect_folder(folder, Expected(document.partnership, described))]
    found += [
        f"{book.relative_to(folder)}, {fault}"
        for book in sorted(folder.rglob("*.xlsx"))
        for fault in differences(book.read_bytes(), document, tables)
    ]
    if found:
        listed = "\n".join(f"  {leak}" for leak in found)
        raise DisclosureRefused(f"not published: the files hold what they should not.\n{listed}")


def _render(folder: Path, material: Material, assembled: Assembled, on_progress: Callable[[str], None]) -> None:
    """The public edition in the folder itself; of the board's each numbered copy in a folder of its own."""
    pictures = PictureCache(material.partnership.store / "pictures")
    if material.partnership.edition == "public":
        _documents(folder, "", assembled.document, assembled, pictures, on_progress)
        return
    for copy in numbered_copies(material.partnership):
        on_progress(f"Copy {copy.number}, for {copy.holder}")
        (folder / copy.name).mkdir()
        marked = replace(assembled.document, marking=copy.marking)
        _documents(folder / copy.name, f"-{copy.name}", marked, assembled, pictures, on_progress)
    write_exposed(folder / "would_expose.csv", material)


def _documents(
    folder: Path,
    ending: str,
    document: Document,
    assembled: Assembled,
    pictures: PictureCache,
    on_progress: Callable[[str], None],
) -> None:
    """Every format of one document; `ending` goes into the names of the files."""
    from wardmote.assessment.formats.briefing import render_briefing
    from wardmote.assessment.formats.docx import render_docx
    from wardmote.assessment.formats.html import render_html
    from wardmote.assessment.formats.pdf import render_pdf
    from wardmote.assessment.formats.workbook import render_workbook

    on_progress("Writing the web page")
    (folder / f"assessment{ending}.html").write_text(render_html(document, pictures), encoding="utf-8")
    on_progress("Writing the Word document")
    (folder / f"assessment{ending}.docx").write_bytes(render_docx(document, pictures))
    on_progress("Writing the PDF and the briefing")
    (folder / f"assessment{ending}.pdf").write_bytes(render_pdf(document, pictures))
    (folder / f"briefing{ending}.pdf").write_bytes(render_briefing(document, pictures))
    on_progress("Writing tables and data")
    (folder / f"tables{ending}.xlsx").write_bytes(render_workbook(document, list(assembled.tables)))


def revisions(material: Material, current: str) -> tuple[Revision, ...]:
    """Figures that the release written last before this one printed otherwise; none when there is no earlier one."""
    earlier = latest_other(material.partnership.published, current, material.partnership.edition)
    if earlier is None:
        return ()
    was = {entry["id"]: entry for entry in json.loads((earlier / "figures.json").read_text(encoding="utf-8"))}
    changed = []
    for figure in material.release.figures.values():
        before = was.get(figure.id)
        if before and before["value"] != figure.value:
            old = wording.number(Figure.model_validate(before))
            label = f"{figure.label}, {figure.area.name}, {figure.period.period.label}"
            changed.append(Revision(figure.id, label, old, wording.number(figure), earlier.name))
    return tuple(changed)
