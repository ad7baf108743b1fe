"""How much a request may upload: what is over the limit is read and thrown away, and never reaches memory or disk."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

_PATIENCE = 10


class LimitedUploadHandler(FileUploadHandler):
    """Goes before Django's handlers. Counts all files of a request; `request.upload_too_large` tells the page why one is missing.

    The rest of the request is read all the same, since a browser that is cut off shows no answer; one that goes on for
    ten times the limit is cut off.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self._taken = 0

    def receive_data_chunk(self, raw_data, start):
        """Pass the data on to the next handler, or leave the file out."""
        self._taken += len(raw_data)
        if self._taken <= settings.EVENT_FILE_MAX_BYTES:
            return raw_data
        self.request.upload_too_large = True
        raise SkipFile

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 - Django's name
        """Refuse at once what says that it is far too large."""
        if content_length > _PATIENCE * settings.EVENT_FILE_MAX_BYTES:
            raise RequestDataTooBig(f"{content_length} bytes")

    def file_complete(self, file_size):
        """Leave making the file to the next handler."""
