// The disk: what is durable of each file, what is not yet, and what is left when the power goes.
#include "faultdisk.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { sector = 512 };

const char fault_vfs_mark[] = "ibtool-fault-vfs: for tests, never in the product";

pthread_mutex_t fault_lock = PTHREAD_MUTEX_INITIALIZER;
static fault_disk *disks;

static void *must(void *memory) {
    if (memory == NULL) abort();
    return memory;
}

fault_disk *fault_disk_new(const char *directory, uint64_t seed) {
    fault_disk *disk = must(calloc(1, sizeof *disk));
    disk->directory = must(strdup(directory));
    disk->directory_length = strlen(directory);
    disk->chance = seed;
    pthread_mutex_lock(&fault_lock);
    disk->next = disks;
    disks = disk;
    pthread_mutex_unlock(&fault_lock);
    return disk;
}

static void forget_changes(fault_node *node) {
    for (size_t i = 0; i < node->change_count; i++) free(node->changes[i].bytes);
    node->change_count = 0;
}

void fault_disk_free(fault_disk *disk) {
    pthread_mutex_lock(&fault_lock);
    for (fault_disk **at = &disks; *at; at = &(*at)->next) {
        if (*at == disk) {
            *at = disk->next;
            break;
        }
    }
    pthread_mutex_unlock(&fault_lock);
    for (fault_node *node = disk->nodes; node;) {
        fault_node *next = node->next;
        forget_changes(node);
        free(node->changes);
        free(node->durable);
        free(node->name);
        free(node);
        node = next;
    }
    free(disk->directory);
    free(disk);
}

fault_disk *fault_disk_of(const char *name) {
    for (fault_disk *disk = disks; disk; disk = disk->next) {
        if (strncmp(name, disk->directory, disk->directory_length) == 0
            && name[disk->directory_length] == '/' && !strchr(name + disk->directory_length + 1, '/'))
            return disk;
    }
    return NULL;
}

// splitmix64
uint64_t fault_chance(fault_disk *disk) {
    uint64_t mixed = disk->chance += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

// MARK: What is asked for

int64_t fault_disk_calls(fault_disk *disk, int kinds) {
    int64_t sum = 0;
    pthread_mutex_lock(&fault_lock);
    for (int bit = 0; bit < 8; bit++)
        if (kinds & 1 << bit) sum += disk->calls[bit];
    pthread_mutex_unlock(&fault_lock);
    return sum;
}

void fault_disk_fail(fault_disk *disk, int kinds, int64_t nth, int code, int sticky) {
    pthread_mutex_lock(&fault_lock);
    disk->fail_kinds = nth > 0 ? kinds : 0;
    disk->fail_in = nth;
    disk->fail_code = code;
    disk->is_sticky = sticky != 0;
    pthread_mutex_unlock(&fault_lock);
}

static int get(bool *flag) {
    pthread_mutex_lock(&fault_lock);
    int value = *flag;
    pthread_mutex_unlock(&fault_lock);
    return value;
}

int fault_disk_has_failed(fault_disk *disk) { return get(&disk->has_failed); }
int fault_disk_is_cut(fault_disk *disk) { return get(&disk->is_cut); }

void fault_disk_cut(fault_disk *disk, int64_t nth) {
    pthread_mutex_lock(&fault_lock);
    if (nth == 0) disk->is_cut = true;
    disk->cut_in = nth;
    pthread_mutex_unlock(&fault_lock);
}

void fault_disk_ignore_syncs(fault_disk *disk) {
    pthread_mutex_lock(&fault_lock);
    disk->ignores_syncs = true;
    pthread_mutex_unlock(&fault_lock);
}

static int own_code(enum fault_call kind) {
    switch (kind) {
    case FAULT_OPEN: return SQLITE_CANTOPEN;
    case FAULT_READ: return SQLITE_IOERR_READ;
    case FAULT_WRITE: return SQLITE_IOERR_WRITE;
    case FAULT_SYNC: return SQLITE_IOERR_FSYNC;
    case FAULT_TRUNCATE: return SQLITE_IOERR_TRUNCATE;
    case FAULT_DELETE: return SQLITE_IOERR_DELETE;
    case FAULT_SHM: return SQLITE_IOERR_SHMMAP;
    case FAULT_LOCK: return SQLITE_IOERR_LOCK;
    }
    return SQLITE_IOERR;
}

int fault_check(fault_disk *disk, enum fault_call kind, bool *cuts) {
    *cuts = false;
    if (disk->is_cut) return own_code(kind);
    disk->calls[__builtin_ctz(kind)]++;
    if (kind & (FAULT_WRITE | FAULT_SYNC | FAULT_TRUNCATE | FAULT_DELETE) && disk->cut_in > 0
        && --disk->cut_in == 0) {
        disk->is_cut = *cuts = true;
        return own_code(kind);
    }
    if (!(disk->fail_kinds & kind)) return SQLITE_OK;
    bool fails = disk->fail_in > 0 ? --disk->fail_in == 0 : disk->is_sticky && disk->has_failed;
    if (!fails) return SQLITE_OK;
    disk->has_failed = true;
    return disk->fail_code ? disk->fail_code : own_code(kind);
}

// MARK: Files

fault_node *fault_node_of(fault_disk *disk, const char *name, bool is_new, const uint8_t *bytes, int64_t length) {
    for (fault_node *node = disk->nodes; node; node = node->next)
        if (!node->is_removed && strcmp(node->name, name) == 0) return node;
    fault_node *node = must(calloc(1, sizeof *node));
    node->name = must(strdup(name));
    node->is_linked = !is_new;
    node->durable = must(malloc((size_t)length + 1));
    if (length > 0) memcpy(node->durable, bytes, (size_t)length);
    node->durable_length = length;
    node->next = disk->nodes;
    return disk->nodes = node;
}

static void add(fault_node *node, fault_change change) {
    if (node->change_count == node->change_room) {
        node->change_room = node->change_room * 2 + 8;
        node->changes = must(realloc(node->changes, node->change_room * sizeof change));
    }
    node->changes[node->change_count++] = change;
}

void fault_node_write(fault_node *node, const void *bytes, size_t length, int64_t offset) {
    uint8_t *copy = must(malloc(length + 1));
    memcpy(copy, bytes, length);
    add(node, (fault_change){offset, length, copy});
}

void fault_node_truncate(fault_node *node, int64_t length) {
    add(node, (fault_change){length, 0, NULL});
}

// What lies on a platter while changes are applied to it.
typedef struct {
    uint8_t *bytes;
    int64_t length;
} image;

static void put(image *image, const uint8_t *bytes, size_t length, int64_t offset) {
    int64_t end = offset + (int64_t)length;
    if (end > image->length) {
        image->bytes = must(realloc(image->bytes, (size_t)end + 1));
        memset(image->bytes + image->length, 0, (size_t)(end - image->length));
        image->length = end;
    }
    memcpy(image->bytes + offset, bytes, length);
}

static void cut_to(image *image, int64_t length) {
    if (length < image->length) image->length = length;
}

void fault_node_sync(fault_node *node) {
    image now = {node->durable, node->durable_length};
    for (size_t i = 0; i < node->change_count; i++) {
        fault_change *change = &node->changes[i];
        if (change->bytes) put(&now, change->bytes, change->length, change->offset);
        else cut_to(&now, change->offset);
    }
    node->durable = now.bytes;
    node->durable_length = now.length;
    forget_changes(node);
}

void fault_node_lose(fault_disk *disk, fault_node *node) {
    size_t kept = 0;
    for (size_t i = 0; i < node->change_count; i++) {
        fault_change change = node->changes[i];
        if (change.bytes && fault_chance(disk) % 2) free(change.bytes);
        else node->changes[kept++] = change;
    }
    node->change_count = kept;
}

void fault_node_remove(fault_disk *disk, const char *name, bool is_durable) {
    for (fault_node *node = disk->nodes; node; node = node->next) {
        if (node->is_removed || strcmp(node->name, name) != 0) continue;
        node->is_removed = true;
    }
    if (is_durable) fault_disk_sync_directory(disk);
}

void fault_disk_sync_directory(fault_disk *disk) {
    for (fault_node *node = disk->nodes; node; node = node->next) node->is_linked = !node->is_removed;
}

// MARK: After the power cut

// One change, piece by piece: kept, dropped, or garbage where it was to go. Garbage stays within what was
// being written: a disk that harms its neighbours is not powersafe (https://sqlite.org/psow.html).
static void tear(fault_disk *disk, image *image, const fault_change *change) {
    for (size_t done = 0; done < change->length;) {
        int64_t start = change->offset + (int64_t)done;
        size_t size = sector - (size_t)(start % sector);
        if (size > change->length - done) size = change->length - done;
        uint64_t fate = fault_chance(disk) % 8;
        if (fate < 4) put(image, change->bytes + done, size, start);
        else if (fate == 4) {
            uint8_t garbage[sector];
            for (size_t i = 0; i < size; i++) garbage[i] = (uint8_t)fault_chance(disk);
            put(image, garbage, size, start);
        }
        done += size;
    }
}

static image surviving(fault_disk *disk, const fault_node *node, enum fault_fate fate) {
    image now = {must(malloc((size_t)node->durable_length + 1)), node->durable_length};
    memcpy(now.bytes, node->durable, (size_t)node->durable_length);
    if (fate == FAULT_KEEP_NONE) return now;
    for (size_t i = 0; i < node->change_count; i++) {
        const fault_change *change = &node->changes[i];
        bool keeps = fate == FAULT_KEEP_ALL;
        if (change->bytes && keeps) put(&now, change->bytes, change->length, change->offset);
        else if (change->bytes) tear(disk, &now, change);
        else if (keeps || fault_chance(disk) % 2) cut_to(&now, change->offset);
    }
    return now;
}

static bool is_found(fault_disk *disk, const fault_node *node, enum fault_fate fate) {
    if (fate == FAULT_KEEP_SOME && node->is_linked == node->is_removed) return fault_chance(disk) % 2;
    return fate == FAULT_KEEP_NONE ? node->is_linked : !node->is_removed;
}

static int store(const image *image, const char *path) {
    FILE *file = fopen(path, "wb");
    if (!file) return errno;
    bool is_whole = fwrite(image->bytes, 1, (size_t)image->length, file) == (size_t)image->length;
    if (fclose(file) != 0 || !is_whole) return errno ? errno : EIO;
    return 0;
}

int fault_disk_survivors(fault_disk *disk, enum fault_fate fate, const char *directory) {
    int problem = 0;
    pthread_mutex_lock(&fault_lock);
    // Newest first: of two files of one name, the living one was made later.
    for (fault_node *node = disk->nodes; node && problem == 0; node = node->next) {
        bool is_shadowed = false;
        for (fault_node *other = disk->nodes; other != node; other = other->next)
            is_shadowed |= strcmp(other->name, node->name) == 0;
        if (is_shadowed || !is_found(disk, node, fate)) continue;
        char path[4096];
        snprintf(path, sizeof path, "%s%s", directory, node->name + disk->directory_length);
        image image = surviving(disk, node, fate);
        problem = store(&image, path);
        free(image.bytes);
    }
    pthread_mutex_unlock(&fault_lock);
    return problem;
}
