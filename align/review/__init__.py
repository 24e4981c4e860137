"""A person corrects alignments: the documents under review, the edits, their history, the page."""
