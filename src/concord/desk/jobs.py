"""Background work of the desk: people are told what came to them, reminded of what is due, and mailed the links."""

from concord.core import clock, zones
from concord.core.jobs import job, periodic
from concord.core.roles import SystemActor
from concord.core.telling import actions
from concord.core.telling.models import How
from concord.desk.queries import news
from concord.programme.queries import in_force, service_days

_BY = SystemActor("notices")
_SERVICE, _REMINDED_BEFORE = "task_reminder", 3
_seen = [0]  # the row of the trail up to which this process has looked


@periodic("* * * * *")
@job("desk.tell", queueing_lock="desk.tell")
def tell(timestamp: int = 0) -> None:
    """Tell, once a minute, whoever can go on with what was done by somebody else, and mail those who want it at once.

    Running again tells nobody twice: each piece of news has a key."""
    del timestamp
    now, last = clock.now(), news.last_row()
    told = news.came(after=max(_seen[0], news.told_up_to()), at=now)
    actions.tell(told=told, by=_BY, at=now)
    _seen[0] = last
    actions.mail(addresses=news.addresses(How.AT_ONCE, at=now), by=_BY, at=now)


@periodic("50 10 * * *")
@job("desk.remind", queueing_lock="desk.remind")
def remind(timestamp: int = 0) -> None:
    """Remind, once a day, of tasks that fall due; tell of overdue ones, the programme officers too."""
    del timestamp
    now = clock.now()
    within = service_days(in_force(zones.day(now)), _SERVICE)
    within = _REMINDED_BEFORE if within is None else within
    told = [*news.falling_due(on=zones.day(now), within=within), *news.overdue(on=zones.day(now))]
    actions.tell(told=told, by=_BY, at=now)


@periodic("0 11 * * *")
@job("desk.digest", queueing_lock="desk.digest")
def digest(timestamp: int = 0) -> None:
    """Mail, once a day, the links of the day to whoever wants one mail a day."""
    del timestamp
    now = clock.now()
    receipt = f"digest {zones.day(now).isoformat()}"
    actions.mail(addresses=news.addresses(How.DAILY, at=now), receipt=receipt, by=_BY, at=now)
