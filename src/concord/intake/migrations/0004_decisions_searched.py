from django.db import migrations

from concord.core import searching


class Migration(migrations.Migration):
    """Decisions and their letters can be found by their words."""

    dependencies = [("intake", "0003_links_of_corrected_contacts")]
    operations = [
        migrations.AddIndex(
            "decided", searching.index("decisions_searched", "subject", "reason", "letter")
        ),
    ]
