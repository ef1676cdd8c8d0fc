/* Calls to the file system below a folder that fail: one of them, or each once before it does its work. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char below[4096];
static int number, error, calls;
static int failed; /* with number 0: whether the last call failed, so that its repetition works */

void fail_at(const char *folder, int which, int with)
{
    calls = failed = 0;
    number = which;
    error = with;
    snprintf(below, sizeof below, "%s", folder);
}

int calls_made(void)
{
    return calls;
}

static int fails(const char *path, int may_be_interrupted)
{
    if (!below[0] || strncmp(path, below, strlen(below)) || (error == EINTR && !may_be_interrupted))
        return 0;
    calls++;
    failed = number ? calls == number : !failed;
    if (failed)
        errno = error;
    return failed;
}

static int fails_at(int handle, int may_be_interrupted)
{
    char link[64], path[4096];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = below[0] ? readlink(link, path, sizeof path - 1) : -1;
    errno = before;
    if (length < 0)
        return 0;
    path[length] = 0;
    return fails(path, may_be_interrupted);
}

#define REAL(result, name, types) ((result(*) types)dlsym(RTLD_NEXT, #name))
#define ON_HANDLE(result, name, types, names)                                                                          \
    result name types { return fails_at(handle, 1) ? -1 : REAL(result, name, types) names; }
#define ON_PATH(name, types, names)                                                                                    \
    int name types { return fails(path, 0) ? -1 : REAL(int, name, types) names; }
#define OPENING(name)                                                                                                  \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;                                              \
        va_end(rest);                                                                                                  \
        return fails(path, 1) ? -1 : REAL(int, name, (const char *, int, ...))(path, flags, mode);                     \
    }

OPENING(open)
OPENING(open64)
ON_HANDLE(ssize_t, write, (int handle, const void *data, size_t size), (handle, data, size))
ON_HANDLE(ssize_t, pwrite, (int handle, const void *data, size_t size, off_t at), (handle, data, size, at))
ON_HANDLE(ssize_t, pwrite64, (int handle, const void *data, size_t size, off64_t at), (handle, data, size, at))
ON_HANDLE(ssize_t, read, (int handle, void *data, size_t size), (handle, data, size))
ON_HANDLE(int, fsync, (int handle), (handle))
int fdatasync(int handle) /* no Linux interrupts it */
{
    return fails_at(handle, 0) ? -1 : REAL(int, fdatasync, (int))(handle);
}
ON_HANDLE(int, ftruncate, (int handle, off_t size), (handle, size))
ON_HANDLE(int, ftruncate64, (int handle, off64_t size), (handle, size))
ON_HANDLE(int, flock, (int handle, int how), (handle, how))
ON_PATH(rename, (const char *path, const char *to), (path, to))
ON_PATH(unlink, (const char *path), (path))
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode))
ON_PATH(chmod, (const char *path, mode_t mode), (path, mode))
