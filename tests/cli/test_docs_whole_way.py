from pathlib import Path

import pytest
from lxml.etree import fromstring

from concord.cli import docs_whole_way
from concord.cli.docs_states import lifecycles
from concord.core.permissions import Permission

P = Permission
ROOT = Path("/nowhere")
SVG = "{http://www.w3.org/2000/svg}"


def test_the_whole_way_is_drawn_from_the_tables_with_a_box_for_each_move() -> None:
    pages = docs_whole_way.generate(ROOT)
    drawing = fromstring(pages[ROOT / docs_whole_way.DRAWING].encode())
    boxes = [box for box in drawing.iter(f"{SVG}rect") if box.get("rx")]
    assert len(boxes) == sum(len(part.way) for part in docs_whole_way.PARTS)
    page = pages[ROOT / docs_whole_way.PAGE]
    assert [line.split("]")[0][3:] for line in page.splitlines() if line.startswith("| [")] == [
        part.thing for part in docs_whole_way.PARTS
    ]
    assert "concur with the work plan → **Concurred** (done)" in page


def test_no_text_of_the_drawing_leaves_its_box() -> None:
    drawing = fromstring(docs_whole_way.generate(ROOT)[ROOT / docs_whole_way.DRAWING].encode())
    lowest = {float(each.get("x")) + 8: 0.0 for each in drawing.iter(f"{SVG}rect") if each.get("rx")}
    wrong = []
    for each in drawing.iter(f"{SVG}rect", f"{SVG}text"):
        left, top = float(each.get("x", 0)), float(each.get("y", 0))
        if each.get("rx"):
            lowest[left + 8] = top + float(each.get("height"))
        elif lowest.get(left, top + 4) < top + 4:
            wrong.append(each.text)
    assert wrong == []


def test_a_way_that_a_lifecycle_does_not_allow_is_refused() -> None:
    (request,) = (each for each in lifecycles() if each.name == "request")
    with pytest.raises(ValueError, match=r"A request that is “submitted” cannot “request\.accept”"):
        docs_whole_way.walk(request, (P.REQUEST_SUBMIT, P.REQUEST_ACCEPT))
