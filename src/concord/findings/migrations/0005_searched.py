import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    """The search reads an index."""

    dependencies = [("findings", "0004_set_aside")]

    operations = [
        migrations.AddIndex(
            model_name='finding',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('heading', 'narrative', 'strengths', config='english'), fastupdate=False, name='findings_searched'),
        ),
        migrations.AddIndex(
            model_name='recommendation',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', 'justification', config='english'), fastupdate=False, name='recommendations_searched'),
        ),
    ]
