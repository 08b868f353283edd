from django.db import migrations

_ENDS = ("complete", "stopped")


def bring_to_team(apps, schema_editor):
    """A packet that was handed in before turns were kept brings its reforms to the team too, as of when it was handed
    in: those that the agency still has, on which the team has said nothing since, and whose work it has not ended."""
    included = apps.get_model("reforms", "Included").objects.filter(
        ended_at=None, packet__state__in=("submitted", "second_review"), reform__state="with_agency"
    )
    turns = apps.get_model("reforms", "Turn").objects
    reforms = apps.get_model("reforms", "Reform").objects
    for one in included.select_related("packet", "reform").order_by("pk").iterator():
        packet, reform = one.packet, one.reform
        last = reform.judgements.order_by("-pk").first()
        judged = last is not None and (last.assessed_at >= packet.submitted_at or last.core_state in _ENDS)
        if judged or turns.filter(packet=packet, reform=reform).exists():
            continue
        if reforms.filter(pk=reform.pk, state="with_agency").update(state="with_team", state_since=packet.submitted_at):
            turns.create(reform=reform, packet=packet, state="with_team", at=packet.submitted_at)


class Migration(migrations.Migration):
    """What is under review is with the team, also where it was handed in before turns were kept."""

    dependencies = [("reforms", "0005_turns")]
    operations = [migrations.RunPython(bring_to_team, migrations.RunPython.noop)]
