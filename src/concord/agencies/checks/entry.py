"""An entry made by hand names an agency that the directory does not have yet."""

from collections.abc import Iterator

from concord.agencies.directory import FORMER, PLACES, Kind
from concord.agencies.models import Agency
from concord.agencies.words import words
from concord.core.checks import Problem, error


def entry_problems(*, name: str, state: str, kind: str, ori: str | None, same_name: bool) -> Iterator[Problem]:
    """Yield what is wrong with a new entry. `same_name` says that an agency of the same name is another one."""
    if not words(name):
        yield error("Give the agency's name.")
    if state not in PLACES or state in FORMER:
        yield error(f"The state is “{state}”; expected the two letters of a state or territory, such as NC.")
    if kind not in Kind.values:
        yield error(f"The kind is “{kind}”; expected one of: {', '.join(Kind.values)}.")
    taken = Agency.objects.filter(ori=ori).first() if ori else None
    if taken:
        yield error(f"The directory has {ori} already: {taken.title}.")
    elif not same_name and (namesakes := _namesakes(name, state)):
        listed = "; ".join(f"{agency.title} ({agency.ref})" for agency in namesakes)
        yield error(f"The directory has an agency of this name: {listed}. Use it, or say that yours is another one.")


def _namesakes(name: str, state: str) -> list[Agency]:
    """Return the agencies of a state whose name has the same words in the same order."""
    wanted = words(name)
    if not wanted:
        return []
    begins = Agency.objects.filter(state=state, search_text__startswith=" ".join(wanted)).order_by("ref")
    return [agency for agency in begins if words(agency.name) == wanted]
