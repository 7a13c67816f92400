// add, sub, mul, mad, fma, div, rem, min, max, neg, abs, copysign.
#include "apply.h"
#include "decoder.h"

#include <cfenv>
#include <cmath>
#include <limits>
#include <type_traits>

namespace ptx
{
namespace
{

// Integers wrap: the sum of two values of any size is taken in unsigned 64 bits.
template <class T> struct Add {
    static T of(T a, T b) { return static_cast<T>(uint64_t(a) + uint64_t(b)); }
};
template <class T> struct Subtract {
    static T of(T a, T b) { return static_cast<T>(uint64_t(a) - uint64_t(b)); }
};
template <class T> struct Multiply {
    static T of(T a, T b) { return static_cast<T>(uint64_t(a) * uint64_t(b)); }
};
template <class T> struct MultiplyAdd {
    static T of(T a, T b, T c) { return static_cast<T>(uint64_t(a) * uint64_t(b) + uint64_t(c)); }
};
template <class T> struct Negate {
    static T of(T a) { return static_cast<T>(0 - uint64_t(a)); }
};

template <class T> struct FloatAdd {
    static T of(T a, T b) { return a + b; }
};
template <class T> struct FloatSubtract {
    static T of(T a, T b) { return a - b; }
};
template <class T> struct FloatMultiply {
    static T of(T a, T b) { return a * b; }
};
template <class T> struct FloatDivide {
    static T of(T a, T b) { return a / b; }
};
template <class T> struct FloatNegate {
    static T of(T a) { return -a; }
};
template <class T> struct FloatAbsolute {
    static T of(T a) { return std::fabs(a); }
};
template <class T> struct CopySign {
    static T of(T a, T b) { return std::copysign(b, a); }
};
template <class T> struct FusedMultiplyAdd {
    static T of(T a, T b, T c) { return std::fma(a, b, c); }
};

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

template <class T> struct Wider;
template <> struct Wider<int16_t> {
    using type = int32_t;
};
template <> struct Wider<uint16_t> {
    using type = uint32_t;
};
template <> struct Wider<int32_t> {
    using type = int64_t;
};
template <> struct Wider<uint32_t> {
    using type = uint64_t;
};
template <> struct Wider<int64_t> {
    using type = int128;
};
template <> struct Wider<uint64_t> {
    using type = uint128;
};

template <class T> struct MultiplyHigh {
    using Wide = typename Wider<T>::type;
    static T of(T a, T b) { return static_cast<T>((Wide(a) * Wide(b)) >> (8 * sizeof(T))); }
};
template <class T> struct MultiplyAddHigh {
    static T of(T a, T b, T c) { return Add<T>::of(MultiplyHigh<T>::of(a, b), c); }
};
template <class T> struct MultiplyWide {
    using Wide = typename Wider<T>::type;
    static Wide of(T a, T b) { return Wide(a) * Wide(b); }
};
template <class T> struct MultiplyAddWide {
    using Wide = typename Wider<T>::type;
    static Wide of(T a, T b, Wide c) { return Add<Wide>::of(MultiplyWide<T>::of(a, b), c); }
};

// The machine's answer to a division by zero is not specified; all bits set is what one sees.
template <class T> struct Divide {
    static T of(T a, T b)
    {
        if (b == 0) return static_cast<T>(~T(0));
        if (std::is_signed<T>::value && b == static_cast<T>(-1)) return Negate<T>::of(a);
        return static_cast<T>(a / b);
    }
};
template <class T> struct Remainder {
    static T of(T a, T b)
    {
        if (b == 0) return a;
        if (std::is_signed<T>::value && b == static_cast<T>(-1)) return 0;
        return static_cast<T>(a % b);
    }
};
template <class T> struct Absolute {
    static T of(T a) { return a < 0 ? Negate<T>::of(a) : a; }
};
template <class T> struct Smaller {
    static T of(T a, T b) { return b < a ? b : a; }
};
template <class T> struct Larger {
    static T of(T a, T b) { return a < b ? b : a; }
};

// Of a number and NaN the number; of two zeros, -0 is the smaller.
template <class T> struct FloatSmaller {
    static T of(T a, T b)
    {
        if (a != a) return b;
        if (b != b) return a;
        return a < b || (a == b && std::signbit(a)) ? a : b;
    }
};
template <class T> struct FloatLarger {
    static T of(T a, T b)
    {
        if (a != a) return b;
        if (b != b) return a;
        return a > b || (a == b && !std::signbit(a)) ? a : b;
    }
};

// The same under another rounding.
template <class Op> struct Directed {
    static void run(Warp &warp, const Instruction &instruction, uint32_t lanes)
    {
        std::fesetround(instruction.detail << 8);
        Applied<Op>::run(warp, instruction, lanes);
        std::fesetround(FE_TONEAREST);
    }
};
static_assert(((FE_TOWARDZERO | FE_DOWNWARD | FE_UPWARD) & 0xff) == 0, "rounding modes must fit into a byte");

template <template <class> class Op> void set_float(Decoder &d)
{
    const int rounding = rounding_of(d.statement);
    if (rounding == FE_TONEAREST) {
        d.set_action(for_floats<Op>(d.type()));
        return;
    }
    d.instruction.detail = static_cast<uint8_t>(rounding >> 8);
    d.set_action(d.type() == Scalar::f32 ? Directed<Op<float>>::run : Directed<Op<double>>::run);
}

template <template <class> class Integer, template <class> class Float> void decode_either(Decoder &d)
{
    d.set_usual_operands();
    if (is_float(d.type())) {
        set_float<Float>(d);
    } else {
        d.set_action(for_integers<Integer>(d.type()));
    }
}

template <template <class> class Op> Action for_narrow(Scalar type)
{
    switch (type) {
    case Scalar::u16:
        return Applied<Op<uint16_t>>::run;
    case Scalar::s16:
        return Applied<Op<int16_t>>::run;
    case Scalar::u32:
        return Applied<Op<uint32_t>>::run;
    case Scalar::s32:
        return Applied<Op<int32_t>>::run;
    default:
        return nullptr;
    }
}

void decode_multiply(Decoder &d)
{
    if (is_float(d.type())) {
        decode_either<Multiply, FloatMultiply>(d);
        return;
    }
    d.set_usual_operands();
    if (d.has("wide")) {
        d.set_action(for_narrow<MultiplyWide>(d.type()));
    } else if (d.has("hi")) {
        d.set_action(for_integers<MultiplyHigh>(d.type()));
    } else {
        d.set_action(for_unsigned<Multiply>(d.type()));
    }
}

#if defined(__x86_64__)
// Where the machine has it, one instruction for four lanes instead of a call for each.
__attribute__((target("avx2,fma"))) void fused_multiply_add_by_machine(Warp &warp, const Instruction &instruction,
                                                                       uint32_t lanes)
{
    const uint64_t *a = warp.row(instruction.source[0]);
    const uint64_t *b = warp.row(instruction.source[1]);
    const uint64_t *c = warp.row(instruction.source[2]);
    uint64_t *result = warp.row(instruction.destination);
    uint64_t value[warp_lanes];
    for (int lane = 0; lane < warp_lanes; lane++) {
        double x, y, z;
        std::memcpy(&x, a + lane, 8);
        std::memcpy(&y, b + lane, 8);
        std::memcpy(&z, c + lane, 8);
        x = __builtin_fma(x, y, z);
        std::memcpy(value + lane, &x, 8);
    }
    if (lanes == all_lanes) {
        std::memcpy(result, value, sizeof value);
        return;
    }
    for (; lanes; lanes &= lanes - 1) {
        result[__builtin_ctz(lanes)] = value[__builtin_ctz(lanes)];
    }
}
#endif

void decode_fused(Decoder &d)
{
    d.set_usual_operands();
    set_float<FusedMultiplyAdd>(d);
#if defined(__x86_64__)
    const bool usual = d.type() == Scalar::f64 && rounding_of(d.statement) == FE_TONEAREST;
    if (usual && __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2")) {
        d.set_action(fused_multiply_add_by_machine);
    }
#endif
}

void decode_multiply_add(Decoder &d)
{
    if (is_float(d.type())) {
        decode_fused(d);
        return;
    }
    d.set_usual_operands();
    if (d.has("wide")) {
        d.set_action(for_narrow<MultiplyAddWide>(d.type()));
    } else if (d.has("hi")) {
        d.set_action(for_integers<MultiplyAddHigh>(d.type()));
    } else {
        d.set_action(for_unsigned<MultiplyAdd>(d.type()));
    }
}

void decode_remainder(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(for_integers<Remainder>(d.type()));
}

void decode_copy_sign(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(for_floats<CopySign>(d.type()));
}

} // namespace

void add_arithmetic(DecodeTable &table)
{
    table["add"] = decode_either<Add, FloatAdd>;
    table["sub"] = decode_either<Subtract, FloatSubtract>;
    table["mul"] = decode_multiply;
    table["mad"] = decode_multiply_add;
    table["fma"] = decode_fused;
    table["div"] = decode_either<Divide, FloatDivide>;
    table["rem"] = decode_remainder;
    table["min"] = decode_either<Smaller, FloatSmaller>;
    table["max"] = decode_either<Larger, FloatLarger>;
    table["neg"] = decode_either<Negate, FloatNegate>;
    table["abs"] = decode_either<Absolute, FloatAbsolute>;
    table["copysign"] = decode_copy_sign;
}

} // namespace ptx
