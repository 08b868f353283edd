import json

import psycopg
import pytest

from tests.cli.conftest import Concord
from tests.conftest import owner_url
from tests.factories import engagements as make
from tests.factories import publishing as office


def test_a_whole_trail_is_said_to_be_whole_with_its_counts(concord: Concord) -> None:
    office.report(office.press(), "published")
    said = concord("audit verify")
    assert (said.code, said.out.splitlines()[-1]) == (0, "The trail is whole.")
    found = json.loads(concord("audit verify --json").out)
    assert (found["wrong"], found["checkpoints"]) == ("", 1)
    assert said.out.startswith(f"{found['rows']} rows in {found['streams']} streams, 1 checkpoints.")


def test_the_first_bad_row_is_named(concord: Concord, real_db: str) -> None:
    make.agency()
    make.agency("Elsewhere Police Department")
    with psycopg.connect(owner_url(real_db)) as owner:
        owner.execute("ALTER TABLE core_auditrow DISABLE TRIGGER ALL")
        owner.execute("DELETE FROM core_auditrow WHERE stream = 'agencies' AND seq = 1")
    said = concord("audit verify")
    bad = "NOT whole: row 2 of stream agencies is not the row that was appended."
    assert (said.code, said.out.splitlines()[-1]) == (1, bad)
    assert concord("audit verify --json").code == 1


def test_a_checkpoint_is_printed_and_can_be_held_against_the_trail(concord: Concord) -> None:
    make.agency()
    taken = concord("audit checkpoint").out.strip()
    assert len(taken) == 64
    assert concord(f"audit verify --anchor {taken}").code == 0
    said = concord(f"audit verify --anchor {'0' * 64}")
    assert (said.code, said.out.splitlines()[-1]) == (
        1,
        f"NOT whole: the checkpoint {'0' * 64}, which was published, is gone.",
    )


@pytest.mark.parametrize("typed", ["zz", "0" * 63, "0" * 65, "G" * 64])
def test_a_hash_that_is_none_is_no_alarm(concord: Concord, typed: str) -> None:
    said = concord("audit verify --anchor", typed)
    expected = f"{typed!r} is no checkpoint’s hash; expected 64 digits and letters from a to f."
    assert said == (1, "", expected)
