/* Matrices of the 32 problems of a warp in shared memory, interleaved: number e of a lane's problem at e STRIDE. One
   number more than lanes, so that neither the warp that loads a problem nor the lanes that read theirs meet in a bank.
 */
#ifndef CUDA_THREAD_STAGE_H
#define CUDA_THREAD_STAGE_H

#include "scalar.h"

constexpr int STRIDE = 33;
constexpr int STAGED = SIDE * SIDE;
constexpr int STAGE_NUMBERS = STAGED * STRIDE;

/* Which problems a warp works on, and where they lie in its shared memory. */
typedef struct stage {
    double *numbers; /* this lane's */
    int64_t first;   /* problem of lane 0 */
    int live;        /* lanes that have one */
} stage;

/* The whole warp: matrix[(first + lane) stride + ...], rows x columns, into SIDE x SIDE places; zeros beyond them, and
   for lanes without a problem. */
FN void stage_matrix(const stage *at, const double *matrix, int64_t stride, int rows, int columns)
{
    int lane = (int)threadIdx.x % 32;
    double *of_lane_0 = at->numbers - lane;
    __syncwarp();
    for (int problem = 0; problem < 32; problem++) {
        const double *from = matrix + (at->first + problem) * stride;
        int there = problem < at->live;
        for (int e = lane; e < STAGED; e += 32) {
            int row = e / SIDE;
            int column = e % SIDE;
            of_lane_0[e * STRIDE + problem] =
                there && row < rows && column < columns ? from[row * columns + column] : 0;
        }
    }
    __syncwarp();
}

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

#endif
