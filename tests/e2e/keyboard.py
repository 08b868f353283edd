"""The keyboard of somebody who has no mouse: Tab to a control, then the keys that the control knows."""

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as NothingCame

_PRESSES, _DIALOGUE_WITHIN = 6, 5000  # milliseconds for the browser to open its dialogue for files
PAST_THE_PAGE = 12  # Tabs more than the page has stops: a date is several stops, and the way round leads past the page

_TAB_STOPS = """
const stopOf = control => {
  if (control.type !== 'radio') return control;
  const group = [...document.getElementsByName(control.name)].filter(each => each.form === control.form);
  return group.find(each => each.checked) || group[0];
};
const seen = control => control.checkVisibility({visibilityProperty: true});
const stops = () => [...document.querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex]')].filter(
  each => each.tabIndex >= 0 && !each.disabled && each.type !== 'hidden' && seen(each) && each === stopOf(each));
"""
"""Where Tab halts. A group of radio buttons is one halt, and the arrows go on from there."""

_TABS_TO = f"""control => {{ {_TAB_STOPS}
  const all = stops(), focused = document.activeElement;
  const from = focused !== document.body ? focused : location.hash && document.querySelector(location.hash);
  const ahead = all.filter(each => !from || from.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  const wanted = stopOf(control), place = ahead.indexOf(wanted);
  const tabs = focused === wanted ? 0 : place >= 0 ? place + 1 : ahead.length + all.indexOf(wanted) + 1;
  return [tabs, all.length, !from && !!control.closest('main')];
}}"""
"""How many Tabs lead to the control, how many stops the page has, and whether the link past its head shortens the way.
Only a forecast: whether the focus is there, the page says afterwards."""

_FOCUSED = f"""control => {{ {_TAB_STOPS}
  const focused = document.activeElement, box = focused.getBoundingClientRect(), style = getComputedStyle(focused);
  if (focused !== stopOf(control)) return 'elsewhere';
  if (style.outlineStyle === 'none' || !parseFloat(style.outlineWidth)) return 'without an outline';
  return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth ? 'here' : 'out of sight';
}}"""
_NAME = """control => control.innerText.trim() || control.getAttribute('aria-label')
  || [...control.labels || []].map(label => label.innerText).join(' ') || control.name"""
_PLACE_IN_GROUP = """radio => {
  const group = [...document.getElementsByName(radio.name)].filter(each => each.form === radio.form);
  return [group.indexOf(radio), group.findIndex(each => each.checked)];
}"""
_PLACE_IN_LIST = """(list, text) => {
  const said = [...list.options].map(option => option.text.toLowerCase());
  return [said.findIndex(each => each.includes(text.toLowerCase())), list.selectedIndex];
}"""


class Keyboard:
    """The keys of one browser page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def reaches(self, control: Locator) -> None:
        """Press Tab until the focus is on a control, or on its group of radio buttons, and seen there. Raises
        AssertionError with the control's name when Tab does not lead to it, or when its focus is not to be seen."""
        tabs, stops, has_head = control.evaluate(_TABS_TO)
        if has_head:
            self._skips_the_head()
            tabs, stops, _ = control.evaluate(_TABS_TO)
        self.press("Tab", tabs)
        focus = control.evaluate(_FOCUSED)
        for _ in range(stops + PAST_THE_PAGE):
            if focus != "elsewhere":
                break
            self.press("Tab")
            focus = control.evaluate(_FOCUSED)
        assert focus == "here", f"By keyboard, the focus of {control.evaluate(_NAME)!r} on {self._page.url} is {focus}"

    def _skips_the_head(self) -> None:
        """Follow the link that leads past the head of the page: the first that Tab comes to."""
        self.reaches(self._page.locator(".usa-skipnav"))
        self.press("Enter")
        self._page.wait_for_url("**#main")

    def press(self, key: str, times: int = 1) -> None:
        """Press a key as often as told."""
        for _ in range(times):
            self._page.keyboard.press(key)

    def activates(self, control: Locator) -> None:
        """Press Enter on a link or a button."""
        self.reaches(control)
        self.press("Enter")

    def ticks(self, box: Locator) -> None:
        """Mark a checkbox, unless it is marked."""
        self.reaches(box)
        if not box.is_checked():
            self.press("Space")

    def chooses(self, radio: Locator) -> None:
        """Choose a radio button: Space for the first of a group of which none is chosen, arrows to the others."""
        self.reaches(radio)
        wanted, chosen = radio.evaluate(_PLACE_IN_GROUP)
        if chosen < 0:
            self.press("Space")
        self._goes(wanted - max(chosen, 0))

    def selects(self, field: Locator, text: str) -> None:
        """Choose the first option that contains a text, by arrows."""
        self.reaches(field)
        wanted, chosen = field.evaluate(_PLACE_IN_LIST, text)
        assert wanted >= 0, f"No option of {field.evaluate(_NAME)!r} contains {text!r}"
        self._goes(wanted - chosen)

    def _goes(self, steps: int) -> None:
        self.press("ArrowDown" if steps > 0 else "ArrowUp", abs(steps))

    def types(self, field: Locator, text: str) -> None:
        """Type a text in place of what a field holds."""
        self.reaches(field)
        self.press("ControlOrMeta+a")
        self._page.keyboard.type(text)

    def types_day(self, field: Locator, day: str) -> None:
        """Type a day, given as 2017-11-30, into a field of month, day and year."""
        self.reaches(field)
        year, month, number = day.split("-")
        self._page.keyboard.type(f"{month}{number}{year}")

    def attaches(self, field: Locator, path: str) -> None:
        """Open the browser's dialogue for files, and choose one there. Where no dialogue comes, as now and then on a
        busy machine, press again: so does everybody."""
        for _ in range(_PRESSES):
            self.reaches(field)
            try:
                with self._page.expect_file_chooser(timeout=_DIALOGUE_WITHIN) as chooser:
                    self.press("Space")
            except NothingCame:
                continue
            chooser.value.set_files(path)
            return
        raise AssertionError(f"No dialogue for a file after Space was pressed {_PRESSES} times")
