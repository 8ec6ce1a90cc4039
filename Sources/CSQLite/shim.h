#include <sqlite3.h>

/* sqlite3_db_config takes a variable number of arguments, which Swift cannot call. */
static inline int quittance_set_flag(sqlite3 *connection, int flag) {
    return sqlite3_db_config(connection, flag, 1, (int *)0);
}
