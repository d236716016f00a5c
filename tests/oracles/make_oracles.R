# Writes tests/oracles/r_cases.json: what R says about cases that lib.stats answers too.
#
#   Rscript tests/oracles/make_oracles.R        (Debian: r-base-core r-cran-survival r-cran-survey r-cran-epitools)
#
# The tests read the committed table, so R is needed only to write it again. Each case names the call in R, the
# function of lib.stats with its arguments, and the values expected, by where they stand in the record. In lib.stats
# the effect is b minus a, so R is given b first. The data are drawn here, from seeds.
suppressPackageStartupMessages({library(survival); library(survey); library(epitools)})

# ---- writing JSON without a package --------------------------------------------------------------------------
number <- function(x) ifelse(is.infinite(x), ifelse(x > 0, '"inf"', '"-inf"'), sprintf("%.17g", x))
json <- function(x) {
  if (is.null(x)) "null"
  else if (is.list(x) && !is.null(names(x)))
    paste0("{", paste0('"', names(x), '": ', vapply(x, json, ""), collapse = ", "), "}")
  else if (is.list(x)) paste0("[", paste(vapply(x, json, ""), collapse = ", "), "]")
  else if (is.character(x)) paste0('"', x, '"')
  else if (length(x) == 1) number(x)
  else paste0("[", paste(number(x), collapse = ", "), "]")
}
lines <- character()
case <- function(id, call, fun, args, kwargs, expected) {
  expected <- lapply(expected, unname)
  kwargs <- if (length(kwargs)) json(kwargs) else "{}"
  lines <<- c(lines, sprintf('{"id": "%s", "r": "%s", "function": "%s", "args": %s, "kwargs": %s, "expected": %s}',
                             id, call, fun, json(args), kwargs, json(expected)))
}
limits <- function(ci) list(interval.low = ci[[1]], interval.high = ci[[2]])
sides <- c("two.sided", "greater", "less")
ours <- function(side) sub("two.sided", "two-sided", side)
label <- function(...) paste(..., sep = "-")

# ---- one proportion ------------------------------------------------------------------------------------------
shares <- list(c(0, 12), c(3, 20), c(7, 50), c(41, 1000), c(19, 20))
for (s in shares) for (level in c(0.9, 0.99)) {
  x <- s[1]; n <- s[2]; a <- 1 - level; z <- qnorm(1 - a / 2)
  add <- function(method, call, ci)
    case(label("share", method, x, n, level), call, "proportion_interval", list(x, n),
         list(level = level, method = method), limits(ci))
  add("wilson", "prop.test(correct = FALSE)$conf.int", suppressWarnings(prop.test(x, n, correct = FALSE, conf.level = level))$conf.int)
  add("exact", "binom.test$conf.int", binom.test(x, n, conf.level = level)$conf.int)
}
for (s in list(c(3, 20), c(41, 1000))) {
  x <- s[1]; n <- s[2]
  ci <- suppressWarnings(prop.test(x, n, correct = TRUE))$conf.int
  case(label("share-wilson_cc", x, n), "prop.test$conf.int", "proportion_interval", list(x, n), list(method = "wilson_cc"), limits(ci))
  case(label("share-jeffreys", x, n), "qbeta(c(.025, .975), x + 1/2, n - x + 1/2)", "proportion_interval", list(x, n),
       list(method = "jeffreys"), limits(qbeta(c(.025, .975), x + .5, n - x + .5)))
  mid <- function(p, upper) if (upper) pbinom(x - 1, n, p) + dbinom(x, n, p) / 2 else
    pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p) / 2
  root <- function(upper, from, to) uniroot(function(p) mid(p, upper) - .025, c(from, to), tol = 1e-15)$root
  case(label("share-mid_p", x, n), "uniroot on pbinom + dbinom / 2", "proportion_interval", list(x, n),
       list(method = "mid_p"), limits(c(root(FALSE, 1e-12, x / n), root(TRUE, x / n, 1 - 1e-12))))
  approx <- epitools::binom.approx(x, n)
  case(label("share-wald", x, n), "epitools::binom.approx", "proportion_interval", list(x, n), list(method = "wald"),
       limits(c(max(0, approx$lower), approx$upper)))
}
for (side in sides) for (s in list(c(3, 20, .3), c(682, 925, .75), c(0, 12, .1))) {
  found <- binom.test(s[1], s[2], s[3], alternative = side)
  case(label("target-exact", s[1], s[2], ours(side)), "binom.test", "compare_proportion_to_target", as.list(s),
       list(alternative = ours(side)), list(p_value = found$p.value, interval.low = found$conf.int[1] - s[3],
                                            interval.high = found$conf.int[2] - s[3]))
  found <- suppressWarnings(prop.test(s[1], s[2], s[3], alternative = side, correct = FALSE))
  case(label("target-score", s[1], s[2], ours(side)), "prop.test(correct = FALSE)", "compare_proportion_to_target",
       as.list(s), list(alternative = ours(side), method = "score"),
       list(p_value = found$p.value, statistic = sign(s[1] / s[2] - s[3]) * sqrt(found$statistic)))
}

# ---- two proportions: x_a, n_a, x_b, n_b ---------------------------------------------------------------------
tables <- list(c(3, 20, 9, 22), c(30, 400, 50, 410), c(7, 8, 1, 9), c(450, 1000, 480, 1100), c(5, 5000, 19, 4800))
for (t in tables) for (side in sides) {
  found <- suppressWarnings(prop.test(t[c(3, 1)], t[c(4, 2)], alternative = side, correct = FALSE))
  case(label("shares-z", paste(t, collapse = "-"), ours(side)), "prop.test(correct = FALSE)", "compare_proportions",
       as.list(t), list(method = "z", interval = "wald", alternative = ours(side)),
       c(list(p_value = found$p.value, statistic = sign(t[3] / t[4] - t[1] / t[2]) * sqrt(found$statistic),
              estimate_a = found$estimate[[2]], estimate_b = found$estimate[[1]]), limits(found$conf.int)))
  cells <- matrix(c(t[3], t[4] - t[3], t[1], t[2] - t[1]), 2)
  case(label("shares-fisher", paste(t, collapse = "-"), ours(side)), "fisher.test", "compare_proportions", as.list(t),
       list(method = "fisher", alternative = ours(side)), list(p_value = fisher.test(cells, alternative = side)$p.value))
  if (side == "two.sided") {
    found <- suppressWarnings(chisq.test(cells, correct = FALSE))
    case(label("shares-chi2", paste(t, collapse = "-")), "chisq.test(correct = FALSE)", "compare_proportions", as.list(t),
         list(method = "chi2"), list(p_value = found$p.value, statistic = found$statistic))
    whole <- matrix(c(t[2] - t[1], t[4] - t[3], t[1], t[3]), 2)
    ratio <- suppressWarnings(epitools::riskratio.wald(whole))$measure[2, ]
    case(label("risk-ratio", paste(t, collapse = "-")), "epitools::riskratio.wald", "risk_ratio_interval", as.list(t),
         list(method = "katz_log"), c(list(estimate = ratio[[1]]), limits(ratio[2:3])))
    ratio <- suppressWarnings(epitools::oddsratio.wald(whole))$measure[2, ]
    case(label("odds-ratio", paste(t, collapse = "-")), "epitools::oddsratio.wald", "odds_ratio_interval", as.list(t),
         list(method = "woolf"), c(list(estimate = ratio[[1]]), limits(ratio[2:3])))
  }
}
for (t in list(c(20, 12, 2, 16), c(794, 150, 86, 570), c(5, 3, 9, 4))) {
  found <- mcnemar.test(matrix(t, 2, byrow = TRUE), correct = FALSE)
  args <- list(list(t[1:2], t[3:4]))
  case(label("paired-z", paste(t, collapse = "-")), "mcnemar.test(correct = FALSE)", "compare_proportions_paired", args,
       list(method = "z"), list(p_value = found$p.value, statistic = sign(t[3] - t[2]) * sqrt(found$statistic)))
  for (side in sides)
    case(label("paired-exact", paste(t, collapse = "-"), ours(side)), "binom.test(c, b + c)", "compare_proportions_paired",
         args, list(method = "exact", alternative = ours(side)),
         list(p_value = binom.test(t[3], t[2] + t[3], alternative = side)$p.value))
}

# ---- many proportions, planned splits, families --------------------------------------------------------------
many <- list(list(c(83, 90, 129, 70), c(86, 93, 136, 82)), list(c(120, 150, 131), c(1000, 1010, 990)))
for (i in seq_along(many)) for (correction in c("holm", "BH", "bonferroni", "none")) {
  x <- many[[i]][[1]]; n <- many[[i]][[2]]; k <- length(x)
  all <- suppressWarnings(prop.test(x, n)); two <- suppressWarnings(pairwise.prop.test(x, n, p.adjust.method = correction, correct = FALSE))
  expected <- list(p_value = all$p.value, statistic = all$statistic, degrees_of_freedom = all$parameter)
  pair <- 0
  for (a in 1:(k - 1)) for (b in (a + 1):k) {
    expected[[sprintf("pairs.%d.p_adjusted", pair)]] <- two$p.value[b - 1, a]; pair <- pair + 1
  }
  case(label("many-shares", i, tolower(correction)), "prop.test, pairwise.prop.test(correct = FALSE)",
       "compare_many_proportions", list(x, n), list(method = "z", correction = tolower(correction)), expected)
}
for (s in list(list(c(5021, 4979), c(.5, .5)), list(c(310, 290, 402), c(1, 1, 1)), list(c(90, 905), c(.1, .9)))) {
  found <- chisq.test(s[[1]], p = s[[2]], rescale.p = TRUE)
  case(label("split", paste(s[[1]], collapse = "-")), "chisq.test(p = )", "sample_ratio_mismatch", s, list(),
       list(p_value = found$p.value, statistic = found$statistic, degrees_of_freedom = found$parameter))
}
families <- list(c(.0001, .2, .04, .04, 1, .013, .6, .0005), c(.01, .02, .03, .04, .05), c(.5, .049))
for (i in seq_along(families)) for (method in c("holm", "hochberg", "BH", "BY", "bonferroni"))
  case(label("family", i, tolower(method)), "p.adjust", "adjust", list(families[[i]]), list(method = tolower(method)),
       list(value = p.adjust(families[[i]], method)))

# ---- means ---------------------------------------------------------------------------------------------------
set.seed(20)
draw <- list(skewed = list(round(rexp(12, 1 / 20), 2), round(rexp(9, 1 / 30), 2)),
             normal = list(round(rnorm(30, 10, 3), 2), round(rnorm(45, 11, 5), 2)),
             tiny = list(c(3, 4.5, 1.25), c(6.5, 8)))
for (name in names(draw)) {
  a <- draw[[name]][[1]]; b <- draw[[name]][[2]]
  for (side in sides) for (equal in c(FALSE, TRUE)) {
    found <- t.test(b, a, var.equal = equal, alternative = side, conf.level = .9)
    case(label(if (equal) "student" else "welch", name, ours(side)), "t.test", "compare_means", list(a, b),
         list(method = if (equal) "student" else "welch", alternative = ours(side), level = .9),
         c(list(p_value = found$p.value, statistic = found$statistic, details.degrees_of_freedom = found$parameter,
                details.standard_error = found$stderr), limits(found$conf.int)))
  }
  case(label("mean", name), "t.test", "mean_interval", list(a), list(), limits(t.test(a)$conf.int))
}
for (name in c("skewed", "normal")) for (side in sides) {
  # Without ties: R's exact test and its limits, order statistics of the differences.
  a <- unique(draw[[name]][[1]]); b <- setdiff(unique(draw[[name]][[2]]), a)
  found <- wilcox.test(b, a, alternative = side, conf.int = TRUE)
  case(label("ranks-exact", name, ours(side)), "wilcox.test(conf.int = TRUE)", "compare_means", list(a, b),
       list(method = "mann_whitney", alternative = ours(side)),
       c(list(p_value = found$p.value, statistic = found$statistic, estimate = found$estimate), limits(found$conf.int)))
  a <- round(a / 4); b <- round(b / 4)
  found <- suppressWarnings(wilcox.test(b, a, alternative = side))
  case(label("ranks-ties", name, ours(side)), "wilcox.test", "compare_means", list(a, b),
       list(method = "mann_whitney", alternative = ours(side)), list(p_value = found$p.value, statistic = found$statistic))
}

# ---- ratios of sums, the unit resampled being the user ---------------------------------------------------------
ratio <- function(y, x) svyratio(~y, ~x, svydesign(ids = ~1, weights = ~1, data = data.frame(y, x)))
units <- function(seed, n) { set.seed(seed); x <- 1 + rpois(n, 3); list(y = rbinom(n, x, .3), x = x) }
for (n in c(15, 60, 200)) {
  a <- units(n, n); b <- units(n + 1, n + 5); of_a <- ratio(a$y, a$x); of_b <- ratio(b$y, b$x)
  case(label("ratio", n), "survey::svyratio", "ratio_interval", list(list(a$y, a$x)), list(quantile = "normal"),
       c(list(estimate = coef(of_a)[[1]], details.standard_error = SE(of_a)[[1]]), limits(confint(of_a))))
  error <- sqrt(SE(of_a)[[1]]^2 + SE(of_b)[[1]]^2)
  case(label("ratios", n), "survey::svyratio", "compare_ratios", list(list(a$y, a$x), list(b$y, b$x)), list(),
       list(estimate = coef(of_b)[[1]] - coef(of_a)[[1]], details.standard_error = error,
            statistic = (coef(of_b)[[1]] - coef(of_a)[[1]]) / error))
}

# ---- rates -----------------------------------------------------------------------------------------------------
for (k in list(c(0, 10), c(1, 3), c(15, 400), c(2300, 12))) for (level in c(.8, .95)) {
  case(label("rate", k[1], k[2], level), "poisson.test$conf.int", "rate_interval", as.list(k), list(level = level),
       limits(poisson.test(k[1], k[2], conf.level = level)$conf.int))
}
for (k in list(c(1, 3), c(15, 400))) {
  byar <- epitools::pois.byar(k[1], k[2])
  case(label("rate-byar", k[1], k[2]), "epitools::pois.byar", "rate_interval", as.list(k), list(method = "byar"),
       limits(c(byar$lower, byar$upper)))
}
for (side in sides) {
  found <- poisson.test(15, 400, .05, alternative = side)
  p <- if (side == "two.sided") min(1, 2 * min(ppois(15, 20), ppois(14, 20, lower.tail = FALSE))) else found$p.value
  case(label("rate-target", ours(side)), if (side == "two.sided") "2 min(ppois)" else "poisson.test",
       "compare_rate_to_target", list(15, 400, .05), list(alternative = ours(side)), list(p_value = p))
  for (k in list(c(10, 100, 25, 100), c(60, 51477.5, 30, 54308.7), c(3, 7, 0, 9))) {
    found <- poisson.test(k[c(3, 1)], k[c(4, 2)], alternative = side)
    # R's two-sided p counts outcomes no likelier than the one seen; lib.stats doubles the smaller tail, as the limits do.
    p <- found$p.value
    if (side == "two.sided") p <- min(1, 2 * min(poisson.test(k[c(3, 1)], k[c(4, 2)], alternative = "less")$p.value,
                                                 poisson.test(k[c(3, 1)], k[c(4, 2)], alternative = "greater")$p.value))
    case(label("rates", k[1], k[3], ours(side)), "poisson.test", "compare_rates", as.list(k),
         list(alternative = ours(side)), c(list(p_value = p, estimate = found$estimate), limits(found$conf.int)))
  }
}

# ---- survival ----------------------------------------------------------------------------------------------------
watched <- function(seed, n, mean) {
  set.seed(seed); time <- ceiling(rexp(n, 1 / mean)); until <- ceiling(runif(n, 1, 40))
  list(time = pmin(time, until), event = as.numeric(time <= until))
}
groups <- list(watched(1, 25, 20), watched(2, 40, 30), watched(3, 60, 15))
for (i in seq_along(groups)) for (level in c(.8, .95)) {
  g <- groups[[i]]
  fit <- survfit(Surv(g$time, g$event) ~ 1, conf.type = "log-log", conf.int = level)
  at <- fit$n.event > 0
  case(label("survival", i, level), "survfit(conf.type = 'log-log')", "survival_curve", list(g$time, g$event),
       list(level = level), list(times = fit$time[at], at_risk = fit$n.risk[at], survival = fit$surv[at],
       standard_error = (fit$surv * fit$std.err)[at], low = fit$lower[at], high = fit$upper[at]))
  case(label("survival-median", i, level), "summary(survfit)$table", "median", list(g$time, g$event), list(level = level),
       list(estimate = summary(fit)$table[["median"]]))
  mean <- summary(fit, rmean = 15)$table
  case(label("survival-mean", i, level), "summary(survfit, rmean = 15)$table", "restricted_mean",
       list(g$time, g$event, 15), list(level = level),
       list(estimate = mean[[5]], details.standard_error = mean[[6]]))
}
for (chosen in list(c(1, 2), c(1, 3), c(2, 3), c(1, 2, 3))) {
  data <- do.call(rbind, lapply(chosen, function(i) data.frame(groups[[i]], group = i)))
  found <- survdiff(Surv(time, event) ~ group, data)
  expected <- list(statistic = found$chisq, p_value = pchisq(found$chisq, length(chosen) - 1, lower.tail = FALSE))
  for (i in seq_along(chosen)) {
    expected[[sprintf("details.observed_%d", i - 1)]] <- found$obs[i]
    expected[[sprintf("details.expected_%d", i - 1)]] <- found$exp[i]
  }
  case(label("log-rank", paste(chosen, collapse = "-")), "survdiff", "log_rank",
       lapply(chosen, function(i) list(groups[[i]]$time, groups[[i]]$event)), list(), expected)
}

# ---- plans -------------------------------------------------------------------------------------------------------
for (p in list(c(.02, .025), c(.2, .25), c(.6, .5))) for (side in c("two.sided", "one.sided")) {
  alternative <- if (side == "two.sided") "two-sided" else if (p[2] > p[1]) "greater" else "less"
  n <- power.prop.test(p1 = p[1], p2 = p[2], power = .8, alternative = side, strict = side == "two.sided", tol = 1e-13)$n
  case(label("plan-share", p[1], p[2], side), "power.prop.test(strict = TRUE)", "sample_size", list(),
       list(baseline = p[1], effect = p[2] - p[1], power = .8, alternative = alternative), list(exact = n))
  power <- power.prop.test(n = 500, p1 = p[1], p2 = p[2], alternative = side, strict = side == "two.sided")$power
  case(label("power-share", p[1], p[2], side), "power.prop.test(strict = TRUE)", "power", list(),
       list(n = 500, baseline = p[1], effect = p[2] - p[1], alternative = alternative), list(power = power))
}
for (d in c(.2, .5, 1)) for (side in c("two.sided", "one.sided")) {
  alternative <- if (side == "two.sided") "two-sided" else "greater"
  n <- power.t.test(delta = d, sd = 2, power = .9, alternative = side, strict = TRUE, tol = 1e-12)$n
  case(label("plan-mean", d, side), "power.t.test(strict = TRUE)", "sample_size", list(),
       list(effect = d, sd = 2, power = .9, alternative = alternative), list(exact = n))
  power <- power.t.test(n = 60, delta = d, sd = 2, alternative = side, strict = TRUE)$power
  case(label("power-mean", d, side), "power.t.test(strict = TRUE)", "power", list(),
       list(n = 60, effect = d, sd = 2, alternative = alternative), list(power = power))
}

# ---- several groups, ordered groups, looking early -----------------------------------------------------------------
for (i in seq_along(many)) for (scores in list(NULL, c(0, 1, 3, 7))) {
  x <- many[[i]][[1]]; n <- many[[i]][[2]]; at <- if (is.null(scores)) seq_along(x) - 1 else scores[seq_along(x)]
  found <- prop.trend.test(x, n, at)
  case(label("trend", i, if (is.null(scores)) "plain" else "scored"), "prop.trend.test", "proportion_trend", list(x, n),
       list(scores = at), list(p_value = found$p.value, statistic = sqrt(found$statistic) * sign(cor(x / n, at, method = "pearson"))))
}
for (k in 2:4) {
  set.seed(100 + k); sets <- lapply(1:k, function(i) round(rnorm(6 + 3 * i, 10 + i / 2, 2 + i), 2))
  data <- data.frame(y = unlist(sets), g = factor(rep(1:k, lengths(sets))))
  for (equal in c(FALSE, TRUE)) {
    found <- oneway.test(y ~ g, data, var.equal = equal)
    case(label("means", k, if (equal) "student" else "welch"), "oneway.test", "compare_many_means", list(sets),
         list(method = if (equal) "student" else "welch"), list(p_value = found$p.value, statistic = found$statistic))
  }
  found <- kruskal.test(y ~ g, data)
  case(label("means", k, "kruskal"), "kruskal.test", "compare_many_means", list(sets), list(method = "kruskal_wallis"),
       list(p_value = found$p.value, statistic = found$statistic))
  data$y <- round(data$y / 3); sets <- split(data$y, data$g); names(sets) <- NULL
  found <- kruskal.test(y ~ g, data)
  case(label("means", k, "kruskal-ties"), "kruskal.test", "compare_many_means", list(sets), list(method = "kruskal_wallis"),
       list(p_value = found$p.value, statistic = found$statistic))
}
set.seed(7)
for (n in c(12, 80)) {
  before <- round(rnorm(2 * n, 50, 10), 2); group <- rep(0:1, each = n)
  after <- round(before * .7 + rnorm(2 * n, 20, 6) + group, 2)
  slope <- coef(lm(after ~ group + before))
  case(label("covariate", n), "lm(after ~ group + before)", "cuped",
       list(list(after[group == 0], before[group == 0]), list(after[group == 1], before[group == 1])), list(),
       list(theta = slope[["before"]], comparison.estimate = slope[["group"]]))
}

# ---- Bayes ---------------------------------------------------------------------------------------------------------
for (t in list(c(10, 100, 15, 100), c(0, 5, 3, 4), c(300, 10000, 330, 10000))) {
  a <- c(1 + t[1], 1 + t[2] - t[1]); b <- c(1 + t[3], 1 + t[4] - t[3])
  inner <- function(p) dbeta(p, b[1], b[2]) * pbeta(p, a[1], a[2])
  middle <- qbeta(c(1e-13, .5, 1 - 1e-13), b[1], b[2])
  above <- integrate(inner, middle[1], middle[2], rel.tol = 1e-13, subdivisions = 1000)$value +
    integrate(inner, middle[2], middle[3], rel.tol = 1e-13, subdivisions = 1000)$value
  case(label("posterior", paste(t, collapse = "-")), "integrate(dbeta * pbeta), qbeta", "posterior_proportions", as.list(t),
       list(), list(probability = above, interval_a.low = qbeta(.025, a[1], a[2]), interval_a.high = qbeta(.975, a[1], a[2]),
                    interval_b.low = qbeta(.025, b[1], b[2]), interval_b.high = qbeta(.975, b[1], b[2])))
}

header <- sprintf('{"tool": "%s", "packages": {%s}, "date": "%s", "written_by": "tests/oracles/make_oracles.R", "cases": [',
  R.version.string, paste0('"', c("survival", "survey", "epitools"), '": "',
  vapply(c("survival", "survey", "epitools"), function(p) as.character(packageVersion(p)), ""), '"', collapse = ", "), Sys.Date())
stopifnot(!anyDuplicated(sub('.*"id": "([^"]*)".*', "\\1", lines)))
writeLines(c(header, paste(lines, collapse = ",\n"), "]}"), "tests/oracles/r_cases.json")
cat(length(lines), "cases\n")
