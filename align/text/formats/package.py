"""Files that are ZIP archives of XML: what they are, and their parts."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from align.errors import InputError
from align.extras import extra_module

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# What zipfile stumbles over in damaged, locked (RuntimeError) and exotic archives.
_FAULTS = (
    zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError
)  # fmt: skip


class Package:
    """An open package; `name` is the file's, for errors."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(BytesIO(raw))
        except _FAULTS as error:
            raise InputError(
                f"{name}: looks like a damaged DOCX, ODT or EPUB file ({error}); save it anew"
            ) from None

    @property
    def mimetype(self) -> str:
        """What the package says that it is, "" if it does not."""
        if not self.has("mimetype"):
            return ""
        return self.read("mimetype").strip().decode("ascii", "replace")

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._archive.namelist()

    def read(self, part: str) -> bytes:
        """A part's bytes; raises InputError where it is missing or damaged."""
        try:
            return self._archive.read(part)
        except KeyError:
            raise InputError(f"{self.name}: is damaged (no {part} in it); save it anew") from None
        except _FAULTS as error:
            raise InputError(f"{self.name}: can't be unpacked ({error}); save it anew") from None

    def text(self, part: str) -> str:
        """A part that is a text in UTF-8; raises InputError where it is not."""
        try:
            return self.read(part).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError(f"{self.name}: {part} is not UTF-8; save it anew") from None

    def xml(self, part: str) -> Element:
        """A part's tree; raises InputError where it is no XML."""
        etree = extra_module("lxml.etree", self.name, "this format", "formats")
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root: Element = etree.fromstring(self.read(part), parser)
        except etree.XMLSyntaxError as error:
            raise InputError(f"{self.name}: is damaged ({part}: {error}); save it anew") from None
        return root
