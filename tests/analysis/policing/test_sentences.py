import importlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument
from concord.analysis.policing import hits, rates, staggered, wdd
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale
from concord.analysis.policing.phrases import ENGLISH, IN_SPANISH, SPANISH
from concord.analysis.policing.sentences import decimals_for, limits, number, sentences
from concord.analysis.policing.spanish import in_spanish

ABOUT = About(group="Black drivers", reference="white drivers", outcome="stops", base="residents", period="2017")
WORDS = {"Black drivers": "conductores negros", "white drivers": "conductores blancos"}
METHODS = ("force", "hits", "outcomes", "rates", "staggered", "threshold", "veil", "wdd", "weighting")


def ratio(**changes):
    plain = {"events": (204420, 50698), "exposure": (648846, 548312), "about": ABOUT}
    return rates.rate_ratio(**{**plain, **changes})


def test_a_rate_ratio_in_both_languages():
    assert list(sentences(ratio())) == [
        (
            "In 2017, the rate of stops for Black drivers was 3.407 times that for white drivers (95% interval 3.374 "
            "to 3.441), counted against residents: 204,420 stops in a base of 648,846."
        ),
        "A difference was seen. The figure does not show why it is there.",
    ]
    assert list(sentences(ratio(), language="es", words=WORDS)) == [
        (
            "En 2017, la tasa de paradas de conductores negros fue 3.407 veces la de conductores blancos (intervalo "
            "del 95%: 3.374 a 3.441), con residentes como base: 204,420 paradas sobre una base de 648,846."
        ),
        "Se vio una diferencia. La cifra no muestra por qué existe.",
    ]


def test_none_seen_says_what_would_have_been_seen():
    said = sentences(ratio(events=(41, 60), exposure=(1000, 1400)))
    assert said[1] == (
        "No difference was seen. A gap of 1.76 times (or its inverse) would have been seen four times in five."
    )


def test_too_little_data_and_data_not_fit_are_said():
    assert sentences(ratio(events=(0, 5))) == (
        "In 2017, no figure can be given for stops for Black drivers.",
        "There is too little data to tell.",
    )
    small = rates.rate_ratio(
        events=(9, 8), exposure=(50, 50), about=About(group="a", reference="b", outcome="stops", meaningful=1.5)
    )
    assert sentences(small)[1] == (
        "There is too little data to tell: only a gap of 3.9 times (or its inverse) or more would have been seen "
        "four times in five."
    )
    unfit = Estimate.from_record({**ratio().as_record(), "unfit": ["half of the races are missing", "two codings"]})
    assert sentences(unfit)[1] == (
        "The data are not fit for this question: half of the races are missing; two codings."
    )


def test_a_difference_says_more_or_fewer_and_what_was_left_out():
    table = {"race": ["a", "b", "c"], "s": [400, 400, 7], "h": [80, 120, 1]}
    found = hits.hit_rate_difference(
        table,
        searches="s",
        hits="h",
        group="race",
        about=About(group="a", reference="b", outcome="hits", base="searches"),
    )
    assert sentences(found) == (
        "Hits for a were 10.0 per 100 searches fewer than for b (95% interval −16.0 to −4.0), 80 of 400 searches.",
        "A difference was seen. The figure does not show why it is there.",
        "Left out: 7 (s of another group).",
    )


def test_a_change_in_treated_places_and_after_training():
    about = About(outcome="burglaries")
    assert sentences(wdd.displacement_difference(treated=(207, 110), control=(308, 318), about=about))[0] == (
        "Compared with the control places, burglaries changed by −107 (95% interval −167 to −47), out of 943 counted."
    )
    table = {"u": [1, 1, 2, 2, 3, 3, 4, 4], "t": [1, 2] * 4, "g": [2] * 4 + [None] * 4, "y": [5, 3, 4, 1, 5, 5, 4, 5]}
    panel = staggered.read_panel(table, unit="u", period="t", first="g", outcome="y")
    assert sentences(staggered.training_effect(panel, about=About(outcome="complaints")))[0].startswith(
        "After the training, complaints a unit and period changed by −"
    )


def test_a_hidden_figure_says_nothing_but_that():
    assert sentences(ratio().hidden()) == ("This figure is not shown, to protect the people it is about.",)
    assert sentences(ratio().hidden(), language="es") == (
        "Esta cifra no se muestra, para proteger a las personas de las que trata.",
    )


@given(st.integers(30, 5000), st.integers(30, 5000))
def test_every_number_of_a_sentence_is_a_figure_of_the_estimate(one, two):
    found = ratio(events=(one, two), exposure=(10_000, 10_000))
    places = decimals_for(found)
    figures = [found.value, found.low, found.high, found.detectable]
    allowed = {number(figure, decimals=places) for figure in figures} | {f"{one:,}", "10,000", "95", "2017"}
    for language in ("en", "es"):
        text = " ".join(sentences(found, language=language))
        assert set(re.findall(r"\d(?:[\d,]*\d)?(?:\.\d+)?", text)) <= allowed
        assert number(found.value, decimals=places) in text


@given(st.integers(30, 5000), st.integers(1, 500))
def test_changing_a_count_changes_the_text(events, more):
    assert sentences(ratio(events=(events, 900))) != sentences(ratio(events=(events + more, 900)))


def test_rounding_never_puts_an_edge_on_no_difference():
    found = Estimate(
        measure="x", value=1.5, low=1.004, high=2.2, n=10, denominator=5.0, unit="ratio", scale=Scale.RATIO, method="m"
    )
    assert "1.004 to 2.200" in sentences(found)[0]


def test_both_languages_have_the_same_phrases_with_the_same_places():
    def places(text):
        return sorted(set(re.findall(r"{\w+}", text)))

    assert {name: places(text) for name, text in ENGLISH.items()} == {
        name: places(text) for name, text in SPANISH.items()
    }


def test_every_assumption_of_every_method_is_there_in_spanish():
    said = []
    for name in METHODS:
        module = importlib.import_module(f"concord.analysis.policing.{name}")
        said += [
            text for key, text in vars(module).items() if key.isupper() and isinstance(text, str) and text.endswith(".")
        ]
    assert len(said) > 20
    assert [text for text in said if text not in IN_SPANISH] == []
    assert limits(ratio(), language="es")[1] == IN_SPANISH[rates.COUNTS_VARY]


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Side by side: no reading sees a difference.", "Lado a lado: ninguna lectura ve una diferencia."),
        ("The robust rule reads: inconclusive.", "La regla robusta dice: no concluyente."),
        ("cleared by arrest within 365 days", "resueltos por arresto en 365 días"),
        ("response of half of callers", "respuesta de la mitad de quienes llaman"),
        ("district not recorded", "district: sin anotar"),
        ("people recorded as Black", "personas anotadas como negras"),
        ("Alder district", None),
    ],
)
def test_what_orders_bring_into_sentences_is_known_in_spanish(english, spanish):
    assert in_spanish(english) == spanish


def test_a_share_is_told_of_a_hundred():
    found = Estimate(
        measure="closed", value=0.228, low=0.192, high=0.265, n=118, denominator=518.0, base="offences", unit="share",
        outcome="cleared by arrest within 365 days", method="m",
    )  # fmt: skip
    assert sentences(found) == (
        "Cleared by arrest within 365 days: 22.8 per 100 (95% interval 19.2 to 26.5), 118 of 518 offences.",
    )
    assert sentences(found, language="es") == (
        "Resueltos por arresto en 365 días: 22.8 por cada 100 (intervalo del 95%: 19.2 a 26.5), 118 de 518 delitos.",
    )


def test_no_sentence_says_why_or_accuses():
    barred = ("bias", "racis", "profil", "violat", "discriminat", "sesgo", "prueba que")
    for text in (*ENGLISH.values(), *SPANISH.values(), *IN_SPANISH.values()):
        assert [word for word in barred if word in text.lower()] == []


def test_an_unknown_language_is_refused_and_words_may_be_missing():
    with pytest.raises(BadArgument, match="language 'fr'; expected one of \\['en', 'es'\\]"):
        sentences(ratio(), language="fr")
    assert "Black drivers" in sentences(ratio(), language="es")[0]


def test_exclusions_are_told_with_their_counts():
    record = {**ratio().as_record(), "excluded": [{"reason": "no race recorded", "count": 1234}]}
    found = Estimate.from_record(record)
    assert found.excluded == (Exclusion("no race recorded", 1234),)
    assert sentences(found)[2] == "Left out: 1,234 (no race recorded)."
