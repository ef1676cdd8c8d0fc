"""Text of a cell: markup off, Unicode composed, bullets on lines of their own, broken pieces joined."""

import re

from cchc_macros.rules.text import clean_lines
from xl.late import regex

_BREAK = regex(r"<(?:br|/p|/li)\s*/?>", re.IGNORECASE)
_TAG = regex(r"</?(?:b|i|u|s|em|strong|sub|sup|span|font|p|li|ul|mark|small)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_EMPHASIS = regex(r"(?<![*\w])(\*{1,3})(?=[^\s*])([^*\n]*[^\s*])\1(?!\*)")
_LOOSE_EMPHASIS = regex(r"(?m)^\*{2,3}(?=\S)|(?<=\S)\*{2,3}\s*$")
BULLET = regex(r"[-+–—•*●▪◦]\s")
_LEADERS = regex(r"[ .…_]*(?:\.{4}|…{2}|_{4})[ .…_]*$")
_INNERBULLET = regex(r"(?<=[.;:!?])[ ](?=[-+–—•●▪◦] \S)")


def strip_markup(text: str) -> str:
    """Return `text` without light HTML and Markdown emphasis; what merely looks like it (`a < b`) stays."""
    text = _TAG.sub("", _BREAK.sub("\n", text)) if "<" in text else text
    if "&" in text:
        from html import unescape  # noqa: PLC0415  # a table of two thousand names, for few texts

        text = unescape(text)
    return _LOOSE_EMPHASIS.sub("", _EMPHASIS.sub(r"\2", text)) if "*" in text else text


def tidy(text: str) -> str:
    """Return a cell's text cleaned, dot leaders off, with a bullet after a sentence on a line of its own.

    Page breaks and scanning run the bullets of a cell together; they are paragraphs, so they are set apart.
    """
    return _INNERBULLET.sub("\n", _LEADERS.sub("", clean_lines(text)))


def join(first: str, rest: str) -> str:
    """Return two pieces of a broken cell as one.

    A bullet begins a line; after a hyphen or slash inside a word (`02/KH-` + `STP`) no space is added.
    """
    if not first or not rest:
        return first or rest
    if BULLET.match(rest):
        return f"{first}\n{rest}"
    inside_word = first[-1] in "-/–" and len(first) > 1 and not first[-2].isspace()
    return tidy(first + rest if inside_word else f"{first} {rest}")
