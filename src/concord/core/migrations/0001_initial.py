import concord.core.migrating
import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        concord.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='AuditHead',
                    fields=[
                        ('stream', models.TextField(primary_key=True, serialize=False)),
                        ('count', models.BigIntegerField()),
                        ('hash', models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name='AuditRow',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('stream', models.TextField()),
                        ('seq', models.BigIntegerField()),
                        ('body', models.TextField()),
                        ('prev', models.BinaryField()),
                        ('hash', models.BinaryField()),
                        ('what', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('what', django.db.models.functions.comparison.Cast('body', models.JSONField())), output_field=models.TextField())),
                        ('verb', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('verb', django.db.models.functions.comparison.Cast('body', models.JSONField())), output_field=models.TextField())),
                        ('who', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('who', django.db.models.functions.comparison.Cast('body', models.JSONField())), output_field=models.TextField())),
                        ('role', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('role', django.db.models.functions.comparison.Cast('body', models.JSONField())), output_field=models.TextField())),
                        ('at', models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('at', django.db.models.functions.comparison.Cast('body', models.JSONField())), output_field=models.TextField())),
                    ],
                    options={
                        'indexes': [models.Index(fields=['what', 'id'], name='audit_by_what'), models.Index(fields=['who', 'id'], name='audit_by_who')],
                        'constraints': [models.UniqueConstraint(fields=('stream', 'seq'), name='audit_row_once_in_its_stream')],
                    },
                ),
                migrations.CreateModel(
                    name='Checkpoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('heads', models.JSONField()),
                        ('streams', models.IntegerField()),
                        ('rows', models.BigIntegerField()),
                        ('prev', models.CharField(blank=True, max_length=64)),
                        ('hash', models.CharField(max_length=64, unique=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Counter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('prefix', models.CharField(max_length=8)),
                        ('year', models.IntegerField()),
                        ('last', models.IntegerField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('prefix', 'year'), name='one_counter_a_year')],
                    },
                ),
                migrations.CreateModel(
                    name='DataKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('wrapped', models.BinaryField()),
                        ('made_at', models.DateTimeField()),
                        ('lost_at', models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='JobReceipt',
                    fields=[
                        ('key', models.CharField(max_length=200, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='OutboxMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('to', models.EmailField(max_length=254)),
                        ('subject', models.CharField(max_length=200)),
                        ('body', models.TextField()),
                        ('queued_at', models.DateTimeField()),
                        ('sent_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SealedThing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('about', models.CharField(max_length=60, unique=True)),
                        ('half', models.CharField(max_length=32, unique=True)),
                        ('made_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='StoredFile',
                    fields=[
                        ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ('size', models.BigIntegerField()),
                        ('stored_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='SealedValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('thing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='core.sealedthing')),
                        ('name', models.CharField(max_length=40)),
                        ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.datakey')),
                        ('value', models.BinaryField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('thing', 'name'), name='sealed_once_under_a_name')],
                    },
                ),
            ],
        ),
    ]
