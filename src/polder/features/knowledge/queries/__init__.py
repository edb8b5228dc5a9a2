"""Knowledge as its reader gets it: only what is for them, in a bounded number of queries."""

from polder.features.knowledge.queries.articles import answered, articles, aspects_of, opinion_of, related
from polder.features.knowledge.queries.glossary import words_in
from polder.features.knowledge.queries.near import near_to
from polder.features.knowledge.queries.questions import answers_of, asked

__all__ = [
    "answered",
    "answers_of",
    "articles",
    "asked",
    "aspects_of",
    "near_to",
    "opinion_of",
    "related",
    "words_in",
]
