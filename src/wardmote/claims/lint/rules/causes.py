"""A change or an outcome is put down to a cause, and nothing shows that it was the cause."""

import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document, Sentence
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.claims.lint.words import CHANGE, COMPARED, OUTCOME, OUTCOMES, SIZE, is_asserted

NAME = "cause-unproved"
WHY = "A cause is named for an outcome, and the text shows no comparison, test or study that would rule out another."
SETTLE = (
    "Say what else could explain it and what was compared: the same measure before and after, in an area without the "
    "cause, over a period fixed beforehand. Otherwise write that the two happened together."
)
CAUGHT = (
    "Street lighting has cut crime in the underpass.",
    "The scheme has been successful in reducing reoffending.",
    "Our campaign reduced arson by 12%.",
    "The marshals have been instrumental in reducing violence.",
    "Organised groups are behind the rise in shop theft.",
    "The fall in burglary is due to our new patrols.",
    "The patrols resulted in fewer complaints.",
    "Thefts rose. This may be explained by better reporting.",
    "As a result of the scheme, thefts have fallen.",
    "Our wardens prevented £40,000 of damage.",
    "Alcohol drives most of the violence in the town centre.",
    "Cheap imports fuel much of the counterfeit trade and the thefts that go with it.",
    "Assaults went down by 25 per cent, so the scheme works.",
    "The figures prove that our approach has paid off.",
    "Thefts fell from 90 to 60. The marshals are clearly making a difference.",
    "The fall is testament to the hard work of our officers.",
    "It can be no coincidence that violence is rising as clubs reopen.",
)
PASSED = (
    "The campaign aims to reduce arson.",
    "The road was closed because of a burst main.",
    "The meeting was moved due to illness.",
    "As a result of the consultation, litter will be added as a theme.",
    "A hotline was set up because of a rise in thefts.",
    "The fall is due to the patrols: a comparison area without them saw no fall (p = 0.01).",
    "Officers aim to prevent crime.",
    "We do not know whether the fall was caused by the scheme.",
    "Residents said that the patrols are making a difference.",
    "The evaluation compared wards with and without it, and shows that the scheme works.",
    "We do not know whether the scheme works.",
    "This also means that nobody can tell whether the plan worked.",
    "The project works with schools.",
    "The warrant led to the discovery of stolen tools.",
)

# The outcome stands before these …
_AFTERWARDS = re.compile(
    r"\b(?:due to|because of|because|owing to|as a (?:direct )?(?:result|consequence) of|thanks to|driven by|caused by|explained (?:in part |partly |largely )?(?:by|through)"
    r"|attribut(?:ed|able) to|put down to|down to (?:the|our|better|more|an?)|accounted for by|fuelled by|brought about by|influenced by|(?:a|the) (?:direct )?(?:result|consequence) of"
    r"|(?:a )?reflection of|(?:a )?(?:testament|tribute) to|(?:on|off) the back of|reflects (?:the|our|an?|better|more)|result(?:s|ed|ing)? from|stem(?:s|med|ming)? from|(?:is|are|was|were|be|been) (?:partly |closely |directly )?linked to|prompted by|triggered by)\b",
    re.IGNORECASE,
)
# … and after these.
_BEFOREHAND = re.compile(
    r"\b(?:(?:has|have|had|also|directly) )?(?:(?:led|leads?|leading|contribut\w+) (?:directly )?to|result(?:ed|s|ing) in|caus(?:es|ed|ing)(?! by)|prevent(?:ed|s)|brought about|"
    r"(?:assist|help)(?:ed|s|ing)? (?:in |to |with )?(?:reduc|cut|lower|prevent|bring|driv)\w*|succe(?:eded|ssful|ssfully)(?: in)? (?:reduc|cut|lower|prevent|bring|driv)\w*|drove (?:down|up)|driven (?:down|up)|has meant|means? that|meant that|deterr(?:ed|ing)|(?:been |was |were )?instrumental in|play(?:ed|s|ing) an? (?:\w+ )?(?:part|role) in (?:reduc|cut|lower|driv|the (?:fall|drop|rise))\w*|"
    r"had an? (?:\w+ )?(?:impact|effect) on|(?:is|are|was|were|been) credited with|(?:is|are|was|were|lies?) behind|(?:is|are|was|were) (?:fuelling|driving)|(?:drives?|drove|fuels?|fuelled) (?:up |down )?(?:the|most|much|some|a (?:large )?(?:part|share)|our|many))\b"
    r"|\b(?:a |the |main |key |often )*(?:causal|contributory|contributing|driving) (?:factors?|forces?) (?:in|of|for|behind)\b|\b(?:is|are|was|were) responsible for (?:the |a )?(?:\w+ )?(?:rise|fall|increase|decrease|reduction|drop|decline)",
    re.IGNORECASE,
)
_OUTRIGHT = re.compile(
    r"\b(?:no|not|unlikely to be|hardly|can(?:not|'t|’t) be) (?:a |be a |just a |mere )*coincidence\b", re.IGNORECASE
)
_INTERVENTION = re.compile(
    r"\b(?:lighting|campaigns?|schemes?|patrols?|orders?|cctv|cameras?|operations?|programmes?|projects?|initiatives?|gates|alley[- ]?gating|wardens|marshals|hub|pspo|app|training|interventions?|"
    rf"work|strateg(?:y|ies)|measures|dispersal|closures?|mentors?|mentoring|visits|operation [a-z]+|op [a-z]+)\b(?: \w+){{0,4}}? (?:has |have |had )?(?:also |clearly |successfully |greatly )?"
    rf"(?:reduced|cut|lowered|halved|stopped|eliminated|eradicated|decreased|driven down|brought down) (?:the )?(?:\w+ ){{0,3}}?{OUTCOME}\b",
    re.IGNORECASE,
)
"""What was done is the subject, and a fall its object: "the patrols reduced burglary"."""
_DOER = (
    r"(?:schemes?|patrols?|campaigns?|operations?|programmes?|projects?|initiatives?|approach|strateg(?:y|ies)|work|measures|wardens|marshals|pastors|officers|orders?|cameras?|cctv|lighting|gates|policing|prevention|deterrence|enforcement|"
    r"interventions?|mentoring|training|efforts?|partnership|hub|team|plan|tactics?|model|pilot|policy|it|they|we)"
)
_WORKS = (
    r"(?:works?\b(?! (?:with|together|closely|hard|on|in|to|for|across|from|alongside|by|between|is|has|was|will))|worked\b(?! (?:with|together|closely|hard|on|in|to|for|across|from|alongside|by))"
    r"|working\b(?! (?:with|together|closely|hard|on|in|to|for|across|from|alongside|by|group|day|hours))|(?:\w+ )?effective|an? (?:\w+ )?success|successful|succeed(?:s|ed|ing)|paid off|paying off|pays off"
    r"|(?:making|made|makes|make) (?:a|the|all the) (?:\w+ )?difference|(?:having|had|has) the (?:desired|intended|right) effect|deliver(?:s|ed|ing) results|bearing fruit|borne fruit)"
)
_CONCLUDED = re.compile(
    rf"\b(?:so|therefore|thus|hence|meaning|showing|proving|demonstrating|confirming|(?:clear |further |good )?(?:proof|evidence|a sign|testament)(?: of how| that)|(?:\w+ )?(?:shows?|proves?|proved|demonstrates?|confirms?|means?|tells us|speaks?))\b[^.;]{{0,50}}?"
    rf"\b{_DOER} (?:(?:is|are|was|were|has|have|had|really|clearly|certainly|does|do|did|been) )*{_WORKS}"
    rf"|\b(?:shows?|showing|prov(?:es?|ing)|demonstrat(?:es?|ing)|confirm(?:s|ing)?|underlin(?:es?|ing)|evidence of|proof of) (?:how (?:well|effective(?:ly)?|successful(?:ly)?)|the (?:effectiveness|success|value|impact|benefits?) of)\b[^.;]{{0,25}}?\b{_DOER}\b"
    rf"|\b{_DOER} (?:(?:has|have|had) )?(?:clearly |really )?made (?:a|the|all the) (?:\w+ )?difference(?=[:;,.]|\Z)"
    rf"|\b{_DOER} (?:is|are|was|were|has|have) (?:\w+ )?(?:clearly|obviously|evidently|undoubtedly|plainly|certainly|demonstrably) (?:been )?{_WORKS}"
    rf"|\b(?:clearly|obviously|evidently|undoubtedly|plainly),? (?:\w+ ){{0,3}}?{_DOER} (?:(?:is|are|was|were|has|have|been) )*{_WORKS}",
    re.IGNORECASE,
)
"""That something was done well is concluded from what happened after it: "so the scheme works"."""
_INITIAL = re.compile(
    r"\A(?:as a (?:direct )?(?:result|consequence) of|thanks to|because of|due to|owing to|since|following) (?P<cause>[^,;]+), ",
    re.IGNORECASE,
)
_OPINION = re.compile(r"\b(?:residents?|people|tenants|members|respondents?|survey) (?:\w+ )?(?:said|told|felt|feel|think|thought|believe\w*)\b", re.IGNORECASE)  # fmt: skip
_EVIDENCE = re.compile(
    r"\b(?:comparison (?:area|group|site|ward)s?|control (?:area|group|site)s?|compared with (?:an? |the )?(?:area|ward|place)s? (?:without|that did not)|randomi[sz]ed|trial|evaluat(?:ion|ed by)"
    r"|confidence interval|p ?[<=]|regression|interrupted time|difference[- ]in[- ]differences?|peer[- ]reviewed|study (?:by|of|found)|research (?:by|found|shows)|displacement)",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"\b(?:whether|cannot (?:say|tell|know|be (?:said|told|sure))|do(?:es)? not (?:know|show|prove|mean)|did not|not (?:known|clear|proved|proven|established|possible to say)|no evidence|not due|rather than|"
    r"unclear|aims?|aim(?:ing|ed)? to|intend\w*|in order|plans?|hopes?|designed|if|could|would|will|can|should|risk)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(r"\A(?:\W*)(?:this|that|it|these|those|which|they|part of this|some of this)\b", re.IGNORECASE)
_ACTION = re.compile(
    r"\b(?:will be (?:added|included|a)|(?:was|were|has been|have been|is being|are being) (?:set up|added|introduced|created|launched|formed|moved|established|provided|chosen|cancelled|postponed)"
    r"|ha(?:s|ve) (?:also )?(?:provided|launched|introduced|set up|added|created|chosen|formed|extended)|set up)\b",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(r"\b(?:of|for|in|about|from|with) (?:an?|the|any)? ?\Z")


def remarks(document: Document) -> Iterator[Remark]:
    for sentence in document.sentences:
        words = _cause(sentence)
        if words:
            yield Remark(sentence.line, NAME, words, f"{WHY} The sentence: “{shortened(sentence.text, 90)}”", SETTLE)


def _cause(sentence: Sentence) -> str:
    text = sentence.text
    if _is_weighed_in_row(sentence) or _EVIDENCE.search(text) or "{.claim" in text or _evidence_follows(sentence):
        return ""
    outright = _OUTRIGHT.search(text)
    if outright:
        return outright[0]
    concluded = _CONCLUDED.search(text)
    if concluded and not (_doubted(text, concluded) or _DOUBTED.search(concluded[0]) or _OPINION.search(text)):
        return shortened(concluded[0], 60)
    done = _INTERVENTION.search(text)
    if done and not _doubted(text, done) and is_asserted(text, done.start()):
        return shortened(done[0], 60)
    initial = _INITIAL.match(text)
    if initial and not initial[0].lower().startswith(("following", "since")):
        effect = text[initial.end() :]
        return initial[0].split(initial["cause"])[0].strip() if _is_outcome(effect, strict=True) else ""
    for match in _AFTERWARDS.finditer(text):
        effect = re.split(r"[;:(]|, (?:but|and|while|which) ", text[: match.start()])[-1]
        if _claims(text, match, effect, sentence):
            return match[0]
    for match in _BEFOREHAND.finditer(text):
        effect = re.split(r"[;:(]", text[match.end() :])[0][:90]
        money = any(q.kind == "money" for q in sentence.figures if q.start >= match.end())
        if not _doubted(text, match) and (_is_outcome(effect) or (money and "prevent" in match[0].lower())):
            return match[0]
    return ""


def _is_weighed_in_row(sentence: Sentence) -> bool:
    """A register of causes says in its other cells what speaks for and against, or that nothing was tested."""
    others = " ".join(cell for cell in sentence.passage.cells if sentence.text not in cell)
    return sentence.passage.kind == "row" and bool(
        re.search(r"\b(?:not? |no |cannot|untested|tested|against|open:|supported)", others, re.IGNORECASE)
    )


def _evidence_follows(sentence: Sentence) -> bool:
    _, after = sentence.neighbours
    return bool(after and _EVIDENCE.search(after.text))


def _claims(text: str, match: "re.Match[str]", effect: str, sentence: Sentence) -> bool:
    if _doubted(text, match) or _ACTION.search(effect):
        return False
    before, _ = sentence.neighbours
    if _REFERS.match(effect) and len(effect.split()) <= 8 and before:
        return _is_outcome(before.text) or _is_outcome(effect)
    return _is_outcome(
        effect, strict=match[0].lower() not in ("explained by", "explained through", "driven by", "caused by")
    )


def _is_outcome(effect: str, strict: bool = False) -> bool:
    """Whether a stretch of text tells of a change or of a measured outcome; `strict` asks for more than a bare noun."""
    if _OF_STAFF.search(effect):
        return False
    if _CHANGED.search(effect) and not _MONEY.search(effect):
        return True
    if re.search(r"\b(?:success(?:es)?|improvements?|turnaround|achievements?)\b", effect, re.IGNORECASE):
        return True
    if (
        CHANGE.search(effect)
        or COMPARED.search(effect)
        or SIZE.search(effect)
        or re.search(r"\b(?:no|fewer|more|less|increas\w+|reduc\w+)\b", effect, re.IGNORECASE)
    ):
        return bool(OUTCOMES.search(effect)) or bool(CHANGE.search(effect))
    if strict:
        return bool(
            re.search(r"\b(?:deaths?|incidents?|crimes?|offences?|violence|offending)\b", effect, re.IGNORECASE)
        ) and not re.search(r"\b(?:officers?|staff|team|meeting|data|report)\b", effect, re.IGNORECASE)
    return bool(_HARM.search(effect))


_CHANGED = re.compile(
    r"\b(?:the|this|that|an?|of) (?:\w+ )?(?:rise|fall|increase|decrease|reduction|drop|decline|spike|surge|upturn|downturn)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:tax|precept|budgets?|costs?|prices?|fees?|rents?|funding|staff\w*|salar\w+|wages?|population)\b",
    re.IGNORECASE,
)
_OF_STAFF = re.compile(
    r"\b(?:(?:numbers? of|fewer|more|less) (?:\w+ )?|the )(?:officers|constables|staff|volunteers|wardens|posts|vacancies|members|vehicles|firefighters)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\b(?:deaths?|injur(?:y|ies)|crimes?|offen[cs]es|(?:re-?)?offending|fights?|attacks?|assaults?|anti[- ]?social behaviour|asb|violence|incidents|burglar(?:y|ies)|thefts?|robber(?:y|ies)|fires?|collisions?|disorder|abuse|begging|complaints|damage)\b",
    re.IGNORECASE,
)


def _doubted(text: str, match: "re.Match[str]") -> bool:
    """Said to be unknown, intended or only possible in the clause itself; "may" and "likely" still name a cause."""
    clause = re.split(r"[;:]", text[: match.start()])[-1]
    clause = re.sub(r"\bcan (?:in part |partly |also )*be (?=\Z)|\bcan (?:in part|partly) be\b|\bin part\b", "", clause)
    return bool(_DOUBTED.search(re.sub(r"\b(?:could|can) (?:\w+ )?(?:also )?be \Z", "", clause)[-60:]))
