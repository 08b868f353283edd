"""Published tables of judgements, typed in from their sources."""

from concord.analysis.text.agreement import Judgements, judgements

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units; also
# distributed with Gwet's irrCAC as cac.raw4raters, with the coefficients printed in its overview.
_N = None
KRIPPENDORFF_C = (
    (1, 1, _N, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (_N, 5, 5, 5),
    (_N, _N, 1, 1),
    (_N, _N, 3, _N),
)

# Krippendorff (2011), sections A (binary) and B (nominal): two observers.
KRIPPENDORFF_A = tuple(
    zip((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0), strict=True),
)
KRIPPENDORFF_B = tuple(zip("aabbdcccedda", "babbbccceddd", strict=True))

# Fleiss (1971), table 1: thirty patients, each put by six psychiatrists into one of five categories.
FLEISS_1971 = (
    *("00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006"),
    *("10050", "11040", "03300", "10050", "02031", "00501", "30012", "51000", "02040", "10203"),
    *("00006", "01050", "02013", "20040", "10041", "05010", "40002", "02040", "10500", "00006"),
)

# Gwet's irrCAC, distrib.6raters: the first fifteen patients of Fleiss.
GWET_SIX = FLEISS_1971[:15]

# Gwet's irrCAC, cont3x3abstractors: a hundred pregnancies, two abstractors.
GWET_ABSTRACTORS = ((13, 0, 0), (0, 20, 7), (0, 4, 56))

# Cohen (1960), table 1, proportions of 200; Fleiss, Levin & Paik (2003), table 18.1.
COHEN_1960 = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
FLEISS_LEVIN_PAIK = ((75, 1, 4), (5, 4, 1), (0, 0, 10))


def from_counts(rows: tuple[str, ...]) -> Judgements:
    """A table of how many chose each category, as judgements of that many nameless coders."""
    return judgements([[kind for kind, many in enumerate(row) for _ in range(int(many))] for row in rows])
