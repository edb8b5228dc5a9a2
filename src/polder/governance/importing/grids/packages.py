"""Zip files with XML in them (.xlsx, .ods, .docx), opened as what they are: untrusted.

Refuses what is encrypted, damaged, unpacks to far too much, or declares entities.
"""

import io
import re
import zipfile
import zlib

from lxml import etree

from polder.governance.importing import texts
from polder.governance.importing.errors import UnreadableFile
from polder.governance.importing.grids.grid import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an encrypted Office file, or one from before 2007
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Package:
    """The parts of an office file. `read` gives bytes, `xml` a parsed tree; both raise UnreadableFile."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        if data.startswith(_OLE):
            raise UnreadableFile(texts.encrypted(name))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise UnreadableFile(texts.damaged(name)) from error
        infos = self._zip.infolist()
        if any(info.flag_bits & 0x1 for info in infos):
            raise UnreadableFile(texts.encrypted(name))
        if sum(info.file_size for info in infos) > limits.unpacked_bytes:
            raise UnreadableFile(texts.unpacks_too_big())
        self.names = {info.filename for info in infos}
        self._left = limits.unpacked_bytes

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises UnreadableFile when it is missing or damaged."""
        try:
            with self._zip.open(part) as stream:
                data = stream.read(self._left + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise UnreadableFile(texts.damaged(self.name)) from error
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableFile(texts.unpacks_too_big())
        return data

    def checked(self, part: str) -> bytes:
        """The bytes of an XML part that declares nothing of its own."""
        data = self.read(part)
        refuse_declarations(data, self.name)
        return data

    def xml(self, part: str) -> etree._Element:
        """The root element of an XML part."""
        return parse_xml(self.checked(part), self.name)


def refuse_declarations(data: bytes, name: str) -> None:
    """Raises UnreadableFile for a document type or entity declaration, also in UTF-16."""
    if _DECLARES.search(data) or (b"\x00" in data[:200] and _DECLARES.search(data.replace(b"\x00", b""))):
        raise UnreadableFile(texts.declares_entities(name))


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parses without network, entities or document types."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(texts.damaged(name)) from error


_LOCAL: dict[object, str] = {}


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: transitional and strict files differ only there."""
    tag = element.tag
    name = _LOCAL.get(tag)
    if name is None:
        if len(_LOCAL) > 2_000:
            _LOCAL.clear()  # a hostile file may have a name for every element
        name = _LOCAL[tag] = tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
    return name


def attribute(element: etree._Element, name: str) -> str | None:
    """The value of an attribute by its local name, whatever its namespace."""
    value = element.get(name)
    if value is not None:
        return str(value)
    for key, other in element.attrib.items():
        if str(key).rsplit("}", 1)[-1] == name:
            return str(other)
    return None


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """The child elements with one of these local names."""
    return [child for child in element if local(child) in names]


def first(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        if element is None:
            return None
        found = children(element, name)
        element = found[0] if found else None
    return element
