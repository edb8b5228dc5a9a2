"""The field that asks for an aspect, under the name that forms of projects know."""

from polder.governance.aspect_field import AspectField

__all__ = ["AspectField"]
