"""What a page asks or lists about names."""


def questions(response):
    return list(response.context["questions"])


def found(response):
    return [(one.label, one.names, one.address) for one in response.context["warned"]]
