import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    """The search reads an index."""

    dependencies = [("partners", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name='provider',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name', config='english'), fastupdate=False, name='providers_searched'),
        ),
    ]
