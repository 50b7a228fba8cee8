"""OpenDocument text (.odt, .ott, flat .fodt): the text that its pages show."""

from __future__ import annotations

from simcheck.errors import DraftError
from simcheck.readers.content import Content
from simcheck.readers.odt.walk import Source, walk
from simcheck.readers.package import Package
from simcheck.readers.safe_xml import local, parse
from simcheck.readers.untold import with_untold


def content(data: bytes, name: str) -> Content:
    """Text and properties of the document in ``data``; see ``docx.content``. Raises DraftError."""
    if not data.startswith(b"PK"):
        root = parse(data, name)
        source, meta = Source(name, root, root, None), root
    else:
        package = Package(data, name)
        manifest = package.part("META-INF/manifest.xml")
        if manifest is not None and b"encryption-data" in manifest:
            raise DraftError(
                f"{name}: protected by a password; open it in its program and save it without one",
                code="draft.encrypted",
            )
        main = package.part("content.xml")
        if main is None:
            raise DraftError(f"{name}: holds no text (content.xml); open it in its program and save it again")
        styles, properties = package.part("styles.xml"), package.part("meta.xml")
        source = Source(name, parse(main, name), parse(styles, name) if styles else None, package)
        meta = parse(properties, name) if properties else None
    body = source.main.find(".//{*}body/{*}text")
    if body is None:
        raise DraftError(f"{name}: an OpenDocument file, but no text; open it in its program and save it as .odt")
    found = {} if meta is None else {local(each): each.text for each in meta.iterfind(".//{*}meta/*")}
    written = walk(source, body)
    told = written.content(found.get("title"), found.get("initial-creator") or found.get("creator"))
    said = ("".join(one.itertext()) for kind in ("desc", "title") for one in body.iterfind(f".//{{*}}{kind}"))
    return with_untold(told, [*(one or "" for one in found.values()), *said])
