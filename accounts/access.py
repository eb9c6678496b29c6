"""The one access policy: who of the staff may know of which category, and so of its tickets.

An active owner sees every category that is not for named people only; every active member of staff sees the
categories assigned to them; anybody else sees none. The same rule is asked four ways, and a test holds the
four answers equal: `category_q` (lists), `may_see` (one category), `staff_for` (the reverse) and
`categories_by_user` (totals for many people at once).
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from .models import CategoryAssignment, User


def is_active_staff(user) -> bool:
    """Tell whether `user` (of a request or a socket, perhaps anonymous) is a member of staff who may work."""
    return bool(user and user.is_authenticated and user.is_active)


def category_q(user, path: str = "category") -> Q:
    """Filter rows by the category at `path` (``"pk"`` for categories themselves) to those `user` may know of."""
    if not is_active_staff(user):
        return Q(pk__in=[])
    prefix = "" if path == "pk" else f"{path}__"
    rule = Q(**{f"{path}__in": CategoryAssignment.objects.filter(user=user).values("category")})
    if user.is_owner:
        rule |= Q(**{f"{prefix}named_only": False})
    return rule


def may_see(user, category) -> bool:
    """Tell whether `user` may know of `category`; one query at most."""
    if not is_active_staff(user):
        return False
    if user.is_owner and not category.named_only:
        return True
    return CategoryAssignment.objects.filter(user=user, category=category).exists()


def staff_for(category) -> QuerySet[User]:
    """List the active staff who may know of `category`."""
    rule = Q(assignments__category=category)
    if not category.named_only:
        rule |= Q(role=User.Role.OWNER)
    return User.objects.filter(rule, is_active=True).distinct()


def assigned_to(category) -> set[int]:
    """Return the ids of those assigned to `category`, which says nothing of whether they are active."""
    return set(CategoryAssignment.objects.filter(category=category).values_list("user_id", flat=True))


def staff_concerned(category) -> QuerySet[User]:
    """List who may know of `category` as it is, or would if it were (not) for named people only."""
    return User.objects.filter(Q(assignments__category=category) | Q(role=User.Role.OWNER)).distinct()


def staff_for_any(categories) -> QuerySet[User]:
    """List the active staff who may know of at least one of `categories`, by name."""
    rule = Q(assignments__category__in=categories)
    if any(not category.named_only for category in categories):
        rule |= Q(role=User.Role.OWNER)
    return User.objects.filter(rule, is_active=True).distinct()


def categories_by_user(categories: Iterable) -> dict[int, list]:
    """Map the id of every active member of staff to those of `categories` that they may know of; one query. Who may
    know of the same ones shares a list."""
    categories = list(categories)
    roles: dict[int, str] = {}
    assigned: dict[int, set[int]] = {}
    rows = User.objects.filter(is_active=True).order_by("pk").values_list("pk", "role", "assignments__category_id")
    for user_id, role, category_id in rows:
        roles[user_id] = role
        assigned.setdefault(user_id, set()).add(category_id)
    lists: dict[tuple, list] = {}
    by_user = {}
    for user_id, role in roles.items():
        rights = (role == User.Role.OWNER, frozenset(assigned[user_id]))
        if rights not in lists:
            lists[rights] = [
                category
                for category in categories
                if category.pk in assigned[user_id] or (role == User.Role.OWNER and not category.named_only)
            ]
        by_user[user_id] = lists[rights]
    return by_user
