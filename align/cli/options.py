"""What options that several commands take say of themselves."""

ENCODING_HELP = "Encoding of the {} file, for example cp1251; detected unless given."
