#include "throughput_plot.h"

#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Run gnuplot with this input (-1 = none) and its output into a file. @return whether it ran and was content */
static bool run_gnuplot(const char *argument, int input, const char *output)
{
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return false;
    if (input >= 0) posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    char *arguments[] = {"gnuplot", (char *)argument, NULL};
    pid_t child;
    int outcome = posix_spawnp(&child, "gnuplot", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (outcome != 0) return false;

    int status = 0;
    if (waitpid(child, &status, 0) != child) return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool throughput_plot_is_available(void) { return run_gnuplot("--version", -1, "/dev/null"); }

/* From small n to large: dark to warm, told apart in grey too. */
static const char *curve_colour(int curve)
{
    static const char *const colours[] = {"#0b3954", "#1f78a4", "#2a9d8f", "#e09f3e", "#c8553d", "#7b2d43"};
    return colours[curve % (int)(sizeof(colours) / sizeof(colours[0]))];
}

static size_t curve_end(const throughput_point *points, size_t count, size_t start)
{
    size_t end = start;
    while (end < count && points[end].n == points[start].n) end++;
    return end;
}

static void write_title(FILE *script, const char *title)
{
    fprintf(script, "set label '");
    for (const char *c = title; *c != '\0'; c++) {
        if (*c == '\'') fputc('\'', script);
        if (*c != '\n') fputc(*c, script);
    }
    fprintf(script, "' at screen 0.025,0.945 left noenhanced font ',16' textcolor rgb '#222222'\n");
}

/* Ticks at 1, 8, 64, ... and 1, 10, 100, 1k, ...; thin grey lines across, nothing else. */
static void write_axes(FILE *script, int64_t largest_batch)
{
    fprintf(script, "set logscale xy\n"
                    "set border 0\n"
                    "set tics scale 0 textcolor rgb '#555555'\n"
                    "set grid ytics linetype 1 dashtype solid linewidth 1 linecolor rgb '#e3e3e3'\n"
                    "set xlabel 'problems per call' textcolor rgb '#555555'\n"
                    "set label 'problems per second' at screen 0.025,0.875 left textcolor rgb '#555555'\n"
                    "unset key\n");
    fprintf(script, "set xtics (1");
    for (int64_t batch = 8; batch <= largest_batch; batch *= 8) fprintf(script, ", %lld", (long long)batch);
    fprintf(script, ")\nset xrange [1:%lld]\n", (long long)largest_batch);
    fprintf(script, "set ytics (");
    static const char *const units[] = {"", "k", "M", "G"};
    for (int power = 0; power <= 11; power++) {
        int within = power % 3 == 0 ? 1 : (power % 3 == 1 ? 10 : 100);
        fprintf(script, "%s'%d%s' 1e%d", power == 0 ? "" : ", ", within, units[power / 3], power);
    }
    fprintf(script, ")\n");
}

static void write_curves(FILE *script, const throughput_point *points, size_t count)
{
    int curve = 0;
    for (size_t start = 0; start < count; start = curve_end(points, count, start)) {
        size_t end = curve_end(points, count, start);
        fprintf(script, "$curve%d << END\n", curve);
        for (size_t i = start; i < end; i++) {
            fprintf(script, "%lld %.6g\n", (long long)points[i].batch, points[i].per_second);
        }
        fprintf(script, "END\n");
        const throughput_point *last = &points[end - 1];
        fprintf(script, "set label 'n = %d' at %lld,%.6g left offset character 1.1,0 textcolor rgb '%s' font ',14'\n",
                last->n, (long long)last->batch, last->per_second, curve_colour(curve));
        curve++;
    }
    curve = 0;
    for (size_t start = 0; start < count; start = curve_end(points, count, start)) {
        fprintf(script,
                "%s$curve%d using 1:2 title 'n = %d' with linespoints linewidth 2.4 pointtype 7 pointsize 0.45 ",
                curve == 0 ? "plot " : ", ", curve, points[start].n);
        fprintf(script, "linecolor rgb '%s'", curve_colour(curve));
        curve++;
    }
    fprintf(script, "\n");
}

/* The y axis from just below all points to just above them. */
static void write_range(FILE *script, const throughput_point *points, size_t count)
{
    double least = INFINITY, most = 0;
    for (size_t i = 0; i < count; i++) {
        least = fmin(least, points[i].per_second);
        most = fmax(most, points[i].per_second);
    }
    fprintf(script, "set yrange [%.6g:%.6g]\n", 0.6 * least, 1.6 * most);
}

bool throughput_plot_draw(const char *path, const char *title, const throughput_point *points, size_t count)
{
    FILE *script = tmpfile();
    if (script == NULL) return false;

    int64_t largest_batch = 2;
    for (size_t i = 0; i < count; i++) {
        if (points[i].batch > largest_batch) largest_batch = points[i].batch;
    }
    fprintf(script, "set terminal svg size 860,470 font 'Helvetica,Arial,sans-serif,13' background rgb 'white'\n"
                    "set margins 9,10,4,4\n");
    write_title(script, title);
    write_axes(script, largest_batch);
    write_range(script, points, count);
    write_curves(script, points, count);

    bool is_drawn = fflush(script) == 0 && fseek(script, 0, SEEK_SET) == 0 && run_gnuplot("-", fileno(script), path);
    fclose(script);
    return is_drawn;
}
