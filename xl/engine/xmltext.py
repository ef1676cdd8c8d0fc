"""Text as XML. The standard library's `xml.sax.saxutils` does the same, but its import loads an HTTP client."""


def escape(text: str) -> str:
    """Return a text as the content of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted_attribute(text: str) -> str:
    """Return a text as the value of an attribute, with its quotes; line breaks and tabs survive."""
    text = escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    return f'"{text}"'


def unescape(text: str) -> str:
    """Return the text that XML content stands for."""
    if "&" not in text:
        return text
    for name, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(name, letter)
    return text
