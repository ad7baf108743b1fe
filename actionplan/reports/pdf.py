"""stub"""


def pdf_file(content):
    return b"%PDF-"
