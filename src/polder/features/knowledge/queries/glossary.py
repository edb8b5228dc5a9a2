"""Words of the glossary in a text."""

import re
from typing import Final

from polder.features.knowledge.models import Term

WORDS: Final = 2_000  # terms that are looked for in a text


def words_in(text: str) -> list[Term]:
    """Terms that occur in a text, as whole words. One query."""
    folded = text.casefold()
    terms = Term.objects.all()[:WORDS]
    return [term for term in terms if re.search(rf"(?<!\w){re.escape(term.word.casefold())}(?!\w)", folded)]
