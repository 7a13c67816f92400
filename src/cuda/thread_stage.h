/* Matrices of the 32 problems of a warp in shared memory, interleaved: number e of a lane's problem at e STRIDE. One
   number more than lanes, so that neither the warp that loads a problem nor the lanes that read theirs meet in a bank.
 */
#ifndef CUDA_THREAD_STAGE_H
#define CUDA_THREAD_STAGE_H

#include "team_ahead.h"

constexpr int STRIDE = 33;
constexpr int STAGED = SIDE * SIDE;
constexpr int STAGE_NUMBERS = STAGED * STRIDE;

/* Which problems a warp works on, and where they lie in its shared memory. */
typedef struct stage {
    double *numbers; /* this lane's */
    int64_t first;   /* problem of lane 0 */
    int live;        /* lanes that have one */
    int live_next;   /* likewise of the warp's next problems */
    int64_t next;    /* which are those from here on */
} stage;

/* Of a warp, when so many problems are left. */
FN int lanes_with_problems(int64_t left) { return left < 0 ? 0 : left < 32 ? (int)left : 32; }

/* Problems whose numbers a lane has under way at once: loads one after another would each wait for memory. */
constexpr int STAGED_AT_ONCE = 8;
constexpr int STAGE_ROUNDS = (STAGED + 31) / 32;

/* Where the numbers of a lane's places lie in a matrix of rows x columns; -1: nowhere. */
FN void stage_sources(int rows, int columns, int *source)
{
    UNROLL for (int round = 0; round < STAGE_ROUNDS; round++)
    {
        int place = (int)threadIdx.x % 32 + 32 * round;
        int row = place / SIDE;
        int column = place % SIDE;
        source[round] = row < rows && column < columns ? row * columns + column : -1;
    }
}

/* The whole warp: matrix[(first + lane) stride + ...], rows x columns, into SIDE x SIDE places; zeros beyond them, and
   for lanes without a problem. */
FN void stage_matrix(const stage *at, const double *matrix, int64_t stride, int rows, int columns)
{
    int lane = (int)threadIdx.x % 32;
    double *of_lane_0 = at->numbers - lane;
    int source[STAGE_ROUNDS];
    stage_sources(rows, columns, source);
    __syncwarp();
    for (int problem = 0; problem < 32; problem += STAGED_AT_ONCE) {
        double held[STAGED_AT_ONCE][STAGE_ROUNDS];
        UNROLL for (int k = 0; k < STAGED_AT_ONCE; k++)
        {
            int is_live = problem + k < at->live;
            const double *from = matrix + (at->first + (is_live ? problem + k : 0)) * stride;
            UNROLL for (int round = 0; round < STAGE_ROUNDS; round++)
            {
                double value = from[source[round] >= 0 ? source[round] : 0]; /* inside: no load waits for a branch */
                held[k][round] = is_live && source[round] >= 0 ? value : 0;
            }
        }
        UNROLL for (int round = 0; round < STAGE_ROUNDS; round++)
        {
            int place = lane + 32 * round;
            if (place >= STAGED) continue;
            UNROLL for (int k = 0; k < STAGED_AT_ONCE; k++) of_lane_0[place * STRIDE + problem + k] = held[k][round];
        }
    }
    __syncwarp();
}

/* A matrix of the problems that the warp has next. */
FN void stage_ask_ahead(const stage *at, const double *matrix, int64_t stride)
{
    ask_ahead(matrix + at->next * stride, at->live_next * (int)stride);
}

/* Between the rows of an unrolled loop, by the whole warp. Without it ptxas loads many rows ahead, and spills 2 KB. */
FN void stage_fence(void) { __syncwarp(); }

FN double staged(const stage *at, int row, int column) { return at->numbers[(row * SIDE + column) * STRIDE]; }
FN void stage_put(const stage *at, int row, int column, double value)
{
    at->numbers[(row * SIDE + column) * STRIDE] = value;
}

/* A vector in the places above the diagonal, which a lower triangle leaves free. */
typedef struct spare_array {
    double *numbers;
    int from; /* its first place, counted along the rows */

    __device__ double &operator[](int i) const
    {
        int place = from + i;
        int row = 0;
        UNROLL for (int k = 0; k < SIDE - 1; k++)
        {
            if (row == k && place >= SIDE - 1 - k) {
                place -= SIDE - 1 - k;
                row++;
            }
        }
        return numbers[(row * SIDE + row + 1 + place) * STRIDE];
    }
} spare_array;

/* The regularisation of each row, from the diagonal of a staged G: no place for it is needed. */
typedef struct delta_array {
    const double *numbers;
    double regularisation;

    __device__ double operator[](int i) const
    {
        return larger(regularisation * numbers[i * (SIDE + 1) * STRIDE], 1e-30);
    }
} delta_array;

#endif
