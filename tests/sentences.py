"""The sentences that code and templates give to gettext, read without the gettext programs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import template

_CALLS = {
    "_": (None, 0, None), "gettext": (None, 0, None), "gettext_lazy": (None, 0, None), "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1), "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None), "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2), "npgettext_lazy": (0, 1, 2),
}  # fmt: skip
_START = re.compile(r"(?<![\w.])(?:n?p?gettext|_)\(")


class Sentence(NamedTuple):
    """As a catalogue has it: the context, the sentence, its plural; None for what there is not."""

    context: str | None
    text: str
    plural: str | None


def of_python(source: str) -> Iterator[Sentence]:
    """Sentences of one module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def of_template(source: str) -> Iterator[Sentence]:
    """Sentences of one template: tags and `_("...")` in expressions."""
    flat = template.templatize(source)
    for start in _START.finditer(flat):
        yield from _of_piece(flat[start.start() :])


def of_file(path: Path) -> Iterator[Sentence]:
    """Sentences of a module or a template."""
    return (of_python if path.suffix == ".py" else of_template)(path.read_text("utf-8"))


def _of_piece(piece: str) -> Iterator[Sentence]:
    """The call that `piece` begins with: up to the first `)` that makes it whole."""
    for end in re.finditer(r"\)", piece):
        try:
            node = ast.parse(piece[: end.end()], mode="eval").body
        except SyntaxError:
            continue
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        return


def _of_call(node: ast.Call) -> Iterator[Sentence]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name not in _CALLS:
        return
    texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
    context, text, plural = (
        texts[place] if place is not None and place < len(texts) else None for place in _CALLS[name]
    )
    if isinstance(text, str) and text:
        yield Sentence(context if isinstance(context, str) else None, text, plural if isinstance(plural, str) else None)
