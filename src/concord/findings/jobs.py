"""Background work of findings: a fact check whose window has ended goes on without the agency; whoever leads is told of
consent that was withdrawn."""

import structlog

from concord.core import clock, zones
from concord.core.errors import NotAllowedNow, Stale
from concord.core.jobs import job, periodic
from concord.core.roles import SystemActor
from concord.core.telling import actions as telling
from concord.findings import actions, queries

_BY = SystemActor("end-fact-checks")
_TELLER = SystemActor("tell-of-consent")
log = structlog.get_logger("concord.findings")


@periodic("27 6 * * *")
@job("findings.end_fact_checks", queueing_lock="findings.end_fact_checks")
def end_fact_checks(timestamp: int = 0) -> None:
    """Once a day, take up the comments of each fact check whose window has ended, or record that none were received."""
    del timestamp
    now = clock.now()
    for check in queries.fact_checks_over(zones.day(now)):
        end = actions.take_back if check.comments.exists() else actions.run_out
        try:
            end(check, by=_BY, at=now)
        except (NotAllowedNow, Stale) as refused:  # somebody was faster
            log.info("fact check not ended", fact_check=check.ref, reason=type(refused).__name__)


@periodic("47 * * * *")
@job("findings.tell_of_consent", queueing_lock="findings.tell_of_consent")
def tell_of_consent(timestamp: int = 0) -> None:
    """Tell whoever leads, once an hour, of issued findings that rest on what is not to be published; once of each."""
    del timestamp
    telling.tell(told=list(queries.news_of_consent()), by=_TELLER, at=clock.now())
