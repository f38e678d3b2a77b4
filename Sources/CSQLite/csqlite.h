#pragma once
#include <sqlite3.h>

// SQLITE_TRANSIENT and SQLITE_STATIC are casts, which Swift does not import.
static inline sqlite3_destructor_type ibt_sqlite_transient(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type ibt_sqlite_static(void) { return SQLITE_STATIC; }

// sqlite3_db_config is variadic, which Swift does not import.
static inline int ibt_sqlite_db_config(sqlite3 *db, int option, int value, int *result) {
    return sqlite3_db_config(db, option, value, result);
}

// sqlite3_config is variadic too.
static inline int ibt_sqlite_keep_memory_statistics(int isKept) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, isKept);
}
