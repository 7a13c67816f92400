// cvt: between integers, between floats, and from one to the other.
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

enum : uint8_t { to_nearest, to_zero, downward, upward, rounding_bits = 3, saturates = 4, to_integer = 8 };

double round_as(uint8_t how, double value)
{
    switch (how & rounding_bits) {
    case to_zero:
        return std::trunc(value);
    case downward:
        return std::floor(value);
    case upward:
        return std::ceil(value);
    default:
        return std::nearbyint(value);
    }
}

// Values beyond the range become the nearest that there is. NaN becomes 0, but the smallest number (with the same bits:
// half the range) where 64 bits are involved.
template <class To, class From> To float_to_integer(From value, uint8_t how)
{
    using Limits = std::numeric_limits<To>;
    if (value != value) {
        const bool wide = sizeof(From) == 8 || sizeof(To) == 8;
        return wide ? static_cast<To>(uint64_t(1) << (8 * sizeof(To) - 1)) : To(0);
    }
    const double rounded = round_as(how, static_cast<double>(value));
    if (rounded < static_cast<double>(Limits::min())) return Limits::min();
    // The largest 64-bit numbers are no doubles: compare with the power of two above.
    if (rounded >= std::ldexp(1.0, Limits::digits)) return Limits::max();
    return static_cast<To>(rounded);
}

template <class To, class From> To integer_to_integer(From value, uint8_t how)
{
    if (!(how & saturates)) return static_cast<To>(value);
    using Limits = std::numeric_limits<To>;
    if (std::is_signed<From>::value && value < From(0)) {
        if (!std::is_signed<To>::value) return 0;
        return static_cast<int64_t>(value) < static_cast<int64_t>(Limits::min()) ? Limits::min()
                                                                                 : static_cast<To>(value);
    }
    return static_cast<uint64_t>(value) > static_cast<uint64_t>(Limits::max()) ? Limits::max() : static_cast<To>(value);
}

int direction(uint8_t how)
{
    static const int modes[] = {FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD, FE_UPWARD};
    return modes[how & rounding_bits];
}

template <class To, class From> To to_float(From value, uint8_t how)
{
    if (std::is_floating_point<From>::value && (how & to_integer)) {
        value = static_cast<From>(round_as(how, static_cast<double>(value)));
    }
    volatile From kept = value; // converted here and now, under this rounding
    if (how & rounding_bits) std::fesetround(direction(how));
    volatile To converted = static_cast<To>(kept);
    if (how & rounding_bits) std::fesetround(FE_TONEAREST);
    To result = converted;
    if (how & saturates) result = result >= 1 ? To(1) : result > 0 ? result : To(0);
    return result;
}

template <class To, class From> To convert(From value, uint8_t how)
{
    if constexpr (std::is_floating_point<To>::value) {
        return to_float<To, From>(value, how);
    } else if constexpr (std::is_floating_point<From>::value) {
        return float_to_integer<To, From>(value, how);
    } else {
        return integer_to_integer<To, From>(value, how);
    }
}

template <class To, class From> void run(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const uint64_t *from = warp.row(instruction.source[0]);
    uint64_t *to = warp.row(instruction.destination);
    const uint8_t how = instruction.detail;
    for_lanes(lanes, [=](int lane) {
        const To value = convert<To, From>(from_bits<From>(from[lane]), how);
        // A destination register may be wider than the type: signed values extend.
        if constexpr (std::is_signed<To>::value && std::is_integral<To>::value) {
            to[lane] = static_cast<uint64_t>(static_cast<int64_t>(value));
        } else {
            to[lane] = to_bits(value);
        }
    });
}

template <class To> Action convert_from(Scalar from)
{
    switch (from) {
    case Scalar::f32:
        return run<To, float>;
    case Scalar::f64:
        return run<To, double>;
    case Scalar::s8:
        return run<To, int8_t>;
    case Scalar::s16:
        return run<To, int16_t>;
    case Scalar::s32:
        return run<To, int32_t>;
    case Scalar::s64:
        return run<To, int64_t>;
    default:
        break;
    }
    switch (bytes_of(from)) {
    case 1:
        return run<To, uint8_t>;
    case 2:
        return run<To, uint16_t>;
    case 4:
        return run<To, uint32_t>;
    case 8:
        return run<To, uint64_t>;
    default:
        return nullptr;
    }
}

Action convert_to(Scalar to, Scalar from)
{
    switch (to) {
    case Scalar::f32:
        return convert_from<float>(from);
    case Scalar::f64:
        return convert_from<double>(from);
    case Scalar::s8:
        return convert_from<int8_t>(from);
    case Scalar::s16:
        return convert_from<int16_t>(from);
    case Scalar::s32:
        return convert_from<int32_t>(from);
    case Scalar::s64:
        return convert_from<int64_t>(from);
    default:
        break;
    }
    switch (bytes_of(to)) {
    case 1:
        return convert_from<uint8_t>(from);
    case 2:
        return convert_from<uint16_t>(from);
    case 4:
        return convert_from<uint32_t>(from);
    case 8:
        return convert_from<uint64_t>(from);
    default:
        return nullptr;
    }
}

void decode_conversion(Decoder &d)
{
    if (d.statement.types.size() != 2) d.fail("a conversion between types that are not known");
    const Scalar to = d.statement.types[0];
    const Scalar from = d.statement.types[1];
    uint8_t how = to_nearest;
    for (const auto &[name, mode] :
         {std::make_pair("rz", to_zero), std::make_pair("rm", downward), std::make_pair("rp", upward)}) {
        if (d.has(name) || d.has((std::string(name) + "i").c_str())) how = mode;
    }
    const bool integral = d.has("rni") || d.has("rzi") || d.has("rmi") || d.has("rpi");
    if (integral) how |= to_integer;
    if (d.has("sat")) how |= saturates;
    d.instruction.detail = how;
    d.set_usual_operands();
    d.set_action(convert_to(to, from));
}

} // namespace

void add_conversions(DecodeTable &table) { table["cvt"] = decode_conversion; }

} // namespace ptx
