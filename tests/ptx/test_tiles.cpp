// mma.sync: C + A B, every element, for the four f64 shapes, of which sm_80 has the smallest only, and for tf32.
#include "support.h"

#include <cstring>

struct Shape {
    const char *kernel;
    int rows;
    int depth;
    int since;
};

static const Shape shapes[] = {
    {"tile_8_8_4", 8, 4, 80},
    {"tile_16_8_4", 16, 4, 90},
    {"tile_16_8_8", 16, 8, 90},
    {"tile_16_8_16", 16, 16, 90},
};

static void a_tile_is_a_product(const Shape *shape)
{
    const std::vector<double> A = random_numbers(static_cast<size_t>(shape->rows * shape->depth), 21);
    const std::vector<double> B = random_numbers(static_cast<size_t>(shape->depth * 8), 22);
    const std::vector<double> C = random_numbers(static_cast<size_t>(shape->rows * 8), 23);
    std::vector<double> expected = C;
    for (int i = 0; i < shape->rows; i++) {
        for (int j = 0; j < 8; j++) {
            for (int k = 0; k < shape->depth; k++) {
                expected[i * 8 + j] += A[i * shape->depth + k] * B[k * 8 + j];
            }
        }
    }
    for (const Way &way : ways) {
        if (way.architecture < shape->since) continue;
        std::vector<double> result = C;
        ptx::Device device;
        device.add_read_only("A", A);
        device.add_read_only("B", B);
        device.add("C", result);
        const ptx::Result run = device.run(module_of("tiles", way.architecture), shape->kernel, launch_in(way, 1, 32),
                                           A.data(), B.data(), result.data());
        CHECK_ARRAY(result.data(), expected.data(), 1, shape->rows * 8, 1e-15 * shape->depth);
        CHECK_INT(run.counters.fp64_flops, 2 * shape->rows * 8 * shape->depth);
        CHECK_INT(run.counters.matrix_instructions(), 1);
    }
}

static float first_eleven_bits(float number)
{
    uint32_t bits;
    std::memcpy(&bits, &number, sizeof bits);
    bits &= 0xffffe000u;
    std::memcpy(&number, &bits, sizeof bits);
    return number;
}

static void a_tile_of_floats_is_a_product_of_their_first_bits()
{
    const std::vector<double> numbers = random_numbers(320, 24);
    const std::vector<float> A(numbers.begin(), numbers.begin() + 128);
    const std::vector<float> B(numbers.begin() + 128, numbers.begin() + 192);
    const std::vector<float> C(numbers.begin() + 192, numbers.end());
    std::vector<double> expected(C.begin(), C.end());
    for (size_t entry = 0; entry < 128; entry++) {
        for (size_t k = 0; k < 8; k++) {
            expected[entry] += static_cast<double>(first_eleven_bits(A[entry / 8 * 8 + k])) *
                               static_cast<double>(first_eleven_bits(B[k * 8 + entry % 8]));
        }
    }
    for (const Way &way : ways) {
        std::vector<float> result = C;
        ptx::Device device;
        device.add_read_only("A", A);
        device.add_read_only("B", B);
        device.add("C", result);
        device.run(module_of("tiles", way.architecture), "tile_tf32", launch_in(way, 1, 32), A.data(), B.data(),
                   result.data());
        const std::vector<double> got(result.begin(), result.end());
        CHECK_ARRAY(got.data(), expected.data(), 1, 128, 1e-6);
    }
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(a_tile_is_a_product, shapes);
    RUN(a_tile_of_floats_is_a_product_of_their_first_bits);
    return check_report();
}
