"""Ask for the attributes of a review on a terminal, one after the other, with the values that each may take."""

from __future__ import annotations

from scr_coder.cli.output import emit, width
from scr_coder.importing import Plan, meant_value
from scr_coder.problem import ScrError
from scr_coder.render.terminal import wrapped
from scr_coder.taxonomy import Attribute
from scr_coder.text import one_line
from scr_coder.workspace import Workspace


def ask_attributes(workspace: Workspace, plan: Plan) -> Plan:
    """Return the plan with the answers. Enter takes the guess, or leaves an attribute out; `.` ends the questions."""
    wanted = [a for name, a in workspace.attributes.attributes.items() if name not in plan.attributes or name in plan.guesses]
    if not wanted:
        return plan
    emit(
        f"\n{len(wanted)} attributes of the review. Enter: take the guess, or leave it out. `-`: not stated. `?`: the values. `.`: no more."
    )
    attributes, guesses = dict(plan.attributes), dict(plan.guesses)
    for attribute in wanted:
        answer = _ask(workspace, attribute, f" [{one_line(guesses[attribute.id].value)}?]" if attribute.id in guesses else "")
        if answer is None:
            break
        if answer:
            attributes[attribute.id] = answer
            guesses.pop(attribute.id, None)
    return plan._replace(attributes=attributes, guesses=guesses)


def _ask(workspace: Workspace, attribute: Attribute, offered: str) -> tuple[str, ...] | None:
    """Return the values given; none for Enter; None when no more is to be asked."""
    values = list(attribute.values)
    while True:
        try:
            text = input(f"{one_line(attribute.label)} ({attribute.id}){offered}: ").strip()
        except EOFError:
            return None
        except UnicodeDecodeError:
            emit("  that is no text")
            continue
        if text == ".":
            return None
        if text == "?":
            emit(_choices(attribute, values))
            continue
        if not text:
            return ()
        given = ["not_stated"] if text == "-" else [part.strip() for part in text.split(",")] if attribute.type == "multi" else [text]
        named = tuple(dict.fromkeys(_named(part, values) for part in given))
        try:
            return tuple(meant_value(workspace, attribute.id, value) for value in named)
        except ScrError as error:
            emit(f"  {one_line(error.message)} (? shows the values)")


def _named(part: str, values: list[str]) -> str:
    """Return the value that a number stands for in the list of values, or what was typed."""
    number = int(part) if part.isdecimal() and len(part) < 4 else 0
    return values[number - 1] if 1 <= number <= len(values) else part


def _choices(attribute: Attribute, values: list[str]) -> str:
    note = [wrapped(attribute.note, width(), "  ")] if attribute.note else []
    if not values:
        return "\n".join([*note, f"  a value of type {attribute.type}"])
    several = ["  several may be given, parted by commas"] if attribute.type == "multi" else []
    return "\n".join([*note, *several, *(f"  {at:>2}  {value}  {attribute.values[value]}" for at, value in enumerate(values, 1))])
