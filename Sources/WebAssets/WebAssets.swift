// WebAssets: built in this change.
