from django.db import migrations

from concord.core import searching


class Migration(migrations.Migration):
    """Holds, codebooks and codes can be found by their words."""

    dependencies = [("evidence", "0015_withdrawn")]
    operations = [
        migrations.AddIndex(
            "legalhold", searching.index("holds_searched", "heading", "reason")
        ),
        migrations.AddIndex(
            "codebook", searching.index("codebooks_searched", "name")
        ),
        migrations.AddIndex(
            "code", searching.index("codes_searched", "name", "definition", "inclusion", "exclusion", "examples")
        ),
    ]
