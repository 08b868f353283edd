from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0011_passages'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=80)),
                ('query', models.CharField(max_length=800)),
                ('saved_at', models.DateTimeField()),
                ('dropped_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('dropped_at', None)), fields=('who', 'name'), name='one_search_of_a_name_each')],
            },
        ),
    ]
