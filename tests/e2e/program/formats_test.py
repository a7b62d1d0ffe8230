"""What leaves the register in formats of others: workbooks as spreadsheets open them."""

import xml.etree.ElementTree as xml
import zipfile

from harness import ProgramTest, main, run

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CARD_NUMBER = "321023194603010012"  # of 18 digits, which a number of a spreadsheet would round


def sheet_of(file):
    """The sheet as XML, and its cells by their name."""
    with zipfile.ZipFile(file) as book:
        sheet = xml.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = {}
    for cell in sheet.iter(SHEET + "c"):
        kind = cell.get("t")
        words = "".join(part.text or "" for part in cell.iter(SHEET + "t"))
        value = cell.find(SHEET + "v")
        cells[cell.get("r")] = words if kind == "inlineStr" else float(value.text)
    return sheet, cells


class WorkbookTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.token = self.make_token("dispatcher", "supervisor", "admin")
        self.service = self.serve()
        self.client = self.service.client(self.token)

    def export(self, name, *more):
        out = self.folder / name
        done = run("export", "members", out, "--token", self.token, "--url",
                   f"http://127.0.0.1:{self.service.port}", *more)
        self.assertEqual(done.returncode, 0, done)
        return out

    def test_a_workbook_holds_what_is_there(self):
        for number, name in ((CARD_NUMBER, "=1+1"), ("007", "𠮷田\u00a0和子")):
            self.client.must("RegisterMember", {"profile": {
                "external_ref": number, "name": name, "phone": "+8613800001001",
                "home": {"lat": 32.3942, "lon": 119.4129}, "risks": "@home\nand <alone>"}})
        sheet, cells = sheet_of(self.export("members.xlsx"))
        self.assertEqual([cells[name + "1"] for name in "ABCE"], ["编号", "姓名", "电话", "纬度"])
        self.assertEqual([cells["A2"], cells["B2"], cells["C2"]],
                         [CARD_NUMBER, "=1+1", "+8613800001001"])
        self.assertEqual([cells["A3"], cells["B3"]], ["007", "𠮷田\u00a0和子"])
        self.assertEqual((cells["E2"], cells["F2"]), (32.3942, 119.4129))
        self.assertIn("@home\nand <alone>", cells.values())
        self.assertEqual(list(sheet.iter(SHEET + "f")), [], "a formula")
        pane = sheet.find(f"{SHEET}sheetViews/{SHEET}sheetView/{SHEET}pane")
        self.assertEqual((pane.get("ySplit"), pane.get("state")), ("1", "frozen"))
        self.assertRegex(sheet.find(SHEET + "autoFilter").get("ref"), "^A1:[A-Z]+3$")

        english = sheet_of(self.export("english.xlsx", "--language", "en"))[1]
        self.assertEqual([english["A1"], english["E1"]], ["number", "lat"])
        by_option = self.export("book", "--format", "xlsx")
        self.assertEqual(by_option.read_bytes(), self.export("members.xlsx").read_bytes())
        csv = self.export("members.csv", "--language", "en").read_text("utf-8-sig")
        self.assertTrue(csv.startswith("number,name,"), csv)
        self.assertIn(f"'{CARD_NUMBER},'=1+1,", csv)


if __name__ == "__main__":
    main()
