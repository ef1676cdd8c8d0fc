"""What of a workbook is gone after it was opened, changed and saved: every part, element, attribute and text.

Two packages are told apart by what they say, not by how: numbers of styles and shared strings are followed to what
they stand for, relationship ids to their parts, shared formulas to each cell's own. An attribute that says what the
schema says without it counts as left out.
"""

import posixpath
import re
import warnings
import zipfile
from collections import Counter
from xml.etree import ElementTree as ET

from openpyxl.formula.translate import Translator

_STRICT = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_OFF = {"0", "false", ""}
# What the schema says where an attribute is left out, by the element's name.
_DEFAULTS = {
    "pageSetup": {
        "cellComments": "none", "errors": "displayed", "orientation": "default", "pageOrder": "downThenOver",
        "paperSize": "1", "scale": "100", "fitToWidth": "1", "fitToHeight": "1", "firstPageNumber": "1",
        "copies": "1", "horizontalDpi": "600", "verticalDpi": "600", "usePrinterDefaults": "1",
    },
    "sheet": {"state": "visible"},
}  # fmt: skip
# Elements that say nothing when they are empty.
_CONTAINERS = {
    "headerFooter", "tableParts", "extLst", "definedNames", "creator", "title", "subject", "description", "keywords",
    "category", "lastModifiedBy", "contentStatus", "mergeCells", "hyperlinks", "dataValidations", "cols", "sheetPr",
    "rowBreaks", "colBreaks", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
}  # fmt: skip
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Elements whose loss is right, with the reason.
_RIGHTLY_LOST = {
    "calcChain": "Excel makes the order of calculation anew",
    "dimension": "a hint that follows the cells",
    "TitlesOfParts": "a list of sheets that would be stale",
    "HeadingPairs": "its headings",
    "absPath": "where the file once lay",
}
# Parts that the engine writes from what it knows; they are compared by meaning, the others whole.
_MODIFIED = {"modified"}


def losses(before, after, touched):
    """Return what the first package says and the second does not, as sorted texts.

    Args:
        before, after: The packages' paths.
        touched: The cell that was changed, as (place of the sheet, address).
    """
    old, new = _Package(before), _Package(after)
    lost = Counter(old.facts(touched)) - Counter(new.facts(touched))
    return sorted(lost)


class _Package:
    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.parts = {name.lstrip("/"): archive.read(name) for name in archive.namelist() if name[-1] != "/"}
        self.names = {name.casefold(): name for name in self.parts}

    def tree(self, name):
        data = self.parts[name]
        if _STRICT.encode() in data:
            data = _transitional(data)
        return ET.fromstring(data)

    def relations(self, name):
        """Return {id: (kind, target)} of a part."""
        folder, base = posixpath.split(name)
        path = self.names.get(f"{folder}/_rels/{base}.rels".lstrip("/").casefold())
        found = {}
        for entry in self.tree(path) if path else ():
            target = entry.get("Target", "")
            if entry.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                target = self.names.get(target.casefold(), target)
            found[entry.get("Id")] = (entry.get("Type").rpartition("/")[2], target)
        return found

    def facts(self, touched):
        """Yield what the package says, as texts."""
        book = next(target for kind, target in self.relations("").values() if kind == "officeDocument")
        relations = self.relations(book)
        kinds = dict(relations.values())
        self.strings = self._strings(kinds.get("sharedStrings"))
        self.styles = _Styles(self.tree(kinds["styles"])) if kinds.get("styles") in self.parts else _Styles(None)
        yield from self.styles.facts()
        tree = self.tree(book)
        yield from self._elements(tree, "book", relations, skip={"sheets", "definedNames"})
        sheets = [entry for entry in tree.iter() if _tag(entry) == "sheet"]
        names = [entry.get("name") for entry in sheets]
        defined = set()
        for entry in tree.iter():
            if _tag(entry) == "definedName":
                scope = entry.get("localSheetId")
                where = names[int(scope)] if scope and int(scope) < len(names) else ""
                label = f"name {where}!{entry.get('name').casefold()}"
                said = _reference(entry.text)
                if "!_xlnm." in label:
                    said = said.replace("$", "")
                if label in defined:  # a name stands for one thing, whoever wrote it twice
                    continue
                defined.add(label)
                yield f"{label} = {sorted(said.split(','))}"
                for attribute in _attributes(entry, {}, {"localSheetId", "name"}):
                    yield f"{label} {attribute}"
        seen = {book, kinds.get("styles"), kinds.get("sharedStrings"), kinds.get("calcChain")}
        for place, entry in enumerate(sheets):
            label = f"sheet {entry.get('name')}"
            yield f"{label} {sorted(_attributes(entry, {}, {'id', 'sheetId'}))}"
            part = relations[entry.get(f"{_RELATIONS}id")][1]
            seen.add(part)
            yield from self._sheet(part, label, touched[1] if place == touched[0] else None)
        for name in sorted(self._reached()):
            if name not in seen and not name.endswith(".rels") and name != "[Content_Types].xml":
                yield from self._part(name)

    def _reached(self):
        """Return the parts that relationships lead to; Excel drops any other."""
        found, waiting = set(), [""]
        while waiting:
            for _, target in self.relations(waiting.pop()).values():
                if target in self.parts and target not in found:
                    found.add(target)
                    waiting.append(target)
        return found

    def _strings(self, name):
        if name not in self.parts:
            return []
        return [_text(item) for item in self.tree(name) if _tag(item) == "si"]

    def _sheet(self, part, label, touched):
        tree, relations = self.tree(part), self.relations(part)
        yield from self._elements(tree, label, relations, skip={"sheetData"})
        data = next((child for child in tree if _tag(child) == "sheetData"), ())
        shared = {}
        number = 0
        for row in data:
            number = int(row.get("r", number + 1))
            style = self.styles.look(row.get("s")) if row.get("customFormat") in ("1", "true") else ""
            skip = {"r", "s", "customFormat", "spans", "dyDescent"}
            said = sorted(_attributes(row, {}, skip))
            if said or style:
                yield f"{label} row {number} {said} {style}"
            column = 0
            for cell in row:
                reference = cell.get("r")
                column = _column(reference) if reference else column + 1
                address = reference or f"{_letters(column)}{number}"
                plain = self.styles.look(cell.get("s")) == self.styles.look(None)
                if address != touched and (len(cell) or not plain):
                    yield f"{label} {address} {self._content(cell, address, shared)}"

    def _content(self, cell, address, shared):
        kind = cell.get("t", "n")
        value = next((child.text for child in cell if _tag(child) == "v"), None)
        inline = next((child for child in cell if _tag(child) == "is"), None)
        if kind == "s" and value is not None:
            kind, value = "text", self.strings[int(value)]
        elif inline is not None and kind == "inlineStr":
            kind, value = "text", _text(inline)
        formula = next((child for child in cell if _tag(child) == "f"), None)
        said = ""
        if formula is not None:
            said = _formula(formula, address, shared)
            kind = value = ""  # the value is computed anew
        elif kind == "str":
            kind = "text"
        elif value is None or (kind == "text" and not value):
            kind = value = ""
        elif kind == "n":
            value = _plain(value)
        extra = {name: cell.get(name) for name in ("cm", "vm", "ph") if cell.get(name, "0") != "0"}
        return f"{kind} {value!r} {said} {extra} {self.styles.look(cell.get('s'))}"

    def _elements(self, tree, label, relations, skip):
        """Yield every element below a root, but for some children of it."""
        for child in tree:
            if _tag(child) not in skip:
                yield from self._deep(child, f"{label} {_tag(child)}", relations)

    def _deep(self, element, label, relations):
        if _says_nothing(element):
            return
        text = (element.text or "").strip()
        yield f"{label} {_plain(text)!r}"
        for attribute in _attributes(element, relations, {"count", "uniqueCount"}):
            yield f"{label} {attribute}"
        for child in element:
            yield from self._deep(child, f"{label}/{_tag(child)}", relations)

    def _part(self, name):
        kind = _unnumbered(name)
        if not name.endswith((".xml", ".vml", ".psmdcp")):
            yield f"part {kind} of {len(self.parts[name])} bytes"
            return
        try:
            tree = self.tree(name)
        except ET.ParseError:
            yield f"part {kind} no XML, {len(self.parts[name])} bytes"
            return
        if _tag(tree) in _RIGHTLY_LOST:
            return
        skip = _MODIFIED if _tag(tree) == "coreProperties" else set()
        for attribute in _attributes(tree, {}, {"count", "uniqueCount", "Ignorable"}):
            yield f"part {kind} {_tag(tree)} {attribute}"
        yield from self._elements(tree, f"part {kind}", self.relations(name), skip)


class _Styles:
    """Cell formats by what they look like."""

    def __init__(self, tree):
        self._tree = tree
        self._lists = {_tag(child): list(child) for child in tree} if tree is not None else {}
        formats = self._lists.get("numFmts", [])
        self._numbers = {entry.get("numFmtId"): entry.get("formatCode") for entry in formats}
        self._looks = {}

    def facts(self):
        """Yield each part of the styles."""
        for name, entries in self._lists.items():
            for entry in entries:
                if name != "cellXfs":
                    yield f"style {name} {_canonical(entry)}"

    def look(self, number):
        """Return a cell format as text."""
        if number not in self._looks:
            self._looks[number] = self._look(int(number or 0))
        return self._looks[number]

    def _look(self, number):
        formats = self._lists.get("cellXfs", [])
        if number >= len(formats):
            return self.look(None) if number else ""
        xf = formats[number]
        found = []
        for name, key in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            entries, place = self._lists.get(name, []), int(xf.get(key, 0))
            found.append(_canonical(entries[place]) if place < len(entries) else "")
        found.append(self._numbers.get(xf.get("numFmtId"), xf.get("numFmtId", "0")))
        found += sorted(_canonical(child) for child in xf)
        found += [f"{name}={xf.get(name)}" for name in ("quotePrefix", "pivotButton") if xf.get(name, "0") not in _OFF]
        return " ".join(found)


def _says_nothing(element):
    tag = _tag(element)
    if tag in _RIGHTLY_LOST:
        return True
    empty = not (element.text or "").strip() and all(map(_says_nothing, element))
    if tag in ("AlternateContent", "Choice", "Fallback"):
        return empty
    return empty and tag in _CONTAINERS and not list(_attributes(element, {}, {"count"}))


def _reference(text):
    return re.sub(r"'([\w.]+)'!", r"\1!", text or "")


def _canonical(element):
    attributes = sorted(_attributes(element, {}, {"count"}))
    inner = "".join(map(_canonical, element))
    return f"<{_tag(element)} {attributes} {(element.text or '').strip()}>{inner}</>"


def _attributes(element, relations, skip):
    defaults = _DEFAULTS.get(_tag(element), {})
    for name, value in element.items():
        local = name.rpartition("}")[2]
        if local in skip or name == "{http://www.w3.org/XML/1998/namespace}space":
            continue
        if name.startswith(_RELATIONS) and value in relations:
            kind, target = relations[value]
            yield f"{local}->{kind} {_unnumbered(target)}"
        elif value not in _OFF and defaults.get(local) != value:
            yield f"{local}={_plain('1' if value == 'true' else value)}"


def _unnumbered(name):
    return re.sub(r"\d+", "#", name)


def _plain(text):
    """Return a number in one way of writing it; other text as it is."""
    try:
        return f"{float(text):.12g}" if text[:1] in "0123456789-." else text
    except ValueError:
        return text


def _text(item):
    """Return a string's text with the looks of its parts."""
    pieces = []
    for child in item:
        if _tag(child) == "t":
            pieces.append(child.text or "")
        elif _tag(child) == "r":
            look = "".join(_canonical(part) for part in child if _tag(part) == "rPr")
            text = "".join(part.text or "" for part in child if _tag(part) == "t")
            pieces.append(f"{look}{text}")
        else:
            pieces.append(_canonical(child))
    return re.sub("_x000D_\n?|\r\n?", "\n", "".join(pieces))


def _formula(formula, address, shared):
    text = formula.text or ""
    kind = formula.get("t", "normal")
    attributes = sorted(_attributes(formula, {}, {"t", "si", "ref", "ca"}))
    if kind == "shared":
        number = formula.get("si")
        if text:
            shared[number] = (text, address)
        elif number in shared:
            origin = shared[number]
            text = Translator(f"={origin[0]}", origin[1]).translate_formula(address)[1:]
        kind = "normal"
    area = formula.get("ref") if kind in ("array", "dataTable") else ""
    return f"formula {kind} {area} {text!r} {attributes}"


def _transitional(data):
    data = re.sub(
        rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)", lambda m: _TRANSITIONAL.encode() + m[1] + b"/2006/" + m[2], data
    )
    return data.replace(b' conformance="strict"', b"")


def _tag(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _column(reference):
    number = 0
    for letter in re.match("[A-Z]*", reference)[0]:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column):
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def change_and_save(path, target):
    """Open a workbook, set a cell far from all others, save it elsewhere; return the cell."""
    from xl.engine import open_book  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = open_book(path)
        place = next(i for i, ws in enumerate(book.impl.doc.wb._sheets) if ws in book.impl.doc.wb.worksheets)
        book.sheets[0]["ZX999"].value = "x"
        book.save(target)
    return place, "ZX999"
