// Tests of Tabular: built in this change.
