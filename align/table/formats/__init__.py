"""One module per format of tables; each registers itself, and is found by being here."""
