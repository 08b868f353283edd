import json
import pickle
from importlib import resources

import numpy as np
import pytest

from concord.analysis.errors import AnalysisError, BadArgument, BadTable, MissingExtra, NotEnoughData
from concord.analysis.policing.estimate import Estimate, Exclusion, Scale, Verdict, _sources, data_hash, facts


def ratio(**changes):
    plain = {
        "measure": "stop_rate_ratio",
        "value": 1.5,
        "low": 1.2,
        "high": 1.9,
        "n": 120,
        "denominator": 4000.0,
        "base": "residents",
        "unit": "ratio",
        "scale": Scale.RATIO,
        "group": "A",
        "reference": "B",
        "method": "log ratio",
        "se": 0.1,
        "diagnostics": facts(phi=1.0, cells=4),
        "excluded": (Exclusion("no race recorded", 7),),
    }
    return Estimate(**{**plain, **changes})


def test_an_interval_without_one_is_a_difference_seen():
    assert ratio().verdict is Verdict.SEEN


def test_an_interval_with_one_says_what_would_have_been_seen():
    found = ratio(value=1.1, low=0.9, high=1.34)
    assert found.verdict is Verdict.NONE_SEEN
    assert found.power.detectable == pytest.approx(np.exp((1.959963984540054 + 0.8416212335729143) * 0.1))


def test_a_gap_called_meaningful_that_could_not_be_seen_is_too_little_data():
    assert ratio(value=1.1, low=0.9, high=1.34, meaningful=1.2).verdict is Verdict.TOO_LITTLE
    assert ratio(value=1.1, low=0.9, high=1.34, meaningful=1.5).verdict is Verdict.NONE_SEEN


def test_a_missing_value_is_too_little_data_and_a_reason_is_data_not_fit():
    assert ratio(value=None, low=None, high=None).verdict is Verdict.TOO_LITTLE
    assert ratio(unfit=("half of the races are missing",)).verdict is Verdict.NOT_FIT


def test_a_corrected_p_value_can_take_a_verdict_back():
    assert ratio(p=0.01, p_adjusted=0.2, family="nine districts").verdict is Verdict.NONE_SEEN


def test_a_level_has_no_verdict_and_no_power():
    found = ratio(scale=Scale.LEVEL)
    assert (found.verdict, found.power, found.null) == (None, None, None)


def test_a_hidden_estimate_carries_no_figure():
    hidden = ratio().hidden()
    record = hidden.as_record()
    kept = {name for name, value in record.items() if isinstance(value, (int, float)) and not isinstance(value, bool)}
    assert kept == {"level"}
    assert hidden.verdict is None
    with pytest.raises(BadArgument, match="a suppressed estimate carries figures"):
        ratio(suppressed=True)


def test_a_record_comes_back_equal_through_json():
    assert Estimate.from_record(json.loads(json.dumps(ratio().as_record()))) == ratio()
    with pytest.raises(BadTable, match="unknown fields \\['colour'\\]"):
        Estimate.from_record({**ratio().as_record(), "colour": 1})


def test_not_a_number_is_refused():
    with pytest.raises(BadArgument, match="stop_rate_ratio: value is not a number; expected a number, or None"):
        ratio(value=float("nan"))


def test_the_hash_of_data_ignores_order_and_storage_and_sees_content():
    one = data_hash({"race": ["a", "b", "a"], "n": [1, 2, 3]})
    assert data_hash({"n": np.array([3, 1, 2], dtype="int32"), "race": np.array(["a", "a", "b"], dtype=object)}) == one
    assert data_hash({"race": ["a", "b", "a"], "n": [1, 2, 4]}) != one
    with pytest.raises(BadTable, match="one length"):
        data_hash({"race": ["a"], "n": [1, 2]})


def test_errors_say_what_where_and_what_was_expected_and_survive_a_process():
    error = NotEnoughData("3 searches", where="hit rate", expected="at least 10")
    assert str(pickle.loads(pickle.dumps(error))) == "hit rate: 3 searches; expected at least 10"  # noqa: S301 - our own
    assert issubclass(MissingExtra, ImportError)
    assert issubclass(MissingExtra, AnalysisError)
    assert issubclass(AnalysisError, ValueError)


def test_the_code_version_reads_the_folders_below_too():
    paths = [path for path, _ in _sources(resources.files("concord.analysis.policing"), "")]
    assert {"/estimate.py", "/schemas/__init__.py", "/audit/__init__.py"} - set(paths) == set()
    assert (len(paths), [path for path in paths if path.endswith(".json")] != []) == (len(set(paths)), True)


def test_the_code_version_names_the_sources():
    assert ratio().code_version.startswith("policing ")
    assert len(ratio().code_version) == len("policing ") + 16
