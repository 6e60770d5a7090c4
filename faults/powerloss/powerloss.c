/* Test only: remembers what a program has really synced.
 *
 * Loaded with LD_PRELOAD. After each successful fsync or fdatasync the file is copied to the folder
 * $POWERLOSS_SYNCED under its inode number; after an fsync of a folder its names are written to
 * <inode>.names, one "inode name" per line. Only files below $POWERLOSS_DATA are looked at. The fault
 * harness then builds the disk that a power loss would leave (crates/faults/src/power.rs). */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

static int watched(const char *path) {
    const char *data = getenv("POWERLOSS_DATA");
    return data && getenv("POWERLOSS_SYNCED") && strncmp(path, data, strlen(data)) == 0;
}

/* The copy appears whole or not at all: a kill in its middle leaves the earlier one. */
static int opened(char *temporary, char *target, ino_t inode, const char *end) {
    const char *folder = getenv("POWERLOSS_SYNCED");
    snprintf(temporary, PATH_MAX, "%s/%lu%s.new", folder, (unsigned long)inode, end);
    snprintf(target, PATH_MAX, "%s/%lu%s", folder, (unsigned long)inode, end);
    return open(temporary, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
}

static int put(int out, const char *bytes, ssize_t count) {
    while (count > 0) {
        ssize_t done = write(out, bytes, (size_t)count);
        if (done <= 0) return -1;
        bytes += done;
        count -= done;
    }
    return 0;
}

static int copy_file(const char *path, int out) {
    static char block[1 << 16];
    int in = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = -1;
    if (in < 0) return -1;
    while ((count = read(in, block, sizeof block)) > 0)
        if (put(out, block, count) != 0) { count = -1; break; }
    close(in);
    return count == 0 ? 0 : -1;
}

static int copy_names(const char *path, int out) {
    DIR *folder = opendir(path);
    struct dirent *entry;
    char line[PATH_MAX];
    if (!folder) return -1;
    while ((entry = readdir(folder))) {
        int length = snprintf(line, sizeof line, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
        put(out, line, length);
    }
    closedir(folder);
    return 0;
}

/* A copy that cannot be made is fatal: a tester that forgets would only blame the server. */
static void keep(int fd) {
    char link[64], path[PATH_MAX], temporary[PATH_MAX], target[PATH_MAX];
    struct stat about;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0 || fstat(fd, &about) != 0) return;
    path[length] = 0;
    if (!watched(path) || about.st_nlink == 0) return;
    int folder = S_ISDIR(about.st_mode);
    int out = opened(temporary, target, about.st_ino, folder ? ".names" : "");
    int bad = out < 0 || (folder ? copy_names(path, out) : copy_file(path, out));
    if (out >= 0) close(out);
    if (bad || rename(temporary, target) != 0) abort();
}

static int synced(const char *name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int ended = real(fd);
    if (ended == 0) {
        pthread_mutex_lock(&one);
        keep(fd);
        pthread_mutex_unlock(&one);
    }
    return ended;
}

int fsync(int fd) { return synced("fsync", fd); }
int fdatasync(int fd) { return synced("fdatasync", fd); }

/* An inode number may be given to another file later: what was known of it ends here. */
static void forget(const char *path) {
    char whole[PATH_MAX], target[PATH_MAX];
    struct stat about;
    if (!realpath(path, whole) || !watched(whole) || stat(whole, &about) != 0 || about.st_nlink > 1) return;
    snprintf(target, sizeof target, "%s/%lu", getenv("POWERLOSS_SYNCED"), (unsigned long)about.st_ino);
    int (*real)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    real(target);
}

int unlink(const char *path) {
    int (*real)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    forget(path);
    return real(path);
}
