"""Tell in lines of text what workbooks hold: python3 dump_xlsx.py FILE ...

Every part is parsed, so one that isn't XML ends this with an error. A cell is its address,
its type (text or number), what it says and how it is to be printed.
"""
import sys
import zipfile
import xml.etree.ElementTree as tree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BUILT_IN = {"0": "General", "1": "0", "3": "#,##0", "4": "#,##0.00"}


def texts(node, tag):
    return "".join(t.text or "" for t in node.iter(tag))


def read_formats(styles):
    codes = dict(BUILT_IN)
    for code in styles.iter(MAIN + "numFmt"):
        codes[code.get("numFmtId")] = code.get("formatCode")
    bold = [font.find(MAIN + "b") is not None for font in styles.find(MAIN + "fonts")]
    return [codes[xf.get("numFmtId")] + (" bold" if bold[int(xf.get("fontId"))] else "")
            for xf in styles.find(MAIN + "cellXfs")]


def show_sheet(sheet, shared, formats):
    for cell in sheet.iter(MAIN + "c"):
        kind, how = cell.get("t"), formats[int(cell.get("s", 0))]
        assert cell.find(MAIN + "f") is None, "a formula"
        if kind == "inlineStr":
            print(cell.get("r"), "text", texts(cell, MAIN + "t"), "|", how)
        elif kind == "s":
            print(cell.get("r"), "text", shared[int(cell.find(MAIN + "v").text)], "|", how)
        else:
            assert kind is None, kind
            if cell.find(MAIN + "v") is not None:
                print(cell.get("r"), "number", cell.find(MAIN + "v").text, "|", how)
    for what, key in ("pane", "topLeftCell"), ("pane", "state"), ("autoFilter", "ref"), \
            ("pageSetup", "paperSize"), ("pageSetup", "orientation"), ("pageSetup", "fitToHeight"):
        node = next(sheet.iter(MAIN + what), None)
        if node is not None and node.get(key):
            print(what, key, node.get(key))
    for what in "oddHeader", "oddFooter":
        for node in sheet.iter(MAIN + what):
            print(what, node.text)


def show_chart(chart):
    title = next(chart.iter(CHART + "title"))
    axis = next(chart.iter(CHART + "catAx"))
    print("== chart")
    print("title", "".join(t.text for t in title.iter() if t.tag.endswith("}t")))
    for what in "cat", "val":
        node = next(chart.iter(CHART + what))
        print(what, next(node.iter(CHART + "f")).text)
        for point in node.iter(CHART + "pt"):
            print(what, point.get("idx"), texts(point, CHART + "v"))
    print("order", next(axis.iter(CHART + "orientation")).get("val"))


def main(path):
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        for part in book.infolist():
            assert part.date_time == (1980, 1, 1, 0, 0, 0), part.date_time
        parts = {name: tree.fromstring(book.read(name)) for name in book.namelist()}
    shared = [texts(si, MAIN + "t")
              for si in parts.get("xl/sharedStrings.xml", tree.Element("none"))]
    formats = read_formats(parts["xl/styles.xml"])
    targets = {rel.get("Id"): rel.get("Target") for rel in parts["xl/_rels/workbook.xml.rels"]}
    for sheet in parts["xl/workbook.xml"].iter(MAIN + "sheet"):
        print("==", sheet.get("name"))
        show_sheet(parts["xl/" + targets[sheet.get(LINK)]], shared, formats)
    for name in parts["xl/workbook.xml"].iter(MAIN + "definedName"):
        print("name", name.get("name"), name.text)
    for name in sorted(parts):
        if name.startswith("xl/charts/chart"):
            show_chart(parts[name])
    for node in parts["docProps/core.xml"]:
        if node.text:
            print("property", node.tag.split("}")[1], node.text)


for each in sys.argv[1:]:
    main(each)
