// HTTPServer: built in this change.
