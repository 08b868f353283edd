from django.db import migrations

from concord.core import searching


class Migration(migrations.Migration):
    """What is said of drafts, and what the agency says of the facts, can be found by its words."""

    dependencies = [("findings", "0008_tags_of_issued")]
    operations = [
        migrations.AddIndex(
            "statementcomment", searching.index("statement_comments_searched", "text", "resolution")
        ),
        migrations.AddIndex(
            "factcomment", searching.index("fact_comments_searched", "text", "answer")
        ),
    ]
