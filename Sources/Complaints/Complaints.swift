// Complaints: built in this change.
