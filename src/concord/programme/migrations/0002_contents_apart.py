"""The document of an edition gets a table of its own."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """After `evidence.0006`, which reads the documents where they stood."""

    dependencies: ClassVar = [("programme", "0001_initial"), ("evidence", "0006_consent")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="EditionContent",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="programme.edition",
                    ),
                ),
                ("document", models.JSONField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(
            "INSERT INTO programme_editioncontent (edition_id, document) SELECT id, document FROM programme_edition"
        ),
        migrations.RemoveField(model_name="edition", name="document"),
    ]
