"""Two sides at the same moment, each in a connection and a transaction of its own."""

import threading
from datetime import datetime, timedelta
from functools import partial

from concord.core.actions import verb
from concord.core.errors import Incomplete
from concord.core.permissions import Actor
from concord.reforms import actions, queries
from concord.reforms.models import Measure, Packet
from tests.core.test_races import somebody_waits_for_a_lock
from tests.core.things import in_threads
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT

LATER = AT + timedelta(days=1)


def test_law_6_no_packet_is_accepted_while_a_measure_of_it_is_being_changed(real_db: str) -> None:
    """The office holds the criteria until the reviewer is seen to wait for them; without that the packet would be
    accepted without anything that shows the measure in force."""
    on = ground.ground()
    packet = make.packet(on, "submitted")
    words = {"label": "1", "text": "Signed and posted.", "reason": "Readers asked."}
    changed = make.measure(on, Measure.objects.get().recommendation, "proposed", **words)
    make.agreed(on, changed)
    inside = threading.Event()

    @verb
    def approve(*, by: Actor, at: datetime) -> Measure:
        done: Measure = actions.approve.__wrapped__(changed, by=by, at=at)  # type: ignore[attr-defined]
        inside.set()
        somebody_waits_for_a_lock(real_db)
        return done

    def accept() -> Packet:
        inside.wait(20)
        return actions.accept(packet, basis="It was read.", by=on.assessor, at=LATER)

    approved, refused = in_threads(partial(approve, by=on.officer, at=LATER), accept)
    assert (approved, type(refused)) == (changed, Incomplete)
    assert refused.missing == ("Measure 1 of 1.1.1 has no evidence: Signed and posted",)
    now = Packet.objects.get(pk=packet.pk)
    assert (now.state, list(queries.measures_of(now))) == ("submitted", [changed])
