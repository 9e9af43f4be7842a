"""XML of one namespace -> XML without it. Reads: bytes, lxml elements. Emits: bytes, lxml elements.

Most of the time of reading a small record would go into renaming its elements one by one, so that the declaration is
cut out of the bytes where that is safe; what is left is renamed.
"""

import re

from lxml.etree import _Element as Element

_OWN = re.compile(rb"""<[A-Za-z_][\w.-]*(?:\s[^<>]*?)?(\sxmlns=(?:"([^"<>&]+)"|'([^'<>&]+)'))""")


def without_declaration(raw: bytes) -> tuple[bytes, str | None]:
    """Return an element without the declarations of its default namespace, and that namespace if one may be left.

    Only declarations inside of tags are cut out; where comments or sections of characters hide what is a tag, none is.
    """
    match = _OWN.match(raw) if raw.find(b"xmlns=", 0, raw.find(b">")) > 0 else None
    if match is None:
        return raw, None
    namespace = (match[2] or match[3]).decode(errors="replace")
    if b"<!" in raw:
        return raw, namespace
    declaration, parts, at = match[1], [], 0
    while (place := raw.find(declaration, at)) >= 0:
        begin = raw.rfind(b"<", 0, place)
        in_tag = raw.find(b">", begin, place) < 0 and raw[begin + 1 : begin + 2] not in (b"/", b"?")
        parts.append(raw[at : place if in_tag else place + len(declaration)])
        at = place + len(declaration)
    parts.append(raw[at:])
    rest = b"".join(parts)
    return rest, namespace if namespace.encode() in rest else None


def without_namespace(root: Element, own: str | None) -> Element:
    """Return an element in which the names of the namespace `own`, and of the element's, have no namespace."""
    inner = root.tag.rpartition("}")[0].removeprefix("{")
    if not (own or inner):
        return root
    for namespace in {one for one in (own, inner) if one}:
        for element in root.iter(f"{{{namespace}}}*"):
            element.tag = element.tag[len(namespace) + 2 :]
    return root
