#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 40 };

static const double QUIET_SECONDS = 0.5;
static const double SECONDS_BETWEEN = 0.1;

double seconds_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void draw(void *user, int64_t done, int64_t batch)
{
    progress_bar *bar = user;
    double now = seconds_now();
    if (now - bar->start < QUIET_SECONDS || now - bar->last_drawn < SECONDS_BETWEEN) return;
    bar->last_drawn = now;
    bar->is_drawn = true;

    char cells[BAR_WIDTH + 1];
    int64_t full = batch > 0 ? done * BAR_WIDTH / batch : 0;
    for (int i = 0; i < BAR_WIDTH; i++) cells[i] = i < full ? '#' : '.';
    cells[BAR_WIDTH] = '\0';
    double left = done > 0 ? (now - bar->start) * (double)(batch - done) / (double)done : 0;
    fprintf(stderr, "\r[%s] %lld of %lld problems, %.0f s left \033[K", cells, (long long)done, (long long)batch, left);
    fflush(stderr);
}

void progress_watch(progress_bar *bar, cnl_solver *solver)
{
    *bar = (progress_bar){.start = seconds_now()};
    if (isatty(STDERR_FILENO)) cnl_solver_set_progress(solver, draw, bar);
}

void progress_end(progress_bar *bar, cnl_solver *solver)
{
    cnl_solver_set_progress(solver, NULL, NULL);
    if (bar->is_drawn) fprintf(stderr, "\r\033[K");
}
