"""A pytest plugin (see pytest.ini): the variables the settings need, set before they load."""

import os

os.environ.update(
    {
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "HTTPS": "0",
        "DEMO": "0",
    }
)
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
