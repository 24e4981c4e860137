"""A file's content, by its format → blocks of text."""
