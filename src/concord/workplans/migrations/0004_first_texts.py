"""Each version that was written in columns gets its text: the same canonical JSON that was hashed for it, so that every
hash with which somebody concurred stays true."""

import json

from django.db import migrations


def text_of(plan):
    activities = [
        {
            "focus_area": a.focus_area.number,
            "method": a.method,
            "what": a.what,
            "who": a.who,
            "from": a.starts_on.isoformat(),
            "to": a.ends_on.isoformat(),
        }
        for a in plan.activities.select_related("focus_area")
    ]
    people = [{"part": p.part, "name": p.name, "brings": p.brings} for p in plan.people.all()]
    areas = plan.engagement.focus_areas.order_by("number")
    return canonical(
        {
            "description": plan.description,
            "scope": plan.scope,
            "focus_areas": [{"number": f.number, "title": f.title, "objective": f.objective} for f in areas],
            "activities": sorted(activities, key=canonical),
            "audiences": plan.audiences,
            "people": sorted(people, key=canonical),
            "from": plan.starts_on.isoformat(),
            "to": plan.ends_on.isoformat(),
            "exit_criteria": plan.exit_criteria,
        }
    )


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def write_texts(apps, _schema):
    plans = apps.get_model("workplans", "WorkPlan").objects
    for plan in plans.select_related("engagement").order_by("pk"):
        plans.filter(pk=plan.pk).update(document=text_of(plan))
    concurrences = apps.get_model("workplans", "Concurrence").objects
    for concurrence in concurrences.order_by("pk"):
        concurrences.filter(pk=concurrence.pk).update(signed_on=concurrence.at.date())


class Migration(migrations.Migration):
    dependencies = [("workplans", "0003_parts")]
    operations = [migrations.RunPython(write_texts, migrations.RunPython.noop)]
