"""Files on a case: whatever is sent, only its content is kept, sealed; it is handed back to be saved and never shown."""

import io
import os
import stat
import time
import zipfile

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from wardmote.casework.documents import mark
from wardmote.errors import WrongUse
from wardmote.web import limited
from wardmote.web.harmless import harmless_cell
from wardmote.web.keeping import content_of
from wardmote.web.keys import seal
from wardmote.web.limited import FileUnfit, work_on
from wardmote.web.limited.work import answer
from wardmote.web.sealed_files import opened_whole, seal_file
from wardmote.web.store.models import Document
from wardmote.web.uploads import sweep
from web.hostile import CANARY, TEXT, every_file, package, picture, png_that_says, with_exif, word

pytestmark = pytest.mark.django_db
CASE = "/cases/CSP-26-0002"
ENTRY = {"kind": "fact", "protection": "P1", "data_category": "incident", "marking": "OFFICIAL-SENSITIVE"}


def send(client, content, name="photograph.jpg", case=CASE, **entry):
    return client.post(f"{case}/document", {"file": SimpleUploadedFile(name, content), **ENTRY, **entry})


def last():
    return Document.objects.order_by("at").last()


def address(document):
    return f"{CASE}/documents/{document.pk}"


def lying_about():
    """Every byte in the documents folder, so that nothing readable can hide there."""
    files = [file for file in settings.CASEBOOK.documents.rglob("*") if file.is_file()]
    return files, b"".join(file.read_bytes() for file in files)


@pytest.fixture(autouse=True)
def nothing_held():
    """What a bringing-in of another test may have left in the quarantine."""
    for file in quarantined():
        file.unlink()


def quarantined():
    return list(settings.CASEBOOK.quarantine.iterdir()) if settings.CASEBOOK.quarantine.is_dir() else []


def readable(media, content):
    """The bytes of a kept file with nothing packed away."""
    if media in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return b"".join(parts.read(name) for name in parts.namelist())
    if media == "pdf":
        unpacked = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pdf.save(unpacked, qdf=True)
        return unpacked.getvalue()
    return content


FILES = list(every_file())
LEFT_OVERS = (CANARY, b"Exif", b"JavaScript", b"EmbeddedFile", b"xmpmeta", b"<script", b"/Launch", b"javascript:")


@pytest.mark.parametrize("name, content, kept", FILES, ids=[name for name, _, _ in FILES])
def test_a_hostile_file_is_refused_or_loses_what_it_carried(name, content, kept):
    """In this process, with none of the limits: the rules alone must be enough."""
    facts, stripped = answer("strip", content, name)
    assert facts.get("media") == kept, facts
    if kept is None:
        assert facts["unfit"].endswith((".", "it.")), facts
        assert TEXT not in facts["unfit"]
        assert stripped == b""
        return
    inside = readable(kept, stripped)
    assert [left for left in LEFT_OVERS if left in inside] == []
    if CANARY in content or CANARY in readable(kept, content):
        assert facts["told"], "nobody was told what was removed"


def test_there_are_enough_hostile_files_and_their_canaries_are_live():
    assert len(FILES) > 60
    carried = [name for name, content, kept in FILES if kept and CANARY in readable(kept, content)]
    assert len(carried) > 25


@pytest.mark.parametrize(
    "content",
    [
        png_that_says(65_535, 65_535, b"\0" * 20_000_000),
        word(**{"word/styles.xml": b"<a>" + b" " * 90_000_000 + b"</a>"}),
        b"PK\x03\x04" + os.urandom(1_000_000),
    ],
    ids=["pixels", "zip", "noise"],
)
def test_a_bomb_goes_off_in_a_process_of_its_own(content):
    with pytest.raises(FileUnfit):
        work_on("strip", [content], "x")


def test_a_file_that_takes_too_long_or_too_much_is_stopped_and_the_server_goes_on(monkeypatch, tmp_path):
    """The task is made to hang and to eat memory; the limits, not the task, must end it."""
    left = tmp_path / "left-behind"
    bad = "import sys; sys.path.insert(0, sys.argv[1]); from wardmote.web.limited import work; work.limit(); {}"
    for deed in (
        "\nwhile True: pass",
        "x = bytearray(3_000_000_000)",
        f"open('{left}', 'wb').write(b'x' * 99)",
        "print('x' * 80_000_000)",
    ):
        monkeypatch.setattr(limited, "COMMAND", bad.format(deed))
        begun = time.monotonic()
        with pytest.raises(FileUnfit, match="time and memory"):
            work_on("strip", [b"x" * 2_000_000], seconds=3)
        assert time.monotonic() - begun < 30
    assert not left.exists() or left.stat().st_size == 0
    monkeypatch.undo()
    assert work_on("strip", [b"Seen at six"], "note.txt")[0]["media"] == "txt"


def test_a_document_is_added_told_of_and_downloaded(opened, store):
    client = opened("priya", "CSP-26-0002")
    said = send(client, picture(exif=with_exif()), "The yard, 3pm.JPG").status_code
    assert said == 302
    page = client.get(CASE).content.decode()
    assert "The yard-3pm.jpg added. Removed: where and when it was taken" in page
    document = last()
    about = client.get(address(document)).content.decode()
    assert "Removed: where and when it was taken" in about
    before = store.last_record().seq
    answered = client.post(address(document))
    records = [record.event.deed for record in store.records_until() if record.seq > before]
    assert records == ["document-opened"]
    content = answered.content
    assert content.startswith(b"\xff\xd8\xff")
    assert CANARY not in content
    assert mark(document.salt, content) == document.digest


def test_it_is_handed_over_to_be_saved_and_can_do_nothing(opened):
    client = opened("priya", "CSP-26-0002")
    for name, content in (("a.png", picture("PNG")), ("b.txt", b"text"), ("c.csv", b"a,b\n=1,2\n")):
        send(client, content, name)
        answered = client.post(address(last()))
        assert answered["Content-Disposition"].startswith("attachment")
        assert answered["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answered["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answered["Cache-Control"]
        assert answered["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "html" not in answered["Content-Type"]
        assert "svg" not in answered["Content-Type"]


@pytest.mark.parametrize(
    "name, kept",
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\sam\\letter.txt", "letter.txt"),
        ("photo.html.txt", "photo-html.txt"),
        ("gpj\u202etxt.exe", "gpjtxt-exe.txt"),
        ('a"; filename="b.html', "a-filename-b-html.txt"),
        ("CON.txt", "document.txt"),
        ("\r\nSet-Cookie: x", "Set-Cookie-x.txt"),
        ("...", "document.txt"),
        ("Café façade.txt", "Café façade.txt"),
    ],
)
def test_a_name_is_only_a_name(name, kept):
    from wardmote.casework.documents import harmless_name

    assert harmless_name(name, "txt") == kept


def test_nothing_readable_lies_on_the_disk_and_the_original_is_gone(opened):
    client = opened("priya", "CSP-26-0002")
    send(client, b"Seen at six: " + CANARY, "note.txt")
    assert quarantined() == []
    files, everything = lying_about()
    assert CANARY not in everything
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    place = settings.CASEBOOK.documents / last().pk
    assert CANARY in opened_whole(place, seal(settings.CASEBOOK.keys))


def test_a_refused_file_leaves_nothing_and_says_what_to_do(opened):
    client = opened("priya", "CSP-26-0002")
    before, count = lying_about()[0], Document.objects.count()
    for content, said in (
        (package({"a": CANARY}), "This is an archive."),
        (b"MZ\0\0", "This kind of file is not kept."),
    ):
        answered = send(client, content, "x.png")
        assert answered.status_code == 422
        text = answered.content.decode()
        assert text.count(said) == 2
        assert "<title>Error: " in text
    assert (lying_about()[0], Document.objects.count()) == (before, count)


def test_who_may_not_add_one_leaves_nothing_either(opened, at_work, hidden_case, monkeypatch):
    """The file of somebody who may not is never looked into."""
    monkeypatch.setattr("wardmote.web.keeping.work_on", lambda *_: pytest.fail("the file was worked on"))
    for person in ("ines", "olive"):
        assert send(at_work(person), b"x", "x.txt", case=f"/cases/{hidden_case}").status_code == 404
    assert send(opened("ash", "CSP-26-0002"), b"x", "x.txt").status_code == 422
    assert quarantined() == []


def test_seen_exactly_as_a_note_of_the_same_properties(opened):
    lead, worker = opened("priya", "CSP-26-0002"), opened("sam", "CSP-26-0002")
    outsider = opened("kit", "CSP-26-0002")
    for protection, kind, category, sam, kit in (
        ("P1", "fact", "incident", True, True),
        ("P3", "fact", "contact", False, False),
        ("P2", "intelligence", "risk", True, True),
        ("P1", "fact", "health", True, False),
    ):
        entry = {"protection": protection, "kind": kind, "data_category": category}
        send(lead, b"Seen", f"{protection}-{kind}.txt", **entry)
        lead.post(f"{CASE}/note", {"text": f"NOTE-{protection}-{kind}-{category}", **entry})
        document = last()
        for client, sees in ((worker, sam), (outsider, kit)):
            page = client.get(CASE).content.decode()
            assert (address(document) in page) == sees
            if protection != "P3":
                assert (f"NOTE-{protection}-{kind}-{category}" in page) == sees
            assert client.get(address(document)).status_code == (200 if sees else 404)
            assert client.post(address(document)).status_code == (200 if sees else 404)


def test_a_protected_one_asks_for_proof_and_keeps_no_name(opened, store):
    client = opened("priya", "CSP-26-0002")
    send(client, b"safe", "14 Hidden Lane.txt", protection="P3", data_category="contact")
    assert last().name == "protected-document.txt"
    assert client.get(address(last())).status_code == 200
    assert client.post(address(last())).content == b"safe"
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 700}]
    session.save()
    before = store.last_record().seq
    for method in (client.get, client.post):
        answered = method(address(last()))
        assert answered.status_code == 302
        assert answered["Location"].startswith("/account/again")
    opened_since = [r for r in store.records_until() if r.seq > before and r.event.deed == "document-opened"]
    assert opened_since == []


def test_a_file_goes_only_where_one_is_asked_for(opened, at_work, client):
    """Django would put it, readable, into a temporary folder."""
    priya = opened("priya", "CSP-26-0002")
    answered = priya.post(f"{CASE}/note", {"file": SimpleUploadedFile("a.txt", b"x" * 1000), "text": ""})
    assert answered.status_code == 422
    assert answered.wsgi_request.FILES == {}
    assert priya.post(f"{CASE}/note", {"file": SimpleUploadedFile("a.txt", b"x" * 1_100_000)}).status_code == 413
    assert client.post(f"{CASE}/document", {"file": SimpleUploadedFile("a.txt", b"x")}).status_code == 302
    assert quarantined() == []


def test_one_that_is_too_large_is_told_before_it_is_read(opened, monkeypatch):
    client = opened("priya", "CSP-26-0002")
    monkeypatch.setattr("wardmote.web.uploads.SealedWriter", lambda *_: pytest.fail("it was read"))
    answered = send(client, b"x" * 25_200_000, "large.txt")
    assert answered.status_code == 413
    assert "larger than 25 MB" in answered.content.decode()


def test_a_kept_file_that_was_changed_swapped_or_lost_is_not_handed_over(opened, tmp_path):
    client = opened("priya", "CSP-26-0002")
    keys = seal(settings.CASEBOOK.keys)
    send(client, b"first", "1.txt")
    document = last()
    place = settings.CASEBOOK.documents / document.pk
    whole = place.read_bytes()
    lines = whole.splitlines(keepends=True)
    for changed in (
        whole[:-30],
        lines[0],
        b"".join(lines[::-1]),
        whole + lines[-1],
        whole.replace(whole[40:42], b"!!", 1),
    ):
        place.write_bytes(changed)
        with pytest.raises(WrongUse):
            content_of(settings.CASEBOOK, document)
    place.unlink()
    with pytest.raises(WrongUse, match="missing"):
        content_of(settings.CASEBOOK, document)
    seal_file(place, b"second", keys)
    with pytest.raises(WrongUse, match="not the one that was kept"):
        content_of(settings.CASEBOOK, document)
    place.unlink()
    seal_file(place, b"first", keys)
    assert content_of(settings.CASEBOOK, document) == b"first"


def test_a_case_that_refuses_keeps_no_file(opened, monkeypatch):
    client = opened("priya", "CSP-26-0002")
    before = lying_about()[0]
    monkeypatch.setattr("wardmote.web.keeping.add_document", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send(client, b"x", "x.txt")
    assert lying_about()[0] == before


def test_what_a_stopped_process_left_is_swept_away(opened, store):
    client = opened("priya", "CSP-26-0002")
    send(client, b"kept", "x.txt")
    folder = settings.CASEBOOK.documents
    left = [folder / "quarantine" / "a1", folder / "b2"]
    new = folder / "quarantine" / "c3"
    for file in (*left, new):
        file.write_bytes(b"x")
    long_ago = time.time() - 7200
    for file in (*left, folder / last().pk):
        os.utime(file, (long_ago, long_ago))
    assert sweep(settings.CASEBOOK, store.document_ids()) == len(left)
    assert not any(file.exists() for file in left)
    assert new.exists()
    assert (folder / last().pk).exists()
    new.unlink()


def test_the_trail_holds_a_mark_of_the_file_and_nothing_of_its_content(opened, store):
    client = opened("priya", "CSP-26-0002")
    send(client, CANARY, "secret name.txt")
    events = [record.event for record in store.records_until() if record.event.deed == "document-added"]
    assert events[-1].fields == ("name", "file", f"sha256-salted:{last().digest}")
    lines = "".join(record.line() for record in store.records_until())
    assert TEXT not in lines
    assert "secret name" not in lines


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠A", "  =1", "|x", "%x"]
)
def test_a_cell_that_begins_like_a_formula_is_text(text):
    assert harmless_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a", "-4", "+44", "-1,200.50", "3%", "a=b", "'=1"])
def test_a_cell_that_does_not_is_left(text):
    assert harmless_cell(text) == text


@pytest.mark.prove
def test_every_hostile_file_over_the_web(opened):
    """Through the form, the quarantine and the limited process, and back: none served in place, none with what it carried."""
    client = opened("priya", "CSP-26-0002")
    for name, content, kept in FILES:
        answered = send(client, content, name.replace("/", "-"))
        assert answered.status_code == (302 if kept else 422), name
        assert quarantined() == []
        if kept:
            given = client.post(address(last()))
            assert given["Content-Disposition"].startswith("attachment")
            assert [left for left in LEFT_OVERS if left in readable(kept, given.content)] == []
