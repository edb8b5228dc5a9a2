"""What is written in a title, a name or an introduction: a plain search in the table itself, for Wagtail's search boxes."""

from modelsearch.backends.database.fallback import DatabaseSearchBackend, DatabaseSearchQueryCompiler


class _Compiler(DatabaseSearchQueryCompiler):
    def check(self) -> None:
        """Every column can be filtered on and sorted by, also those that no index was told of: there is no index."""


class SearchBackend(DatabaseSearchBackend):
    """Named in `searching.py`."""

    query_compiler_class = autocomplete_query_compiler_class = _Compiler
