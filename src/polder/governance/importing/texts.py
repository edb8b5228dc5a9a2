"""Every sentence the reader says to people. Translated where Django is set up, plain English where it is not.

The import of gettext is late on purpose: reading a file needs no Django.
"""

from collections.abc import Iterable


def _(message: str) -> str:
    from django.conf import settings

    if not settings.configured:
        return message
    from django.utils.translation import gettext

    return gettext(message)


def too_big(megabytes: int) -> str:
    return _("The file is larger than %(limit)s MB. Split it, or leave out what is no matrix.") % {"limit": megabytes}


def unpacks_too_big() -> str:
    return _("The file unpacks to far more than a matrix needs; it is not opened.")


def too_many_cells(limit: int) -> str:
    return _("The file has more than %(limit)s filled cells. Keep only the sheets with the matrix.") % {"limit": limit}


def too_many_sheets(limit: int) -> str:
    return _("The file has more than %(limit)s sheets. Keep only the sheets with the matrix.") % {"limit": limit}


def unknown_format(name: str) -> str:
    return _(
        "“%(name)s” is not a kind of file that can be read. Give .xlsx, .ods, .csv, .tsv, .md, .html or .docx."
    ) % {"name": name}


def damaged(name: str) -> str:
    return _("“%(name)s” is damaged or is not what its name says. Save it again and try once more.") % {"name": name}


def encrypted(name: str) -> str:
    return _("“%(name)s” is protected with a password or of an old kind. Save it without password and try again.") % {
        "name": name
    }


def binary(name: str) -> str:
    return _("“%(name)s” has a name for text but holds something else.") % {"name": name}


def declares_entities(name: str) -> str:
    return _("“%(name)s” declares XML entities, which no honest table needs; it is not opened.") % {"name": name}


def not_there(name: str) -> str:
    return _("“%(name)s” cannot be opened. Is the name right, and may you read it?") % {"name": name}


def unknown_sheet(name: str, known: Iterable[str]) -> str:
    return _("There is no sheet “%(name)s”. Choose one of: %(known)s.") % {"name": name, "known": ", ".join(known)}


def unknown_scheme(name: str, known: Iterable[str]) -> str:
    return _("There is no scheme “%(name)s”. Choose one of: %(known)s.") % {"name": name, "known": ", ".join(known)}


def unknown_answer(answer: str) -> str:
    return _("“%(answer)s” is no answer. Write CODE=CHOICE or CODE:LETTER=CHOICE, as in letter_meaning:S=R.") % {
        "answer": answer
    }


def unknown_answer_choice(answer: str, choices: Iterable[str]) -> str:
    return _("“%(answer)s” is not one of the choices: %(choices)s.") % {
        "answer": answer,
        "choices": ", ".join(choices),
    }


def unknown_party(choice: str) -> str:
    return _(
        "There is no party “%(choice)s”. Write it as unit:it, role:editor, body:steering or person:kim, or new."
    ) % {"choice": choice}


def unknown_aspect(choice: str) -> str:
    return _("There is no aspect with the key “%(choice)s”. Give a key that exists, or new.") % {"choice": choice}


def nothing_to_choose(name: str) -> str:
    return _("“%(name)s” is not in this file, so there is nothing to choose.") % {"name": name}


def ask_accountable(aspect: str) -> str:
    return _("Who answers for “%(aspect)s”? One must be chosen; until then its A stays as it is.") % {"aspect": aspect}


def no_place() -> str:
    return _("There is no aspect to place the matrix under. Load an organisation first, or name an aspect that exists.")


def not_in_row(choice: str, parties: Iterable[str]) -> str:
    return _("“%(choice)s” is not one of those who could answer for it: %(parties)s.") % {
        "choice": choice,
        "parties": ", ".join(parties),
    }


def ask_scheme(read: str) -> str:
    return _("Which scheme is this? The letters were read as %(read)s.") % {"read": read}


def ask_letter(letter: str, said: str) -> str:
    return _("What does %(letter)s mean here? Read: “%(said)s”.") % {"letter": letter, "said": said}


def ask_word(word: str) -> str:
    return _("Does “%(word)s” mean who does the work (R) or who answers for it (A)? It was read as R.") % {"word": word}


def ask_orientation() -> str:
    return _("Are the aspects down or across? They were read as standing down.")


def no_matrix() -> str:
    return _("Nothing in this file looks like a matrix of letters.")


def summary(rows: int, parties: int, scheme: str) -> str:
    return _("Rows: %(rows)s. Parties: %(parties)s. Scheme: %(scheme)s.") % {
        "rows": rows,
        "parties": parties,
        "scheme": scheme,
    }


def heading(code: str) -> str:
    return {
        "aspect": _("Aspect"),
        "findings": _("Findings"),
        "questions": _("Questions"),
        "choices": _("choices"),
        "row": _("row"),
        "unsure": _("not sure"),
    }[code]


def finding(code: str) -> str:
    return {
        "no_accountable": _("Nobody answers for it"),
        "several_accountable": _("More than one answers for it"),
        "no_responsible": _("Nobody does it"),
        "empty_row": _("No letter at all"),
        "duplicate_aspect": _("Stands here more than once; the rows were joined"),
        "unread_cell": _("A cell could not be read"),
        "hidden": _("Hidden in the file, but read"),
        "unknown_facet": _("The facet is not content, design or technology; nothing is changed there"),
    }[code]
