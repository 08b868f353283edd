import concord.core.migrating
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        concord.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Edition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(unique=True)),
                        ('effective_from', models.DateField()),
                        ('document', models.JSONField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('published_at', models.DateTimeField()),
                        ('published_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='EditionDraft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('base', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='programme.edition')),
                        ('document', models.JSONField()),
                        ('revision', models.PositiveIntegerField(default=0)),
                        ('revised_at', models.DateTimeField()),
                        ('revised_by', models.CharField(max_length=60)),
                        ('edition', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='programme.edition')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'discarded'])), name='draft_edition_state_is_known'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('state',), name='one_draft_edition_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('edition', None)), _connector='OR'), name='published_draft_has_its_edition')],
                    },
                ),
            ],
        ),
    ]
