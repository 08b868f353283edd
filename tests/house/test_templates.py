"""What holds for the templates themselves."""

import re
from collections.abc import Iterator

from tests.house.test_size import files

FORM = re.compile(r"<form\b(?:\{%.*?%\}|\{\{.*?\}\}|[^>{])*>")


def posts_to_wherever_the_browser_stands(path: str, text: str) -> Iterator[str]:
    """A form that is posted without saying where: the browser adds the place on the page that a link left in the
    address, and then the summary of errors gets no focus."""
    for form in FORM.findall(text):
        if 'method="post"' in form and "action=" not in form:
            yield f"{path}: {form}"


def test_every_form_that_is_posted_says_where() -> None:
    pages = files(("src",), frozenset({".html"}))
    assert [fault for path, text in pages for fault in posts_to_wherever_the_browser_stands(path, text)] == []


def test_a_form_that_does_not_say_where_is_found() -> None:
    text = '<form method="post" novalidate>{% csrf_token %}</form><form method="get"></form><form {% posted %}></form>'
    assert list(posts_to_wherever_the_browser_stands("x.html", text)) == ['x.html: <form method="post" novalidate>']
