from django.db import migrations, models

_CONSENT = [
    ("not_needed", "None needed: nobody was asked anything"),
    ("unattributed", "Use without saying from whom"),
    ("quoted", "Quote without a name"),
    ("with_role", "Quote with the role"),
    ("withheld", "Not for publication"),
]
_FORMS, _KEYS = ("interview", "group"), {"interview", "focus_group"}


def say_unattributed(apps, schema_editor):
    """What was told without field work, and with nobody's consent on record, is used without saying from whom: the
    narrowest that keeps what findings rest on. What was withdrawn or destroyed stands for nothing, and stays."""
    engagements = apps.get_model("engagements", "Engagement").objects.exclude(edition=None).select_related("edition")
    items = apps.get_model("evidence", "EvidenceItem").objects.filter(state="logged", destroyed_in="", fieldwork=None)
    projects = apps.get_model("evidence", "CodedProject").objects.all()
    for engagement in engagements.iterator():
        methods = engagement.edition.document.get("method", [])
        asking = _KEYS | {method["key"] for method in methods if method.get("form") in _FORMS}
        for rows in (items, projects):
            rows.filter(engagement=engagement, method__in=asking).update(consent="unattributed")


class Migration(migrations.Migration):
    """What those who took part agreed to is kept with an item that came without field work, too."""

    dependencies = [("evidence", "0005_second_file")]
    operations = [
        migrations.AddField("evidenceitem", "consent", models.CharField(blank=True, choices=_CONSENT, max_length=12)),
        migrations.AddField("codedproject", "consent", models.CharField(blank=True, choices=_CONSENT, max_length=12)),
        migrations.AddConstraint(
            "evidenceitem",
            models.CheckConstraint(
                condition=models.Q(consent__in=("", *(value for value, _ in _CONSENT))), name="evidence_consent_is_known"
            ),
        ),
        migrations.RunPython(say_unattributed, migrations.RunPython.noop),
    ]
