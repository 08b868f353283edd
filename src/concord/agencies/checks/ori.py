"""An ORI, the identifier that the FBI gives to a law-enforcement agency, is seven or nine characters."""

import re

from concord.agencies.directory import ORI_SHAPE
from concord.core.errors import BadInput

_LENGTHS = (7, 9)


def normalise_ori(text: str) -> str:
    """Return the nine characters of an ORI written with seven or nine; spaces and hyphens do not count.

    Seven characters, as on forms, name the agency itself, whose last two are 00. Raises BadInput."""
    ori = re.sub(r"[\s-]", "", text).upper()
    if len(ori) == min(_LENGTHS):
        ori += "00"
    if not re.match(ORI_SHAPE, ori):
        raise BadInput(
            f"“{text[:40]}” is not an ORI. Expected seven or nine letters and digits, a letter first, "
            "such as NC02601 or NC0260100."
        )
    return ori
