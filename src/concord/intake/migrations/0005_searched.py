import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    """The search reads an index."""

    dependencies = [("intake", "0004_asked_in_steps")]

    operations = [
        migrations.AddIndex(
            model_name='assistancerequest',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('agency_name', 'need', config='english'), fastupdate=False, name='requests_searched'),
        ),
    ]
