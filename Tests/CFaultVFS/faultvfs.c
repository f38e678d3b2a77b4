// The VFS: every call on a file of a disk is counted, failed or kept in mind, and then passed on.
#include "faultdisk.h"
#include <stdlib.h>
#include <string.h>

// What SQLite holds as a file; the default VFS's own file lies behind it.
typedef struct {
    sqlite3_file base;
    fault_disk *disk;
    fault_node *node;
    bool syncs_directory; // a new journal or log: its first sync is its directory's too
} fault_file;

static sqlite3_vfs *real;
static sqlite3_vfs vfs;

static sqlite3_file *inner(sqlite3_file *file) { return (sqlite3_file *)((fault_file *)file + 1); }
static const sqlite3_io_methods *methods(sqlite3_file *file) { return inner(file)->pMethods; }

// Counts a call on a file that changes nothing.
static int check(sqlite3_file *file, enum fault_call kind) {
    bool cuts;
    pthread_mutex_lock(&fault_lock);
    int code = fault_check(((fault_file *)file)->disk, kind, &cuts);
    pthread_mutex_unlock(&fault_lock);
    return code;
}

static int file_close(sqlite3_file *file) { return methods(file)->xClose(inner(file)); }

static int file_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset) {
    int code = check(file, FAULT_READ);
    return code ? code : methods(file)->xRead(inner(file), bytes, length, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
    fault_file *own = (fault_file *)file;
    bool cuts;
    pthread_mutex_lock(&fault_lock);
    int code = fault_check(own->disk, FAULT_WRITE, &cuts);
    // What met the end of the disk may be there in part.
    int written = code == SQLITE_OK || cuts ? length : code == SQLITE_FULL ? length / 2 : 0;
    if (written > 0) {
        int failure = methods(file)->xWrite(inner(file), bytes, written, offset);
        if (failure == SQLITE_OK) fault_node_write(own->node, bytes, (size_t)written, offset);
        else if (code == SQLITE_OK) code = failure;
    }
    pthread_mutex_unlock(&fault_lock);
    return code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 length) {
    fault_file *own = (fault_file *)file;
    bool cuts;
    pthread_mutex_lock(&fault_lock);
    int code = fault_check(own->disk, FAULT_TRUNCATE, &cuts);
    if (code == SQLITE_OK || cuts) {
        int failure = methods(file)->xTruncate(inner(file), length);
        if (failure == SQLITE_OK) fault_node_truncate(own->node, length);
        else if (code == SQLITE_OK) code = failure;
    }
    pthread_mutex_unlock(&fault_lock);
    return code;
}

// The page cache keeps nothing back, so the real file need not be synced: the platter is ours.
static int file_sync(sqlite3_file *file, int flags) {
    (void)flags;
    fault_file *own = (fault_file *)file;
    bool cuts;
    pthread_mutex_lock(&fault_lock);
    int code = fault_check(own->disk, FAULT_SYNC, &cuts);
    if (code == SQLITE_OK && !own->disk->ignores_syncs) {
        fault_node_sync(own->node);
        if (own->syncs_directory) fault_disk_sync_directory(own->disk);
        own->syncs_directory = false;
    } else if (code != SQLITE_OK && !cuts && !own->disk->is_cut) {
        fault_node_lose(own->disk, own->node);
    }
    pthread_mutex_unlock(&fault_lock);
    return code;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return methods(file)->xFileSize(inner(file), size);
}

static int file_lock(sqlite3_file *file, int level) {
    int code = check(file, FAULT_LOCK);
    return code ? code : methods(file)->xLock(inner(file), level);
}

static int file_unlock(sqlite3_file *file, int level) { return methods(file)->xUnlock(inner(file), level); }

static int file_reserved(sqlite3_file *file, int *result) {
    return methods(file)->xCheckReservedLock(inner(file), result);
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
    return methods(file)->xFileControl(inner(file), operation, argument);
}

static int file_sector(sqlite3_file *file) { return methods(file)->xSectorSize(inner(file)); }

static int file_characteristics(sqlite3_file *file) {
    return methods(file)->xDeviceCharacteristics(inner(file));
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extends, void volatile **memory) {
    int code = check(file, FAULT_SHM);
    return code ? code : methods(file)->xShmMap(inner(file), page, size, extends, memory);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    // Letting go always works.
    int code = flags & SQLITE_SHM_LOCK ? check(file, FAULT_LOCK) : SQLITE_OK;
    return code ? code : methods(file)->xShmLock(inner(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file) { methods(file)->xShmBarrier(inner(file)); }

static int file_shm_unmap(sqlite3_file *file, int removes) {
    return methods(file)->xShmUnmap(inner(file), removes);
}

// Version 2: without xFetch, so that nothing is read past us.
static const sqlite3_io_methods file_methods = {
    2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_unlock,
    file_reserved, file_control, file_sector, file_characteristics, file_shm_map, file_shm_lock,
    file_shm_barrier, file_shm_unmap, NULL, NULL};

// What the file holds as it is opened, for its node.
static int read_all(sqlite3_file *file, uint8_t **bytes, sqlite3_int64 *length) {
    int code = methods(file)->xFileSize(inner(file), length);
    if (code) return code;
    *bytes = malloc((size_t)*length + 1);
    if (!*bytes) return SQLITE_NOMEM;
    if (*length == 0) return SQLITE_OK;
    return methods(file)->xRead(inner(file), *bytes, (int)*length, 0);
}

static int open_on(fault_disk *disk, const char *name, fault_file *own, int flags, int *out) {
    bool cuts;
    int exists = 0;
    real->xAccess(real, name, SQLITE_ACCESS_EXISTS, &exists);
    int code = fault_check(disk, FAULT_OPEN, &cuts);
    if (code) return code;
    code = real->xOpen(real, name, inner(&own->base), flags, out);
    if (code) return code;
    own->base.pMethods = &file_methods;
    uint8_t *bytes = NULL;
    sqlite3_int64 length = 0;
    code = read_all(&own->base, &bytes, &length);
    if (code == SQLITE_OK) {
        own->disk = disk;
        own->node = fault_node_of(disk, name, !exists, bytes, length);
        int journals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
        own->syncs_directory = !exists && flags & journals;
    } else {
        methods(&own->base)->xClose(inner(&own->base));
        own->base.pMethods = NULL;
    }
    free(bytes);
    return code;
}

static int vfs_open(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags, int *out) {
    (void)self;
    pthread_mutex_lock(&fault_lock);
    fault_disk *disk = name ? fault_disk_of(name) : NULL;
    if (disk) {
        memset(file, 0, (size_t)vfs.szOsFile);
        int code = open_on(disk, name, (fault_file *)file, flags, out);
        pthread_mutex_unlock(&fault_lock);
        return code;
    }
    pthread_mutex_unlock(&fault_lock);
    return real->xOpen(real, name, file, flags, out);
}

static int vfs_delete(sqlite3_vfs *self, const char *name, int syncs_directory) {
    (void)self;
    bool cuts = false;
    int code = SQLITE_OK;
    pthread_mutex_lock(&fault_lock);
    fault_disk *disk = fault_disk_of(name);
    if (disk) code = fault_check(disk, FAULT_DELETE, &cuts);
    if (disk && (code == SQLITE_OK || cuts)) fault_node_remove(disk, name, syncs_directory && !cuts);
    pthread_mutex_unlock(&fault_lock);
    return code ? code : real->xDelete(real, name, disk ? 0 : syncs_directory);
}

static int vfs_access(sqlite3_vfs *self, const char *name, int flags, int *result) {
    (void)self;
    return real->xAccess(real, name, flags, result);
}

static int vfs_full_name(sqlite3_vfs *self, const char *name, int length, char *result) {
    (void)self;
    return real->xFullPathname(real, name, length, result);
}

static int vfs_randomness(sqlite3_vfs *self, int length, char *bytes) {
    (void)self;
    return real->xRandomness(real, length, bytes);
}

static int vfs_sleep(sqlite3_vfs *self, int microseconds) {
    (void)self;
    return real->xSleep(real, microseconds);
}

static int vfs_time(sqlite3_vfs *self, sqlite3_int64 *time) {
    (void)self;
    return real->xCurrentTimeInt64(real, time);
}

static int vfs_error(sqlite3_vfs *self, int length, char *text) {
    (void)self;
    return real->xGetLastError(real, length, text);
}

static int registered;

static void register_once(void) {
    sqlite3_initialize();
    real = sqlite3_vfs_find(NULL);
    vfs = (sqlite3_vfs){
        .iVersion = 2, .szOsFile = (int)sizeof(fault_file) + real->szOsFile,
        .mxPathname = real->mxPathname, .zName = fault_vfs_mark, .xOpen = vfs_open, .xDelete = vfs_delete,
        .xAccess = vfs_access, .xFullPathname = vfs_full_name, .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep, .xGetLastError = vfs_error, .xCurrentTimeInt64 = vfs_time,
    };
    registered = sqlite3_vfs_register(&vfs, 1);
}

int fault_vfs_register(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_once);
    return registered;
}
