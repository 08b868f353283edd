import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    """The search reads an index."""

    dependencies = [("publishing", "0002_stays")]

    operations = [
        migrations.AddIndex(
            model_name='statusreport',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name', 'work_done', 'outcomes', 'next_steps', config='english'), fastupdate=False, name='reports_searched'),
        ),
    ]
