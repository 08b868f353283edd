"""What somebody was told, how they want to be told, and their calendar."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from concord.accounts.queries import by_key
from concord.core import clock, tables
from concord.core.access import PersonRequest, member, public
from concord.core.errors import NotThere
from concord.core.paging import page_of
from concord.core.telling import actions
from concord.core.telling.models import CalendarLink
from concord.core.telling.news import choices
from concord.core.telling.queries import calendar_link, notices_of
from concord.core.unkept import unkept
from concord.desk import forms, queries

NOTICES = tables.Sheet(
    "Notices",
    (
        tables.Column("Told at (UTC)", lambda row: row.told_at),
        tables.Column("About", lambda row: row.about),
        tables.Column("What", lambda row: row.text),
        tables.Column("Read at (UTC)", lambda row: row.read_at),
    ),
)
CALENDAR = tables.Sheet(
    "Calendar",
    (
        tables.Column("What", lambda row: row.summary),
        tables.Column("In words", lambda row: row.detail),
        tables.Column("From", lambda row: row.first),
        tables.Column("To", lambda row: row.last),
    ),
)


@member
def notices(request: PersonRequest) -> HttpResponse:
    """List what this person was told, the newest first; here they say that it is read, and how they want to be told."""
    person = request.user
    rows = notices_of(person)
    if file := tables.export(request, rows, NOTICES, at=clock.now()):
        return file
    how = choices([person.actor_key])[person.actor_key]
    form = forms.HowForm(request.POST if "how" in request.POST else None, initial={"how": how.value})
    if request.method == "POST" and "read" in request.POST:
        actions.note_read(person, at=clock.now())
        return redirect("notices")
    if request.method == "POST" and form.is_valid():
        actions.choose(how=form.cleaned_data["how"], by=person, at=clock.now())
        messages.success(request, "Done: from now on you are told that way.")
        return redirect("notices")
    context = {**page_of(rows, request), "form": form}
    context["unread"] = any(notice.read_at is None for notice in context["rows"])
    return render(request, "desk/notices.html", context, status=422 if form.errors else 200)


@member
def calendar(request: PersonRequest) -> HttpResponse:
    """Show what has a day for this person; here they make or end the private link by which a calendar reads it."""
    person = request.user
    if request.method == "POST":
        if request.POST.get("do") == "end":
            actions.end_calendar_link(by=person, at=clock.now())
            messages.success(request, "Done: the link has ended. Calendars that read it get nothing more.")
        else:
            actions.make_calendar_link(by=person, at=clock.now())
            messages.success(request, "Done: you have a new link. The one before it has ended.")
        return redirect("calendar")
    entries = queries.calendar(person, since=clock.today())
    if file := tables.export(request, entries, CALENDAR, at=clock.now()):
        return file
    link = calendar_link(person)
    context = {
        "entries": entries,
        "link": settings.CONCORD_BASE_URL + reverse("calendar-feed", args=[link.token]) if link else "",
        "today": clock.today(),
    }
    return render(request, "desk/calendar.html", context)


@public
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the calendar of whoever made the link, while it works and they hold a role."""
    del request
    link = CalendarLink.of_token(token)
    person = by_key(link.who) if link else None
    if person is None or not person.is_active or not person.all_roles():
        raise NotThere
    entries = queries.calendar(person, since=clock.today() - queries.KEPT)
    name = "Collaborative Reform"
    body = queries.feed(entries, name=name, base_url=settings.CONCORD_BASE_URL, at=clock.now())
    headers = {"Content-Disposition": 'inline; filename="concord.ics"'}
    return unkept(HttpResponse(body, content_type=queries.TYPE, headers=headers))
