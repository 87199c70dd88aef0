"""Forms in the pattern of GOV.UK: label, hint, error, box, in that order, tied together for a screen reader."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

CLASSES = {
    forms.CheckboxInput: "govuk-checkboxes__input",
    forms.RadioSelect: "govuk-radios__input",
    forms.CheckboxSelectMultiple: "govuk-checkboxes__input",
    forms.Select: "govuk-select",
    forms.FileInput: "govuk-file-upload",
    forms.Textarea: "govuk-textarea",
    forms.TextInput: "govuk-input",
    forms.PasswordInput: "govuk-input",
}


class Box(BoundField):
    """A field on a page: its box carries the class, the hint and the error it is described by."""

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}-hint"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error"

    @property
    def first_id(self) -> str:
        """Where the link in the error summary leads: the box, or the first of several."""
        if isinstance(self.field.widget, forms.RadioSelect):
            return f"{self.auto_id}_0"
        return self.field.widget.id_for_label(self.auto_id) or str(self.auto_id)

    @property
    def ticked(self) -> bool:
        """Whether the field is one box to tick, with its label after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def grouped(self) -> bool:
        """Whether the field is several boxes under one legend."""
        return isinstance(self.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple | DateBoxes)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        shown = widget or self.field.widget
        shown.attrs.pop("placeholder", None)
        built = dict(attrs)
        if isinstance(shown, DateBoxes):
            return built
        for kind, css in CLASSES.items():
            if isinstance(shown, kind):
                width = shown.attrs.get("data-width")
                built["class"] = css + (f" govuk-input--width-{width}" if width else "")
                if self.errors and kind not in (forms.RadioSelect, forms.CheckboxSelectMultiple):
                    built["class"] += " " + css + "--error"
                break
        described = [self.hint_id] * bool(self.help_text) + [self.error_id] * bool(self.errors)
        if described and not isinstance(shown, forms.RadioSelect | forms.CheckboxSelectMultiple):
            built["aria-describedby"] = " ".join(described)
        return built


class Renderer(TemplatesSetting):
    """Our templates for every form, ours or a library's."""

    bound_field_class = Box


class Radios(forms.RadioSelect):
    """Radio buttons, each of which may be explained."""

    def __init__(self, explained: Mapping[str, str]) -> None:
        self.explained = explained
        super().__init__()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"hint": self.explained.get(str(value), "")}


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick, each of which may be explained."""

    def __init__(self, explained: Mapping[str, str]) -> None:
        self.explained = explained
        super().__init__()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"hint": self.explained.get(str(value), "")}


class DateBoxes(forms.MultiWidget):
    """Day, month and year, each in its own box."""

    template_name = "parts/date_boxes.html"

    def __init__(self) -> None:
        super().__init__({name: forms.TextInput() for name in ("day", "month", "year")})

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class Day(forms.MultiValueField):
    """A day typed as three numbers. `what` ends the sentence "Enter ..."."""

    def __init__(self, what: str, **options: Any) -> None:
        self.what = what
        parts = (forms.CharField(), forms.CharField(), forms.CharField())
        super().__init__(fields=parts, widget=DateBoxes(), require_all_fields=False, **options)
        self.error_messages["required"] = f"Enter {what}."
        for part in parts:
            part.required = False

    def compress(self, typed: list[str]) -> date | None:
        if not any(typed or []):
            return None
        try:
            day, month, year = (int(part) for part in typed)
            return date(year, month, day)
        except ValueError:
            raise forms.ValidationError(f"Enter {self.what} as a day, a month and a year, like 14 6 2026.") from None


class Form(forms.Form):
    """A form whose checks are ours to word, not the browser's."""

    use_required_attribute = False
