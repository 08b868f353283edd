"""What was released is withheld by two people, for privacy, safety or a court's order: then its bytes are gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import Settings

from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.publishing import actions, jobs, queries
from concord.publishing.models import Release, Withholding
from concord.publishing.site.documents import canonical_json
from concord.publishing.verifying import verify
from tests.factories import engagements as make
from tests.factories import publishing as office
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECRET = "Zqprivatezq"
WORDS = {"grounds": "privacy", "words": "It named somebody who had not agreed."}


def told() -> tuple[office.Press, Release]:
    """Two published reports; the first one has a name in it, and so has its release."""
    by = office.press()
    office.programme()
    office.report(by, "published", outcomes=f"A clerk, {SECRET}, agreed.")
    office.following(by, "published", 1)
    return by, Release.objects.get(slug="alder-falls/2026-11-03")


def asked(release: Release) -> Withholding:
    return actions.ask_to_withhold(release, **WORDS, by=make.person("programme_officer"), at=AT + DAY)


def withheld(release: Release) -> Withholding:
    return actions.withhold(asked(release), by=make.person("approving_official"), at=AT + DAY)


def test_who_asks_and_who_decides() -> None:
    by, release = told()
    people = make.everybody(by.engagement)
    able = make.able(people, lambda who: actions.ask_to_withhold(release, **WORDS, by=who, at=AT))
    assert able == {"programme_officer"}
    one = Withholding.objects.get()
    assert make.able(people, lambda who: actions.withhold(one, by=who, at=AT)) == {"approving_official"}


def test_whoever_asked_never_decides() -> None:
    _, release = told()
    both = make.person("programme_officer")
    with writing():
        both.memberships.create(role="approving_official", scope="office", since=AT)
    both = type(both).objects.get(pk=both.pk)
    one = actions.ask_to_withhold(release, **WORDS, by=both, at=AT)
    for decide in (actions.withhold, lambda one, **who: actions.keep(one, reason="It is public.", **who)):
        with pytest.raises(Denied, match="You asked for it, so somebody else decides"):
            decide(one, by=both, at=AT)
    with pytest.raises(IntegrityError, match="withholding_is_decided_by_another"), transaction.atomic(), writing():
        Withholding.objects.update(state="withheld", decided_by=both.actor_key, decided_at=AT)


def test_the_bytes_are_gone_and_a_tombstone_stands_at_the_address(settings: Settings, tmp_path: Path) -> None:
    settings.CONCORD_PUBLIC_SITE = tmp_path
    _, release = told()
    jobs.build_if_needed()
    assert SECRET.encode() in b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    withheld(release)
    jobs.forget_withheld()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert [file for file in files if SECRET.encode() in file.read_bytes()] == []
    page = (tmp_path / "current" / "sites" / "alder-falls" / "reports" / "2026-11-03" / "index.html").read_text("utf-8")
    for said in ("What stood here was withheld", WORDS["words"], "Somebody’s privacy", release.sha256):
        assert said in page
    assert SECRET not in str(Release.objects.get(pk=release.pk).document)
    assert (tmp_path / "current" / "sites" / "alder-falls" / "releases" / f"{release.ref.lower()}.json").exists()


def test_the_chain_goes_on_through_a_tombstone() -> None:
    told()
    site = Release.objects.filter(kind="site").earliest("pk")
    withheld(site)
    documents = {r.ref.lower(): canonical_json(r.document) for r in Release.objects.order_by("pk")}
    known = queries.release_hashes()
    found = verify(documents, known=known)
    assert {one.file: (one.sha256, one.wrong) for one in found} == {ref: (known[ref], ()) for ref in documents}


def test_what_was_withheld_is_not_copied_to_another_site() -> None:
    told()
    site = Release.objects.filter(kind="site").earliest("pk")
    withheld(site)
    assert queries.released(make.engagement("Elsewhere"), f"{site.ref}:1.1") is None


def test_what_a_page_shows_now_is_corrected_first_and_no_older_one_comes_to_light() -> None:
    by, _ = told()
    newest = Release.objects.filter(kind="site").latest("pk")
    with pytest.raises(Denied, match="It is what the page shows now"):
        asked(newest)
    first = by.engagement.reports.get(number=1)
    begun = actions.correct(first, reason="A name stood in it.", by=by.lead, at=AT + 2 * DAY)
    office.brought(begun, by, "published", at=AT + 2 * DAY)
    older, newer = Release.objects.filter(slug="alder-falls/2026-11-03").order_by("pk")
    with pytest.raises(Denied, match=f"{older.ref} stands at the same address"):
        asked(newer)
    withheld(older)
    assert asked(newer).state == "asked"


def test_it_is_asked_for_once_with_a_ground_and_words_and_may_be_left_public() -> None:
    _, release = told()
    officer, official = make.person("programme_officer"), make.person("approving_official")
    with pytest.raises(BadInput, match="no ground"):
        actions.ask_to_withhold(release, grounds="embarrassment", words="No.", by=officer, at=AT)
    with pytest.raises(Incomplete, match="the words"):
        actions.ask_to_withhold(release, grounds="safety", words=" ", by=officer, at=AT)
    one = asked(release)
    with pytest.raises(Denied, match="It has been asked for"):
        asked(release)
    with pytest.raises(Incomplete, match="the reason"):
        actions.keep(one, reason="", by=official, at=AT)
    assert actions.keep(one, reason="The person has agreed.", by=official, at=AT).state == "kept"
    withheld(release)
    with pytest.raises(Denied, match="It has been withheld"):
        asked(Release.objects.get(pk=release.pk))


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE publishing_release SET reason = 'Another.'",
        "UPDATE publishing_release SET document = '{}'",
        """UPDATE publishing_release SET document =
        jsonb_build_object('schema', 'concord.withheld/1', 'withheld', jsonb_build_object('sha256', sha256))""",
        "DELETE FROM publishing_release",
    ],
)
def test_the_database_lets_nothing_become_a_tombstone_that_two_people_have_not_withheld(write: str) -> None:
    office.programme()
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(write)


def test_it_is_asked_and_decided_on_the_pages() -> None:
    _, release = told()
    officer, official = (make.browser(make.person(role)) for role in ("programme_officer", "approving_official"))
    assert officer.post(f"{release.get_absolute_url()}ask-withhold/", WORDS).status_code == 302
    one = Withholding.objects.get()
    assert WORDS["words"] in official.get(one.get_absolute_url()).content.decode()
    assert official.post(f"{one.get_absolute_url()}withhold/").status_code == 302
    assert "Somebody’s privacy" in officer.get(release.get_absolute_url()).content.decode()
