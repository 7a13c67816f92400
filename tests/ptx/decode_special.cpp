// rcp, rsqrt, sqrt and the approximations of sin, cos, 2^x, log2 x, tanh.
#include "apply.h"
#include "decoder.h"

#include <cmath>

namespace ptx
{
namespace
{

template <class T> struct Reciprocal {
    static T of(T a) { return 1 / a; }
};
template <class T> struct ReciprocalRoot {
    static T of(T a) { return 1 / std::sqrt(a); }
};
template <class T> struct Root {
    static T of(T a) { return std::sqrt(a); }
};
struct Sine {
    static float of(float a) { return std::sin(a); }
};
struct Cosine {
    static float of(float a) { return std::cos(a); }
};
struct PowerOfTwo {
    static float of(float a) { return std::exp2(a); }
};
struct LogarithmOfTwo {
    static float of(float a) { return std::log2(a); }
};
struct HyperbolicTangent {
    static float of(float a) { return std::tanh(a); }
};

// rcp.approx.ftz.f64 and rsqrt.approx.ftz.f64 look at the upper 32 bits of their operand, deliver upper 32 bits, and
// take denormal numbers for zero.
double upper_half(double value)
{
    const uint64_t bits = to_bits(value) & 0xffffffff00000000ull;
    const bool is_denormal = (bits & 0x7ff0000000000000ull) == 0;
    return from_bits<double>(is_denormal ? bits & 0x8000000000000000ull : bits);
}
struct RoughReciprocal {
    static double of(double a) { return a != a ? a : upper_half(1 / upper_half(a)); }
};
struct RoughReciprocalRoot {
    static double of(double a) { return a != a ? a : upper_half(1 / std::sqrt(upper_half(a))); }
};

bool is_rough(const Decoder &d) { return d.type() == Scalar::f64 && d.has("approx") && d.has("ftz"); }

void decode_reciprocal(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(is_rough(d) ? Applied<RoughReciprocal>::run : for_floats<Reciprocal>(d.type()));
}

void decode_reciprocal_root(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(is_rough(d) ? Applied<RoughReciprocalRoot>::run : for_floats<ReciprocalRoot>(d.type()));
}

void decode_root(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(for_floats<Root>(d.type()));
}

template <class Op> void decode_f32(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(d.type() == Scalar::f32 ? Applied<Op>::run : nullptr);
}

} // namespace

void add_special_functions(DecodeTable &table)
{
    table["rcp"] = decode_reciprocal;
    table["rsqrt"] = decode_reciprocal_root;
    table["sqrt"] = decode_root;
    table["sin"] = decode_f32<Sine>;
    table["cos"] = decode_f32<Cosine>;
    table["ex2"] = decode_f32<PowerOfTwo>;
    table["lg2"] = decode_f32<LogarithmOfTwo>;
    table["tanh"] = decode_f32<HyperbolicTangent>;
}

} // namespace ptx
