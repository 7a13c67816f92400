// mma.sync for f64 and for tf32, m16n8k8: D = A B + C by a whole warp, the fragments in the same places. Which lane
// holds which element is in the PTX ISA, "Matrix fragments for mma.m8n8k4 / m16n8k4 / m16n8k8 / m16n8k16 with .f64
// floating point type"; with g = lane / 4 and t = lane % 4:
//
//     A (rows x k)   element i of a lane: row g, or g + 8 for odd i where there are 16 rows; column t + 4 (i / 2)
//                    (m8n8k4: one element, row g, column t)
//     B (k x 8)      element i: row t + 4 i, column g
//     C (rows x 8)   element i: row g + 8 (i / 2), column 2 t + i % 2
#include "decoder.h"
#include "warp.h"

#include <cmath>

namespace ptx
{
namespace
{

// A chain of fused multiply-adds over k for every element: the bits of an H100 (tried, all four shapes).
template <int rows, int depth>
void multiply_by_calls(const double (&a)[rows][depth], const double (&b)[depth][8], double (&c)[rows][8])
{
    for (int i = 0; i < rows; i++) {
        for (int k = 0; k < depth; k++) {
            for (int j = 0; j < 8; j++) {
                c[i][j] = std::fma(a[i][k], b[k][j], c[i][j]);
            }
        }
    }
}

#if defined(__x86_64__)
// The same where the machine has the instruction.
template <int rows, int depth>
__attribute__((target("avx2,fma"))) void multiply_by_machine(const double (&a)[rows][depth],
                                                             const double (&b)[depth][8], double (&c)[rows][8])
{
    for (int i = 0; i < rows; i++) {
        for (int k = 0; k < depth; k++) {
            for (int j = 0; j < 8; j++) {
                c[i][j] = __builtin_fma(a[i][k], b[k][j], c[i][j]);
            }
        }
    }
}
#endif

template <int rows, int depth>
void multiply(const double (&a)[rows][depth], const double (&b)[depth][8], double (&c)[rows][8])
{
#if defined(__x86_64__)
    static const bool has_fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (has_fma) {
        multiply_by_machine<rows, depth>(a, b, c);
        return;
    }
#endif
    multiply_by_calls<rows, depth>(a, b, c);
}

// What is kept of a float: tensor cores ignore the rest, which PTX leaves undefined.
float tf32_of(uint64_t bits) { return from_bits<float>(bits & 0xffffe000u); }

// Sums of floats in the order of k; the order and the rounding of the hardware are not documented.
struct MatrixTf32 {
    static void run(Warp &warp, const Instruction &instruction, uint32_t)
    {
        const int *d_rows = instruction.parts.data();
        const int *a_rows = d_rows + 4;
        const int *b_rows = a_rows + 4;
        const int *c_rows = b_rows + 2;
        double a[16][8];
        double b[8][8];
        for (int lane = 0; lane < warp_lanes; lane++) {
            const int g = lane / 4;
            const int t = lane % 4;
            for (int i = 0; i < 4; i++) {
                a[g + 8 * (i % 2)][t + 4 * (i / 2)] = static_cast<double>(tf32_of(warp.row(a_rows[i])[lane]));
            }
            for (int i = 0; i < 2; i++) {
                b[t + 4 * i][g] = static_cast<double>(tf32_of(warp.row(b_rows[i])[lane]));
            }
        }
        float c[warp_lanes][4];
        for (int lane = 0; lane < warp_lanes; lane++) {
            for (int i = 0; i < 4; i++) {
                float sum = from_bits<float>(warp.row(c_rows[i])[lane]);
                for (int k = 0; k < 8; k++) {
                    sum = static_cast<float>(static_cast<double>(sum) +
                                             a[lane / 4 + 8 * (i / 2)][k] * b[k][2 * (lane % 4) + i % 2]);
                }
                c[lane][i] = sum;
            }
        }
        for (int lane = 0; lane < warp_lanes; lane++) {
            for (int i = 0; i < 4; i++) {
                warp.row(d_rows[i])[lane] = to_bits(c[lane][i]);
            }
        }
    }
};

template <int rows, int depth> struct Matrix {
    static constexpr int of_a = rows * depth / warp_lanes;
    static constexpr int of_b = depth * 8 / warp_lanes;
    static constexpr int of_c = rows * 8 / warp_lanes;

    static void run(Warp &warp, const Instruction &instruction, uint32_t)
    {
        const int *d_rows = instruction.parts.data();
        const int *a_rows = d_rows + of_c;
        const int *b_rows = a_rows + of_a;
        const int *c_rows = b_rows + of_b;
        double a[rows][depth];
        double b[depth][8];
        double c[rows][8];
        constexpr int row_blocks = rows / 8;
        for (int lane = 0; lane < warp_lanes; lane++) {
            const int g = lane / 4;
            const int t = lane % 4;
            for (int i = 0; i < of_a; i++) {
                a[g + 8 * (i % row_blocks)][t + 4 * (i / row_blocks)] = from_bits<double>(warp.row(a_rows[i])[lane]);
            }
            for (int i = 0; i < of_b; i++) {
                b[t + 4 * i][g] = from_bits<double>(warp.row(b_rows[i])[lane]);
            }
            for (int i = 0; i < of_c; i++) {
                c[g + 8 * (i / 2)][2 * t + i % 2] = from_bits<double>(warp.row(c_rows[i])[lane]);
            }
        }
        multiply<rows, depth>(a, b, c);
        for (int lane = 0; lane < warp_lanes; lane++) {
            for (int i = 0; i < of_c; i++) {
                warp.row(d_rows[i])[lane] = to_bits(c[lane / 4 + 8 * (i / 2)][2 * (lane % 4) + i % 2]);
            }
        }
    }
};

template <int rows, int depth> void set_matrix(Decoder &d)
{
    using Shape = Matrix<rows, depth>;
    for (size_t k = 0; k < 4; k++) {
        d.add_parts(k);
    }
    const size_t expected = static_cast<size_t>(2 * Shape::of_c + Shape::of_a + Shape::of_b);
    if (d.instruction.parts.size() != expected) d.fail("fragments of a wrong size");
    d.set_action(Shape::run);
}

void set_matrix_tf32(Decoder &d)
{
    for (size_t k = 0; k < 4; k++) {
        d.add_parts(k);
    }
    if (d.instruction.parts.size() != 14) d.fail("fragments of a wrong size");
    d.set_action(MatrixTf32::run);
}

void decode_matrix(Decoder &d)
{
    const bool is_tf32 = d.has("tf32") && d.has("m16n8k8") && d.has("row") && d.has("col");
    if (is_tf32) {
        d.instruction.flow = Flow::collective;
        d.instruction.source[3] = d.names.constant_row(all_lanes);
        return set_matrix_tf32(d);
    }
    if (d.type() != Scalar::f64 || !d.has("row") || !d.has("col")) d.fail("only f64 products are known");
    d.instruction.flow = Flow::collective;
    d.instruction.source[3] = d.names.constant_row(all_lanes);
    if (d.has("m8n8k4")) {
        set_matrix<8, 4>(d);
    } else if (d.has("m16n8k4")) {
        set_matrix<16, 4>(d);
    } else if (d.has("m16n8k8")) {
        set_matrix<16, 8>(d);
    } else if (d.has("m16n8k16")) {
        set_matrix<16, 16>(d);
    } else {
        d.fail("a shape that is not known");
    }
}

} // namespace

void add_matrices(DecodeTable &table) { table["mma"] = decode_matrix; }

} // namespace ptx
