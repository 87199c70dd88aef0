"""Passages about towns that do not exist, with the remarks each must bring: rule and a word of the words it is about.

None is taken from a real document; names are plainly invented. A passage with no remarks is one that a careful
writer would have written, and a rule that speaks on it is wrong.
"""

from typing import NamedTuple


class Passage(NamedTuple):
    text: str
    remarks: tuple[tuple[str, str], ...] = ()  # (rule, part of its words)


PASSAGES = {
    "trends without figures": Passage(
        "Shop theft in Harbour Cross has climbed steeply. Cuckooing continues to be an increasing problem. Numbers in "
        "treatment went up, and begging has become more visible. Fewer people now report noise.",
        (("no-figure", "climbed"), ("no-figure", "increasing"), ("no-figure", "went up"), ("no-figure", "fewer people")),
    ),
    "trends with figures": Passage(
        "Shop theft in Harbour Cross rose from 812 to 1,004 offences. Vehicle crime fell by 15%, from 800 to 680. There "
        "were 61 fires in 2021/22 and 64 in 2022/23. This is an increase of three. Noise complaints doubled, from 120 to 240.",
    ),
    "aims and possibilities": Passage(
        "We will reduce robbery on Marl Street. Officers hope to cut the number of calls. Incidents could rise in summer. "
        "Lights were mended in order to reduce fear. If the club closes there may be an increase in street drinking. "
        "Increased patrols took place in the market. The service inspects high rise blocks.",
    ),
    "sizes in words": Passage(
        "A small minority of tenants cause most incidents on the Withy estate. Rates of arson are higher than in similar "
        "towns. Most offenders are known to services.",
        (("no-figure", "small minority"), ("no-figure", "higher"), ("no-figure", "most offenders")),
    ),
    "significance": Passage(
        "Violence with injury decreased significantly, by 9%. Reports of stalking did not change significantly between the "
        "two years. Theft from vans fell significantly, from 940 to 760 (p < 0.001).",
        (
            ("significant-untested", "decreased significantly"), ("significant-untested", "change significantly"),
            ("percent-without-count", "9%"),
        ),
    ),
    "significant in its everyday sense": Passage(
        "Arson has a significant impact on tenants of Ferry Court. The panel heard of significant harm to a child. Mx Alder "
        "made a significant contribution.",
    ),
    "causes": Passage(
        "Thanks to the alley gates, burglary fell from 310 to 200. The new wardens led to fewer complaints. Robbery rose "
        "from 40 to 61; this was caused by a gang from outside the town.",
        (("cause-unproved", "Thanks to"), ("cause-unproved", "led to"), ("cause-unproved", "caused by"), ("no-figure", "fewer")),
    ),
    "causes that are none or are shown": Passage(
        "The forum was moved due to snow. Because of what residents said, litter was added as a theme. We cannot say whether "
        "the fall was caused by the gates. Burglary fell from 310 to 200 because of the gates: in a comparison area without "
        "them it rose. The raid led to the discovery of stolen bicycles.",
    ),
    "denominators": Passage(
        "In Saltreach 10,400 households, 18.2%, rent from the council. Some 8,800 adults (7.5%) drink at harmful levels. "
        "There are 410 children in care, or 1.2%.",
        (
            ("several-denominators", "10,400"), ("implied-base", "10,400"), ("implied-base", "8,800"), ("implied-base", "410"),
        ),
    ),
    "one denominator": Passage(
        "The survey of Saltreach had 1,200 answers. Of these 660 (55%) felt safe after dark, and 300 (25%) had seen drug "
        "dealing. Women were 624 (52%) of those who answered.",
    ),
    "arithmetic": Passage(
        "Reports of abuse rose by 30%, from 1,000 to 1,200. Complaints fell from 310 to 352. Of the 200 tenants asked, 90 "
        "(60%) felt safe. Fires halved, from 420 to 300. Robberies numbered 440 compared with 480 the year before, a fall of 8%.",
        (
            ("percent-disagrees", "Reports"), ("percent-disagrees", "Complaints"), ("percent-disagrees", "200 tenants"),
            ("percent-disagrees", "Fires"),
        ),
    ),
    "points": Passage(
        "The proportion of cases charged fell by 6%. The share of calls answered rose from 80% to 92%. The proportion housed "
        "rose by 4 percentage points.",
        (("points-or-percent", "charged"), ("percent-without-count", "80%, 92%")),
    ),
    "abbreviations": Passage(
        "The MATAC met in June. The Harbour Tasking Group (HTG) met in July; the HTG meets again in May. The Young Skippers "
        "Scheme (YSS) began. NHS and UK partners attended. We did NOT attend; we could not.",
        (("undefined-abbreviation", "MATAC"), ("unused-abbreviation", "YSS")),
    ),
    "names": Passage(
        "Calls about anti-social behaviour come at night. Anti social behaviour peaks at weekends. The Rapid Response Team "
        "(RRT) closed. The Rapid Reaction Team (RRT) has opened; ask the RRT.",
        (("naming-drift", "anti social"), ("naming-drift", "RRT")),
    ),
    "few people": Passage(
        "Four teenagers were excluded from school for carrying knives. Five suicides happened at the bridge. Three "
        "councillors attended the vigil. At least two people must sign. One person in five felt unsafe.",
        (("small-count", "Four teenagers"), ("small-count", "Five suicides")),
    ),
    "targets": Passage(
        "Calls answered in time stood at 90.4% against a target of 90%. Of 240 orders 187 (77.9%) were completed, above the "
        "target of 75%. Of 12,000 visits 9,600 (80.0%) were on time, above the target of 75%.",
        (("margin-of-chance", "90.4%"), ("margin-of-chance", "77.9%")),
    ),
    "the nation": Passage(
        "The rate of death from drug misuse is 5.9 per 100,000, above the England rate of 5.1, from 42 deaths in three years. "
        "The rate of theft is 12.4 per 1,000, above the regional 8.0; there were 4,100 thefts.",
        (("margin-of-chance", "5.9"),),
    ),
    "law": Passage(
        "Under regulation 7 the partnership must hold a public meeting. The strategic assessment is produced every three "
        "years. Our yearly consultation forum brought together housing providers, charities and statutory agencies.",
        (
            ("against-the-law-table", "regulation 7"), ("against-the-law-table", "every three years"),
            ("against-the-law-table", "consultation forum"),
        ),
    ),
    "law kept": Passage(
        "Under regulation 12 the partnership held a public meeting in May, which 70 residents and five chief officers "
        "attended. The strategic assessment is produced every year. A case review needs three qualifying complaints.",
    ),
    "connective": Passage(
        "There was a fall in late payments, from 90 to 40; however these are now rare.",
        (("contradicting-connective", "rare"),),
    ),
    "dates, ages and citations": Passage(
        "On 3 May 2022 a pupil aged 14 spoke to section 17 of the Crime and Disorder Act 1998. Pages 15 and 16 list the 24hr "
        "lines. The A2 and the M25 were shut for three weeks.",
    ),
}  # fmt: skip
