"""Knowledge: articles, what readers found of them, what words mean here, questions."""

from polder.features.knowledge.models.articles import Article, Opinion
from polder.features.knowledge.models.glossary import Term
from polder.features.knowledge.models.questions import Question, Word

__all__ = ["Article", "Opinion", "Question", "Term", "Word"]
