"""The rules of deciding (B2, B4, B5, rehearsal.md) as functions of seats, people and votes: no database, no clock."""
