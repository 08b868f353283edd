import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    """The search reads an index."""

    dependencies = [("reforms", "0002_voices")]

    operations = [
        migrations.AddIndex(
            model_name='measure',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', config='english'), fastupdate=False, name='measures_searched'),
        ),
    ]
