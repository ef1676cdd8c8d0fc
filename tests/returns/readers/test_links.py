"""Where the links of a returned sheet lead is written beside what their cells show."""

from cchc_macros.returns.readers import links as module
from cchc_macros.returns.readers.links import add_links


def relations(**targets):
    """What a sheet refers to: links out of the package, and a drawing in it."""
    out = "".join(
        f'<Relationship Id="{name}" Type="http://x/hyperlink" Target="{target}" TargetMode="External"/>'
        for name, target in targets.items()
    )
    return f'<R xmlns="r"><Relationship Id="d" Type="http://x/drawing" Target="d.xml"/>{out}</R>'.encode()


def sheet(*links):
    """A sheet with links: (cells, id)."""
    tags = "".join(f'<hyperlink ref="{cells}" r:id="{name}"/>' for cells, name in links)
    return f"<worksheet><sheetData></sheetData><hyperlinks>{tags}</hyperlinks></worksheet>".encode()


def test_a_link_stands_behind_what_its_cell_shows_unless_that_tells_it_already():
    rows = {2: {3: "Báo cáo", 28: "https://a.example/b"}, 4: {1: 7.5}}
    links = sheet(("C2", "a"), ("AB2", "b"), ("D9", "c"), ("A4", "a"), ("C3", "none"))
    add_links(rows, links, relations(a="https://a.example/?q=1&amp;b=2", b="https://a.example/b", c="QD 5.pdf"))
    assert rows == {
        2: {3: "Báo cáo (https://a.example/?q=1&b=2)", 28: "https://a.example/b"}, 4: {1: 7.5}, 9: {4: "QD 5.pdf"},
    }  # fmt: skip


def test_links_of_no_cell_and_links_without_end_do_no_harm(monkeypatch):
    monkeypatch.setattr(module, "_MOST", 2)
    rows = {}
    add_links(rows, sheet(("Tên!A1", "a"), ("B2", "a"), ("B3", "a"), ("B4", "a")), relations(a="x"))
    assert rows == {2: {2: "x"}}
