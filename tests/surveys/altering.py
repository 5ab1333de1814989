"""Every way in which one field of a part of a document can be altered, found by walking the types of the model."""

import types
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from surveys.expressions.tree import AnswerTo, Operation, This, Value
from surveys.text import Phrase, Text

SAMPLES: dict[type, Any] = {
    str: "a", int: 3, float: 2.5, bool: True, dict: {"region": "north"}, date: date(2026, 1, 5),
    Text: Text({"en": Phrase(text="Words"), "ar": Phrase(text="كلمات")}),
}  # fmt: skip
"""What stands in a field of a type; a model has samples in its fields."""

TREES = (AnswerTo, Operation, This, Value)


def sample(annotation: Any) -> Any:
    """Return something of this type, optional fields of a model filled in too."""
    origin = get_origin(annotation)
    if annotation in {None, type(None)}:
        return None
    if origin is Annotated:
        return sample(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        return sample(next(one for one in get_args(annotation) if one is not type(None)))
    if origin is Literal:
        return get_args(annotation)[0]
    if origin is tuple:
        item = sample(get_args(annotation)[0])
        return (item, _named(item, "b"), _named(item, "c"))
    kind = origin or annotation
    return SAMPLES[kind] if kind in SAMPLES else filled(kind)


def filled(model: type[BaseModel], **fields: Any) -> Any:
    """Return a part of this type with something in every field, whatever it may not have together."""
    return model.model_construct(
        **({name: sample(field.annotation) for name, field in model.model_fields.items()} | fields)
    )


def altered(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the same part with one field altered, for every field within it, and the field's name."""
    if isinstance(value, Text):
        yield name, Text({**value.root, "en": Phrase(text="Other words")})
        yield (
            f"{name}, easy read",
            Text({**value.root, "ar": Phrase(text="كلمات", variants={"easy_read": "كلمة"})}),
        )
    elif isinstance(value, TREES):
        yield name, Value(value="something else")
    elif isinstance(value, BaseModel):
        yield from _altered_part(value, name)
    elif isinstance(value, tuple) and value:
        yield f"{name}, one less", value[:-1]
        if value[::-1] != value:
            yield f"{name}, in another order", value[::-1]
        for part, first in altered(value[0], f"{name}/0"):
            yield part, (first, *value[1:])
    elif value is not None and value != ():
        yield name, _other(value)


def _altered_part(part: BaseModel, name: str) -> Iterator[tuple[str, Any]]:
    for field, about in type(part).model_fields.items():
        inner = getattr(part, field)
        if about.default is None and inner is not None:
            yield f"{name}/{field}, taken away", part.model_copy(update={field: None})
        for where, changed in altered(inner, f"{name}/{field}"):
            yield where, part.model_copy(update={field: changed})


def _named(item: Any, name: str) -> Any:
    if isinstance(item, str):
        return name
    return item.model_copy(update={"id": name}) if hasattr(item, "id") else item


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float | date):
        return value + (timedelta(1) if isinstance(value, date) else 1)
    return {**value, "region": "south"} if isinstance(value, dict) else f"{value}x"
