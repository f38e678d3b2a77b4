// Crypto: built in this change.
