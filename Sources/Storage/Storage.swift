// Storage: built in this change.
