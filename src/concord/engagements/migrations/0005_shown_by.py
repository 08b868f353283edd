from django.db import migrations, models
from django.db.models import Q

SHOWN_BY = [
    ("password", "gave the password again"),
    ("mfa", "gave the second factor again"),
    ("paper", "signed on paper, which is on file"),
    ("demonstration", "confirmed it in a demonstration, where people have no password"),
    ("signed_in", "had signed in"),
]


def signed_in(apps, _schema):
    """Whoever typed a signature before had signed in, and nothing more was asked."""
    apps.get_model("engagements", "Signature").objects.filter(how="typed").update(shown_by="signed_in")


class Migration(migrations.Migration):
    """A typed signature says by what the signatory showed who they are."""

    dependencies = [("engagements", "0004_turns")]
    operations = [
        migrations.AddField(
            model_name="signature",
            name="shown_by",
            field=models.CharField(blank=True, choices=SHOWN_BY, default="", max_length=13),
            preserve_default=False,
        ),
        migrations.RunPython(signed_in, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("how", "typed"), ("shown_by__in", ["password", "mfa", "demonstration", "signed_in"])
                )
                | Q(("how", "typed"), _negated=True) & Q(("shown_by", "")),
                name="typed_signature_says_by_what",
            ),
        ),
    ]
