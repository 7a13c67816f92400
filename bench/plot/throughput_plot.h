/**
 * @file throughput_plot.h
 * A picture of throughput against batch, one curve per size, drawn as SVG by the external program gnuplot.
 */
#ifndef CONELET_BENCH_THROUGHPUT_PLOT_H
#define CONELET_BENCH_THROUGHPUT_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** One measurement. */
typedef struct throughput_point {
    int32_t n;         /**< the curve it belongs to */
    int64_t batch;     /**< where it lies on the curve */
    double per_second; /**< problems solved per second, all threads together; positive */
} throughput_point;

/** @return whether gnuplot can be run; ask before measuring for minutes. */
bool throughput_plot_is_available(void);

/**
 * Draw.
 *
 * @param path    written or replaced
 * @param title   one line above the picture
 * @param points  by curve, along each curve by batch
 * @param count   how many points, at least 1
 * @return whether the picture was drawn
 */
bool throughput_plot_draw(const char *path, const char *title, const throughput_point *points, size_t count);

#endif
