"""Word's styles: which of them hide the text that is set in them."""

import zipfile

from concord.evidence.reading import markup

STYLES = "word/styles.xml"
_OFF = frozenset({"0", "false", "off"})


def is_on(attributes: dict[str, str]) -> bool:
    """Say whether a mark that can be switched off is on."""
    return attributes.get("val", "1") not in _OFF


class _Styles:
    """What styles say of hiding, and on which other each rests."""

    def __init__(self) -> None:
        self.style = ""
        self.conditions = 0  # how many marks around us hold for some cells of a table only
        self.said: dict[str, bool] = {}
        self.rests_on: dict[str, str] = {}

    def starts(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            self.style = attributes.get("styleId", "")
        elif name == "tblStylePr":
            self.conditions += 1
        elif name == "basedOn":
            self.rests_on[self.style] = attributes.get("val", "")
        elif name == "vanish" and self.style and not self.conditions:
            self.said[self.style] = is_on(attributes)

    def ends(self, name: str) -> None:
        if name == "style":
            self.style = ""
        elif name == "tblStylePr":
            self.conditions -= 1

    def hides(self, style: str) -> bool:
        """Say whether a style hides: what the nearest one says on which it rests."""
        passed = set[str]()
        while style not in self.said and style in self.rests_on and style not in passed:
            passed.add(style)
            style = self.rests_on[style]
        return self.said.get(style, False)


def hiding(file: zipfile.ZipFile) -> frozenset[str]:
    """Return the keys of the styles that hide their text. Raises Unreadable."""
    if STYLES not in file.namelist():
        return frozenset()
    styles = _Styles()
    with file.open(STYLES) as part:
        for _ in markup.walk(part, starts=styles.starts, ends=styles.ends, says=lambda _: None):
            pass
    return frozenset(style for style in {*styles.said, *styles.rests_on} if styles.hides(style))
