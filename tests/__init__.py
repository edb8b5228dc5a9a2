"""The tests, in folders as those of src/polder. `make test` runs them all; docs and CONTRIBUTING.md say how."""
