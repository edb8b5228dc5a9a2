"""`has_perm` for Wagtail: who may write, publish or design anywhere comes into the editor; nothing else is given this way."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.utils import timezone

from polder.capabilities.publishing.writers import opens_the_editor
from polder.ground.organisation.models import Person

_EDITOR = "wagtailadmin.access_admin"


class ByMandate(BaseBackend):
    """Signs nobody in; answers from the matrix."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if perm != _EDITOR or not isinstance(user_obj, Person):
            return False
        return opens_the_editor(user_obj, timezone.now())

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return {_EDITOR} if self.has_perm(user_obj, _EDITOR) else set()
