"""Files as they come from outside: whole, broken and lying."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


def parts_list(main=WORD_MAIN, more=""):
    """Return the list of parts of a package whose main part is of a type."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{more}</Types>'
    )


def package(parts=None, *, main=WORD_MAIN, packing=zipfile.ZIP_DEFLATED, **more):
    """Return a zip with these parts; without any, a small Word document and what is added."""
    parts = parts if parts is not None else {"[Content_Types].xml": parts_list(main), "word/document.xml": "<w/>"}
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", packing) as made:
        for name, content in (parts | more).items():
            made.writestr(name, content)
    return kept.getvalue()
