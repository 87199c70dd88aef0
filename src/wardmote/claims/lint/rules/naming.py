"""One thing under two names: an abbreviation explained in two ways, a word spelt in two, a theme that grew or shrank."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document
from wardmote.claims.lint.remark import Remark
from wardmote.claims.lint.rules.abbreviations import all_definitions

NAME = "naming-drift"
WHY = "One thing goes by two names; a reader cannot tell whether two are meant."
SETTLE = "Choose one and use it throughout."
CAUGHT = (
    "The Rapid Response Team (RRT) met. The Rapid Reaction Team (RRT) closed.",
    "We tackle anti-social behaviour. Calls about anti social behaviour come at night.",
    "A new theme of begging and street drinking will be added. After the event, Begging will be added as a theme.",
    "The tool is called HotMap. Staff like Hotmap.",
    "A Serious and Organised Harm Board was formed. The Serious Organised Harm Board met.",
)
PASSED = (
    "The Rapid Response Team (RRT) met. The Rapid Response Teams (RRTs) closed.",
    "We tackle anti-social behaviour. Anti-social behaviour falls.",
    "Clients who re-present are few; they represent a tenth.",
    "A new theme of begging will be added. Begging was added as a theme.",
    "A long-term plan for the long term.",
)
_PREFIXES = "anti|multi|non|inter|cyber|pre|post|sub|semi|over|under|counter|cross|co|mid"
_COMPOUND = re.compile(rf"\b(?P<a>(?:{_PREFIXES}|re))(?P<join>- ?| |)(?P<b>[a-z]{{4,}})\b", re.IGNORECASE)
_OTHER_WORDS = ("present", "cover", "form", "sent", "sign", "creat", "mark", "lease", "serve", "sort", "count", "bound", "act", "dress", "fuse", "pair", "solve", "tract", "view", "port", "move", "main", "ward", "late", "lat")  # fmt: skip
_THEME = (
    re.compile(
        r"\b(?:new |another |further |additional |emerging |added )*(?:theme|priority)(?: of| regarding| on| about| called| named| around| relating to|,) (?:the )?[\"“'‘]?(?P<name>[A-Za-z][\w-]+(?:(?:,? and|,|) [\w-]+){0,4}?)[\"”'’]?(?= (?:will|has|have|was|were|is|are|which|that|with|under|to|in|for|due|because|following)\b|[.,;:)]|\Z)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:\A|[,;.] |\b(?:event|result|response|consultation|survey|meeting),? )[\"“'‘]?(?P<name>[A-Z][\w-]+(?:(?: and|) [\w-]+){0,4}?)[\"”'’]? (?:will be|was|is|has been|have been|were) (?:also )?(?:added|included|adopted|kept|made|introduced) (?:as|in) (?:a |an |the |our )?(?:new |key |further )*(?:theme|priority)\b"
    ),
    re.compile(
        r"\bwith (?:a|the) theme of (?:the )?(?P<name>[A-Za-z][\w-]+(?:(?:,? and|,|) [\w-]+){0,4}?)(?=[.,;:)]|\Z| (?:and|which|that|to|will|was) )"
    ),
)
_NOT_NAMES = {"the", "this", "that", "it", "these", "there", "which", "a", "an", "particular"}


def remarks(document: Document) -> Iterator[Remark]:
    yield from _explanations(document)
    yield from _spellings(document)
    yield from _capitals(document)
    yield from _long_names(document)
    yield from _themes(document)


def _explanations(document: Document) -> Iterator[Remark]:
    for short, places in all_definitions(document).items():
        forms: dict[str, tuple[int, str]] = {}
        for line, meaning in places:
            forms.setdefault(_stem(meaning), (line, meaning))
        if len(forms) > 1:
            (_, first), (line, second), *_ = sorted(forms.values())
            yield _remark(
                max(line for line, _ in forms.values()), f"{short}: “{first}”, “{second}”", [line for line, _ in places]
            )


def _stem(name: str) -> str:
    words = re.findall(r"[a-z]+", name.lower().replace("'s", ""))
    return "".join(word.rstrip("s") for word in words if word not in ("the", "a"))


def _spellings(document: Document) -> Iterator[Remark]:
    """ "anti-social" and "anti social", where a prefix leaves no choice by grammar."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    whole = Counter(word.lower() for p in document.passages for word in re.findall(r"[A-Za-z]+", p.text))
    for passage in document.passages:
        for match in _COMPOUND.finditer(passage.text):
            a, b, join = match["a"].lower(), match["b"].lower(), match["join"].strip() or match["join"]
            if (a == "re" and (join == " " or b.startswith(_OTHER_WORDS))) or (
                a in ("over", "under", "post", "co", "sub", "cross", "mid", "counter")
                and join != "-"
                and (join == " " or whole[a + b] == 0)
            ):
                continue
            found[a + b][f"{a}{'-' if join == '-' else join}{b}"].append(passage.line_at(match.start()))
    for forms in found.values():
        if len(forms) > 1 and any("-" in form for form in forms):
            common = max(forms, key=lambda form: len(forms[form]))
            for form in sorted(set(forms) - {common}):
                yield _remark(forms[form][0], f"“{form}”, elsewhere “{common}”", forms[form])


def _capitals(document: Document) -> Iterator[Remark]:
    """ "HotMap" and "Hotmap"."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for passage in document.passages:
        for match in re.finditer(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)?\b", passage.text):
            found[match[0].lower()][match[0]].append(passage.line_at(match.start()))
    for forms in found.values():
        inner = [form for form in forms if re.search(r"[a-z][A-Z]", form)]
        if inner and len(forms) > 1:
            other = next(form for form in sorted(forms) if form not in inner)
            yield _remark(forms[other][0], f"“{other}”, elsewhere “{inner[0]}”", forms[other])


def _long_names(document: Document) -> Iterator[Remark]:
    """Capitalised names of three words or more that differ by a small word or by a plural or verb ending."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    explained = {meaning for places in all_definitions(document).values() for _, meaning in places}
    for passage in document.passages:
        for match in re.finditer(
            r"\b(?!(?:The|This|Our|In|A|An|Under|Each|With|For) )[A-Z][a-z]+(?:(?: |-)(?:(?:and|of|for|the|in) )?[A-Z][a-z]+){2,}",
            passage.text,
        ):
            key = " ".join(
                re.sub(r"(?:ing|ed|es|s|e)\Z", "", word)
                for word in re.findall(r"[a-z]+", match[0].lower())
                if word not in ("and", "of", "for", "the", "in")
            )
            if not any(match[0] in meaning or meaning in match[0] for meaning in explained):
                found[key][" ".join(match[0].split())].append(passage.line_at(match.start()))
    for forms in found.values():
        plain = {form: re.sub(r"[^a-z]", "", form.lower()) for form in forms}
        distinct = {text.rstrip("s"): form for form, text in reversed(plain.items())}
        if len(distinct) > 1:
            common = max(distinct.values(), key=lambda form: len(forms[form]))
            for form in sorted(set(distinct.values()) - {common}):
                yield _remark(forms[form][0], f"“{form}”, elsewhere “{common}”", forms[form])


def _themes(document: Document) -> Iterator[Remark]:
    """A theme whose name elsewhere has words more or fewer."""
    named: list[tuple[int, str, frozenset[str]]] = []
    for passage in document.prose:
        for sentence in passage.sentences:
            for pattern in _THEME:
                for match in pattern.finditer(sentence.text):
                    words = frozenset(re.findall(r"[a-z]+", match["name"].lower())) - {"and"}
                    if words and not words & _NOT_NAMES:
                        named.append((sentence.line, match["name"], words))
    said: set[frozenset[str]] = set()
    for index, (line, name, words) in enumerate(named):
        other = next((earlier for earlier in named[:index] if words < earlier[2] or earlier[2] < words), None)
        if other and words not in said:
            said.add(words)
            yield _remark(line, f"theme “{name}”, elsewhere “{other[1]}”", [line, other[0]])


def _remark(line: int, words: str, lines: list[int]) -> Remark:
    rest = sorted(set(lines) - {line})[:6]
    return Remark(line, NAME, words, WHY + (f" Also on line {', '.join(map(str, rest))}." if rest else ""), SETTLE)
