"""What several tests need: the command, pages followed as a reader, made documents and files."""
