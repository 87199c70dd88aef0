"""Signing what would be published, the ledger of releases, and checking one."""

import json
from dataclasses import replace
from pathlib import Path

from wardmote.cli.assess import prepare
from wardmote.cli.progress import say
from wardmote.errors import WrongUse
from wardmote.partnership import open_partnership
from wardmote.sources.load import load_inbox

FOUND = 1


def run_new_key(path: Path) -> int:
    """Make a private key and print the line for partnership.toml."""
    from wardmote.assessment.release.signatures import new_key

    public = new_key(path)
    print(
        f'{path}: keep this to yourself. In partnership.toml, with your own name:\n\n[people.keys]\n"Your Name" = "{public}"'
    )
    return 0


def run_sign(
    folder: Path, inbox: Path | None, out: Path | None, role: str, key: Path | None, edition: str = "public"
) -> int:
    """Sign what would be published now; print what it covers, the state it is in, and what is still missing."""
    from wardmote.assessment.release.board_edition import open_edition, told
    from wardmote.assessment.release.publication import sign_release
    from wardmote.assessment.release.signatures import ROLES

    wanted = next((known for known in ROLES if known == role), None)
    if wanted is None or key is None:
        raise WrongUse(f"--as {role}: sign as one of {', '.join(ROLES)}, with --key FILE")
    partnership = open_partnership(folder, inbox, out)
    partnership = replace(partnership, edition=open_edition(partnership, edition))
    material, digest = prepare(partnership, load_inbox(partnership, say))
    signature, record, missing = sign_release(material, digest, wanted, key, say)
    print(
        f"{signature.name} signed {record.release} as {signature.role}. It covers {len(record.files)} files, with these tables:"
    )
    for name, size in record.tables.items():
        print(f"  {name}: {size}")
    for number, holder in record.copies.items():
        print(f"  copy {number}, held by {holder}")
    for line in told(record.would_expose):
        print(line)
    print(f"It is {record.state}: {partnership.published / record.release}")
    for fault in missing:
        print(f"  still missing: {fault}")
    return 0


def run_sign_small_count(folder: Path, inbox: Path | None, out: Path | None, name: str, key: Path | None) -> int:
    """Sign one number that the law has published however small; print who has signed it as it is now."""
    from wardmote.assessment.release.statutory_counts import SIGNERS, sign_small_count
    from wardmote.findings.received import received_figures

    if key is None:
        raise WrongUse(f"--small-count {name}: sign it with --key FILE")
    partnership = open_partnership(folder, inbox, out)
    received = received_figures(load_inbox(partnership, say).register("received_figures"))
    signers = sign_small_count(partnership, received, name, key)
    print(f"{name} ({received[name].label}): signed by {' and '.join(signers)}, of the {SIGNERS} people who must.")
    return 0


def run_ledger(folder: Path, out: Path | None, as_json: bool) -> int:
    """Every release in order; 1 when the ledger does not hold."""
    from wardmote.assessment.release.ledger import entries, faults

    published = open_partnership(folder, None, out).published
    listed, found = entries(published), list(faults(published))
    if as_json:
        print(json.dumps({"releases": listed, "faults": found}, indent=1))
    else:
        for entry in listed:
            print(
                f"{entry['release']}  {entry['state']:<9}  {', '.join(entry.get('signed', [])) or 'signed by nobody'}"
            )
        for fault in found:
            print(f"The ledger does not hold: {fault}.")
        print(f"{len(listed)} line{'' if len(listed) == 1 else 's'} in {published / 'ledger.jsonl'}.")
    return FOUND if found else 0


def run_verify(folder: Path, keys: list[str]) -> int:
    """Check one release as the small verifier does, which needs nothing of Wardmote."""
    from wardmote.assessment.release.verifier import main

    if not (folder / "release.json").is_file():
        raise WrongUse(
            f"{folder}: there is no release here; name a folder of published/, such as published/2026-01-to-…"
        )
    return main([str(folder), *(word for key in keys for word in ("--key", key))])
