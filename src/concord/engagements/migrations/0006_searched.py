import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    """The search reads an index."""

    dependencies = [("engagements", "0005_shown_by")]

    operations = [
        migrations.AddIndex(
            model_name='agreement',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('heading', 'text', config='english'), fastupdate=False, name='agreements_searched'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('title', 'evaluation', config='english'), fastupdate=False, name='deliveries_searched'),
        ),
        migrations.AddIndex(
            model_name='engagement',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('title', 'outcome', config='english'), fastupdate=False, name='engagements_searched'),
        ),
        migrations.AddIndex(
            model_name='escalation',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('about', 'concern', 'answer', config='english'), fastupdate=False, name='concerns_searched'),
        ),
        migrations.AddIndex(
            model_name='expectation',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', 'why', config='english'), fastupdate=False, name='expectations_searched'),
        ),
        migrations.AddIndex(
            model_name='focusarea',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('title', 'objective', config='english'), fastupdate=False, name='focus_areas_searched'),
        ),
        migrations.AddIndex(
            model_name='tierchange',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('reason', 'answer', config='english'), fastupdate=False, name='tier_changes_searched'),
        ),
    ]
