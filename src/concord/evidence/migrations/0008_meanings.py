from importlib import resources

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Passages get vectors of what they mean, for the search."""

    dependencies = [("evidence", "0007_words_destroyed")]
    operations = [
        migrations.CreateModel(
            name="Meaning",
            fields=[
                (
                    "passage",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="meaning",
                        serialize=False,
                        to="evidence.passage",
                    ),
                ),
                ("vector", models.BinaryField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(resources.files("concord.evidence").joinpath("sql/meanings.sql").read_text("utf-8")),
    ]
