"""One module for each part of the product; importing them registers their scenarios."""

from bench.scenarios import bare, changes, importing, ledger, mandates, matrix, news, web

__all__ = ["bare", "changes", "importing", "ledger", "mandates", "matrix", "news", "web"]
