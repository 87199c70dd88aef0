# The values that R gives to the questions our methods answer, for tests/unit/methods/test_r_referees.py.
#
#   Rscript tests/referees/r/values.R            writes values.json beside this file
#   Rscript tests/referees/r/values.R --check    makes them again and says what differs from the file; exit 1 if anything does
#
# What each question is asked of stands in the file with its answer, so that both sides hold the same numbers.

suppressPackageStartupMessages({
  library(jsonlite)
  library(spdep)
  library(surveillance)
})

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
set.seed(20261)

ends <- function(interval) as.numeric(interval)
whole <- function(value) as.numeric(value)

# One count, two counts, proportions -------------------------------------------------------------------------------

counts <- lapply(c(0, 3, 9, 10, 83, 1200), function(x) list(count = x, interval = ends(poisson.test(x)$conf.int)))
two_counts <- lapply(list(c(120, 95), c(5, 14), c(2, 14), c(800, 731)), function(x) {
  told <- poisson.test(rev(x)) # later over earlier
  list(before = x[1], after = x[2], ratio = whole(told$estimate), interval = ends(told$conf.int), p = told$p.value)
})
wilson <- lapply(list(c(302, 400), c(15, 148), c(0, 20), c(20, 20)), function(x) {
  list(successes = x[1], total = x[2], interval = ends(prop.test(x[1], x[2], correct = FALSE)$conf.int))
})
fisher <- lapply(list(c(12, 80, 25, 90), c(75, 500, 15, 500), c(3, 10, 9, 11)), function(x) {
  list(table = x, p = fisher.test(matrix(c(x[1], x[2] - x[1], x[3], x[4] - x[3]), 2))$p.value)
})
raw_p <- c(0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34)
false_discovery <- list(p = raw_p, q = p.adjust(raw_p, "BH"))

# Models of counts -------------------------------------------------------------------------------------------------

quasi <- function(formula, data, term, df_t = TRUE) {
  fit <- glm(formula, family = quasipoisson, data = data)
  told <- summary(fit)
  df <- fit$df.residual
  phi <- max(1, told$dispersion)
  error <- sqrt(diag(told$cov.unscaled))[term] * sqrt(phi)
  effect <- coef(fit)[term]
  list(
    effect = whole(effect), scale = told$dispersion, df = df, error = whole(error),
    p = whole(2 * pt(abs(effect / error), df, lower.tail = FALSE)),
    interval = exp(whole(effect) + c(-1, 1) * qt(0.975, df) * whole(error))
  )
}

before <- c(587, 534, 779, 830, 841, 865, 1033, 894, 777, 775) # anti-social behaviour in Medway, January to October 2014
after <- c(593, 664, 682, 746, 768, 684, 920, 819, 804, 706) # and 2016
pairs <- data.frame(n = c(before, after), month = factor(rep(1:10, 2)), later = rep(0:1, each = 10))
paired_months <- c(list(before = before, after = after), quasi(n ~ month + later, pairs, "later"))

there_before <- rnbinom(10, mu = 4000, size = 200)
there_after <- rnbinom(10, mu = 3900, size = 200)
both <- data.frame(
  n = c(before, after, there_before, there_after),
  level = factor(c(rep(1:10, 2), rep(11:20, 2))),
  later = rep(rep(0:1, each = 10), 2), here = rep(1:0, each = 20)
)
both$ours <- both$later * both$here
ratio_of_ratios <- c(
  list(here_before = before, here_after = after, there_before = there_before, there_after = there_after),
  quasi(n ~ level + later + ours, both, "ours")
)

step <- data.frame(n = rnbinom(48, mu = ifelse(1:48 <= 30, 80, 55), size = 25), t = 0:47)
step$d <- as.numeric(step$t >= 30)
step$since <- step$d * (step$t - 30)
interrupted <- list(
  counts = step$n, start = 30, level = quasi(n ~ t + d + since, step, "d"), trend = quasi(n ~ t + d + since, step, "since")
)

# A series in time -------------------------------------------------------------------------------------------------

t <- 1:84
series <- round(50 + 10 * sin(2 * pi * t / 12) + 0.2 * t + rnorm(84, sd = 3))
split <- function(window) {
  stl(ts(series, frequency = 12),
    s.window = window, s.degree = 0, t.window = 21, t.degree = 1, l.window = 13, l.degree = 1,
    s.jump = 1, t.jump = 1, l.jump = 1, inner = 2, outer = 0
  )$time.series
}
parts <- split(13)
seasonal <- list(values = series, season = whole(parts[, "seasonal"]), trend = whole(parts[, "trend"]), rest = whole(parts[, "remainder"]))

flexible <- function(observed, range) {
  told <- farringtonFlexible(sts(observed = observed, frequency = 52, start = c(2010, 1)), list(
    range = range, b = 3, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin",
    pThresholdTrend = 1, alpha = 0.05, weightsThreshold = 2.58, limit54 = c(5, 4), trend = TRUE,
    populationOffset = FALSE, glmWarnings = FALSE
  ))
  list(
    counts = whole(observed), weeks = range, upper = whole(upperbound(told)), alarm = whole(alarms(told)),
    expected = whole(control(told)$expected), trend = whole(control(told)$trend)
  )
}
data(salmonella.agona)
year <- 52 * 5 + 40
usual <- 12 * (1 + 0.4 * sin(2 * pi * (1:year) / 52))
made_up <- rnbinom(year, mu = usual, size = 6)
made_up[c(150, 151, 152, 290, 291)] <- made_up[c(150, 151, 152, 290, 291)] + c(30, 40, 25, 35, 30)
exceedance <- list(flexible(whole(salmonella.agona$observed), 262:312), flexible(made_up, 262:year))

# Places -----------------------------------------------------------------------------------------------------------

listed <- function(nb) lapply(nb, function(i) as.integer(i) - 1L)
of_places <- function(values, nb) {
  rows <- nb2listw(nb, style = "W")
  moran <- localmoran(values, rows, mlvar = TRUE, conditional = TRUE, alternative = "two.sided")
  permuted <- localmoran_perm(values, rows, nsim = 9999, mlvar = TRUE, iseed = 1)
  list(
    values = values, neighbours = listed(nb),
    gi_star = whole(localG(values, nb2listw(include.self(nb), style = "B"))),
    local_moran = whole(moran[, "Ii"]), local_moran_z = abs(whole(moran[, "Z.Ii"])), local_moran_p = whole(moran[, 5]),
    local_moran_p_permuted = whole(permuted[, "Pr(z != E(Ii)) Sim"]),
    morans_i = whole(moran.test(values, rows)$estimate[1]), expected_i = whole(moran.test(values, rows)$estimate[2])
  )
}
grid <- c(1, 2, 1, 0, 1, 2, 9, 8, 1, 0, 1, 7, 10, 2, 1, 0, 1, 2, 1, 0, 1, 0, 1, 0, 3)
x <- round(runif(150, 0, 10000), 1)
y <- round(runif(150, 0, 10000), 1)
scattered <- round(rgamma(150, 2) * exp(1 + sin(x / 2000)), 3)
nearest <- knn2nb(knearneigh(cbind(x, y), k = 6))
places <- list(
  grid = of_places(grid, cell2nb(5, 5, type = "queen")),
  nearest = c(of_places(scattered, nearest), list(x = x, y = y))
)

risk <- data.frame(o = c(12, 3, 4, 25, 1, 2), n = c(500, 1500, 900, 1800, 400, 1200))
empirical_bayes <- list(counts = risk$o, populations = risk$n, estimates = EBest(risk$o, risk$n)$estmm)

at <- round(cbind(runif(120, 0, 1500), runif(120, 0, 1500)), 1)
days <- sample(0:179, 120, replace = TRUE)
days[1:12] <- days[13:24] + 2
at[1:12, ] <- at[13:24, ] + 20
invisible(capture.output( # it prints its progress
  close <- knox(dist(days), dist(at), eps.t = 6.5, eps.s = 150, simulate.p.value = TRUE, B = 999)
))
near_repeat <- list(
  x = at[, 1], y = at[, 2], days = days, metres = 150, days_apart = 7,
  observed = whole(close$statistic), expected = whole(close$null.value), p = close$p.value
)

# Similar areas ----------------------------------------------------------------------------------------------------

traits <- round(cbind(rlnorm(12, 12, 0.4), rlnorm(12, 2.5, 0.6), runif(12, 20, 70)), 4)
distance <- list(traits = traits, distance = as.matrix(dist(scale(traits)))[, 1])
own <- 34.1
peers <- round(rlnorm(10, 3.2, 0.3), 3)
single <- data.frame(y = log(c(own, peers)), ours = c(1, rep(0, 10)))
told <- lm(y ~ ours, single)
among_peers <- list(
  own = own, peers = peers, ratio = exp(whole(coef(told)["ours"])),
  p = summary(told)$coefficients["ours", "Pr(>|t|)"], interval = exp(ends(confint(told)["ours", ]))
)

# ------------------------------------------------------------------------------------------------------------------

made <- list(
  made_by = list(
    R = paste(R.version$major, R.version$minor, sep = "."),
    spdep = as.character(packageVersion("spdep")), surveillance = as.character(packageVersion("surveillance"))
  ),
  counts = counts, two_counts = two_counts, wilson = wilson, fisher = fisher, false_discovery = false_discovery,
  paired_months = paired_months, ratio_of_ratios = ratio_of_ratios, interrupted = interrupted, seasonal = seasonal,
  exceedance = exceedance, places = places, empirical_bayes = empirical_bayes, near_repeat = near_repeat,
  standardised_distance = distance, among_peers = among_peers
)
part <- function(name) sprintf("\"%s\": %s", name, toJSON(made[[name]], auto_unbox = TRUE, digits = 12, na = "null"))
text <- paste0("{\n", paste(vapply(names(made), part, ""), collapse = ",\n"), "\n}")
path <- file.path(here, "values.json")
if ("--check" %in% commandArgs(TRUE)) {
  differs <- all.equal(fromJSON(path)[-1], fromJSON(text)[-1], tolerance = 1e-8)
  if (!isTRUE(differs)) {
    cat("values.json is not what R gives now:\n", paste(differs, collapse = "\n "), "\n", sep = "")
    quit(status = 1)
  }
  cat("values.json is what R ", made$made_by$R, " gives\n", sep = "")
} else {
  writeLines(text, path)
}
