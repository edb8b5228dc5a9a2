"""One module for each part of the product; importing them registers their scenarios."""

from bench.scenarios import bare, importing, ledger, mandates, matrix, web

__all__ = ["bare", "importing", "ledger", "mandates", "matrix", "web"]
