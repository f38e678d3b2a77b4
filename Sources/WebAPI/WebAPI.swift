// WebAPI: built in this change.
