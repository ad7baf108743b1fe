"""stub"""


def word_file(content):
    return b""
