import concord.core.migrating
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        concord.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('is_active', models.BooleanField(default=True)),
                        ('joined_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='AccessToken',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to=settings.AUTH_USER_MODEL)),
                        ('name', models.CharField(max_length=60)),
                        ('scopes', models.JSONField()),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField()),
                        ('last_day', models.DateField()),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('role', models.CharField(max_length=40)),
                        ('scope', models.CharField(max_length=80)),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField(null=True)),
                        ('ended_by', models.CharField(max_length=60, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['scope', 'role'], name='membership_by_scope')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'role', 'scope'), name='role_held_once_on_a_scope'), models.CheckConstraint(condition=models.Q(models.Q(('ended_by', None), ('until', None)), models.Q(('ended_by__isnull', False), ('until__isnull', False)), _connector='OR'), name='membership_end_is_paired'), models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'analyst', 'approving_official', 'asked_to_authorize', 'assessment_lead', 'assessor', 'auditor', 'chief_executive', 'concord', 'government_signatory', 'liaison', 'oneself', 'programme_officer', 'public', 'publisher', 'requester', 'reviewer', 'stakeholder_adviser'])), name='membership_role_is_known')],
                    },
                ),
            ],
        ),
    ]
