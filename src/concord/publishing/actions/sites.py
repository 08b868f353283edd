"""Loading sites that public records tell of."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from concord.agencies.models import Agency
from concord.core import files, jobs, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput
from concord.core.ids import next_ref, next_refs
from concord.core.permissions import OFFICE_SCOPE, Actor, Permission
from concord.engagements.models import Engagement, FocusArea, Origin, Precision
from concord.engagements.states import FocusAreaState
from concord.findings.models import Finding, Recommendation
from concord.findings.states import StatementState
from concord.publishing import releasing, rules
from concord.publishing.compile.public_record import partial, public_record_document
from concord.publishing.compile.standing import STANDINGS
from concord.publishing.imports.keys import key_of
from concord.publishing.imports.records import Site, SiteSet
from concord.publishing.models import PublicRecord, PublishedFigure, ReleaseKind

_S = TypeVar("_S", Finding, Recommendation)


@dataclass(frozen=True)
class SitesImported:
    """What an import did, or in a dry run would do: slugs, and counts of rows loaded."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    findings: int
    recommendations: int
    published_figures: int


class _Import:
    """The import as a thing, for its audit row."""

    scopes = (OFFICE_SCOPE,)
    audit_ref = "sites-from-public-records"
    audit_stream = "sites-from-public-records"


@verb
def import_sites(found: SiteSet, *, by: Actor, at: datetime, dry_run: bool = False) -> SitesImported:
    """Load sites from public records; what is the same as before is left alone, and all the same changes nothing.

    Raises BadInput when an agency's ORI is not in the directory, or a slug belongs to an engagement of this office."""
    rules.may(by, Permission.SITES_IMPORT, _Import()).require()
    agencies = _agencies(found.sites)
    _refuse_foreign_slugs(found.sites)
    known = dict(PublicRecord.objects.values_list("engagement__slug", "digest"))
    todo = [site for site in found.sites if known.get(site.slug) != site.digest]
    result = SitesImported(
        added=tuple(s.slug for s in todo if s.slug not in known),
        changed=tuple(s.slug for s in todo if s.slug in known),
        unchanged=tuple(s.slug for s in found.sites if s not in todo),
        findings=sum(len(s.findings) for s in todo),
        recommendations=sum(len(s.recommendations) for s in todo),
        published_figures=sum(len(s.figures) for s in todo),
    )
    if dry_run or not todo:
        raise Unchanged(result)
    anchor = releasing.checkpoint(at=at)
    for site in todo:
        engagement = _engagement(site, agencies[site.ori], at=at)
        _focus_areas(site, engagement, at=at)
        _statements(site, engagement, by=by, at=at)
        _figures(site, engagement)
        others = [other for other in found.sites if other.slug != site.slug]
        releasing.release(
            public_record_document(site, others, agencies[site.ori]),
            kind=ReleaseKind.SITE,
            slug=site.slug,
            engagement=engagement,
            as_of=zones.day(at),
            reason="Compiled from public records",
            anchor=anchor,
            by=by,
            at=at,
        )
    lines = "".join(f"{s.slug} {known.get(s.slug, '-')} → {s.digest}\n" for s in todo)
    manifest = files.store([lines.encode()], at=at)
    record(_Import(), Permission.SITES_IMPORT, by=by, at=at, new=manifest.sha256, more={"sites": len(todo)})
    jobs.defer("publishing.build_site")
    return result


def _agencies(sites: Iterable[Site]) -> dict[str, Agency]:
    """Return the agencies of sites by ORI. Raises BadInput with every site whose agency is not in the directory."""
    wanted = {site.slug: site.ori for site in sites}
    found = {agency.ref: agency for agency in Agency.objects.filter(ref__in=wanted.values())}
    if missing := sorted(f"{ori or 'without an ORI'} ({slug})" for slug, ori in wanted.items() if ori not in found):
        raise BadInput(f"The directory has no agency {', '.join(missing)}. Import the directory of agencies first.")
    return found


def _refuse_foreign_slugs(sites: Iterable[Site]) -> None:
    ours = Engagement.objects.exclude(origin=Origin.PUBLIC_RECORD).filter(slug__in=[s.slug for s in sites])
    if taken := sorted(ours.values_list("slug", flat=True)):
        raise BadInput(f"The slug {taken[0]} belongs to an engagement of this office; slugs never change hands.")


def _engagement(site: Site, agency: Agency, *, at: datetime) -> Engagement:
    """Write the site's own row, and what the record says of it."""
    started, ended = partial(site.started), partial(site.ended)
    state, ended_by = STANDINGS[site.status]
    values = {
        "state": state,
        "ended_by": ended_by,
        "state_since": at,
        "title": site.name,
        "agency": agency,
        "origin": Origin.PUBLIC_RECORD,
        "programme": site.programme,
        "era": site.era,
        "provider": site.provider,
        "started": started["value"] if started else "",
        "started_precision": Precision(started["precision"]) if started else "",
        "ended": ended["value"] if ended else "",
        "ended_precision": Precision(ended["precision"]) if ended else "",
        "outcome": site.outcome,
    }
    engagement = Engagement.objects.filter(slug=site.slug).first() or Engagement(
        slug=site.slug, ref=next_ref("ENG", at)
    )
    for name, value in values.items():
        setattr(engagement, name, value)
    engagement.save()
    whole = json.loads(json.dumps(asdict(site), default=str))
    PublicRecord.objects.update_or_create(
        engagement=engagement, defaults={"digest": site.digest, "record": whole, "imported_at": at}
    )
    return engagement


def _focus_areas(site: Site, engagement: Engagement, *, at: datetime) -> None:
    for area in site.focus_areas:
        known = FocusArea.objects.filter(engagement=engagement, number=area.number).first()
        row = known or FocusArea(
            engagement=engagement,
            number=area.number,
            ref=next_ref("FA", at),
            state=FocusAreaState.PLANNED,
            state_since=at,
        )
        row.title = area.title
        row.save()


def _statements(site: Site, engagement: Engagement, *, by: Actor, at: datetime) -> None:
    """Write the findings and recommendations that are new, and what is told anew of those known; their labels and keys
    never change."""
    common = {
        "engagement": engagement,
        "state": StatementState.ISSUED,
        "state_since": at,
        "author": by.actor_key,
        "text_available": False,
    }
    areas = {area.number: area for area in engagement.focus_areas.all()}
    found = {
        listed.label: {
            "focus_area": areas.get(listed.focus_area or 0),
            "heading": listed.heading,
            "printed": {"note": listed.note, "source": listed.source.url},
        }
        for listed in site.findings
    }
    _write(Finding, "FND", found, common, at=at)
    findings = {finding.label: finding for finding in engagement.findings.all()}
    recommended = {
        listed.label: {
            "finding": findings[listed.finding],
            "printed": {
                "label": listed.label_as_printed,
                "phase": listed.listed_phase,
                "cites_best_practice": listed.cites_best_practice,
                "anomaly": listed.anomaly,
                "source": listed.source.url,
            },
        }
        for listed in site.recommendations
    }
    _write(Recommendation, "REC", recommended, common, at=at)


def _write(
    kind: type[_S], prefix: str, told: Mapping[str, Mapping[str, Any]], common: Mapping[str, Any], *, at: datetime
) -> None:
    """Write statements by their labels: new rows, and the rows of which something else is told than before."""
    known = {row.label: row for row in kind.objects.filter(engagement=common["engagement"])}
    new = [label for label in told if label not in known]
    refs = next_refs(prefix, at, len(new))
    kind.objects.bulk_create(
        kind(ref=ref, label=label, key=key_of(label), **told[label], **common)
        for label, ref in zip(new, refs, strict=True)
    )
    for label, row in known.items():
        values: Mapping[str, Any] = told.get(label, {})
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=[*values])


def _figures(site: Site, engagement: Engagement) -> None:
    for figure in site.figures:
        PublishedFigure.objects.update_or_create(
            engagement=engagement,
            figure=figure.id,
            defaults={
                "as_of": figure.as_of.printed,
                "voice": figure.voice,
                "assessor": figure.assessor,
                "kind": figure.kind,
                "base": figure.base,
                "rows": [asdict(row) for row in figure.rows],
                "source_title": figure.source.title,
                "source_url": figure.source.url,
            },
        )
