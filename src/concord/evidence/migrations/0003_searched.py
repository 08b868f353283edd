import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    """The search reads an index."""

    dependencies = [("evidence", "0002_stays")]

    operations = [
        migrations.AddIndex(
            model_name='evidenceitem',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('title', 'summary', config='english'), fastupdate=False, name='evidence_searched'),
        ),
    ]
