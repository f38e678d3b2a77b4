// Tabular: built in this change.
