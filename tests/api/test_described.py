"""The real application answers as it says it does: schemathesis sends what fits the description, and what does not."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework.throttling import SimpleRateThrottle
from schemathesis import GenerationMode

from concord.config.wsgi import application
from tests.factories import coding
from tests.factories import findings as grounds
from tests.factories.tokens import token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The whole test is one transaction, so its connection outlives each request, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


EXAMPLES = 12  # of each operation, of each kind
# What fits the description can still be refused by a rule of the house, with 422: no description says all of them.
CONFIG = schemathesis.Config.from_dict(
    {
        "generation": {"allow-x00": False},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422"]},
        },
    }
)


def answered(operation: schemathesis.APIOperation, mode: GenerationMode, headers: dict[str, str], ref: str) -> int:
    """Send examples of an operation and check each answer; return how many were sent."""
    sent = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def send(case: schemathesis.Case, real: bool) -> None:  # noqa: FBT001 - hypothesis passes it
        nonlocal sent
        if real and mode == GenerationMode.POSITIVE and "ref" in case.path_parameters:
            case.path_parameters["ref"] = ref
        case.call_and_validate(base_url="http://localhost", headers=headers)
        sent += 1

    send()
    return sent


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_the_description_says(mode: GenerationMode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"read": None, "write": None})
    on = grounds.ground()
    finding = grounds.draft_finding(on)
    advice = grounds.draft_recommendation(on, finding)
    refs = {"evidence": grounds.evidence(on).ref, "findings": finding.ref, "recommendations": advice.ref}
    refs["coding-rounds"] = coding.opened(on.cast, coders=[on.assessor.actor_key]).ref
    headers = {"Authorization": f"Bearer {token(on.assessor)}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema", application, config=CONFIG)
    counts = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        counts[operation.label] = answered(operation, mode, headers, refs[operation.path.split("/")[3]])
    assert len(counts) == 17
    assert min(counts.values()) > 0
