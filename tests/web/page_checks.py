"""What is wrong with a page in the browser: seen by axe, by somebody who zooms, who has no mouse, who chose their colours."""

import re

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = {"width": 320, "height": 256}
"""1280 by 1024 at 400 % zoom."""
WIDE = {"width": 1280, "height": 1024}

UNDECIDED: dict[str, str] = {}
"""What axe cannot decide, as `rule selector`, and why it is right all the same."""

LOAD = """() => new Promise((done) => {
  const script = document.createElement("script");
  script.src = "/static/axe.js";
  script.onload = done;
  document.head.append(script);
})"""

AXE = """async ([rules, contrast]) => {
  const told = await axe.run({
    runOnly: {type: "tag", values: rules}, resultTypes: ["violations", "incomplete"], preload: false,
    rules: {"target-size": {enabled: true}, "color-contrast": {enabled: contrast}}
  });
  const brief = (list) => list.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.target.join(" "), node.html]));
  return {violations: brief(told.violations), incomplete: brief(told.incomplete)};
}"""

PARTS = """() => {
  const found = [], count = (what) => document.querySelectorAll(what).length;
  if (!document.title.endsWith(" – Wardmote") || document.title.length < 15) found.push("title: " + document.title);
  if (document.documentElement.lang !== "en") found.push("no language");
  for (const [what, wanted] of [["h1", 1], ["main", 1], ["body > header", 1], ["body > footer", 1], [".govuk-skip-link", 1]])
    if (count(what) !== wanted) found.push(count(what) + " of " + what);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push("two things have the id " + id);
  for (const link of document.querySelectorAll("a[href^='#']"))
    if (!document.getElementById(link.hash.slice(1))) found.push("nothing is at " + link.hash);
  if (document.querySelector("style, [style], script:not([src]), [onclick]")) found.push("a style or a script in the page");
  return found;
}"""

FOCUS = """() => {
  const looks = (e) => [e, ...(e.labels || [])].flatMap((part) => [null, "::before", "::after"].map((pseudo) => {
    const s = getComputedStyle(part, pseudo);
    return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.backgroundColor, s.borderColor, s.color].join();
  })).join();
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const found = [];
  for (const e of document.querySelectorAll(kinds)) {
    if (!e.checkVisibility() || e.disabled || e.tabIndex < 0) continue;
    document.activeElement.blur();
    const before = looks(e);
    e.focus();
    if (document.activeElement !== e) found.push("takes no focus: " + e.outerHTML.slice(0, 100));
    else if (looks(e) === before) found.push("focus not to be seen: " + e.outerHTML.slice(0, 100));
  }
  document.activeElement.blur();
  return found;
}"""

CUT = """() => {
  const root = document.documentElement, found = [];
  if (root.scrollWidth > root.clientWidth) found.push(root.scrollWidth - root.clientWidth + " px too wide");
  for (const e of document.querySelectorAll("body *")) {
    const s = getComputedStyle(e), box = e.getBoundingClientRect();
    if (!e.checkVisibility() || box.width < 2 || e.closest("select, svg, .govuk-visually-hidden, thead")) continue;
    if (e.matches("input, textarea") ? box.right > root.clientWidth + 1 : s.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1)
      found.push("cut off: " + e.outerHTML.slice(0, 100));
  }
  return found;
}"""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
    + " p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
}"""


def axe_script():
    from axe_playwright_python.base import AXE_SCRIPT

    return AXE_SCRIPT.encode()


def faults(page, widths=(1280, 320), every_width_in_colour=False):
    """Everything that is wrong with the page as it stands; axe, which takes longest, is asked at these widths.

    A colour is the same at every width: without being told, axe measures them at one.
    """
    found = page.evaluate(PARTS)
    page.set_viewport_size(WIDE)
    page.keyboard.press("Tab")
    found += page.evaluate(FOCUS)
    page.emulate_media(forced_colors="active")
    found += [f"in forced colours: {fault}" for fault in page.evaluate(FOCUS)]
    page.emulate_media(forced_colors="none")
    page.evaluate(LOAD)
    found += axe(page) if 1280 in widths else []
    wide = words(page)
    page.set_viewport_size(NARROW)
    found += [f"at 320 px: {fault}" for fault in page.evaluate(CUT)]
    found += [f"lost at 320 px: {word}" for word in wide - words(page)]
    contrast = every_width_in_colour or 1280 not in widths
    found += [f"at 320 px: {fault}" for fault in axe(page, contrast)] if 320 in widths else []
    page.evaluate(SPACED)
    found += [f"with spaced text at 320 px: {fault}" for fault in page.evaluate(CUT)]
    page.evaluate("document.adoptedStyleSheets = []")
    return found


def words(page):
    """What can be read on the page."""
    return set(re.findall(r"\w+", page.evaluate("document.body.innerText")))


def axe(page, contrast=True):
    told = page.evaluate(AXE, [RULES, contrast])
    wrong = [f"{rule} at {where}: {html[:150]}" for rule, where, html in told["violations"]]
    unsure = [
        f"undecided, write the reason in UNDECIDED: {rule} at {where}: {html[:150]}"
        for rule, where, html in told["incomplete"]
        if f"{rule} {where}" not in UNDECIDED
    ]
    return wrong + unsure


def error_faults(page):
    """What is wrong with a page that says what to put right: its words, and where its links lead."""
    found = [] if page.title().startswith("Error: ") else [f"title of an error: {page.title()}"]
    links = page.locator(".govuk-error-summary__list a")
    if not page.locator(".govuk-error-summary__list li").count():
        return [*found, "the form was sent empty and nothing says what is wrong"]
    if page.evaluate("document.activeElement.className") != "govuk-error-summary":
        found.append("the focus is not on the summary of errors")
    for number in range(links.count()):
        link = links.nth(number)
        said = link.inner_text()
        if not said.startswith(("Enter ", "Choose ", "Check ")):
            found.append(f"{said!r} does not say what to do")
        link.focus()
        page.keyboard.press("Enter")
        at = page.evaluate("[document.activeElement.id, document.activeElement.matches('input, select, textarea')]")
        if at != [link.get_attribute("href")[1:], True]:
            found.append(f"the link {said!r} leads to no box")
        if page.locator(".govuk-error-message", has_text=said).count() != 1:
            found.append(f"{said!r} does not stand once beside its box")
    return found
