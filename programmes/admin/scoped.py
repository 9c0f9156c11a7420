"""The base of every admin page: staff see only rows of programmes on which they wear a hat."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone

from accounts.audit import before, record
from accounts.models import LogEntry, User
from kit.looks import look
from kit.sent_once import once
from programmes.admin.actions import AdminAction, do
from programmes.admin.choices import ScopedChoices, hats_of
from programmes.admin.forms import ScopedForm
from programmes.audit_display import in_words
from programmes.desk import may_open
from programmes.models import WORKING_HATS, Hat, Programme
from programmes.verbs import Verb

# "12", "F00012", "Poster 12: Benches": a number, after what sort of thing it is of, and perhaps before its words.
REFERENCE = re.compile(
    r"^\s*(?:[^\W\d]+\s+){0,3}#?F?0*(?P<number>\d{1,9})\b[.:,]?(?P<words>.*)$", re.IGNORECASE | re.DOTALL
)
MARKS = re.compile(r"[“”()\[\],:;…]+")
LITTLE = frozenset({"for", "of", "the", "and", "in"})


def _words(typed: str) -> str:
    """Return the words that are looked for: what stands between them in a name is in no column."""
    words = MARKS.sub(" ", typed).split()
    return " ".join([word for word in words if word.lower() not in LITTLE] or words)


class ScopedAdmin(ScopedChoices, admin.ModelAdmin):
    """Rows of programmes. `programme_paths` lead from a row to its programme (a shared row has several)."""

    form = ScopedForm
    programme_paths: ClassVar[list[str]] = ["programme"]
    view_hats: ClassVar[frozenset[str]] = WORKING_HATS
    change_hats: ClassVar[frozenset[str]] = frozenset({Hat.LEAD})
    admin_actions: ClassVar[tuple[AdminAction, ...]] = ()
    # Which pages of a row, and whether the list, show how somebody is reached, or what they need, or come to: these are
    # looks, which the log keeps.
    personal_pages: ClassVar[frozenset[str]] = frozenset()
    # What a broken constraint means in plain words, by its name.
    sentences: ClassVar[dict[str, str]] = {}
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "programmes/admin_change_form.html"

    # -- Who may -------------------------------------------------------------------------------------

    def seen_programmes(self, request: HttpRequest) -> list[int]:
        """Return the programmes whose rows of this kind the person who asks may see."""
        return [pk for pk, worn in hats_of(request).items() if worn & self.view_hats]

    def programmes_of(self, obj: models.Model) -> set[int]:
        """Return the programmes that a stored row belongs to."""
        rows = type(obj)._default_manager.filter(pk=obj.pk)
        found = (pk for way in self.programme_paths for pk in rows.values_list(way, flat=True))
        return {pk for pk in found if pk is not None}

    def may_change(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whether somebody wears the hat: on the row's programme, or on any where there is no row yet."""
        if request.user.is_superuser:
            return True
        right = {pk for pk, worn in hats_of(request).items() if worn & self.change_hats}
        return bool(right) if obj is None or obj.pk is None else self.programmes_of(obj) <= right

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Only rows of programmes on which the person who asks wears a hat."""
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        seen = self.seen_programmes(request)
        if len(self.programme_paths) == 1:
            return rows.filter(**{f"{self.programme_paths[0]}__in": seen})
        everything = self.model._default_manager
        ways = [Q(pk__in=everything.filter(**{f"{way}__in": seen}).values("pk")) for way in self.programme_paths]
        mine = LogEntry.objects.filter(by=request.user.pk, verb=Verb.ADDED, object_type=self.model._meta.label_lower)
        # Tied to nothing yet: whoever wrote it down sees it, to tie it to a programme.
        loose = {f"{way}__isnull": True for way in self.programme_paths}
        condition = Q(pk__in=everything.filter(pk__in=[*map(int, mine.values_list("object_id", flat=True))], **loose))
        for each in ways:
            condition |= each
        return rows.filter(condition)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # A row that is not in the person's own queryset is not found before this is asked.
        return request.user.is_superuser or bool(self.seen_programmes(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_change(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only one by one, and only where nothing depends on it."""
        return obj is not None and self.may_change(request, obj) and not self.has_dependents(obj)

    def has_dependents(self, obj: models.Model) -> bool:
        """Whether rows of other pages hang from this one."""
        own = {inline.model for inline in self.inlines}
        relations = [each for each in obj._meta.related_objects if each.related_model not in own]
        return any(each.related_model._base_manager.filter(**{each.field.name: obj}).exists() for each in relations)

    def get_list_display(self, request: HttpRequest) -> Any:
        """Leave out the programme where somebody looks after one alone."""
        names = super().get_list_display(request)
        several = request.user.is_superuser or len(self.seen_programmes(request)) > 1
        return [name for name in names if several or name != "programme"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Filters by a related row name only those that stand in the list: no other programme is so much as named."""

        def scoped(name: Any) -> Any:
            is_related = isinstance(name, str) and get_fields_from_path(self.model, name)[-1].is_relation
            return (name, admin.RelatedOnlyFieldListFilter) if is_related else name

        return [scoped(name) for name in super().get_list_filter(request)]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Find a row by what people call it: its words in any order, and its number or reference."""
        found, twice = super().get_search_results(request, queryset, _words(search_term))
        if asked := REFERENCE.match(search_term):
            column = "number" if "number" in {field.name for field in self.model._meta.fields} else "pk"
            numbered = queryset.filter(**{column: int(asked["number"])})
            numbered, _ = super().get_search_results(request, numbered, _words(asked["words"]))
            found = queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=numbered.values("pk")))
            twice = False
        return found, twice

    # -- What is typed -------------------------------------------------------------------------------

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Filter by what the list offers alone: what no page shows could be guessed letter by letter."""
        offered = [name if isinstance(name, str) else name[0] for name in self.get_list_filter(request)]
        is_offered = any(lookup == name or lookup.startswith(f"{name}__") for name in ("pk", "id", *offered))
        return is_offered and super().lookup_allowed(lookup, value, request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Moments, who, and statuses are written by services; a row stays in its programme."""
        fields = {field.name for field in self.model._meta.fields}
        people = {name for name in fields if name.endswith("_by") and self.model._meta.get_field(name).is_relation}
        moments = {name[:-3] + "_at" for name in people} & fields
        parent = {self.programme_paths[0].partition("__")[0]} & fields if obj else set()
        return sorted({*super().get_readonly_fields(request, obj), *people, *moments, *parent, *({"status"} & fields)})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out of a new row's page what only services write."""
        fields = list(super().get_fields(request, obj))
        return fields if obj else [name for name in fields if name not in self.get_readonly_fields(request, obj)]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.scoped_admin = self  # type: ignore[attr-defined]
        form.sent_differently = getattr(request, "sent_differently", False)  # type: ignore[attr-defined]
        return form

    def is_elsewhere(self, name: str, chosen: Any, programme_id: int) -> bool:
        """Whether what was chosen for a field belongs to another programme (what is shared belongs to none)."""
        rows = list(chosen) if isinstance(chosen, models.QuerySet) else [chosen]
        if not rows or not isinstance(rows[0], models.Model):
            return False
        related = self.admin_site._registry.get(type(rows[0]))
        way = self.foreign_key_paths.get(name)
        if way is None and isinstance(related, ScopedAdmin) and len(related.programme_paths) == 1:
            way = related.programme_paths[0]
        if way is None:
            return False
        found = type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows])
        return found.exclude(**{way: programme_id}).exists()

    def sentence(self, message: str) -> str:
        """Return in plain words what Django says of a broken constraint."""
        return next((words for name, words in self.sentences.items() if f"“{name}”" in message), message)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write nothing where nothing was changed: every write leaves a line in the log, and this would have none."""
        if change and form.changed_data:
            stored = self.model._base_manager.get(pk=obj.pk)
            columns = {field.name for field in self.model._meta.concrete_fields}
            request.was = before(stored, [name for name in form.changed_data if name in columns])  # type: ignore[attr-defined]
        if form.changed_data or not change:
            super().save_model(request, obj, form, change)

    # -- What is logged ------------------------------------------------------------------------------

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:  # type: ignore[override]
        """Write our own log instead of Django's, in the transaction of the change."""
        self._record(request, Verb.ADDED, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> None:  # type: ignore[override]
        """Write our own log instead of Django's; nothing where nothing changed."""
        if message:
            self._record(request, Verb.CHANGED, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        """Write our own log instead of Django's."""
        for obj in queryset:
            self._record(request, Verb.REMOVED, obj, [])

    def _record(self, request: HttpRequest, verb: Verb, obj: models.Model, message: Any) -> None:
        """Every programme concerned gets an entry: it is what tells its public pages that they are out of date."""
        fields = [
            str(name) for part in message for what in part.values() for name in what.get("fields", [what.get("name")])
        ]
        programmes: list[int | None] = [*sorted(self.programmes_of(obj))]
        for programme_id in programmes or [None]:
            by, was = cast(User, request.user), getattr(request, "was", None)
            record(verb, obj, by=by, at=timezone.now(), programme_id=programme_id, was=was, fields=fields)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self._look(request, "changelist")
        return super().changelist_view(request, extra_context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if obj := self.get_object(request, unquote(object_id)):
            self._look(request, "delete", obj)
        return super().delete_view(request, object_id, extra_context)

    def _look(self, request: HttpRequest, page: str, obj: models.Model | None = None) -> None:
        """Say whose details a page shows, to each programme concerned; a list, to those that its reader looks after."""
        if page in self.personal_pages:
            concerned = self.programmes_of(obj) if obj else set(self.seen_programmes(request))
            programmes: list[int | None] = [*sorted(concerned)]
            for programme_id in programmes or [None]:
                look(request, obj or self.model, programme_id)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Add one row by one form, however often it is sent."""
        add = super().add_view
        return once(request, lambda: add(request, form_url, extra_context), at=timezone.now())

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show who did what to one row."""
        obj = self._found(request, object_id)
        self._look(request, "history", obj)
        entries = LogEntry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
        entries = entries.select_related("by").order_by("-id")
        page = Paginator(entries, 100).get_page(request.GET.get("p"))
        context = self._context(request, obj) | {"title": f"History of {obj}", "page": page, "entries": in_words(page)}
        return TemplateResponse(request, "programmes/admin_history.html", context)

    # -- What is done by buttons ---------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """Add the address at which actions are done."""
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_do"
        view = self.admin_site.admin_view(self.do_view)
        return [path("<path:object_id>/do/<slug:action>/", view, name=name), *super().get_urls()]

    def do_view(self, request: HttpRequest, object_id: str, action: str) -> HttpResponse:
        """Ask before an action, and do it."""
        obj = self._found(request, object_id)
        chosen = next((each for each in self.admin_actions if each.name == action), None)
        if chosen is None:
            raise Http404
        if not self.may_do(request, obj, chosen):
            raise PermissionDenied
        back = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
        return do(request, obj, chosen, back=back, context=self._context(request, obj))

    def may_do(self, request: HttpRequest, obj: models.Model, action: AdminAction) -> bool:
        """Whether the person who asks has the action's permission on the row's programme."""
        programmes = Programme.objects.filter(pk__in=self.programmes_of(obj))
        return all(request.user.has_perm(action.permission, programme) for programme in programmes)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Put the actions that can be done now, and the way to the desk, on top of the row's page."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None and request.method == "POST":
            # Django would lead on, and lose what was typed of a row that was removed meanwhile.
            raise Http404
        context = extra_context or {}
        if obj is not None:
            self._look(request, "change", obj)
            name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_do"
            context = context | {
                "admin_actions": [
                    {"label": action.label, "url": reverse(name, args=[obj.pk, action.name])}
                    for action in self.admin_actions
                    if action.when(obj) and self.may_do(request, obj, action)
                ],
                "desk_url": self._desk_url(request, obj),
                "programme": self._programme_of(request, obj),
            }
        return super().change_view(request, object_id, form_url, context)

    def _desk_url(self, request: HttpRequest, obj: Any) -> str:
        """Return the way to the desk, where it is open to whoever asks."""
        programme = self._programme_of(request, obj)
        address = self.desk_url(obj) if programme else ""
        return address if address and may_open(request.user, address, programme) else ""

    def _programme_of(self, request: HttpRequest, obj: models.Model) -> Programme | None:
        """Return the one programme that a row belongs to, in whose colours it is shown to whoever is of its team.

        None where it has several, and where whoever asks has no business in it.
        """
        here = Programme.objects.visible_to(cast(User, request.user), timezone.localdate())
        found = here.filter(pk__in=self.programmes_of(obj))[:2]
        return found[0] if len(found) == 1 else None

    def desk_url(self, obj: Any) -> str:
        """Return where on the desk this row is worked on, or an empty string."""
        return ""

    def view_on_site(self, obj: Any) -> str | None:
        """Lead to the public page only where there is one; a number or address that was emptied just now makes none."""
        if getattr(obj, "published_at", None) and hasattr(obj, "get_absolute_url"):
            with suppress(NoReverseMatch):
                return str(obj.get_absolute_url())
        return None

    def _found(self, request: HttpRequest, object_id: str) -> Any:
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404
        return obj

    def _context(self, request: HttpRequest, obj: models.Model) -> dict[str, Any]:
        about = {"opts": self.opts, "original": obj, "title": str(obj), "programme": self._programme_of(request, obj)}
        return self.admin_site.each_context(request) | about
