// Platform: built in this change.
