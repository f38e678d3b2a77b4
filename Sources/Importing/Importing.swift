// Importing: built in this change.
