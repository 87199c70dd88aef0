"""One way of writing for what people write in many ways: addresses, names, phone numbers, property numbers.

Two values are the same when their forms are. Nothing is guessed: a form only takes away how a thing was typed. `RULES`
says in examples what is taken away; a test holds each of them.
"""

import re
import unicodedata

STREETS = {
    "avenue": ("ave", "av"),
    "buildings": ("bldgs",),
    "close": ("cl",),
    "court": ("ct",),
    "crescent": ("cres",),
    "drive": ("dr",),
    "estate": ("est",),
    "gardens": ("gdns", "gdn"),
    "green": ("grn",),
    "grove": ("gr", "grv"),
    "hill": (),
    "house": ("hse", "ho"),
    "lane": ("ln", "la"),
    "mews": (),
    "parade": ("pde",),
    "park": ("pk",),
    "place": ("pl",),
    "rise": (),
    "road": ("rd",),
    "row": (),
    "square": ("sq",),
    "st": ("street", "str", "saint"),
    "terrace": ("ter", "terr", "tce"),
    "walk": ("wlk",),
    "way": (),
    "yard": ("yd",),
}
"""A street's last word, and how it is shortened. Street and saint share "st", so that neither need be told apart."""
LONG = {short: word for word, shorts in STREETS.items() for short in shorts}
DWELLINGS = frozenset({"flat", "apartment", "apt", "unit", "room", "no", "number", "nr"})
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})
POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?) ?([0-9][a-z]{2})\b")
RULES = {
    "capitals and accents": ("14 WEIR STREET", "14 weir street"),
    "punctuation and blanks": ("Tanner's Yard,  Marlbridge.", "tanners yard marlbridge"),
    "a flat is its number": ("Flat 2, 14 Weir Street", "2/14 Weir Street"),
    "short for a street": ("9 Mill Rd", "9 mill road"),
    "street and saint are both st": ("3 St Mary's Street", "3 Saint Marys St"),
    "the blank in a postcode": ("14 Weir Street ZZ4 4TY", "14 Weir Street zz44ty"),
    "town and county before a postcode": ("14 Weir Street, Marlbridge, Marlshire, ZZ4 4TY", "14 Weir St ZZ4 4TY"),
}
"""Pairs of addresses that are one address, by what differs between them."""


def address_form(text: str) -> str:
    """An address in one way of writing."""
    plain = _plain(text)
    found = POSTCODE.search(plain)
    if found is None:
        return " ".join(_address_words(plain))
    street = _up_to_street(_address_words(plain[: found.start()]))
    return " ".join([*street, found[1] + found[2]])


def _address_words(plain: str) -> list[str]:
    return [LONG.get(word, word) for word in plain.split() if word not in DWELLINGS]


def _up_to_street(words: list[str]) -> list[str]:
    """The words up to the end of the street's name; all of them where no street is told by its last word."""
    for number, word in enumerate(words):
        ends = number + 1 == len(words) or words[number + 1] not in STREETS
        named = any(not earlier[0].isdigit() for earlier in words[:number])
        if word in STREETS and ends and named:
            return words[: number + 1]
    return words


def name_form(text: str) -> str:
    """A person's name in one way of writing: without title, in any order."""
    return " ".join(sorted(word for word in _plain(text).split() if word not in TITLES))


def uprn_form(text: str) -> str:
    """A Unique Property Reference Number without leading zeros; nothing where it is not one (1 to 12 digits)."""
    digits = text.replace(" ", "")
    return digits.lstrip("0") if digits.isascii() and digits.isdigit() and len(digits) <= 12 else ""


def contact_form(text: str) -> str:
    """A telephone number as its digits within the country, or an email address in small letters."""
    if "@" in text:
        return text.strip().casefold()
    digits = re.sub(r"\(0\)|[^0-9+]", "", text)
    return re.sub(r"^(\+44|0044)", "0", digits)


def form_of(about: str, value: str) -> str:
    """What a detail of a person is found and compared by; nothing for what is not searched."""
    match about:
        case "name" | "alias":
            return name_form(value)
        case "address":
            return address_form(value)
        case "contact":
            return contact_form(value)
        case "birth":
            return value
        case _:
            return ""


def _plain(text: str) -> str:
    """Small letters without accents, apostrophes gone, every other mark a blank."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    spoken = re.sub(r"['’`.]", "", bare).replace("&", " and ")
    return " ".join(re.sub(r"[^\w]+|_", " ", spoken).split())
