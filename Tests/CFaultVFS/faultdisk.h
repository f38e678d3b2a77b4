// What the VFS and the disk share.
#pragma once
#include "faultvfs.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

// A write or truncation that was not synced.
typedef struct {
    int64_t offset; // of a truncation, the new length
    size_t length;
    uint8_t *bytes; // NULL for a truncation
} fault_change;

// A file: what the platter holds, and what was changed since.
typedef struct fault_node {
    struct fault_node *next;
    char *name;
    uint8_t *durable;
    int64_t durable_length;
    fault_change *changes;
    size_t change_count, change_room;
    bool is_linked;  // its directory entry is durable
    bool is_removed; // deleted, perhaps not durably
} fault_node;

struct fault_disk {
    fault_disk *next;
    char *directory;
    size_t directory_length;
    uint64_t chance;
    fault_node *nodes;
    int64_t calls[8];
    int fail_kinds, fail_code;
    int64_t fail_in;
    bool is_sticky, has_failed, ignores_syncs, is_cut;
    int64_t cut_in;
};

extern pthread_mutex_t fault_lock;

// The disk of a file's full name; NULL outside of all. Under the lock, like all below.
fault_disk *fault_disk_of(const char *name);

// Counts the call. SQLITE_OK, or what it has to answer; `cuts` when the power goes in its midst, so that
// what it did is among the changes that may or may not survive.
int fault_check(fault_disk *disk, enum fault_call kind, bool *cuts);

// The living node of that name, made with what the file holds now when there is none.
fault_node *fault_node_of(fault_disk *disk, const char *name, bool is_new, const uint8_t *bytes, int64_t length);

void fault_node_write(fault_node *node, const void *bytes, size_t length, int64_t offset);
void fault_node_truncate(fault_node *node, int64_t length);
void fault_node_sync(fault_node *node);
// After a failed sync: some changes will never reach the platter.
void fault_node_lose(fault_disk *disk, fault_node *node);
void fault_node_remove(fault_disk *disk, const char *name, bool is_durable);
// All creations and removals are durable.
void fault_disk_sync_directory(fault_disk *disk);
uint64_t fault_chance(fault_disk *disk);
