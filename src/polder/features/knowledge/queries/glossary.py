"""The glossary: what words mean, and which of them a text uses."""

from collections.abc import Hashable, Iterator
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse

from polder.capabilities.publishing import explaining
from polder.capabilities.publishing.explaining import Meaning
from polder.features.knowledge.models import Term


def stamp() -> Hashable:
    """Changes when a word is added, changed or removed. One query."""
    return tuple(Term.objects.aggregate(Count("pk"), Max("changed_at"), Max("pk")).values())


def meanings() -> Iterator[Meaning]:
    """Every word. One query."""
    address = reverse("knowledge:words")
    for term in Term.objects.all():
        yield Meaning(str(term.pk), term.word, term.meaning, f"{address}?{urlencode({'q': term.word})}")


def words_in(text: str) -> list[Meaning]:
    """Those that occur in a text, in its order. One query while the glossary stays as it is."""
    return list(dict.fromkeys(meaning for _start, _end, meaning in explaining.lexicon().find(text)))
