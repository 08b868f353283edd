from django.db import migrations, models
from django.db.models import Q

SHOWN = [
    ("password", "gave the password again"),
    ("mfa", "gave the second factor again"),
    ("paper", "signed on paper, which is on file"),
    ("demonstration", "confirmed it in a demonstration, where people have no password"),
    ("signed_in", "had signed in"),
]


class Migration(migrations.Migration):
    """A change of tier says by what whoever agreed showed who they are; before, nobody was asked."""

    dependencies = [("engagements", "0004_added_topics")]
    operations = [
        migrations.AddField(
            "tierchange", "shown_by", models.CharField(max_length=13, choices=SHOWN, blank=True)
        ),
        migrations.AddConstraint(
            "tierchange",
            models.CheckConstraint(
                condition=Q(shown_by="") | Q(state="agreed", shown_by__in=[key for key, _ in SHOWN]),
                name="tier_change_identity_is_of_who_agreed",
            ),
        ),
    ]
