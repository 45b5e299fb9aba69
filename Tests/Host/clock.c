// SPDX-License-Identifier: Apache-2.0
// A library to preload into a process whose time of day is to be wrong: of that alone the host has one, which containers
// share. What the file $TEST_CLOCK holds counts at once, while the process runs: two numbers of 64 bits, the seconds that
// its clock is ahead, and the second at which it stands still, or 0. The clocks that only count on are left alone.

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile struct {
    int64_t ahead;
    int64_t still;
} *setting;

__attribute__((constructor)) static void open_setting(void)
{
    const char *path = getenv("TEST_CLOCK");
    int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file == -1)
        return;
    void *memory = mmap(NULL, sizeof *setting, PROT_READ, MAP_SHARED, file, 0);
    if (memory != MAP_FAILED)
        setting = memory;
    close(file);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int status = (int)syscall(SYS_clock_gettime, clock, now);
    if (status != 0 || setting == NULL || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE))
        return status;
    if (setting->still != 0)
        *now = (struct timespec){.tv_sec = setting->still};
    now->tv_sec += setting->ahead;
    return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec time;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &time);
    *now = (struct timeval){.tv_sec = time.tv_sec, .tv_usec = time.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *result)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result != NULL)
        *result = now.tv_sec;
    return now.tv_sec;
}
