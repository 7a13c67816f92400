/**
 * @file answer.h
 * Room for everything a solve and its derivatives give.
 */
#ifndef CONELET_CLI_ANSWER_H
#define CONELET_CLI_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <conelet/conelet.h>

/** What to make room for. */
typedef struct answer_request {
    bool vectors;  /**< x, y, s */
    bool gradient; /**< dP, dc, dA, db */
    bool change;   /**< dx, dy, ds */
} answer_request;

/** The arrays; those that were not asked for are NULL. Owned: answer_free(). */
typedef struct answer {
    const cnl_context *context; /**< whose device they are on; NULL = host memory */
    cnl_solution solution;      /**< objective, residuals, iterations and status always */
    cnl_gradient gradient;
    double *dx;
    double *dy;
    double *ds;
    int32_t *change_info;
    void *owned[16];
    size_t bytes[16]; /**< of each of them */
    size_t owned_count;
} answer;

/** Numbers of one problem's P (or of A) as stored. */
int64_t matrix_length(const cnl_pattern *pattern, int32_t rows, int32_t columns);

/** Make room for a batch: zeroed host memory, or if `context` is not NULL memory of its device.
    @return whether there was memory; if not, nothing is left behind. */
bool answer_allocate(const cnl_context *context, const cnl_structure *structure, const cnl_data *data, int64_t batch,
                     answer_request request, answer *result);

/** Copy an answer on a device to one in host memory that was made for the same request. */
cnl_status answer_fetch(const answer *from, answer *to);

/** Free all arrays. */
void answer_free(answer *result);

#endif
