"""A task: one owner, a day, a state, and what it came from."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.capabilities.spaces.models.spaces import Space
from polder.ground.organisation.models import Person


class Task(models.Model):
    """What one person does by a day. Its owner is a member, unless the task was `entrusted` when the space was handed over.

    `trail` is what it came from (`action:4`), `once` a sign of the form it was sent with: a form sent twice is one task.
    """

    class State(models.TextChoices):
        AHEAD = "todo", _("To do")
        DOING = "doing", _("Doing")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    space = models.ForeignKey(Space, models.PROTECT, related_name="tasks")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(default="")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="tasks")
    due = models.DateField(_("by which day"), null=True)
    state = models.CharField(max_length=10, choices=State, default=State.AHEAD)
    moved_at = models.DateTimeField()
    trail = models.CharField(max_length=60, default="", db_index=True)
    entrusted = models.BooleanField(default=False)
    late_told = models.DateField(null=True, editable=False)  # the day for which its owner was told that it is late
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    once = models.CharField(max_length=36, null=True, unique=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["space", "state", "due"], name="task_by_space"),
            models.Index(fields=["owner", "state", "due"], name="task_by_owner"),
            models.Index(fields=["due"], name="task_open_by_due", condition=models.Q(state__in=["todo", "doing"])),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("spaces:task", args=[self.pk])


OPEN = (Task.State.AHEAD, Task.State.DOING)
