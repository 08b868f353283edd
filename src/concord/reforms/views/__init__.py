"""Pages of measures, reforms, links and packets, and their verbs."""

from concord.reforms.views import links, packets, planning, projects, reforms

VERBS = [*reforms.VERBS, *links.GROUP_VERBS, *packets.PACKET_VERBS, *projects.BEGIN_VERBS, *projects.PROJECT_VERBS]

__all__ = ("VERBS", "links", "packets", "planning", "projects", "reforms")
