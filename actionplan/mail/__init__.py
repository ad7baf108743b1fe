"""Mails: what they say, and handing them to the e-mail server."""
