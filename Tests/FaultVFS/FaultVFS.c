#include "FaultVFS.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file of ours, with the file of the file system below behind it in memory. */
struct fault_file {
    sqlite3_file base;
    char path[1024];
};

static sqlite3_vfs *below;
static sqlite3_vfs fault_vfs;
static sqlite3_io_methods fault_methods;

static atomic_int armed_operation;
static atomic_long countdown;
static atomic_int is_sticky;
static atomic_int has_failed;
static atomic_int keeps_copies;

static sqlite3_file *inner(sqlite3_file *file) {
    return (sqlite3_file *)((char *)file + sizeof(struct fault_file));
}

/* Whether this call is to fail. */
static int fails(enum fault_operation operation) {
    if (atomic_load(&has_failed)) return atomic_load(&is_sticky);
    if (atomic_load(&armed_operation) != (int)operation) return 0;
    if (atomic_fetch_sub(&countdown, 1) != 1) return 0;
    atomic_store(&has_failed, 1);
    return 1;
}

static int copy_durable(const char *path) {
    char target[1100];
    char buffer[65536];
    snprintf(target, sizeof target, "%s.durable", path);
    int from = open(path, O_RDONLY | O_CLOEXEC);
    int to = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int result = from >= 0 && to >= 0 ? SQLITE_OK : SQLITE_IOERR;
    ssize_t count = 0;
    while (result == SQLITE_OK && (count = read(from, buffer, sizeof buffer)) > 0) {
        if (write(to, buffer, (size_t)count) != count) result = SQLITE_IOERR;
    }
    if (count < 0) result = SQLITE_IOERR;
    if (from >= 0) close(from);
    if (to >= 0) close(to);
    return result;
}

static int file_close(sqlite3_file *file) { return inner(file)->pMethods->xClose(inner(file)); }

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    return inner(file)->pMethods->xRead(inner(file), bytes, count, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    if (fails(FAULT_WRITE)) {
        /* A disk that fails may have written the first half. */
        inner(file)->pMethods->xWrite(inner(file), bytes, count / 2, offset);
        return SQLITE_IOERR_WRITE;
    }
    return inner(file)->pMethods->xWrite(inner(file), bytes, count, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return inner(file)->pMethods->xTruncate(inner(file), size);
}

static int file_sync(sqlite3_file *file, int flags) {
    if (fails(FAULT_SYNC)) return SQLITE_IOERR_FSYNC;
    int result = inner(file)->pMethods->xSync(inner(file), flags);
    if (result == SQLITE_OK && atomic_load(&keeps_copies)) result = copy_durable(((struct fault_file *)file)->path);
    return result;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return inner(file)->pMethods->xFileSize(inner(file), size);
}

static int file_lock(sqlite3_file *file, int level) { return inner(file)->pMethods->xLock(inner(file), level); }

static int file_unlock(sqlite3_file *file, int level) { return inner(file)->pMethods->xUnlock(inner(file), level); }

static int file_check_lock(sqlite3_file *file, int *held) {
    return inner(file)->pMethods->xCheckReservedLock(inner(file), held);
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
    return inner(file)->pMethods->xFileControl(inner(file), operation, argument);
}

static int file_sector(sqlite3_file *file) { return inner(file)->pMethods->xSectorSize(inner(file)); }

static int file_traits(sqlite3_file *file) { return inner(file)->pMethods->xDeviceCharacteristics(inner(file)); }

static int file_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **address) {
    return inner(file)->pMethods->xShmMap(inner(file), region, size, extend, address);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return inner(file)->pMethods->xShmLock(inner(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file) { inner(file)->pMethods->xShmBarrier(inner(file)); }

static int file_shm_unmap(sqlite3_file *file, int delete) {
    return inner(file)->pMethods->xShmUnmap(inner(file), delete);
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *opened) {
    (void)vfs;
    struct fault_file *ours = (struct fault_file *)file;
    memset(ours, 0, sizeof *ours);
    if (name && strlen(name) >= sizeof ours->path) return SQLITE_CANTOPEN;
    if (name) strcpy(ours->path, name);
    int result = below->xOpen(below, name, inner(file), flags, opened);
    file->pMethods = result == SQLITE_OK ? &fault_methods : NULL;
    return result;
}

int fault_vfs_register(void) {
    if (below) return SQLITE_OK;
    below = sqlite3_vfs_find(NULL);
    if (!below) return SQLITE_ERROR;
    fault_methods = (sqlite3_io_methods){
        2,           file_close,  file_read,       file_write,   file_truncate, file_sync,   file_size,
        file_lock,   file_unlock, file_check_lock, file_control, file_sector,   file_traits, file_shm_map,
        file_shm_lock, file_shm_barrier, file_shm_unmap, NULL, NULL};
    fault_vfs = *below;
    fault_vfs.pNext = NULL;
    fault_vfs.zName = "fault";
    fault_vfs.szOsFile = (int)sizeof(struct fault_file) + below->szOsFile;
    fault_vfs.xOpen = vfs_open;
    return sqlite3_vfs_register(&fault_vfs, 0);
}

void fault_vfs_arm(enum fault_operation operation, long calls, int sticky) {
    atomic_store(&has_failed, 0);
    atomic_store(&countdown, calls);
    atomic_store(&is_sticky, sticky);
    atomic_store(&armed_operation, (int)operation);
}

void fault_vfs_disarm(void) { fault_vfs_arm(FAULT_NONE, 0, 0); }

int fault_vfs_has_failed(void) { return atomic_load(&has_failed); }

void fault_vfs_keep_durable_copies(int on) { atomic_store(&keeps_copies, on); }
