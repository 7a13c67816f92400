#include "mma.h"

#include <cmath>

namespace cudasim
{

/* Fragments as the PTX manual lays them out: with g = lane / 4 and t = lane % 4, a lane holds A[g][t], B[t][g],
   C[g][2t] and C[g][2t+1]. The hardware's order of summation is not documented; here it is that of k, fused. */
void mma_m8n8k4_f64(warp_exchange *const lanes[32])
{
    double a[8][4];
    double b[4][8];
    for (int lane = 0; lane < 32; lane++) {
        a[lane / 4][lane % 4] = lanes[lane]->a;
        b[lane % 4][lane / 4] = lanes[lane]->b;
    }
    for (int lane = 0; lane < 32; lane++) {
        for (int half = 0; half < 2; half++) {
            int column = 2 * (lane % 4) + half;
            double sum = lanes[lane]->c[half];
            for (int k = 0; k < 4; k++) sum = std::fma(a[lane / 4][k], b[k][column], sum);
            lanes[lane]->c[half] = sum;
        }
    }
}

} // namespace cudasim
