"""How a form says what it looks like: `helper = FormLayout(…)` in the form, `{% crispy form %}` in the template.

    class GiveHatForm(forms.Form):
        email = …
        helper = FormLayout(
            "email",
            Fieldset("From when until when", "from_on", "until_on"),
            submit=[SubmitButton("Give the hat"), Link("Not now", "{% url 'programmes:team' programme.slug %}")],
        )

The template writes heading and text, then the tag. The list of problems is not its business: base.html puts that of
`form` first in `main`, and "Error:" before the title (a page that calls its form otherwise overrides both blocks,
`errors` and `error_prefix`). Parts are names of fields, crispy's own `Fieldset`, `Div` and `HTML`, and those below;
without any, every visible field is drawn, in order. Hidden fields always are. Texts of buttons, legends and addresses
are template source (never what somebody typed): they see the page's context, and the form as `form`.
`PageHeading("name")` makes a label the page's `h1`; `TheRest()` stands for what no other part names, where fields are
made as the form is. A filter says `method="get"`, a form for people without cookies `csrf=False`; rows of forms in one
`<form>` say `tag=False`, and `govuk/_grid.html` draws them. A button without a field needs no form class, but
`{% button_form 'outbox:message-retry' message.pk %}Try again{% endbutton_form %}` of form_pack.
"""

from copy import copy
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.forms import BaseForm
from django.template import Context, Template, Variable, VariableDoesNotExist
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe


class SubmitButton:
    """A button that sends the form, or another one by its id (`form`). `style` is `secondary` or `warning`.

    One that is `unseen` stands first in a form of several: it is what Enter presses, and nobody reaches it otherwise.
    """

    def __init__(
        self, label: str, *, name: str = "", value: str = "", style: str = "", form: str = "", unseen: bool = False
    ) -> None:
        self.label = label
        self.attributes = {"button_name": name, "button_value": value, "button_style": style, "button_form": form}
        if unseen:
            self.attributes |= {"button_class": "govuk-visually-hidden", "button_unseen": "yes"}

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Draw it; whoever is slow with a mouse sends nothing twice."""
        return render_to_string("govuk/_button.html", self.attributes | {"label": in_context(self.label, context)})


class Link:
    """A way on that sends nothing, beside a button: `to` is an address, as a template writes it."""

    def __init__(self, label: str, to: str) -> None:
        self.label = label
        self.to = to

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Draw it."""
        drawn = {"label": in_context(self.label, context), "to": in_context(self.to, context)}
        return render_to_string("govuk/layout/link.html", drawn)


class Partial:
    """What stands between fields: a template of its own, which sees the page's context and the form as `form`."""

    def __init__(self, template: str) -> None:
        self.template = template

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Draw it."""
        return render_to_string(self.template, dict(context.flatten()))  # type: ignore[arg-type]


class Where:
    """A part that is drawn only where a value of the page is true: `Where("counts.faulty", SubmitButton(…))`."""

    def __init__(self, value: str, part: Any) -> None:
        self.value = Variable(value)
        self.part = part

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Draw the part, or nothing."""
        try:
            is_there = bool(self.value.resolve(context))
        except VariableDoesNotExist:
            is_there = False
        return str(self.part.render(form, context, template_pack=template_pack, **kwargs)) if is_there else ""


class PageHeading(LayoutObject):
    """The one field of a page that asks one thing: its label or legend is the page's `h1`."""

    def __init__(self, field: str) -> None:
        self.fields = [field]

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Draw the field with its label as heading."""
        return str(self.get_rendered_fields(form, context, template_pack, extra_context={"page_heading": True}))


class TheRest:
    """Every visible field that no other part of the layout names, in the form's order."""

    def render(self, form: Any, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> str:
        """Draw them."""
        left = [field.name for field in form.visible_fields() if field.name not in form.named_fields]
        return "".join(render_field(name, form, context, template_pack=template_pack) for name in left)


class FormLayout(FormHelper):
    """What a form looks like, said once for the class: nothing in it changes while a form is drawn.

    A part that names a field which this one form has been given without is left out. What is named and was never a
    field of the class, and a visible field that is not drawn, are mistakes in the code and raise ValueError.
    """

    # The page shows the list of problems: it stands before the heading, where this tag cannot reach.
    form_show_errors = False

    def __init__(
        self,
        *parts: Any,
        submit: str | SubmitButton | list[SubmitButton | Link] = "",
        action: str = "",
        method: str = "post",
        csrf: bool = True,
        tag: bool = True,
        attrs: dict[str, str | bool] | None = None,
    ) -> None:
        super().__init__()
        self.form_method = method
        self.form_tag = tag
        self.form_address = action
        self.disable_csrf = not csrf or not tag
        self.attrs = attrs or {}
        self.layout = Layout(*(parts or [TheRest()]), *_buttons(submit))

    def render_layout(self, form: Any, context: Context, template_pack: str = TEMPLATE_PACK) -> SafeString:
        """Draw the hidden fields, and then the parts."""
        form.rendered_fields = set()
        form.crispy_field_template = self.field_template
        form.named_fields = {pointer.name for pointer in self.layout.get_field_names()}
        if unknown := form.named_fields - set(form.fields) - set(form.base_fields):
            raise ValueError(
                f"{type(form).__name__} has no field {', '.join(sorted(unknown))}, which its layout names."
            )
        context.update({"form": form})
        hidden = [field.name for field in form.hidden_fields() if field.name not in form.named_fields]
        html = "".join(render_field(name, form, context, template_pack=template_pack) for name in hidden)
        html += _with_fields_of(self.layout, form).render(form, context, template_pack=template_pack)
        if left_out := [field.name for field in form.visible_fields() if field.name not in form.rendered_fields]:
            raise ValueError(f"The layout of {type(form).__name__} leaves out {', '.join(left_out)}.")
        drawn: SafeString = mark_safe(html)  # noqa: S308 - drawn by templates, which have escaped what was typed
        return drawn


def in_context(text: str, context: Context) -> str:
    """Return template source as it reads on this page."""
    return Template(text).render(context) if "{" in text else text


def _buttons(submit: str | SubmitButton | list[SubmitButton | Link]) -> list[Any]:
    """Return what stands at the end of the form: nothing, one button, or several things side by side."""
    if isinstance(submit, list):
        return [ButtonHolder(*submit)]
    if isinstance(submit, str):
        return [SubmitButton(submit)] if submit else []
    return [submit]


def _with_fields_of(layout: LayoutObject, form: BaseForm) -> LayoutObject:
    """Return the layout without the fields that this form has not, and without what held nothing else."""
    held = []
    for part in layout.fields:
        if isinstance(part, LayoutObject) and part.fields:
            part = _with_fields_of(part, form)
            if not part.fields:
                continue
        if not isinstance(part, str) or part in form.fields:
            held.append(part)
    pruned = copy(layout)
    pruned.fields = held
    return pruned
