"""One statistic, one module; plain numbers and arrays in, a small frozen result out; no crime in it.

Single counts and rates: `intervals` (exact Poisson, Byar, Wilson), `rates` (crude), `standardised` (direct rates and
ratios). Change: `two_counts` (two Poisson counts), `paired_months` (the change that decides a verdict),
`percent_change` (with a stated dispersion), `two_proportions` (Newcombe, Fisher), `decomposition` (why a total moved),
`multiplicity` (Benjamini-Hochberg). Comparing areas: `funnel` (limits and overdispersion), `shrinkage` (empirical
Bayes), `boundary_sensitivity` (would the order survive re-booking). Targets: `against_target`. Months in a row:
`completeness` (a month implausibly low), `xmr` (Making Data Count chart). `given` holds the checks that every method
makes on what it is given. Nothing is re-exported here: import the module you mean.
"""
