"""The pages of the request: what is asked of whoever asks, and nothing that can wait for the first contact."""

from typing import Any, cast

from django import forms
from django.utils.html import format_html

from concord.agencies.directory import ELIGIBLE_KINDS, PLACES
from concord.agencies.forms import STATE_CHOICES
from concord.agencies.models import Agency
from concord.agencies.queries import by_ref, search
from concord.core.forms import LongText
from concord.intake.content import Member
from concord.intake.forms.step import Shown, StepForm, lines, offered, short, yes_no
from concord.intake.models import Capacity, MatterKind, StakeholderKind
from concord.intake.queries import agency_named
from concord.programme.queries import choice, continuum, offered_topics

BY_HAND = "by_hand"
NONE = "none"
_FOUND = 8  # agencies that a search shows; one that is not among them is found by more words
_WITH_HINT = '<span>{} <span class="usa-hint">{}</span></span>'
_PLACE_CHOICES = [("", "Choose"), *STATE_CHOICES]
MATTERS = tuple(kind.value for kind in MatterKind if kind != MatterKind.UNSPECIFIED)


class AgencyForm(StepForm):
    """Which agency, found in the directory by its name, place or ORI."""

    page = "agency"
    q = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    ref = forms.CharField(
        widget=forms.RadioSelect,
        error_messages={"required": "Search for your agency and choose it, or choose to enter it by hand."},
    )

    def prepare(self) -> None:
        """Offer what was searched for, what was chosen before, and entering it by hand."""
        typed = self.around.typed.get("agency", {})
        text = self.data.get("q") if self.is_bound else next(iter(typed.get("q", ())), "")
        self.offer(text or "")

    def offer(self, text: str) -> None:
        """Offer the agencies that a text names."""
        self.searched = text
        found = search(text, _FOUND) if text and text.isprintable() else []
        chosen = self.around.said("agency", "ref")
        if chosen not in ("", BY_HAND, *(one.ref for one in found)) and (one := by_ref(chosen)):
            found.insert(0, one)
        self.found = found
        widget = cast("forms.RadioSelect", self.fields["ref"].widget)
        words = choice(self.around.programme, f"agency.ref.{BY_HAND}")
        by_hand = format_html(_WITH_HINT, words.label, words.more)
        widget.choices = [*((one.ref, _entry(one)) for one in found), (BY_HAND, by_hand)]

    def clean_ref(self) -> str:
        """Take an agency that the directory has."""
        ref = str(self.cleaned_data["ref"])
        self.agency = None if ref == BY_HAND else by_ref(ref)
        if ref != BY_HAND and self.agency is None:
            raise forms.ValidationError("The directory has no such agency. Search again, or enter it by hand.")
        return ref

    def values(self) -> dict[str, Any]:
        """Return the agency; what is entered by hand comes from the next page."""
        if self.agency is None:
            return {"agency": None}
        return {"agency": self.agency, "agency_name": self.agency.name or self.agency.ref} | {
            "agency_state": self.agency.state
        }

    def shown(self) -> list[Shown]:
        """Read back the agency, unless it is entered by hand."""
        if self.agency is None:
            return []
        return [Shown("Agency", f"{self.agency.title}\n{self.agency.type_advice()}".strip())]


def _entry(one: Agency) -> str:
    known = ", ".join(filter(None, (one.county and f"County: {one.county}", one.ori and f"ORI {one.ori}")))
    return format_html(_WITH_HINT, one.title, known)


class ByHandForm(StepForm):
    """An agency that the directory does not have, or that was not found."""

    page = "by-hand"
    name = forms.CharField(max_length=200)
    state = forms.ChoiceField(choices=_PLACE_CHOICES)
    kind = forms.ChoiceField(widget=forms.RadioSelect)

    def prepare(self) -> None:
        """Offer the six kinds in the words of the edition."""
        kinds = [(k.key, format_html(_WITH_HINT, k.label, k.description)) for k in self.around.programme.agency_type]
        cast("forms.ChoiceField", self.fields["kind"]).choices = [k for k in kinds if k[0] in ELIGIBLE_KINDS]

    def values(self) -> dict[str, Any]:
        """Return what stands for the agency until the office has found or added its entry."""
        data = self.cleaned_data
        return {"agency_name": data["name"], "agency_state": data["state"], "agency_kind": data["kind"]}

    def shown(self) -> list[Shown]:
        """Read back the agency with its kind in a word."""
        data = self.cleaned_data
        kinds = {kind.key: kind.label for kind in self.around.programme.agency_type}
        entry = f"{data['name']}, {PLACES[data['state']]}\nEntered by hand; we look for it in the directory with you."
        return [Shown("Agency", entry), Shown("Kind of agency", kinds[data["kind"]])]


class AuthorityForm(StepForm):
    """Two questions of eligibility."""

    page = "authority"
    primary_enforcement = yes_no()
    patrol = yes_no()


class MembersForm(StepForm):
    """The other agencies of a request for several."""

    page = "members"
    blank = "members.nothing"
    members = LongText(rows=4, max_length=4000, required=False)

    def clean_members(self) -> str:
        """Read each line as a name and a state."""
        text = str(self.cleaned_data["members"])
        self.read = [self._line(line) for line in lines(text)]
        if len({(name.casefold(), state) for name, state in self.read}) < len(self.read):
            raise forms.ValidationError("An agency stands here twice. Keep one line for each.")
        return text

    def _line(self, line: str) -> tuple[str, str]:
        name, comma, state = (part.strip() for part in line.rpartition(","))
        state = state.upper()
        if not comma or not name or state not in dict(STATE_CHOICES):
            raise forms.ValidationError(f"“{line[:80]}”: expected a name, a comma, and the state's two letters.")
        return short(name), state

    def values(self) -> dict[str, Any]:
        """Return the agencies, each with its entry in the directory where there is just one of that name."""
        return {"members": tuple(Member(agency_named(name, state), name, state) for name, state in self.read)}


class CapacityForm(StepForm):
    """Who asks."""

    page = "capacity"
    capacity = forms.ChoiceField(widget=forms.RadioSelect)
    chief_name = forms.CharField(max_length=120)

    def prepare(self) -> None:
        """Offer the capacities."""
        found = offered(self.around.programme, "capacity.capacity", Capacity.values)
        cast("forms.ChoiceField", self.fields["capacity"]).choices = found


class AuthorizationForm(StepForm):
    """How the chief executive authorizes what somebody else submits."""

    LINK, PAPER = "link", "paper"
    page = "authorization"
    how = forms.ChoiceField(widget=forms.RadioSelect)
    chief_email = forms.EmailField(required=False)

    def prepare(self) -> None:
        """Offer the two ways."""
        found = offered(self.around.programme, "authorization.how", (self.LINK, self.PAPER))
        cast("forms.ChoiceField", self.fields["how"]).choices = found

    def clean(self) -> dict[str, Any]:
        """Ask for the address exactly where it is used."""
        data = super().clean() or {}
        if data.get("how") == self.LINK and not data.get("chief_email") and "chief_email" not in self.errors:
            self.add_error("chief_email", "We need an address to mail the link to.")
        own = self.around.said("contact", "contact_email").strip().casefold()
        if data.get("how") == self.LINK and own and str(data.get("chief_email")).casefold() == own:
            self.add_error("chief_email", "This is your own address. The link has to go to the chief executive.")
        return data

    def values(self) -> dict[str, Any]:
        """Return where the link goes, if it does."""
        data = self.cleaned_data
        return {"chief_email": data["chief_email"] if data["how"] == self.LINK else ""}


class ContactForm(StepForm):
    """Whom we call."""

    page = "contact"
    contact_name = forms.CharField(max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    contact_email = forms.EmailField(widget=forms.EmailInput({"autocomplete": "email"}))
    contact_phone = forms.CharField(
        max_length=40, required=False, widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"})
    )

    def prepare(self) -> None:
        """Begin with what is known: a chief who asks has given the name, whoever saved has given the address."""
        if self.around.said("capacity", "capacity") == Capacity.CHIEF:
            self.initial["contact_name"] = self.around.said("capacity", "chief_name")
        self.initial["contact_email"] = self.around.mailed_to


class TierForm(StepForm):
    """The kind of assistance."""

    page = "tier"
    tier = forms.ChoiceField(widget=forms.RadioSelect)

    def prepare(self) -> None:
        """Offer the tiers of the edition in force, each with what it is."""
        tiers = continuum(self.around.programme)
        cast("forms.ChoiceField", self.fields["tier"]).choices = [
            (t.key, format_html(_WITH_HINT, t.name, f"{t.summary} {t.length}")) for t in tiers
        ]

    def words(self, name: str, value: str) -> str:
        """Return the tier's name alone."""
        del name
        return next((t.name for t in self.around.programme.tier if t.key == value), value)


class TopicsForm(StepForm):
    """Topics of the edition in force on the day."""

    page = "topics"
    blank = "topics.nothing"
    topics = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def prepare(self) -> None:
        """Offer the topics by their families."""
        offered = offered_topics(self.around.programme, self.around.on)
        families = [pair for each in offered for pair in each.families]
        cast("forms.MultipleChoiceField", self.fields["topics"]).choices = [
            (family, [(topic.key, topic.text) for topic in topics]) for family, topics in families
        ]

    def values(self) -> dict[str, Any]:
        """Return the keys."""
        return {"topics": tuple(self.cleaned_data["topics"])}

    def words(self, name: str, value: str) -> str:
        """Return the topic."""
        del name
        return next((t.text for t in self.around.programme.topic if t.key == value), value)


class NeedForm(StepForm):
    """The need in one's own words."""

    page = "need"
    need = LongText(rows=8, max_length=8000)


class BeforeForm(StepForm):
    """Other help."""

    page = "before"
    prior_assistance = LongText(rows=3, max_length=4000, required=False)
    other_funding = LongText(rows=3, max_length=4000, required=False)


class MattersForm(StepForm):
    """What may be pending, by kind."""

    page = "matters"
    kinds = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def prepare(self) -> None:
        """Offer the kinds, and that there is none."""
        kinds = cast("forms.MultipleChoiceField", self.fields["kinds"])
        kinds.choices = offered(self.around.programme, "matters.kinds", (*MATTERS, NONE))
        kinds.error_messages["required"] = f"Choose what is pending, or “{self.none}”."

    @property
    def none(self) -> str:
        """How the edition puts that nothing is pending."""
        return choice(self.around.programme, f"matters.kinds.{NONE}").label

    def clean_kinds(self) -> list[str]:
        """Refuse both at once."""
        kinds = list(self.cleaned_data["kinds"])
        if NONE in kinds and len(kinds) > 1:
            raise forms.ValidationError(f"You chose “{self.none}” and something else. Keep one or the other.")
        return kinds

    def values(self) -> dict[str, Any]:
        """Return nothing pending; the next page says more where something is."""
        return {"matters": {}}


class DetailsForm(StepForm):
    """A sentence on each matter that was declared."""

    parts_of_one = True

    def prepare(self) -> None:
        """Ask about what was declared."""
        declared = self.around.typed.get("matters", {}).get("kinds", ())
        for kind, label in offered(self.around.programme, "matters.kinds", MATTERS):
            if kind in declared:
                missing = {"required": "Tell us in a sentence what it is."}
                self.fields[kind] = LongText(label=label, rows=3, max_length=4000, error_messages=missing)

    def values(self) -> dict[str, Any]:
        """Return each with its detail."""
        return {"matters": dict(self.cleaned_data)}


class StakeholdersForm(StepForm):
    """Who else has a part in it."""

    parts_of_one = True
    blank = "stakeholders.nothing"

    def prepare(self) -> None:
        """Give a place to each kind."""
        for kind in StakeholderKind.values:
            words = choice(self.around.programme, f"stakeholders.{kind}")
            more = {"help_text": words.more, "required": False}
            self.fields[kind] = LongText(label=words.label, rows=2, max_length=2000, **more)

    def clean(self) -> dict[str, Any]:
        """Read each line as a name."""
        data = super().clean() or {}
        for kind in StakeholderKind:
            try:
                data[kind.value] = "\n".join(short(line) for line in lines(data.get(kind.value) or ""))
            except forms.ValidationError as wrong:
                self.add_error(kind.value, wrong)
        return data

    def values(self) -> dict[str, Any]:
        """Return kind and name of each."""
        named = [(kind.value, name) for kind in StakeholderKind for name in lines(self.cleaned_data[kind.value])]
        return {"stakeholders": tuple(dict.fromkeys(named))}
