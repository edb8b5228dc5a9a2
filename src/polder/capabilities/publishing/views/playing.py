"""A film or a recording: browsers ask for a piece of it at a time, and some play nothing that comes as a whole only."""

import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")
_PIECE = 64 * 1024


def played(request: HttpRequest, file: IO[bytes], kind: str) -> HttpResponseBase:
    """The whole, or the one range that is asked for (RFC 9110); a range that makes no sense gets 416."""
    size: int = file.size  # type: ignore[attr-defined]  # a file of Django's storage
    asked = request.headers.get("Range", "")
    match = _RANGE.match(asked)
    if match is None:
        whole = FileResponse(file, content_type=kind)
        whole["Accept-Ranges"] = "bytes"
        return whole
    first, last = _within(match[1], match[2], size)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = StreamingHttpResponse(_pieces(file, first, last), status=206, content_type=kind)
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer["Content-Length"] = str(last - first + 1)
    return answer


def _within(first: str, last: str, size: int) -> tuple[int, int]:
    """`500-`, `0-99`, and `-100` for the last hundred; the first is behind the last for what cannot be given."""
    if not first:
        return (max(0, size - int(last)), size - 1) if last and int(last) else (size, 0)
    return int(first), min(int(last) if last else size - 1, size - 1)


def _pieces(file: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
