import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('intake', '0004_asked_in_steps'),
        ('programme', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='assistancerequest', name='requests_by_state'),
        migrations.AddIndex(
            model_name='assistancerequest',
            index=models.Index(fields=['state', 'state_since', 'id'], name='requests_by_state'),
        ),
        migrations.AddIndex(
            model_name='assistancerequest',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('agency_name', 'need', config='english'), fastupdate=False, name='requests_by_word'),
        ),
    ]
