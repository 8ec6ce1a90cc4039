/*
 * What SQLite alone can do with the rows of the ledger: the measure for append-benchmark.
 *
 * Writes every row that the store writes (event, stream, idempotency key, tree nodes, tree head), in the same batches and
 * under the same pragmas, with nothing computed while it is timed: bytes, hashes and names are made beforehand.
 *
 *   cc -O2 -o append_baseline append_baseline.c -lsqlite3
 *   append_baseline FOLDER append BATCH EVENTS [random]    events a second and microseconds of processor time an
 *                                                          event; random: keys without order in time
 *   append_baseline FOLDER scan                            events a second that sqlite3_step hands out in place
 *   append_baseline FOLDER scan-rows                       the same with every row that a verification reads: all columns
 *                                                          of events, keys, streams and nodes of the tree
 *   append_baseline FOLDER fdatasync                       latency of 4 KiB appended and synchronised, in microseconds
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { STREAMS = 25000, EVENT_BYTES = 400, HEAD_BYTES = 120, CHECKPOINT_PAGES = 1000 };

static sqlite3 *db;
static int pages_in_log;

static void require(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "failed");
    exit(1);
}

static void execute(const char *sql) { require(sqlite3_exec(db, sql, 0, 0, 0) == SQLITE_OK, sql); }

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    require(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, 0) == SQLITE_OK, sql);
    return statement;
}

static void run(sqlite3_stmt *statement) {
    require(sqlite3_step(statement) == SQLITE_DONE, sqlite3_sql(statement));
    sqlite3_reset(statement);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static uint64_t state = 42;

static uint64_t next_random(void) {
    state += 0x9E3779B97F4A7C15u;
    uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

static int count_pages(void *context, sqlite3 *connection, const char *name, int pages) {
    (void)context, (void)connection, (void)name;
    pages_in_log = pages;
    return SQLITE_OK;
}

static void open_database(const char *folder) {
    char path[1024];
    snprintf(path, sizeof path, "%s/baseline.db", folder);
    require(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, 0) == 0, path);
    execute("PRAGMA secure_delete=ON; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
            "PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; PRAGMA cache_size=-8192;");
    sqlite3_wal_hook(db, count_pages, 0);
}

static void create_tables(void) {
    execute("CREATE TABLE events (position INTEGER PRIMARY KEY, previous INTEGER NOT NULL, leaf_hash BLOB NOT NULL "
            "CHECK (length(leaf_hash) = 32), bytes BLOB NOT NULL) STRICT;"
            "CREATE TABLE streams (name TEXT PRIMARY KEY, version INTEGER NOT NULL, last_position INTEGER NOT NULL, "
            "head BLOB NOT NULL) STRICT, WITHOUT ROWID;"
            "CREATE TABLE idempotency (actor TEXT NOT NULL, key TEXT NOT NULL, first_position INTEGER NOT NULL, "
            "count INTEGER NOT NULL, request_hash BLOB NOT NULL, PRIMARY KEY (actor, key)) STRICT, WITHOUT ROWID;"
            "CREATE TABLE tree_nodes (level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, "
            "PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID;"
            "CREATE TABLE tree_head (id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, root BLOB NOT NULL) STRICT;"
            "INSERT INTO tree_head VALUES (1, 0, zeroblob(32));");
}

struct stream {
    char name[32];
    int64_t version;
    int64_t last;
};

static struct stream streams[STREAMS];

static void append(const char *folder, int batch, int events, int is_random) {
    static unsigned char bytes[EVENT_BYTES], head[HEAD_BYTES], hash[32];
    open_database(folder);
    create_tables();
    memset(bytes, 'x', sizeof bytes);
    memset(head, 'h', sizeof head);
    sqlite3_stmt *first = prepare("INSERT INTO streams (name, version, last_position, head) VALUES (?, 1, 0, ?)");
    execute("BEGIN");
    for (int i = 0; i < STREAMS; i++) {
        snprintf(streams[i].name, sizeof streams[i].name, "contract/%08d", i);
        streams[i].version = 1;
        sqlite3_bind_text(first, 1, streams[i].name, -1, SQLITE_STATIC);
        sqlite3_bind_blob(first, 2, head, sizeof head, SQLITE_STATIC);
        run(first);
    }
    execute("COMMIT");
    char(*keys)[40] = malloc((size_t)events * sizeof *keys);
    require(keys != 0, "memory");
    for (int i = 0; i < events; i++) {
        unsigned long long high = is_random ? next_random() : (unsigned long long)i + 0x0190000000000000u;
        snprintf(keys[i], sizeof keys[i], "%016llx-%016llx", high, (unsigned long long)next_random());
    }
    sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
    sqlite3_stmt *event = prepare("INSERT INTO events (position, previous, leaf_hash, bytes) VALUES (?, ?, ?, ?)");
    sqlite3_stmt *stream = prepare("UPDATE streams SET version = ?1, last_position = ?2, head = ?4 WHERE name = ?3");
    sqlite3_stmt *key = prepare(
        "INSERT INTO idempotency (actor, key, first_position, count, request_hash) VALUES (?, ?, ?, ?, ?)");
    sqlite3_stmt *node = prepare("INSERT INTO tree_nodes (level, idx, hash) VALUES (?, ?, ?)");
    sqlite3_stmt *tree = prepare("UPDATE tree_head SET size = ?, root = ? WHERE id = 1");
    sqlite3_wal_checkpoint_v2(db, 0, SQLITE_CHECKPOINT_TRUNCATE, 0, 0);
    double start = seconds(), processor_start = processor_seconds();
    for (int position = 1; position <= events;) {
        if (pages_in_log >= CHECKPOINT_PAGES) {
            require(sqlite3_wal_checkpoint_v2(db, 0, SQLITE_CHECKPOINT_PASSIVE, 0, 0) == SQLITE_OK, "checkpoint");
            pages_in_log = 0;
        }
        run(begin);
        for (int i = 0; i < batch && position <= events; i++, position++) {
            struct stream *s = &streams[next_random() % STREAMS];
            memcpy(hash, &position, sizeof position);
            sqlite3_bind_int64(event, 1, position);
            sqlite3_bind_int64(event, 2, s->last);
            sqlite3_bind_blob(event, 3, hash, sizeof hash, SQLITE_STATIC);
            sqlite3_bind_blob(event, 4, bytes, sizeof bytes, SQLITE_STATIC);
            run(event);
            s->version += 1;
            s->last = position;
            sqlite3_bind_int64(stream, 1, s->version);
            sqlite3_bind_int64(stream, 2, s->last);
            sqlite3_bind_text(stream, 3, s->name, -1, SQLITE_STATIC);
            sqlite3_bind_blob(stream, 4, head, sizeof head, SQLITE_STATIC);
            run(stream);
            sqlite3_bind_text(key, 1, "benchmark", 9, SQLITE_STATIC);
            sqlite3_bind_text(key, 2, keys[position - 1], 33, SQLITE_STATIC);
            sqlite3_bind_int64(key, 3, position);
            sqlite3_bind_int64(key, 4, 1);
            sqlite3_bind_blob(key, 5, hash, sizeof hash, SQLITE_STATIC);
            run(key);
            for (int level = 8; level < 32 && position % (1 << level) == 0; level += 8) {
                sqlite3_bind_int64(node, 1, level);
                sqlite3_bind_int64(node, 2, (position >> level) - 1);
                sqlite3_bind_blob(node, 3, hash, sizeof hash, SQLITE_STATIC);
                run(node);
            }
        }
        sqlite3_bind_int64(tree, 1, position - 1);
        sqlite3_bind_blob(tree, 2, hash, sizeof hash, SQLITE_STATIC);
        run(tree);
        run(commit);
    }
    double elapsed = seconds() - start;
    printf("%.0f %.2f\n", events / elapsed, (processor_seconds() - processor_start) * 1e6 / events);
}

static void scan(const char *folder) {
    open_database(folder);
    for (int pass = 0; pass < 3; pass++) {
        sqlite3_stmt *all = prepare("SELECT position, bytes FROM events WHERE position BETWEEN ? AND ? ORDER BY position");
        sqlite3_bind_int64(all, 1, 1);
        sqlite3_bind_int64(all, 2, INT64_MAX);
        long events = 0, bytes = 0, first_bytes = 0;
        double start = seconds();
        while (sqlite3_step(all) == SQLITE_ROW) {
            const unsigned char *blob = sqlite3_column_blob(all, 1);
            bytes += sqlite3_column_bytes(all, 1);
            first_bytes += blob[0];
            events += sqlite3_column_int64(all, 0) > 0;
        }
        double elapsed = seconds() - start;
        sqlite3_finalize(all);
        require(bytes > 0 && first_bytes > 0, "scan");
        if (pass == 2) printf("%.0f\n", (double)events / elapsed);
    }
}

/* Hands out every column of every row; answers the number of rows. */
static long hand_out(const char *sql) {
    sqlite3_stmt *all = prepare(sql);
    int columns = sqlite3_column_count(all);
    long rows = 0, bytes = 0;
    while (sqlite3_step(all) == SQLITE_ROW) {
        for (int column = 0; column < columns; column++) {
            if (sqlite3_column_type(all, column) == SQLITE_INTEGER) {
                bytes += sqlite3_column_int64(all, column) >= 0;
            } else {
                const unsigned char *blob = sqlite3_column_blob(all, column);
                int size = sqlite3_column_bytes(all, column);
                bytes += size > 0 ? size + blob[0] : 0;
            }
        }
        rows++;
    }
    sqlite3_finalize(all);
    require(rows == 0 || bytes > 0, sql);
    return rows;
}

static void scan_rows(const char *folder) {
    open_database(folder);
    for (int pass = 0; pass < 3; pass++) {
        double start = seconds();
        long events = hand_out("SELECT position, previous, leaf_hash, bytes FROM events ORDER BY position");
        hand_out("SELECT actor, key, first_position, count FROM idempotency");
        hand_out("SELECT name, version, last_position, head FROM streams");
        hand_out("SELECT level, idx, hash FROM tree_nodes");
        if (pass == 2) printf("%.0f\n", (double)events / (seconds() - start));
    }
}

static int compare(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void measure_fdatasync(const char *folder) {
    enum { CALLS = 2000 };
    static double latencies[CALLS];
    static char page[4096];
    char path[1024];
    snprintf(path, sizeof path, "%s/fdatasync", folder);
    /* Overwrites a file that has its size already, as a write-ahead log that is used again does. */
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    require(file >= 0, path);
    for (int i = 0; i < CALLS; i++) require(write(file, page, sizeof page) == sizeof page, "write");
    fsync(file);
    for (int i = 0; i < CALLS; i++) {
        double start = seconds();
        require(pwrite(file, page, sizeof page, (off_t)i * (off_t)sizeof page) == sizeof page, "write");
        require(fdatasync(file) == 0, "fdatasync");
        latencies[i] = (seconds() - start) * 1e6;
    }
    close(file);
    unlink(path);
    qsort(latencies, CALLS, sizeof *latencies, compare);
    printf("p50 %.0f p99 %.0f\n", latencies[CALLS / 2], latencies[CALLS * 99 / 100]);
}

int main(int count, char **arguments) {
    if (count >= 5 && strcmp(arguments[2], "append") == 0) {
        append(arguments[1], atoi(arguments[3]), atoi(arguments[4]), count > 5 && strcmp(arguments[5], "random") == 0);
    } else if (count == 3 && strcmp(arguments[2], "scan") == 0) {
        scan(arguments[1]);
    } else if (count == 3 && strcmp(arguments[2], "scan-rows") == 0) {
        scan_rows(arguments[1]);
    } else if (count == 3 && strcmp(arguments[2], "fdatasync") == 0) {
        measure_fdatasync(arguments[1]);
    } else {
        fprintf(stderr, "usage: append_baseline FOLDER append BATCH EVENTS [random] | scan | scan-rows | fdatasync\n");
        return 2;
    }
    return 0;
}
