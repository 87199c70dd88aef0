"""What is written about the code agrees with the code."""

import re
import subprocess
import sys

from conftest import ROOT


def test_the_reference_is_current() -> None:
    ran = subprocess.run([sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True)
    assert ran.returncode == 0, f"run `make docs`: {ran.stdout}{ran.stderr}"


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md"), *ROOT.glob("src/**/*.md")]
    assert len(pages) > 10
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_every_contract_has_a_page_about_its_source() -> None:
    for contract in (ROOT / "src" / "wardmote" / "sources").glob("*/contract.py"):
        assert (contract.parent / "README.md").is_file(), contract.parent.name
        assert (contract.parent / "column_map.csv").is_file(), contract.parent.name
