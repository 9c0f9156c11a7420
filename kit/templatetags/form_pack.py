"""What the crispy template pack `govuk` (templates/govuk/) cannot say in a template alone."""

from collections.abc import Iterator

from django import forms, template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from kit.form_fields import DayMonthYearField
from kit.form_layout import in_context

register = template.Library()
register.simple_tag(lambda context, text: in_context(text, context), takes_context=True, name="in_context")

# The first that fits, so a class stands before those it inherits from.
KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file-upload"),
    (forms.MultiWidget, "parts"),
    (forms.SelectDateWidget, "parts"),
]
# Kinds whose first input carries the number 0: the error summary's link must land on an input.
NUMBERED = (forms.CheckboxSelectMultiple, forms.RadioSelect, forms.MultiWidget)
MANY = 12
# Django says "This field is required." of every field alike; a person reading a list of problems needs to know which.
UNSAID = str(forms.Field.default_error_messages["required"])
WHAT_TO_DO = {"checkbox": "tick the box to go on", "checkboxes": "choose at least one", "file-upload": "choose a file"}
WHAT_TO_DO |= {"radios": "choose an answer", "select": "choose from the list"}

BUTTON_FORM = ("button_class", "form_class", "hidden_field", "link_label", "link_to", "note", "note_id")


@register.filter
def kind(field: BoundField) -> str:
    """Return how a field is drawn; a plain line of text is `input`."""
    widget = field.field.widget
    return next((name for widget_class, name in KINDS if isinstance(widget, widget_class)), "input")


@register.filter
def landing_id(field: BoundField) -> str:
    """Return the id of the field's first input."""
    widget = field.field.widget
    own_id = widget.attrs.get("id") or field.auto_id
    return f"{own_id}_0" if isinstance(widget, NUMBERED) else widget.id_for_label(own_id)


@register.filter
def messages(field: BoundField) -> list[str]:
    """Return the field's error messages; those that would be the same for any field name theirs."""
    return [_named(field, str(message)) for message in field.errors]


def _named(field: BoundField, message: str) -> str:
    if message == UNSAID:
        message = WHAT_TO_DO.get(kind(field), "an answer is needed")
    elif message not in DayMonthYearField.default_error_messages.values():
        return message
    label = str(field.label)
    if label.endswith("?"):
        return f"{label} {message[0].upper()}{message[1:]}"
    return f"{label}: {message[0].lower()}{message[1:]}"


@register.filter
def split_choices(field: BoundField) -> dict[str, list[BoundWidget]]:
    """Return the choices to be shown, and those to be folded away: of many boxes, all that are not ticked."""
    choices = list(field)
    if kind(field) != "checkboxes" or len(choices) <= MANY:
        return {"shown": choices, "folded": []}
    ticked: list[BoundWidget] = []
    others: list[BoundWidget] = []
    for choice in choices:
        (ticked if choice.data["selected"] else others).append(choice)
    return {"shown": ticked, "folded": others}


@register.filter
def is_optional(field: BoundField) -> bool:
    """Return whether the label says "(optional)"; a lone box to tick is a statement, and never does."""
    return not field.field.required and kind(field) != "checkbox"


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Draw the field's own input in govuk-frontend's class.

    Without `maxlength`, which would cut a pasted answer short in silence; without `required`, whose bubbles say less
    than our messages; without `placeholder`, which goes as soon as somebody types. The server, the label and the hint
    say these things.
    """
    field.form.use_required_attribute = False
    drawn_as = kind(field)
    if drawn_as == "parts":
        return field.as_widget()
    classes = [f"govuk-{drawn_as}", field.field.widget.attrs.get("class", "")]
    if field.errors:
        classes.append(f"govuk-{drawn_as}--error")
    attrs: dict[str, str | bool] = {"class": " ".join(filter(None, classes)), "maxlength": False, "placeholder": False}
    if drawn_as in ("input", "textarea") and getattr(field.field.widget, "input_type", "text") == "text":
        # Whoever writes from right to left sees it so.
        attrs["dir"] = "auto"
    if drawn_as == "textarea" and getattr(field.field, "max_length", None):
        # The count of characters left stands in field.html; the script looks for its box by this class.
        attrs["class"] = f"{attrs['class']} govuk-js-character-count"
        attrs["aria-describedby"] = f"{field.aria_describedby or ''} {landing_id(field)}-info".strip()
    return field.as_widget(attrs=attrs)


@register.filter
def problems(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """Yield each error of a form as (id to land on, message), those of the whole form first and without an id."""
    for message in form.non_field_errors():
        yield "", str(message)
    for field in form:
        for message in messages(field):
            yield "" if field.is_hidden else landing_id(field), message


@register.simple_block_tag(takes_context=True)
def button_form(
    context: template.Context,
    content: SafeString,
    view_name: str = "",
    *args: object,
    button_style: str = "",
    button_name: str = "",
    button_value: str = "",
    **more: object,
) -> SafeString:
    """Draw a form that is one button: `{% button_form 'outbox:mail-release' %}Release all mail{% endbutton_form %}`.

    It goes to the view that is named, with the arguments that follow, or to the page itself. `button_style` is
    `secondary` or `warning`. Of `more`, _button_form.html says what it draws; all else is sent unseen:
    `as_seen=recipients.fingerprint`.
    """
    drawn = {name: more.pop(name, "") for name in BUTTON_FORM}
    if drawn["link_label"] and not drawn["link_to"]:
        raise ValueError(f"“{drawn['link_label']}” leads nowhere.")
    drawn |= {"label": content, "button_style": button_style, "button_name": button_name, "button_value": button_value}
    drawn |= {"action": reverse(view_name, args=args) if view_name else "", "hidden": more}
    drawn |= {"csrf_token": context.get("csrf_token"), "user": context.get("user")}
    return render_to_string("govuk/_button_form.html", drawn)
