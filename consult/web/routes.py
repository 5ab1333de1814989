"""The route-table type: every address of a door as data, with who may use it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Blueprint
from flask.typing import ResponseReturnValue

from consult.accounts.permissions import Permission

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its rule, the view that answers, the methods, and the permission it asks for (None: anyone).

    `largest` is how many bytes may be sent to it, where the usual limit of a form is too small.
    """

    rule: str
    view: View
    methods: tuple[str, ...] = ("GET",)
    permission: Permission | None = None
    largest: int | None = None


def register(
    blueprint: Blueprint, routes: Iterable[Route], guard: Callable[[Route], View] | None = None
) -> None:
    """Add every route to `blueprint`; the endpoint is the view's name. `guard` wraps a view with its permission."""
    for route in routes:
        blueprint.add_url_rule(
            route.rule,
            endpoint=route.view.__name__,
            view_func=guard(route) if guard else route.view,
            methods=list(route.methods),
        )
