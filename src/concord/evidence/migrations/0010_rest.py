from django.db import migrations, models

_STATES = ["requested", "partly", "received", "not_held", "withheld", "rest_not_held", "rest_withheld", "dropped"]
_REASON = ["not_held", "withheld", "rest_not_held", "rest_withheld", "dropped"]


class Migration(migrations.Migration):
    """Where a part of a document has come, the rest can be withheld or not held."""

    dependencies = [("evidence", "0009_activity")]
    operations = [
        migrations.RemoveConstraint("documentrequest", "request_for_a_document_state_is_known"),
        migrations.RemoveConstraint("documentrequest", "document_request_ends_with_a_reason"),
        migrations.AddConstraint(
            "documentrequest",
            models.CheckConstraint(
                condition=models.Q(state__in=_STATES), name="request_for_a_document_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            "documentrequest",
            models.CheckConstraint(
                condition=~models.Q(state__in=_REASON) | ~models.Q(answer=""),
                name="document_request_ends_with_a_reason",
            ),
        ),
    ]
