"""Server-sent events of the chat and of the back office, fed from the database in every process."""
