// JSON: the bounded reader and the fast writer (RFC 8259).
