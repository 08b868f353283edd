import concord.core.migrating
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('agencies', '0001_initial'),
    ]

    operations = [
        concord.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='ConflictDeclaration',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflict_declarations', to=settings.AUTH_USER_MODEL)),
                        ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflict_declarations', to='agencies.agency')),
                        ('conditions', models.TextField(blank=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'state_since'], name='declarations_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'none', 'declared', 'cleared', 'managed', 'recused'])), name='conflict_declaration_state_is_known'), models.UniqueConstraint(fields=('person', 'agency'), name='one_declaration_for_person_and_agency'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'managed'), models.Q(('conditions', ''), _negated=True)), models.Q(models.Q(('state', 'managed'), _negated=True), ('conditions', '')), _connector='OR'), name='conditions_stand_while_managed')],
                    },
                ),
                migrations.CreateModel(
                    name='Provider',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('name', models.CharField(max_length=200, unique=True)),
                        ('kind', models.CharField(choices=[('association', 'Law enforcement professional group'), ('institute', 'Institute or research organization'), ('university', 'University or college'), ('company', 'Company'), ('agency', 'Law enforcement agency'), ('other', 'Other organization')], max_length=12)),
                        ('website', models.URLField(blank=True)),
                        ('contact_name', models.CharField(max_length=120)),
                        ('contact_email', models.EmailField(max_length=254)),
                        ('contact_phone', models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name', config='english'), fastupdate=False, name='providers_searched')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['active', 'ended'])), name='provider_state_is_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['association', 'institute', 'university', 'company', 'agency', 'other'])), name='provider_kind_is_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Declared',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declared', to='partners.conflictdeclaration')),
                        ('declared_at', models.DateTimeField()),
                        ('has_conflict', models.BooleanField()),
                        ('detail', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('detail', ''), ('has_conflict', False)), models.Q(('has_conflict', True), models.Q(('detail', ''), _negated=True)), _connector='OR'), name='a_conflict_has_its_detail')],
                    },
                ),
                migrations.CreateModel(
                    name='Expert',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='expert', to=settings.AUTH_USER_MODEL)),
                        ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='experts', to='partners.provider')),
                        ('credentials', models.JSONField(default=list)),
                        ('topics', models.JSONField(default=list)),
                        ('languages', models.JSONField(default=list)),
                        ('kinds', models.JSONField(default=list)),
                        ('sizes', models.JSONField(default=list)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['on_roster', 'retired'])), name='expert_state_is_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Ruling',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='partners.conflictdeclaration')),
                        ('decision', models.CharField(choices=[('asked', 'Asked to declare'), ('none', 'No conflict declared'), ('declared', 'Declared, to be decided'), ('cleared', 'Cleared'), ('managed', 'Cleared under conditions'), ('recused', 'Recused')], max_length=8)),
                        ('conditions', models.TextField(blank=True)),
                        ('reason', models.TextField()),
                        ('ended', models.JSONField(default=list)),
                        ('decided_at', models.DateTimeField()),
                        ('decided_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('decision__in', ['cleared', 'managed', 'recused'])), name='ruling_is_a_decision'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'managed'), models.Q(('conditions', ''), _negated=True)), models.Q(models.Q(('decision', 'managed'), _negated=True), ('conditions', '')), _connector='OR'), name='ruling_has_conditions_when_managed'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='ruling_has_its_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Availability',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='availability', to='partners.expert')),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField()),
                        ('noted_at', models.DateTimeField()),
                        ('noted_by', models.CharField(max_length=60)),
                        ('replaced_at', models.DateTimeField(null=True)),
                        ('replaced_by', models.CharField(max_length=60, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='availability_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('replaced_at', None), ('replaced_by', None)), models.Q(('replaced_at__isnull', False), ('replaced_by__isnull', False)), _connector='OR'), name='availability_replacement_is_paired'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('replaced_at', None)), expressions=[(models.Func('expert', 'expert', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('starts_on', 'ends_on', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='availability_windows_stand_apart')],
                    },
                ),
            ],
        ),
    ]
