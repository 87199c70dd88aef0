"""The themes with their titles, every share by its slug, and which counts add up to which: one place to look all of them up."""

from wardmote.measures.catalogue import EVENT_SUMS
from wardmote.measures.themes import food, mental_health, reoffending, survey, treatment
from wardmote.measures.themes.share import Share

THEMES = {
    "substance-misuse": "Substance misuse",
    "mental-health": "Mental health",
    "fires": "Fires",
    "collisions": "Road collisions",
    "reoffending": "Reoffending",
    "food": "Food businesses",
    "assaults": "Assaults seen by the health service",
    "survey": "What residents see",
}

SHARES: dict[str, Share] = {
    share.slug: share
    for module in (treatment, mental_health, reoffending, food, survey)
    for share in module.SHARES
}  # fmt: skip

THEME_SUMS: dict[str, tuple[str, ...]] = EVENT_SUMS | {
    share.whole_slug: (share.slug, share.rest_slug) for share in SHARES.values()
}


def share_of(slug: str) -> Share | None:
    """The share whose figure this is: of its part, its whole, its rest, or the share itself (`-share`)."""
    plain = slug.removesuffix("-share")
    known = SHARES.get(plain)
    return known or next((s for s in SHARES.values() if plain in (s.whole_slug, s.rest_slug)), None)
