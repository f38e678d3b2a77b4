// Compression: built in this change.
