"""Pages of engagements, one file a noun."""

from concord.engagements.views import agreements, deliveries, engagement, office, recusing, together

VERBS = [*engagement.VERBS, *agreements.VERBS, *deliveries.VERBS, *together.VERBS, *office.VERBS, *recusing.VERBS]
