"""Who may do what on a programme: facts, composed into permissions, each with one sentence for the written table."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import rules
from django.utils import timezone

from accounts.models import User
from programmes.models import WORKING_HATS, Hat, Programme, TeamMember

# What each permission lets somebody do, in words that follow "may": see `permission_matrix.py`.
SENTENCES: dict[str, str] = {}


@dataclass(frozen=True)
class HatHolder:
    """Whoever has this one hat, on whatever programme: the rules can be asked about a hat as about a person."""

    hat: Hat


def has_hat(*hats: Hat) -> rules.Predicate:
    """Return the predicate that a member of staff has one of `hats` on the programme today."""

    def has_one(user: User | HatHolder, programme: Programme | None) -> bool:
        if isinstance(user, HatHolder):
            return user.hat in hats
        if programme is None or not user.is_active or not user.is_staff:
            return False
        worn = TeamMember.objects.current(timezone.localdate()).filter(programme=programme, user=user)
        return worn.filter(hat__in=hats).exists()

    return rules.Predicate(has_one, name=f"has_hat:{'/'.join(hats)}")


def permit(name: str, predicate: rules.Predicate, sentence: str) -> None:
    """Let those of whom `predicate` is true do what `sentence` says ("may …"), under the permission's name."""
    rules.add_perm(name, predicate)
    SENTENCES[name] = sentence


def permissions_in(user: User, programmes: Collection[Programme]) -> Callable[[str, Programme], bool]:
    """Return what tells whether somebody has a permission today in one of these programmes.

    One query, however many programmes and permissions it is asked about.
    """
    if user.is_superuser and user.is_active:
        return lambda name, programme: True
    worn: set[tuple[int, str]] = set()
    if user.is_active and user.is_staff:
        mine = TeamMember.objects.current(timezone.localdate()).filter(user=user, programme__in=programmes)
        worn.update(mine.values_list("programme", "hat"))

    def has(name: str, programme: Programme) -> bool:
        return any((programme.pk, hat) in worn and rules.has_perm(name, HatHolder(hat)) for hat in Hat)

    return has


is_lead = has_hat(Hat.LEAD)
is_broker = has_hat(Hat.BROKER)
is_facilitator = has_hat(Hat.FACILITATOR)
is_analyst = has_hat(Hat.ANALYST)
is_officer = has_hat(Hat.OFFICER)
is_on_team = has_hat(*Hat)
is_at_work = has_hat(*(hat for hat in Hat if hat in WORKING_HATS))

permit("programmes.view_desk", is_on_team, "see the programme’s desk, and who is on its team")
permit("programmes.view_work", is_at_work, "see what is done in it: meetings, what was said, who is heard")
permit(
    "programmes.publish_programme",
    is_lead,
    "make the programme public or take it back, and move its target date",
)
permit("programmes.give_files", is_lead, "put files to documents that people are given to read, and remove them")
permit("programmes.change_team", is_lead, "give hats to colleagues, and end them")
permit("programmes.keep_quiet", is_lead, "set quiet periods, and write why something goes on in one")
permit("programmes.settle_names", is_lead, "see which names are there twice, and settle them")
permit("programmes.view_log", is_lead, "read the log: who did what, who looked at personal details, who took them away")
