"""One uniform grid of cells from every file format that Polder reads (importer.md, Formats)."""
