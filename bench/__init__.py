"""How quick the pages are with many rows: `make bench`, or see README.md."""
