"""What pdfs.py runs: says in one word what is in a PDF. Apart from the product, with limits set before it is opened.

python -I pdf_child.py FILE SECONDS
"""

import resource
import sys

_MEMORY = 700_000_000
_PAGES = 8  # looked into: whoever scans a document scans its beginning
_LETTERS = 20  # on a page, on average; a scan may carry the stamp of the machine


def main() -> None:
    """Writes `fine`, `scan`, `untagged` or `unreadable`."""
    path, seconds = sys.argv[1], int(sys.argv[2])
    for limit, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(limit, (most, most))
    sys.setrecursionlimit(2_000)
    try:
        found = state_of(path)
    except BaseException:  # noqa: BLE001  # whatever a hostile file makes of the reader, the answer is the same
        found = "unreadable"
    sys.stdout.write(found)


def state_of(path: str) -> str:
    """Raises whatever pypdf does."""
    from pypdf import PdfReader  # under the limits

    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return "unreadable"
    pages = reader.pages[:_PAGES]
    if not pages:
        return "unreadable"
    letters = sum(sum(1 for sign in page.extract_text() if sign.isalnum()) for page in pages)
    if letters < _LETTERS * len(pages):
        return "scan"
    marked = (reader.root_object.get("/MarkInfo") or {}).get("/Marked", False)
    return "fine" if bool(marked) and "/StructTreeRoot" in reader.root_object else "untagged"


if __name__ == "__main__":
    main()
