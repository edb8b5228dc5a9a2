"""The screens of the organisation: parse, call an operation or a query, render."""
