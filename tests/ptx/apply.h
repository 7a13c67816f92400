// From a formula on values to an action on lanes: struct Add { static double of(double a, double b); } becomes
// Applied<Add>::run, which reads the rows of its operands and writes the destination.
#ifndef CONELET_TESTS_PTX_APPLY_H
#define CONELET_TESTS_PTX_APPLY_H

#include "warp.h"

namespace ptx
{

template <class Op, class Function = decltype(&Op::of)> struct Applied;

template <class Op, class R, class A> struct Applied<Op, R (*)(A)> {
    static void run(Warp &warp, const Instruction &instruction, uint32_t lanes)
    {
        uint64_t *result = warp.row(instruction.destination);
        const uint64_t *a = warp.row(instruction.source[0]);
        for_lanes(lanes, [=](int lane) { result[lane] = to_bits<R>(Op::of(from_bits<A>(a[lane]))); });
    }
};

template <class Op, class R, class A, class B> struct Applied<Op, R (*)(A, B)> {
    static void run(Warp &warp, const Instruction &instruction, uint32_t lanes)
    {
        uint64_t *result = warp.row(instruction.destination);
        const uint64_t *a = warp.row(instruction.source[0]);
        const uint64_t *b = warp.row(instruction.source[1]);
        for_lanes(lanes,
                  [=](int lane) { result[lane] = to_bits<R>(Op::of(from_bits<A>(a[lane]), from_bits<B>(b[lane]))); });
    }
};

template <class Op, class R, class A, class B, class C> struct Applied<Op, R (*)(A, B, C)> {
    static void run(Warp &warp, const Instruction &instruction, uint32_t lanes)
    {
        uint64_t *result = warp.row(instruction.destination);
        const uint64_t *a = warp.row(instruction.source[0]);
        const uint64_t *b = warp.row(instruction.source[1]);
        const uint64_t *c = warp.row(instruction.source[2]);
        for_lanes(lanes, [=](int lane) {
            result[lane] = to_bits<R>(Op::of(from_bits<A>(a[lane]), from_bits<B>(b[lane]), from_bits<C>(c[lane])));
        });
    }
};

template <class Op, class R, class A, class B, class C, class D> struct Applied<Op, R (*)(A, B, C, D)> {
    static void run(Warp &warp, const Instruction &instruction, uint32_t lanes)
    {
        uint64_t *result = warp.row(instruction.destination);
        const uint64_t *a = warp.row(instruction.source[0]);
        const uint64_t *b = warp.row(instruction.source[1]);
        const uint64_t *c = warp.row(instruction.source[2]);
        const uint64_t *d = warp.row(instruction.source[3]);
        for_lanes(lanes, [=](int lane) {
            result[lane] = to_bits<R>(
                Op::of(from_bits<A>(a[lane]), from_bits<B>(b[lane]), from_bits<C>(c[lane]), from_bits<D>(d[lane])));
        });
    }
};

// The action for a type; nullptr for a type that the formula is not meant for.

template <template <class> class Op> Action for_unsigned(Scalar type)
{
    if (is_float(type)) return nullptr;
    switch (bytes_of(type)) {
    case 2:
        return Applied<Op<uint16_t>>::run;
    case 4:
        return Applied<Op<uint32_t>>::run;
    case 8:
        return Applied<Op<uint64_t>>::run;
    default:
        return nullptr;
    }
}

template <template <class> class Op> Action for_integers(Scalar type)
{
    if (!is_signed(type)) return for_unsigned<Op>(type);
    switch (bytes_of(type)) {
    case 2:
        return Applied<Op<int16_t>>::run;
    case 4:
        return Applied<Op<int32_t>>::run;
    case 8:
        return Applied<Op<int64_t>>::run;
    default:
        return nullptr;
    }
}

template <template <class> class Op> Action for_floats(Scalar type)
{
    if (type == Scalar::f32) return Applied<Op<float>>::run;
    if (type == Scalar::f64) return Applied<Op<double>>::run;
    return nullptr;
}

} // namespace ptx

#endif
