"""Forty paragraphs as forty councils might write them, all about places that do not exist: half faulty, half clean.

They were written before the rules that find their faults were looked at again, and are scored as a whole: how many of the
faults are found, and how many of the remarks answer a fault. A faulty paragraph lists each rule that must speak.
"""

FAULTY: tuple[tuple[str, tuple[str, ...]], ...] = (
    # a district that likes success
    (
        "Since the Brackwater Street Pastors began their weekend patrols, assaults have gone down by 25 per cent, so the "
        "scheme works. We are delighted with this outcome.",
        ("percent-without-count", "cause-unproved"),
    ),
    # a borough's performance page
    (
        "The proportion of residents of Ellingmoor who feel safe after dark stands at 62%. This was an excellent result for "
        "the partnership.",
        ("percent-without-count",),
    ),
    # a county summary
    (
        "Vehicle crime across Tarnshire soared over the summer. Car key burglary doubled in Upper Tarn, and owners of vans "
        "were hit particularly hard.",
        ("no-figure",),
    ),
    # a statutory preface
    (
        "By law the Dunsel Valley partnership must prepare a community safety strategy every five years, and we consulted "
        "residents of all nine parishes on this one.",
        ("against-the-law-table",),
    ),
    # a police section
    (
        "Recorded hate crime in Saltby rose from 41 to 66 offences, which means that prejudice is more common in the town "
        "than it was. The forum asked for a response.",
        ("records-for-events",),
    ),
    # a ward profile
    (
        "Robberies in Fennick ward went up by 100%, from 2 to 4. The ward sergeant has written to every household.",
        ("percent-of-few",),
    ),
    # a youth justice chapter
    (
        "Thanks to the Ladder mentoring project, reoffending among young people in Carrow Bay has fallen from 48 to 31 cases. "
        "Two boys from the Elder estate were recalled to custody.",
        ("cause-unproved", "small-count"),
    ),
    # a fire service contribution
    (
        "Deliberate fires fell sharply following our arson campaign in Wyre Cross schools. As a result of this work, bin fires "
        "have dropped as well.",
        ("no-figure", "cause-unproved"),
    ),
    # a domestic abuse page
    (
        "A third of the victims supported in Hollin Vale had been referred before. Owing to the new advocates, repeat referrals "
        "decreased from 120 to 96.",
        ("percent-without-count", "cause-unproved"),
    ),
    # a night-time economy page
    (
        "Violence in Market Stoke has fallen significantly, from 212 to 198 offences. The taxi marshals are clearly working.",
        ("significant-untested", "cause-unproved"),
    ),
    # a health chapter
    (
        "Some 4,100 adults in Merrow, 11.2%, drink at harmful levels, and 2,900 people, 4.4%, use drugs. A further 610 "
        "children, 3.9%, live with a parent who does.",
        ("several-denominators", "implied-base"),
    ),
    # a performance dashboard in words
    (
        "Burglary fell by 18%, from 300 to 270 offences. Shoplifting climbed by a quarter.",
        ("percent-disagrees", "percent-without-count"),
    ),
    # a letter to residents
    (
        "Last year 1,840 crimes were committed in Port Arden. Residents are understandably worried by the level of crime.",
        ("records-for-events",),
    ),
    # a case review page
    (
        "Under our procedure a community trigger is activated after four complaints in six months. Applications for a case "
        "review must be made within twelve months of the complaint.",
        ("against-the-law-table",),
    ),
    # a strategic lead's foreword
    (
        "Reports of antisocial behaviour in Kelderby are down by nearly a fifth. The figures prove that our approach has paid "
        "off.",
        ("percent-without-count", "cause-unproved"),
    ),
    # a road safety page
    (
        "Collisions on the Ormside bypass went up by a half, from 4 to 6. The cameras led to a drop in speeding.",
        ("percent-of-few", "cause-unproved", "no-figure"),
    ),
    # a probation page
    (
        "Orders completed on time in North Tarn stood at 76.1% against a target of 75%, so the target was met.",
        ("margin-of-chance",),
    ),
    # a page on drugs
    (
        "Drug dealing remains a growing problem in Sedgewick, and numbers in treatment are higher than in comparable areas.",
        ("no-figure",),
    ),
    # a page on fraud
    (
        "Fewer frauds were reported by residents of Lower Cray this year, so fewer people are being defrauded. Scam awareness "
        "talks reached 1,900 people.",
        ("records-for-events", "no-figure"),
    ),
    # a page on people
    (
        "The MARC heard 212 cases last year. Three women in Quarry Lane were moved to a refuge after the panel met.",
        ("undefined-abbreviation", "small-count"),
    ),
)

CLEAN: tuple[str, ...] = (
    # counts and an interval
    "Police in Brackwater recorded 1,204 burglaries in the year ending March 2023 and 1,050 the year before. The likely range "
    "of the rise is 6% to 24%.",
    # an honest unknown
    "Recorded shoplifting in Ellingmoor rose from 640 to 812 offences. We cannot say whether more was stolen or more was "
    "reported, because the shops changed how they report in June.",
    # a survey with its base
    "Of the 1,180 residents of Saltby who answered, 732 (62%) said that they felt safe after dark. The survey went to 4,000 "
    "addresses.",
    # aims
    "Over the next three years the partnership aims to reduce deliberate fires in Wyre Cross by 15%. The fire service will "
    "report the count each quarter.",
    # the law as it is
    "The partnership plan covers three years and is revised each year. A public meeting was held in October, at which 84 "
    "residents put questions to the chief superintendent and the leader of the council.",
    # no clear change
    "There was no clear change in robbery in Fennick: 61 offences were recorded this year and 58 the year before. A difference "
    "of this size can come about by chance.",
    # description of work
    "Wardens patrol the Elder estate on Friday and Saturday evenings. They carry radios, and the control room at Carrow House "
    "answers them.",
    # a comparison in numbers
    "The rate of recorded violence in Merrow was 21.4 per 1,000 residents, compared with 24.0 per 1,000 in similar districts, "
    "from 2,310 offences.",
    # a caution
    "More hate crime was recorded in Dunsel Valley, 88 offences against 71. This may show that more victims came forward; it "
    "does not show that more happened.",
    # a programme without claims
    "The Ladder project pairs a young person with a mentor for a year. Its evaluation, with a comparison group, is due in 2025.",
    # a coincidence in time, as such
    "In the same months as the alley gates were fitted, burglaries on the streets beside them went from 44 to 29. The fall was "
    "as large on streets without gates, where they went from 52 to 35.",
    # a case review
    "Fourteen applications for a case review were made, of which eleven met the threshold of three complaints within six "
    "months. Anybody may apply for a victim who agrees.",
    # definitions
    "A repeat victim is somebody who reported two or more offences within twelve months. The percentage of repeats is taken of "
    "all victims, of whom there were 2,140.",
    # percentages of a printed total
    "Police recorded 5,300 offences in Port Arden. Violence made up 38% of them, theft 29% and criminal damage 14%.",
    # funding
    "The council tax precept for policing rose by 3%. The grant for victims' services was £412,000, as in the year before.",
    # a table told in words
    "Accidental dwelling fires numbered 96, against 101 in 2021/22 and 99 in 2020/21. Safe and well visits numbered 3,410.",
    # what residents said
    "Residents of Kelderby asked for better lighting at the underpass and for bins to be emptied on Mondays. Both were passed to "
    "the highways team.",
    # a boundary
    "Sedgewick and Hollin wards share the High Street. Incidents booked to one may have happened in the other, so that their "
    "order is not given.",
    # a plan
    "If funding allows, the night bus will run on Sundays from May. Drivers will be trained to call the venue before they leave.",
    # data
    "Data came from three partners. The hospital sent 11 of 12 months, and the missing month was not filled in.",
)
