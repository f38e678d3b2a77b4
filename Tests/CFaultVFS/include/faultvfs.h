// A disk that loses power and fails on demand: an SQLite VFS (https://sqlite.org/vfs.html) for tests.
//
// It wraps the default VFS and becomes the default; files outside a disk's directory pass untouched.
// Inside, what a connection reads is what was written, as with a page cache. Beside each file lies what
// the platter holds: its bytes as of the last sync, and the writes and truncations since. When the power
// goes, each 512-byte piece of those is kept, dropped or, in part, garbled, by the seed, in any order; a
// file whose directory was not synced may vanish, a removed one may be there again.
//
// Never part of the product: scripts/check-release looks for fault_vfs_mark.
#pragma once
#include <stdint.h>

typedef struct fault_disk fault_disk;

// Kinds of call, for counting and failing; may be or-ed.
enum fault_call {
    FAULT_OPEN = 1,
    FAULT_READ = 2,
    FAULT_WRITE = 4,
    FAULT_SYNC = 8,
    FAULT_TRUNCATE = 16,
    FAULT_DELETE = 32,
    FAULT_SHM = 64,
    FAULT_LOCK = 128,
};

// What becomes of pieces that were not synced.
enum fault_fate { FAULT_KEEP_NONE, FAULT_KEEP_ALL, FAULT_KEEP_SOME };

extern const char fault_vfs_mark[];

// Makes the VFS the default; any number of times, from any thread.
int fault_vfs_register(void);

// A disk over the files directly in `directory`, whose chances follow `seed`. One disk a directory.
fault_disk *fault_disk_new(const char *directory, uint64_t seed);

// Frees it. No connection to its files may be open.
void fault_disk_free(fault_disk *disk);

// Calls of those kinds so far.
int64_t fault_disk_calls(fault_disk *disk, int kinds);

// The `nth` call from now of one of the kinds fails with `code` (0: the kind's own SQLITE_IOERR_…), and
// with `sticky` every one after it. A failed write may have written its first half; after a failed sync
// some of what was not synced is gone for good, whatever a later sync says. nth 0 ends it.
void fault_disk_fail(fault_disk *disk, int kinds, int64_t nth, int code, int sticky);

// Whether the armed failure has happened.
int fault_disk_has_failed(fault_disk *disk);

// The power goes in the midst of the `nth` change from now (write, sync, truncate, delete); 0: now.
void fault_disk_cut(fault_disk *disk, int64_t nth);

// Whether the power is gone: from then on every call fails.
int fault_disk_is_cut(fault_disk *disk);

// Syncs answer well and do nothing from now on: a disk that lies. The control of the tests.
void fault_disk_ignore_syncs(fault_disk *disk);

// Writes the files as they are found when the power is back into `directory`; 0, or an errno.
int fault_disk_survivors(fault_disk *disk, enum fault_fate fate, const char *directory);
