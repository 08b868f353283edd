from django.urls import path

from concord.desk import views
from concord.desk.mail_pages import VERBS as MAIL_VERBS
from concord.desk.task_pages import SET_VERBS, TASK_VERBS

public_urls = [path("<str:token>/", views.feed, name="calendar-feed")]
app_urls = [
    path("", views.home, name="desk"),
    path("waiting/<slug:key>/", views.waiting, name="waiting"),
    path("board/", views.board, name="board"),
    path("figures/", views.figures, name="figures"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<str:ref>/", views.task, name="task"),
    *(page.path("tasks/") for page in TASK_VERBS),
    *(page.path("engagements/") for page in SET_VERBS),
    path("mails/<str:ref>/", views.mails, name="mails"),
    *(page.path("mails/") for page in MAIL_VERBS),
    path("search/", views.search, name="search"),
    path("notices/", views.notices, name="notices"),
    path("calendar/", views.calendar, name="calendar"),
    path("history/<str:ref>/", views.thing_history, name="history"),
    path("audit/", views.audit, name="audit"),
]
