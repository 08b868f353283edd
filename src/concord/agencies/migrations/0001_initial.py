import concord.core.migrating
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
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
                    name='Agency',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=20, unique=True)),
                        ('ori', models.CharField(max_length=9, null=True, unique=True)),
                        ('name', models.CharField(blank=True, max_length=200)),
                        ('state', models.CharField(max_length=2)),
                        ('kind', models.CharField(choices=[('state', 'State agency'), ('local', 'Local agency'), ('county', 'County agency'), ('tribal', 'Tribal agency'), ('campus', 'Campus agency'), ('territorial', 'Territorial agency'), ('federal', 'Federal agency'), ('unknown', 'Kind not known')], max_length=12)),
                        ('fbi_type', models.CharField(blank=True, max_length=40)),
                        ('county', models.CharField(blank=True, max_length=100)),
                        ('latitude', models.DecimalField(decimal_places=7, max_digits=9, null=True)),
                        ('longitude', models.DecimalField(decimal_places=7, max_digits=10, null=True)),
                        ('source', models.CharField(max_length=200)),
                        ('manual', models.BooleanField()),
                        ('population', models.PositiveIntegerField(null=True)),
                        ('area_sq_mi', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                        ('sworn', models.PositiveIntegerField(null=True)),
                        ('civilian', models.PositiveIntegerField(null=True)),
                        ('profile_as_of', models.DateField(null=True)),
                        ('profile_source', models.CharField(max_length=200, null=True)),
                        ('row_digest', models.CharField(blank=True, max_length=64)),
                        ('search_text', models.TextField()),
                        ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('search_text', config='simple'), output_field=django.contrib.postgres.search.SearchVectorField())),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['search'], name='agency_search')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ori', None), ('ori__regex', '^[A-Z][A-Z0-9]{8}$'), _connector='OR'), name='agency_ori_has_its_shape'), models.CheckConstraint(condition=models.Q(('state__in', ['AK', 'AL', 'AR', 'AS', 'AZ', 'CA', 'CO', 'CT', 'CZ', 'DC', 'DE', 'FL', 'GA', 'GU', 'HI', 'IA', 'ID', 'IL', 'IN', 'KS', 'KY', 'LA', 'MA', 'MD', 'ME', 'MI', 'MN', 'MO', 'MP', 'MS', 'MT', 'NC', 'ND', 'NE', 'NH', 'NJ', 'NM', 'NV', 'NY', 'OH', 'OK', 'OR', 'PA', 'PR', 'RI', 'SC', 'SD', 'TN', 'TX', 'UT', 'VA', 'VI', 'VT', 'WA', 'WI', 'WV', 'WY', 'ZZ'])), name='agency_state_is_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['state', 'local', 'county', 'tribal', 'campus', 'territorial', 'federal', 'unknown'])), name='agency_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='agency_place_is_on_earth'), models.CheckConstraint(condition=models.Q(('area_sq_mi', None), ('area_sq_mi__gt', 0), _connector='OR'), name='agency_area_is_positive'), models.CheckConstraint(condition=models.Q(models.Q(('area_sq_mi', None), ('civilian', None), ('population', None), ('profile_as_of', None), ('profile_source', None), ('sworn', None)), models.Q(('profile_as_of__isnull', False), ('profile_source__gt', ''), ('profile_source__isnull', False), models.Q(('area_sq_mi', None), ('civilian', None), ('population', None), ('sworn', None), _negated=True)), _connector='OR'), name='agency_profile_has_date_and_source'), models.CheckConstraint(condition=models.Q(models.Q(('fbi_type', ''), ('manual', True), ('row_digest', '')), models.Q(('manual', False), ('ori__isnull', False), models.Q(('row_digest', ''), _negated=True), models.Q(('fbi_type', ''), _negated=True)), _connector='OR'), name='agency_is_by_hand_or_imported')],
                    },
                ),
                migrations.CreateModel(
                    name='ChiefTenure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chiefs', to='agencies.agency')),
                        ('person_name', models.CharField(max_length=120)),
                        ('title', models.CharField(max_length=80)),
                        ('kind', models.CharField(choices=[('permanent', 'Permanent'), ('interim', 'Interim or acting')], max_length=12)),
                        ('since', models.DateField()),
                        ('until', models.DateField(null=True)),
                        ('source', models.CharField(max_length=200)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['permanent', 'interim'])), name='tenure_kind_is_known'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='tenure_ends_after_it_begins'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('agency', 'agency', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('since', 'until', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='one_chief_executive_at_a_time')],
                    },
                ),
            ],
        ),
    ]
