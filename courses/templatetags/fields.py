"""How a form's field is drawn; `templates/components/field.html` is its only user."""

from __future__ import annotations

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choice_group(field: BoundField) -> bool:
    """Several inputs under one legend, such as radios."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's own widget in our dress."""
    given = str(field.field.widget.attrs.get("class", ""))
    classes = given if is_checkbox(field) else f"input {given}".strip()
    return field.as_widget(attrs={"class": classes} if classes else {})
