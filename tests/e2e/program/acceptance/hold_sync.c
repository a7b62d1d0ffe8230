// Loaded before the program's own libraries (LD_PRELOAD): while the file that MUSTER_TEST_HOLD
// names is there, a sync of the log's write-ahead file waits, as on a disk that does not answer:
// that of a commit, which follows what it wrote there. A checkpoint syncs the file once more, with
// nothing new in it, and goes on.
// What was written is in the system's memory then and not durable. The same name with ".waits"
// behind it is a file that is there as long as one waits.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int is_log(int file) {
    static const char ending[] = "decisions.sqlite-wal";
    char link[64];
    char path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = readlink(link, path, sizeof path);
    const ssize_t wanted = (ssize_t)strlen(ending);
    return length >= wanted && memcmp(path + length - wanted, ending, strlen(ending)) == 0;
}

static atomic_int written;  // since the last sync

static void wait_while_held(int file) {
    if (!is_log(file) || atomic_exchange(&written, 0) == 0) return;
    const char* const held = getenv("MUSTER_TEST_HOLD");
    if (held == NULL || access(held, F_OK) != 0) return;
    char waits[4096];
    snprintf(waits, sizeof waits, "%s.waits", held);
    const int mark = open(waits, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (mark >= 0) close(mark);
    const struct timespec pause = {0, 2000000};
    while (access(held, F_OK) == 0)
        nanosleep(&pause, NULL);
    unlink(waits);
}

static ssize_t write_at(int file, const void* bytes, size_t size, off_t at) {
    const ssize_t done = syscall(SYS_pwrite64, file, bytes, size, at);
    if (done > 0 && is_log(file)) atomic_store(&written, 1);
    return done;
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
    return write_at(file, bytes, size, at);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off_t at) {
    return write_at(file, bytes, size, at);
}

int fsync(int file) {
    wait_while_held(file);
    return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    wait_while_held(file);
    return (int)syscall(SYS_fdatasync, file);
}
