from django.urls import path

from concord.reforms.views import links, packets, planning, projects, reforms

app_urls = [
    path("recommendations/", reforms.recommendations, name="recommendations"),
    path("recommendations/<str:ref>/", reforms.recommendation, name="recommendation"),
    path("engagements/<str:ref>/recommendations/", reforms.of_engagement, name="engagement-recommendations"),
    path("engagements/<str:ref>/connections/", links.connections, name="engagement-connections"),
    path("engagements/<str:ref>/suggested-groups/", links.suggested, name="suggested-groups"),
    path("engagements/<str:ref>/reform-board/", planning.board, name="engagement-board"),
    path("engagements/<str:ref>/priorities/", planning.priorities, name="engagement-priorities"),
    path("engagements/<str:ref>/mark-several/", planning.prioritize_many, name="prioritize-many"),
    path("engagements/<str:ref>/schedule/", planning.schedule, name="engagement-schedule"),
    path("engagements/<str:ref>/pace/", planning.pace, name="engagement-pace"),
    path("engagements/<str:ref>/packets/", packets.packets, name="engagement-packets"),
    path("engagements/<str:ref>/pieces-of-work/", projects.projects, name="engagement-projects"),
    path("engagements/<str:ref>/change-several/", projects.change_many, name="change-many"),
    path("measures/<str:ref>/", reforms.measure, name="measure"),
    path("reforms/<str:ref>/", reforms.reform, name="reform"),
    path("pieces-of-work/<str:ref>/", projects.project, name="project"),
    path("packets/<str:ref>/", packets.packet, name="packet"),
    path("packets/<str:ref>/letter/<str:ending>/", packets.letter, name="packet-letter"),
    path("packets/<str:ref>/files/<int:proof>/", packets.file, name="packet-file"),
    *(page.path("recommendations/") for page in reforms.RECOMMENDATION_VERBS),
    *(page.path("measures/") for page in reforms.MEASURE_VERBS),
    *(page.path("reforms/") for page in reforms.REFORM_VERBS),
    *(page.path("engagements/") for page in reforms.ENGAGEMENT_VERBS),
    *(page.path("engagements/") for page in links.GROUP_VERBS),
    *(page.path("engagements/") for page in projects.BEGIN_VERBS),
    *(page.path("pieces-of-work/") for page in projects.PROJECT_VERBS),
    *(page.path("packets/") for page in packets.PACKET_VERBS),
]
