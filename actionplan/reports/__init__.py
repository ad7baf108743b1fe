"""Documents handed out: one neutral content object, which every format only prints. No format counts or asks the database."""
