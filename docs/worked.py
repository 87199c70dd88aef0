"""One worked example for each method, evaluated when the reference is made: name of the module to expression."""

GRID = (1, 2, 1, 0, 1, 2, 9, 8, 1, 0, 1, 7, 10, 2, 1, 0, 1, 2, 1, 0, 1, 0, 1, 0, 3)
STEP = (40, 42, 38, 44, 41, 39, 43, 40, 42, 41, 38, 42, 33, 31, 30, 32, 29, 31, 30, 28, 31, 30, 29, 27)
YEARS = tuple(50 + 10 * (month % 12 < 6) + month // 6 for month in range(60))
BEFORE = (587, 534, 779, 830, 841, 865, 1033, 894, 777, 775)
AFTER = (593, 664, 682, 746, 768, 684, 920, 819, 804, 706)
DONORS = (
    (9, 7, 8, 6, 9, 5, 8, 7, 9, 6, 8, 7),
    (5, 8, 4, 9, 5, 7, 4, 8, 6, 9, 5, 7),
    (7, 7, 9, 8, 4, 8, 6, 5, 7, 8, 9, 6),
    (4, 6, 7, 5, 8, 9, 7, 4, 5, 6, 8, 9),
    (8, 5, 6, 7, 7, 4, 9, 6, 8, 5, 7, 4),
    (6, 9, 5, 4, 6, 6, 5, 9, 4, 7, 6, 8),
)

WORKED: dict[str, tuple[str, ...]] = {
    "against_average": ("against_average(130, 100, dispersion=3)",),
    "against_target": ("proportion_against_target(302, 400, 0.75, True)", "rate_against_reference(83, 71.65)"),
    "allowing_for": ("change_allowing_for((40, 52, 61, 48, 55, 43), (31, 45, 60, 37, 40, 35), (8, 12, 19, 21, 15, 10), (7, 13, 22, 19, 12, 9))",),
    "aoristic": ("aoristic_hours([22.5], [26.25]).weights[[22, 23, 0, 1, 2]]",),
    "among_peers": ("among_peers(12, (8, 9, 10, 11, 13, 10))",),
    "boundary_sensitivity": ("boundary_sensitivity(780, 700, 160)",),
    "change_point": ("change_point((22, 18, 25, 20, 24, 19, 21, 23, 12, 10, 14, 11, 9, 13, 12, 10))",),
    "change_of_share": ("change_of_share(((10, 14, 9, 12), (50, 55, 48, 52)), ((18, 17, 20, 15), (51, 50, 54, 49)))",),
    "completeness": ("incomplete_months([100, 96, 104, 30, 98, 102, 99])",),
    "concentration": ("concentration((20, 10, 6, 4, 2, 2, 1, 1, 1, 1, 1, 1), top=(0.25,))", "sparse_gini((5, 2, 1, 0, 0, 0, 0, 0, 0, 0))"),
    "decomposition": ("two_factor_change(100, 110, 50, 40)",),
    "density": ("density_at([0], [0], [0, 200], [0, 0], bandwidth=300)",),
    "displacement": ("weighted_displacement((60, 30), (100, 95), (300, 270))",),
    "empty_spell": ("empty_spell(78, 14)", "empty_spell(208, 14)"),
    "exceedance": ("exceedance([20, 22, 30, 35, 40, 45, 50, 45, 40, 30, 25, 20] * 4 + [35], year=12, half_window=1, seasons=4, left_out=6)",),
    "forecast": ("interval_score([40], [55], [60])", "forecast(YEARS).withheld"),
    "funnel": ("funnel_positions([83, 110], [71.65, 71.65])", "overdispersion((83, 40, 120, 61, 15, 200, 95, 33), (71.65, 50, 100, 60, 20, 170, 110, 30)).dispersion"),
    "hot_spots": ("getis_ord_star(GRID, on_a_grid(5, 5)).z[[6, 12, 0]]", "morans_i(GRID, on_a_grid(5, 5))"),
    "interrupted_series": ("interrupted_series(STEP, start=12)",),
    "intervals": ("poisson_exact(83)", "byar(10)", "wilson(302, 400)"),
    "median": ("median((3, 1, 4, 1, 5, 9, 2, 6, 5, 3))",),
    "multiplicity": ("benjamini_hochberg([.001, .008, .039, .041])",),
    "near_repeat": ("near_repeat((0, 50, 60, 1000, 1010, 3000), (0,) * 6, (0, 3, 10, 0, 5, 40), (0, 200), (0, 8))",),
    "neighbours": ("on_a_grid(2, 3).number",),
    "paired_months": ("change_over_paired_months(BEFORE, AFTER)",),
    "pattern_moved": ("pattern_moved([60, 30, 10, 0], [30, 30, 30, 10]).direction", "share_moved([[6, 3, 1]] * 8, [[3, 3, 4]] * 8)",),
    "percent_change": ("percent_change(1200, 948, dispersion=3)",),
    "quasi_poisson": ("fit_quasi_poisson([5, 7, 9, 12], [[1, 0], [1, 1], [1, 2], [1, 3]]).coefficients",),
    "random_neighbours": ("closed_form_z(np.array(GRID, dtype=float), on_a_grid(5, 5))[[6, 12, 0]]",),
    "rank_intervals": ("rank_intervals([400, 100, 95, 90], [1000] * 4, top=1)",),
    "rates": ("crude_rate(83, 709_402, per=100_000)",),
    "ratio_of_ratios": ("ratio_of_ratios((60, 30), (300, 270))",),
    "season_indices": ("season_indices(YEARS).index[:3]",),
    "seasonal": ("seasonal_parts(YEARS).season[:3]",),
    "shrinkage": ("empirical_bayes((12, 3, 4, 25, 1, 2), (500, 1500, 900, 1800, 400, 1200)).estimates[:2]",),
    "smoothing": ("seasonal_naive(np.array(YEARS, dtype=float), 12, 2, 0.95)",),
    "standardised_distance": ("standardised_distance([[1, 10], [2, 30], [4, 20], [5, 60]], to=0).distance",),
    "standardised": ("directly_standardised_rate((10, 30, 43), (100_000, 150_000, 60_000), (40, 45, 15))", "standardised_ratio(83, 71.65)"),
    "synthetic_control": ("synthetic_control(np.r_[np.add(DONORS[1], DONORS[4])[:10] / 2, 4, 3], DONORS, 10).weights",),
    "time_to_repeat": ("time_to_repeat(['a', 'a', 'b'], [0, 20, 10], last_day=730, marks=(30,))",),
    "trend": ("trend(YEARS).a_year",),
    "two_counts": ("compare_two_counts(120, 95)", "e_test(120, 95)", "mid_p(120, 95)"),
    "two_proportions": ("newcombe_difference(425, 500, 485, 500)",),
    "u_chart": ("u_chart((30, 25, 41), (10, 9, 12))",),
    "weighted_counts": ("weighted_count({'robbery': 3, 'theft': 40}, {'robbery': 365, 'theft': 20}, per=10_000)",),
    "xmr": ("xmr_chart((52, 47, 55, 60, 49, 51, 58, 46, 50, 53, 57, 48))",),
}  # fmt: skip
