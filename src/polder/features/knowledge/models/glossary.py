"""What words mean here."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


class Term(models.Model):
    """What a word means here, kept by the R and A of its aspect."""

    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="terms")
    word = models.CharField(_("word"), max_length=80)
    meaning = models.CharField(_("what it means here"), max_length=500)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = [Lower("word")]
        constraints = [models.UniqueConstraint(Lower("word"), name="one_meaning_for_a_word")]

    def __str__(self) -> str:
        return self.word
