"""The text of a page as a field."""

from typing import TYPE_CHECKING, Any

from wagtail.fields import StreamField

from polder.capabilities.publishing.blocks import Body


class Text(StreamField):
    """A stream of our blocks. Which blocks there are is no matter of the database: a new one needs no migration."""

    if TYPE_CHECKING:  # the descriptor that Django puts in its place takes lists and gives a stream

        def __get__(self, instance: Any, owner: Any) -> Any: ...

        def __set__(self, instance: Any, value: Any) -> None: ...

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(Body(), **options)

    def deconstruct(self) -> Any:
        name, _path, _blocks, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, "polder.capabilities.publishing.fields.Text", [], options
