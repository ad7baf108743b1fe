"""A pytest plugin (see pytest.ini): the variables the settings need, set before they load."""

import os

os.environ.update(
    {
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "HTTPS": "0",
        "DEMO": "0",
        # Playwright runs an event loop in the test's own thread, where Django would refuse the database.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
)
# Only the kind of database matters: the tests make their own (conftest.py). Not in memory, or threads would share it.
os.environ.setdefault("DATABASE_URL", "sqlite:///test.sqlite3")
