"""Words of change, size, cause and outcome: what several rules look for, and the turns that make them no assertion."""

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

_I = re.IGNORECASE

OUTCOME = (
    r"(?:crimes?|criminality|offen[cs]es?|offending|re-?offending|incidents?|anti[- ]?social behaviour|asb|disorder|violence|"
    r"assaults?|attacks?|fights?|burglar(?:y|ies)|robber(?:y|ies)|thefts?|shoplifting|vandalism|criminal damage|arsons?|fires?|collisions?|"
    r"accidents?|casualties|injur(?:y|ies)|deaths?|suicides?|murders?|homicides?|stabbings?|rapes?|abuse|exploitation|"
    r"trafficking|slavery|harassment|stalking|hate crimes?|drugs?|drug[- ]dealing|overdoses?|knife crime|weapons?|knives|gangs?|"
    r"begging|street[- ]drinking|cuckooing|speeding|littering|homelessness|rough sleep(?:ing|ers?)|fly[- ]tipping|graffiti|noise|nuisance|complaints?|reports?|reporting|"
    r"referrals?|arrests?|convictions?|admissions?|attendances?|victims?|victimisation|repeat victims?|callouts?|calls|"
    r"misuse|addiction|prescribing|presentations?|cases?|caseloads?|levels?|rates?|numbers?|prevalence|proportions?|"
    r"compliance|confidence|satisfaction|fear|scams?|frauds?|imports?|seizures?|truancy|absence|exclusions?|thefts?|"
    r"hotspots?|activity|demand)"
)
OUTCOMES = re.compile(rf"\b{OUTCOME}\b", _I)

_UP_VERBS = r"risen|rose|grown|grew|increased|climbed|soared|surged|escalated|spiked|rocketed|jumped|doubled|trebled|tripled|quadrupled|worsened|deteriorated|multiplied|gone up|went up"
_DOWN_VERBS = r"fallen|fell|decreased|declined|dropped|plummeted|plunged|slumped|halved|dipped|shrunk|shrank|gone down|went down|come down|came down|tumbled|subsided|lessened|diminished"
_UP_NOUNS = r"increases?|rises?|growth|surge|spike|upturn|upsurge|escalation|uplift|hike|jump"
_DOWN_NOUNS = r"decreases?|reductions?|declines?|drops?|falls?|downturn|dip|slump"
_GOING = r"rising|growing|increasing|climbing|soaring|worsening|falling|declining|decreasing|dropping|reducing|diminishing|escalating|spiralling|surging|rocketing|plummeting|plunging|doubling|halving"
UP = re.compile(
    rf"\b(?:{_UP_VERBS}|{_UP_NOUNS}|rising|growing|increasing|climbing|soaring|higher|up|more|increase|upwards?)\b", _I
)
DOWN = re.compile(
    rf"\b(?:{_DOWN_VERBS}|{_DOWN_NOUNS}|reduced|falling|declining|decreasing|dropping|reducing|lower|down|fewer|less|downwards?)\b",
    _I,
)

# "increased patrols" tells of effort, "increased demand" of a change
_ADJECTIVE_OF = (
    r" (?:\w+ )?(?:focus|awareness|access|placements?|risks?|support|visib\w+|patrols?|patrolling|capacity|funding|presence|provision|resources?|"
    r"use|understanding|knowledge|opportunit\w+|powers?|security|lighting|engagement|vigilance|attention|emphasis|monitoring|scrutiny|training|"
    r"staffing|investment|hours|budgets?|costs?|fines?|penalt\w+|sentences|tariffs?|publicity|coverage)\b"
)
# What rises and falls without being a measure of crime or safety
_MONEY_AND_SIZE = (
    r"(?:the |its |our |their )?(?:\w+ )?(?:precept|council tax|taxes|budgets?|costs?|prices?|fees?|rents?|funding|grants?|staff\w*|salar\w+|wages?|pay|population|"
    r"charges|speed limits?|temperatures?|hours|membership|capacity)\b"
)
_OF_WHAT = r"(?:in|to|among|amongst|across|over|on|by|from|during|this|last|since|compared|when|again|for|within|per)"
_CHANGE = (
    # finite verbs that need no object
    rf"(?<!to )(?<!or )\b(?:{_UP_VERBS}|{_DOWN_VERBS})\b(?! (?:to comment|to (?:the|us|them|him|her)|off|in on|short|within|into|under|outside|through|charges|out of|or (?:fell|fallen|rose|risen))\b|{_ADJECTIVE_OF})"
    # "has reduced since", "were reduced", but not "reduced the stock"
    r"|\b(?:has|have|had|was|were|been|is|are) (?:\w+ly |also |again |further )*reduced\b(?! (?:the|its|their|our|a|an)\b)"
    r"|\b(?:has|have|had) (?:\w+ly |also |again |further )*(?:improved)\b(?=[.,;:]| (?:since|over|compared|from|in|during|by|across|again|and|on|this|last|year))"
    # nouns
    rf"|\b(?:an?|the|this|further|sharp|steady|marked|slight|small|large|big|notable|significant|considerable|dramatic|overall"
    rf"|year[- ]on[- ]year|\w+ing|no|seen|\w+able|\w+al|recent|another|of|and|corresponding|\d%|percent|per cent)[- ](?:\w+ )?(?:{_UP_NOUNS}|{_DOWN_NOUNS})\b(?= {_OF_WHAT}\b|[.,;:)])(?! (?:in|to) {_MONEY_AND_SIZE})"
    rf"|\A(?:{_UP_NOUNS}|{_DOWN_NOUNS})\b(?= in\b)"
    r"|\bimprovements? (?:in|on|over)\b|(?<!an )(?<!the )(?<!and )(?<!be )(?<!for )\bimproved\b(?= (?:over|during|since|from|in (?:19|20)\d\d|this|last|across|again|year on)\b|[.,;]|\Z)|\b(?:all but |virtually |almost |completely )?(?:disappeared|vanished)\b|\b(?:at|reached|hit) (?:an? |its |their )?(?:all[- ]time|record|new|ten[- ]year|five[- ]year|historic) (?:highs?|lows?|peaks?)\b|\b(?:seen|saw) [^.;]{3,60}? (?:increase|decrease|rise|fall|decline|drop)\b(?= (?:with|over|during|in|since|by|from|compared|this|last)|[.,;])"
    r"|(?<!be )(?<!to )(?<!a )(?<!the )(?<!of )(?<!at )\breduced\b(?= (?:compared|over|since|during|again|in (?:19|20)\d\d)\b|[.;]|\Z)"
    # going on
    rf"|\b(?:continues?|continued|began|begun|started) to (?:fall|rise|increase|grow|decline|drop|decrease|climb|worsen|improve|reduce)\b"
    rf"|\b(?:is|are|was|were|been|be|continues?|continued|keeps?|kept|remains?|still|steadily|now) (?:\w+ly |to be |a |an |also |still )*(?:{_GOING})\b(?! up\b)"
    r"|\b(?:growing|rising|increasing|worsening|declining|falling|reducing|upward|downward)s? (?:\w+ )?(?:concerns?|trends?|issues?|problems?|numbers?|threats?|demand|proportions?|levels?|rates?|volumes?|amounts?|share|incidence|prevalence|trajector(?:y|ies)|path|movements?)\b"
    r"|\bincreasingly (?:common|prevalent|frequent|serious|violent|likely|widespread|visible)\b"
    r"|\b(?:is|are|was|were) (?:\w+ly )?(?:up|down)\b(?= (?:on|from|compared|by|since|again|\w+ly|this|last|year|over|across|and)\b|[.,;])"
    r"|\bon the (?:rise|increase|up|decline|wane)\b|\bincreased (?:numbers?|levels?|amounts?|rates?|volumes?|reports?|reporting|incidents?|offending|crime|demand)\b"
    r"|\breduced (?:numbers?|levels?|amounts?|rates?|volumes?|reports?|reporting|incidents?|offending|crime|demand)\b"
    r"|\b(?:has|have|had|is|are|was|were) (?:\w+ly |also )?(?:become|becoming|got|gotten|getting|grown) (?:much |even |far )?(?:more|less|worse|better|rarer|commoner)\b"
    r"|\bworse than ever\b|\bmigrated\b|\bhave (?:shifted|moved) (?:to|into|from)\b"
    r"|\b(?:no|not (?:been )?(?:a |any )?|without (?:a |any )?)(?:\w+ )?changes? in\b|\b(?:a|an) (?:\w+ )?(?:significant|marked|notable|big|large|substantial|dramatic) change in\b"
    r"|\b(?:remained?|stayed|been) (?:\w+ly |at a )?(?:near[- ])?(?:broadly |largely |much )?(?:stable|constant|unchanged|static|steady|flat|the same|similar)\b|\bnear[- ]constant\b"
)
CHANGE = re.compile(_CHANGE, _I)
# Verbs with their object, claimed of a measure: "the scheme reduced burglary".
ACHIEVED = re.compile(
    rf"(?<!be )(?<!is )(?<!are )\b(?:reduced|cut|lowered|decreased|increased|boosted)\b(?!{_ADJECTIVE_OF}) (?:the )?(?:\w+ ){{0,3}}?{OUTCOME}\b",
    _I,
)

_SIZE_ADJECTIVE = (
    r"(?:significant|large|larger|high|higher|low|lower|small|smaller|considerable|substantial|vast|great|huge|sizeable|tiny|"
    r"notable|disproportionate|unprecedented|record|alarming|worrying|relatively small|relatively high|relatively low)"
)
_AMOUNT = r"(?:numbers?|proportions?|amounts?|percentages?|shares?|volumes?|quantit(?:y|ies)|levels|level of|rates?|concentrations?)"
SIZE = re.compile(
    rf"(?<!for )(?<!with )(?<!where )(?<!when )\b{_SIZE_ADJECTIVE} (?:\w+ )?{_AMOUNT}\b(?! \d)"
    rf"|\b(?:{_AMOUNT}|figures|totals?) (?:\w+ ){{0,3}}?(?:is|are|was|were|remains?|remained) (?:\w+ly |very |still |also )*(?:small|low|high|large|significant|alarming|worrying)\b"
    r"|\b(?:remains?|remained|stays?|stayed|continues? to be|is|are|was|were) (?:\w+ly |very |too |still |also )*(?:high|low)\b(?= (?:across|in|on|for|among|amongst|at|compared|despite|and|during)\b(?! the agenda| demand| spirits)|[.,;]|\Z)"
    r"|\b(?:small|large|low|high) in number\b|\b(?:the|a|vast|overwhelming|large|great|clear) majority of\b|\b(?:a|small|tiny) minority of\b"
    rf"|(?<!the )\bmost (?:of (?:the |these |our )?)?(?:(?!to |of |from |in |for )\w+ )?(?:crimes?|offen[cs]es?|incidents?|victims?|offenders?|residents|reports?|people|cases?|fires?|collisions?|complaints?)\b(?! (?:vulnerable|at risk|affected))"
    rf"|\b(?:more|less|most|least) (?:common|prevalent|frequent|widespread) (?:in|among|amongst|at|on|than|during|for|is|was|type)\b"
    r"|\bdisproportionate(?:ly)?\b|\b(?:rife|widespread|commonplace)\b",
    _I,
)
COMPARED = re.compile(
    r"\b(?:higher|lower|greater|worse|better|larger|smaller|safer)\b(?: \w+){0,4}? than (?!\d|ever\b|one\b|the norm\b|just\b|half\b|likely\b|chance\b)"
    rf"|\b(?:more|fewer|less) (?:\w+ ){{0,2}}?{OUTCOME} (?:\w+ ){{0,4}}?than (?!\d|one\b|half\b|chance\b)"
    r"|\b(?:more|fewer|less) (?:\w+ ){1,4}?than (?:(?:in|at|on|during) )?(?:the )?(?:last|previous|national|county|regional|average|rest|year before|comparators?|other|similar|neighbouring|before|elsewhere|a year|usual|expected|anywhere)\b"
    r"|\b(?:above|below|in line with|on a par with|comparable (?:to|with)|similar to|close to|double|twice) (?:the )?(?:\w+ ){0,2}?(?:national|regional|county|average|england|force|comparators?|peers?|similar|other|neighbouring)\b"
    rf"|\b(?:highest|lowest|most|fewest|greatest|biggest|largest) (?:recorded |overall )?(?:number|rates?|levels?|volumes?|proportion|share|incidents?|crimes?)\b"
    r"|\b(?:more|less) likely (?:to [\w ]{1,30}? )?than (?:men|women|boys|girls|others?|older|younger|people|those|residents|average|white|black|asian|any)\b"
    r"|\b(?:compares?|compared|performs?|performed|fares?|fared) (?:very |less |more |un)?(?:favourably|well|poorly|badly|better|worse) (?:with|to|than|against)\b"
    r"|\b(?:coming|came|come|ranked|ranks|is|was|remains?) (?:top|bottom|worst|highest|lowest)\b(?! priority| aid)"
    r"|\b(?:more|fewer) (?:\w+ )?(?:people|residents|victims|families|incidents|crimes|offences|reports|complaints|calls) (?:are|were|have|had|now|report\w*|came|come|feel|felt|took)\b(?! (?:now |then )?(?:recorded|counted|classed) (?:as|under)\b)"
    rf"|\b(?:led to|leading to|resulted in|resulting in|brought|meant|means|seen|saw|had|been|were|are|is|was) (?:far |many |a lot |now |\w+ly )*(?:more|fewer|less) (?:\w+ )?{OUTCOME}\b"
    r"|\b(?:reach|reached|reaching|seen|saw|seeing|helped|supported|engaged|receiving|received|had) (?:far |many )?(?:more|fewer) (?:people|residents|victims|young people|families|reports|calls|incidents|complaints|referrals|families|visitors)\b",
    _I,
)

# Words before a word of change that make it an aim, a possibility or a rule of thumb, and so no assertion.
NOT_ASSERTED = re.compile(
    r"\b(?:to|will|would|shall|could|can|may|might|should|must|cannot|if|unless|whether|aims?|aiming|ambition|target|targets|targeted|goal|intend\w*|"
    r"plan|plans|planned|planning|proposed?|seek\w*|hope\w*|expect\w*|predict\w*|forecast\w*|potential|possible|risk of|help|helps|helping|towards?|"
    r"order to|prevent\w*|avoid\w*|often|usually|typically|generally|tends?|objective|strateg\w+|priority|commit\w*|efforts?|"
    r"contribut\w+ to|where|question|asked|believe|perce(?:ive|ption)\w*|felt|feel|example)\b(?:[ -]\w+){0,5}[ -]*\Z"
    r"|\b(?:any|work\w* on|focus\w* on)(?:[ -]\w+){0,2}[ -]*\Z",
    _I,
)
ABLE = re.compile(r"\b(?:calls?|reports?|visits?|referrals?|complaints?|admissions?|harm|damage|cruelty|violence|access|able|seen|managed|started|begun|began|continued?|continues|appears?|seems?|leading|led|due|compared|according|"
                  r"in relation|migrated|thanks|up|close|response|addition|relation|reported|relating)\b[^.;]{0,12}?\bto\b", _I)  # fmt: skip
ANAPHORA = re.compile(r"\b(?:this|that|these|those|such|the same|both)\b[ -](?:\w+ )?\Z", _I)
PRONOUN_START = re.compile(r"\A(?:this|that|it|they|these|those|both|the (?:rise|fall|increase|decrease|drop|reduction|change|total|number|figures?)\b(?! in\b)|there (?:were|was)|from|in total|reports|numbers|recorded|compared)\b", _I)  # fmt: skip
REFERENCE = re.compile(
    r"\b(?:national(?:ly)?|england|wales|english|regional|region|county|average|elsewhere|comparators?|similar areas|peers?|"
    r"other (?:areas|authorities|towns|boroughs|districts)|force[- ]wide|most similar|benchmark|statistical neighbours?|uk)\b",
    _I,
)
_BREAK = re.compile(
    r"; |, while |, whilst |, whereas |, although |, though |, but |, and | whilst | while | whereas | but | and | however,? "
)


# What tells of words and not of the world: another document's claim, a definition, the caption of a picture.
NOT_SAID_HERE = re.compile(
    r"\b(?:document|assessment|report|strategy|plan|paper)(?: of \d{4}| of the \d{4} assessment)? (?:also )?(?:names?|says?|said|claims?|claimed|states?|stated)\b|\Ait (?:also )?(?:says|said|claims|states)\b"
    r"|\bdoes not mean\b|\b(?:table|figure|chart|picture|graph|map|annex|appendix) (?:\d+|[A-Z]\b)|\b(?:tables?|charts?|graphs?|figures?) (?:below|above|overleaf|opposite|show)\b|\A(?:picture|figure|chart|map|table) \d+\b",
    _I,
)


@lru_cache(maxsize=20_000)
def change_words(text: str) -> tuple["re.Match[str]", ...]:
    """Words that assert a change happened or did not, in order; aims, possibilities and mere mentions left out."""
    found = [m for m in (*CHANGE.finditer(text), *ACHIEVED.finditer(text)) if is_asserted(text, m.start())]
    return tuple(sorted((m for m in found if not _mentions(text, m)), key=lambda match: match.start()))


def _mentions(text: str, match: "re.Match[str]") -> bool:
    """ "This increase", or the adjective of "high rise"."""
    before = text[: match.start()]
    if re.match(r"(?:this|that|these|those|such) ", match[0], re.IGNORECASE) or ANAPHORA.search(before):
        return True
    return bool(
        re.search(r"\b(?:high|pay|price|drop|trip|fare)[- ]\Z", before)
        or re.search(r"high[- ]rise", match[0], re.IGNORECASE)
    )


def is_asserted(text: str, position: int) -> bool:
    """Whether what stands at the position is said to be so, and not aimed at, expected, feared or supposed."""
    before = re.split(
        r"[,;:(]|\b(?:but|while|however|due to|because|following|as a result of|resulting|thanks to|given|despite|amid|with)\b",
        ABLE.sub(" ", text[:position]),
    )[-1]
    return not NOT_ASSERTED.search(before)


def clauses(text: str, marks: Sequence["re.Match[str]"]) -> list[tuple[int, int]]:
    """The stretches of a sentence that belong to each of several words of change, divided at conjunctions between them."""
    edges = [0]
    for left, right in itertools.pairwise(marks):
        between = list(_BREAK.finditer(text, left.end(), right.start()))
        edges.append(between[-1].start() if between else edges[-1])
    edges.append(len(text))
    spans = []
    for index in range(len(marks)):
        start = edges[index]
        end = next((edge for edge in edges[index + 1 :] if edge > start), len(text))
        spans.append((start, end))
    return spans
