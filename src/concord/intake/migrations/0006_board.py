"""The board's counts are answered from one index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_searched")]

    operations = [
        migrations.RemoveIndex(model_name="assistancerequest", name="requests_by_state"),
        migrations.AddIndex(
            model_name="assistancerequest",
            index=models.Index(fields=["state", "state_since", "id"], name="requests_by_state"),
        ),
    ]
