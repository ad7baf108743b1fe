"""Files of the lists: rows as plain data in, bytes out."""
