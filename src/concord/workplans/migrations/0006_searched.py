import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    """The search reads an index."""

    dependencies = [("workplans", "0005_content")]

    operations = [
        migrations.AddIndex(
            model_name='plancomment',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', 'resolution', config='english'), fastupdate=False, name='plan_comments_searched'),
        ),
        migrations.AddIndex(
            model_name='scopechange',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('what', 'reason', 'effect', 'answer', config='english'), fastupdate=False, name='scope_changes_searched'),
        ),
    ]
