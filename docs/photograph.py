"""Takes the picture of a case that the README shows: the invented partnership, as its case lead sees it."""

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Serve a new partnership, open the case that is late, and keep its first screen."""
    sys.path.insert(0, str(ROOT / "tests"))
    from web.chromium import WithoutScripts, launched, open_case, serving, window

    program = shutil.which("chromium")
    if not program:
        raise SystemExit("chromium is not installed: install it, then run this again")
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as served,
        launched(program) as browser,
        window(browser, height=1000, storage_state=served.session(browser, "priya.nair")) as page,
    ):
        open_case(WithoutScripts(page), served, "CSP-26-0002")
        page.screenshot(
            path=ROOT / "docs" / "pictures" / "case.png", clip={"x": 0, "y": 0, "width": 1280, "height": 1000}
        )
    print("docs/pictures/case.png")


if __name__ == "__main__":
    main()
