#include "mma.h"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace cudasim
{

/* Fragments as the PTX manual lays them out: with g = lane / 4 and t = lane % 4, a lane holds A[g][t], B[t][g],
   C[g][2t] and C[g][2t+1]. The hardware's order of summation is not documented; here it is that of k, fused. */
void mma_m8n8k4_f64(warp_exchange *const lanes[32])
{
    double a[8][4];
    double b[4][8];
    for (int lane = 0; lane < 32; lane++) {
        a[lane / 4][lane % 4] = lanes[lane]->a[0];
        b[lane % 4][lane / 4] = lanes[lane]->b[0];
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

/* What tensor cores take of a float: 8 bits of exponent, 10 of mantissa. */
static double tf32(double number)
{
    float a = static_cast<float>(number);
    std::uint32_t bits;
    std::memcpy(&bits, &a, sizeof bits);
    bits &= ~std::uint32_t{0x1fff};
    std::memcpy(&a, &bits, sizeof bits);
    return static_cast<double>(a);
}

/* Their sums are those of floats in no documented order, here that of k. */
void mma_m16n8k8_tf32(warp_exchange *const lanes[32])
{
    double a[16][8];
    double b[8][8];
    for (int lane = 0; lane < 32; lane++) {
        for (int i = 0; i < 4; i++) a[lane / 4 + 8 * (i % 2)][lane % 4 + 4 * (i / 2)] = tf32(lanes[lane]->a[i]);
        for (int i = 0; i < 2; i++) b[lane % 4 + 4 * i][lane / 4] = tf32(lanes[lane]->b[i]);
    }
    for (int lane = 0; lane < 32; lane++) {
        for (int i = 0; i < 4; i++) {
            int row = lane / 4 + 8 * (i / 2);
            int column = 2 * (lane % 4) + i % 2;
            float sum = static_cast<float>(lanes[lane]->c[i]);
            for (int k = 0; k < 8; k++) sum = static_cast<float>(static_cast<double>(sum) + a[row][k] * b[k][column]);
            lanes[lane]->c[i] = static_cast<double>(sum);
        }
    }
}

} // namespace cudasim
