import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    """The search reads an index."""

    dependencies = [("tasks", "0002_followed")]

    operations = [
        migrations.AddIndex(
            model_name='task',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('what', 'outcome', config='english'), fastupdate=False, name='tasks_searched'),
        ),
    ]
