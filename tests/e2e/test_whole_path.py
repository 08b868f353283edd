"""One agency's way from the public form to the public site, through the pages alone, without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.journey import Journey
from tests.e2e.person import Person

pytestmark = pytest.mark.browser


@pytest.mark.owed("A1", "A4", "A34", "A40", "A55", "A56")
def test_a_request_becomes_a_public_record_step_by_step_each_by_the_person_whose_it_is(
    somebody: Callable[[], Person], tmp_path: Path
) -> None:
    file = tmp_path / "complaint-files.csv"
    file.write_text("file,answered\n1,\n2,\n")
    journey = Journey(somebody)
    journey.asks_for_assistance()
    journey.is_acknowledged_and_assessed()
    journey.is_accepted_by_somebody_else()
    journey.is_opened_with_its_people()
    journey.is_agreed_on()
    journey.is_planned()
    journey.is_concurred_with()
    journey.is_found(file)
    journey.is_validated_and_issued("finding", "finding")
    journey.is_recommended()
    journey.is_measured_and_taken_up()
    journey.is_told_in_two_voices()
    journey.is_reported()
    journey.is_public()
