from django.db import migrations

from concord.core import searching


class Migration(migrations.Migration):
    """Packets and what is in the way can be found by their words."""

    dependencies = [("reforms", "0011_projects_searched")]
    operations = [
        migrations.AddIndex(
            "packet", searching.index("packets_searched", "title_given", "basis")
        ),
        migrations.AddIndex(
            "blocker", searching.index("blockers_searched", "what", "with_whom", "moves_when")
        ),
    ]
