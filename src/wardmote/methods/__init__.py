"""One statistic, one module; plain numbers and arrays in, a small frozen result out; no crime in it.

Single counts and rates: `intervals` (exact Poisson, Byar, Wilson), `median` (with the range chance leaves it), `rates` (crude), `standardised` (direct rates and
ratios), `weighted_counts` (harm and cost by somebody's table). Change: `two_counts` (two Poisson counts),
`paired_months` (the change that decides a verdict), `percent_change` (with a stated dispersion), `two_proportions`
(Newcombe, Fisher), `decomposition` (why a total moved), `multiplicity` (Benjamini-Hochberg). Comparing areas: `funnel`
(limits and overdispersion), `shrinkage` (empirical Bayes), `rank_intervals`, `boundary_sensitivity` (would the order
survive re-booking). Targets: `against_target`, `against_average`. Months in a row: `completeness` (a month implausibly
low), `xmr` and `u_chart`, `seasonal` (STL), `change_point`, `exceedance` (Farrington, Noufaily), `smoothing` and
`forecast`. Place: `neighbours`, `random_neighbours`, `hot_spots` (Gi*, Moran), `density` (quartic kernel),
`concentration`, `pattern_moved` (SPPT). Repeats: `near_repeat` (Knox), `time_to_repeat`, `aoristic`. Why: `quasi_poisson`,
`interrupted_series` (and placebo dates), `ratio_of_ratios`, `synthetic_control`, `displacement`, `empty_spell`. `given`
holds the checks that every method makes on what it is given. Nothing is re-exported here: import the module you mean.
"""
