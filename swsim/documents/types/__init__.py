"""One module for each document type; all are found by `swsim.documents.registry`."""
