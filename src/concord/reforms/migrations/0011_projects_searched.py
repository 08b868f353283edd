from django.db import migrations

from concord.core import searching


class Migration(migrations.Migration):
    """Pieces of work can be found by their words."""

    dependencies = [("reforms", "0010_put_in_by")]
    operations = [
        migrations.AddIndex(
            "project", searching.index("projects_searched", "title", "resources", "budget_note", "outcome")
        ),
    ]
