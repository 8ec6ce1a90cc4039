#ifndef QUITTANCE_FAULT_VFS_H
#define QUITTANCE_FAULT_VFS_H

/* A SQLite file system that lets the disk fail or lose power, for tests. Used by one test at a time. */

enum fault_operation { FAULT_NONE = 0, FAULT_WRITE = 1, FAULT_SYNC = 2 };

/* Registers the file system under the name "fault", on top of the system's own. Answers a SQLite result code. */
int fault_vfs_register(void);

/* From now on the `countdown`-th call (1 is the next) of `operation` fails; if `sticky`, so do all writes and syncs after. */
void fault_vfs_arm(enum fault_operation operation, long countdown, int sticky);

/* Lets every call succeed again. */
void fault_vfs_disarm(void);

/* Whether a call has failed since the file system was armed. */
int fault_vfs_has_failed(void);

/*
 * From now on each file that is made durable is copied to the same path with ".durable" appended: what a disk that keeps
 * nothing but what it was told to keep would hold after a loss of power.
 */
void fault_vfs_keep_durable_copies(int on);

#endif
