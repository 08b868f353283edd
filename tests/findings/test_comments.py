"""Comments on drafts: made on a part of what is said, replied to, and answered with what became of them."""

from typing import Any

import pytest

from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.telling.queries import unread
from concord.findings import actions, queries
from concord.findings.states import COMMENT
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories import moves
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def test_a_comment_is_on_a_part_gets_replies_and_an_answer() -> None:
    on = make.ground()
    draft = make.draft_finding(on)
    made = make.commented(on, draft, place="narrative")
    actions.reply_to(made, text="In the logs of May.", by=on.assessor, at=AT)
    actions.reply_to(made, text="In the logs of May.", by=on.assessor, at=AT)
    done = actions.resolve_comment(made, resolution="Said in the second sentence.", by=on.assessor, at=AT)
    (said,) = queries.comments_on(draft)
    assert (said.about, said.first.name, said.first.text) == (
        "What was found",
        "Rey Reviewer",
        "Say where it was seen.",
    )
    assert ([each.text for each in said.replies], done.state) == (["In the logs of May."], "resolved")
    assert said.resolution is not None
    assert said.resolution.text == "Said in the second sentence."


def test_the_same_comment_is_one_while_it_is_open() -> None:
    on = make.ground()
    draft = make.draft_finding(on)
    first = make.commented(on, draft)
    assert make.commented(on, draft) == first
    actions.resolve_comment(first, resolution="Done.", by=on.assessor, at=AT)
    assert make.commented(on, draft) != first


def test_a_comment_says_something_about_a_field_that_there_is() -> None:
    on = make.ground()
    draft = make.draft_finding(on)
    with pytest.raises(Incomplete):
        make.commented(on, draft, text="  ")
    with pytest.raises(BadInput, match="has no field “text”"):
        make.commented(on, draft, place="text")
    comment = make.commented(on, draft)
    with pytest.raises(Incomplete):
        actions.reply_to(comment, text="", by=on.assessor, at=AT)
    with pytest.raises(Incomplete):
        actions.resolve_comment(comment, resolution=" ", by=on.assessor, at=AT)
    actions.resolve_comment(comment, resolution="Done.", by=on.assessor, at=AT)
    comment.refresh_from_db()
    with pytest.raises(NotAllowedNow):
        actions.reply_to(comment, text="And yet.", by=on.assessor, at=AT)


@pytest.mark.parametrize("state", ["issued", "set_aside"])
def test_what_is_issued_or_set_aside_is_not_commented_on(state: str) -> None:
    on = make.ground()
    with pytest.raises(Denied, match="it is commented on before that"):
        make.commented(on, make.finding(on, state))


@pytest.mark.parametrize("state", ["open", "resolved"])
def test_who_may_do_what_in_each_state(state: str) -> None:
    on = make.ground()
    people = people_of.everybody(on.engagement)
    comment = make.commented(on, make.draft_recommendation(on, make.finding(on)))
    if state == "resolved":
        comment = actions.resolve_comment(comment, resolution="Done.", by=on.assessor, at=AT)
    does = {
        "reply_to": lambda who: actions.reply_to(comment, text=f"Of {who.name}.", by=who, at=AT),
        "resolve_comment": lambda who: actions.resolve_comment(comment, resolution="Done.", by=who, at=AT),
    }
    for name, do in does.items():
        verb = next(move.verb for move in COMMENT.moves if move.verb.value.endswith(name))
        assert (name, moves.tried(people, do)) == (name, moves.expected(COMMENT, state, verb))


def test_the_writer_and_whoever_has_spoken_are_told() -> None:
    on = make.ground()
    comment = make.commented(on, make.draft_finding(on))
    actions.reply_to(comment, text="Where?", by=on.lead, at=AT)
    actions.resolve_comment(comment, resolution="Done.", by=on.lead, at=AT)
    told = {who.name: unread(who) for who in (on.assessor, on.reviewer, on.lead)}
    assert told == {on.assessor.name: 2, on.reviewer.name: 2, on.lead.name: 0}


def test_open_comments_wait_for_the_author_and_stand_on_the_page() -> None:
    on = make.ground()
    draft = make.draft_recommendation(on, make.finding(on))
    comment = make.commented(on, draft)
    assert list(queries.statement_comments_open_for(on.assessor)) == [comment]
    assert list(queries.statement_comments_open_for(on.lead)) == []
    for statement, words in ((draft, comment.text), (make.draft_finding(on), "")):
        page = people_of.browser(on.lead).get(statement.get_absolute_url())
        assert [each.first.text for each in page.context["comments"]] == ([words] if words else [])
    page = people_of.browser(on.reviewer).get(comment.get_absolute_url())
    assert (page.status_code, comment.text in page.content.decode()) == (200, True)


def test_the_agency_sees_no_comment() -> None:
    on = make.ground()
    comment = make.commented(on, make.draft_finding(on))
    assert people_of.browser(on.chief).get(comment.get_absolute_url()).status_code == 404


def reworded(on: make.Ground, draft: Any, reword: Any, field: str) -> list[list[str]]:
    """Reword a draft twice, and return for each earlier wording what was changed then."""
    for words in ("Adopt one.", "Adopt two."):
        draft = reword(draft, **draft.words | {field: words}, expected_hash=draft.words_hash, by=on.assessor, at=AT)
    return [[each.sentence for each in wording.differs] for wording in queries.earlier_wordings(draft)]


def test_each_earlier_wording_is_shown_with_what_was_changed() -> None:
    on = make.ground()
    finding = make.draft_finding(on)
    told = reworded(on, make.draft_recommendation(on, finding), actions.reword_recommendation, "text")
    assert (len(told), told[0]) == (2, ["What is recommended was “Adopt one.” and is now “Adopt two.”."])
    told = reworded(on, finding, actions.reword_finding, "heading")
    assert (len(told), told[0]) == (2, ["Heading was “Adopt one.” and is now “Adopt two.”."])
