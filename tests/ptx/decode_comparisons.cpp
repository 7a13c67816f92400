// setp, selp, slct, testp.
#include "apply.h"
#include "decoder.h"

#include <cmath>

namespace ptx
{
namespace
{

enum class Comparison { eq, ne, lt, le, gt, ge, equ, neu, ltu, leu, gtu, geu, num, nan, count };
const char *const comparison_names[] = {"eq",  "ne",  "lt",  "le",  "gt",  "ge",  "equ",
                                        "neu", "ltu", "leu", "gtu", "geu", "num", "nan"};

// Those with a u hold when an operand is NaN, the others then do not.
template <Comparison how, class T> bool holds(T a, T b)
{
    const bool unordered = a != a || b != b;
    switch (how) {
    case Comparison::eq:
        return a == b;
    case Comparison::ne:
        return a != b && !unordered;
    case Comparison::lt:
        return a < b;
    case Comparison::le:
        return a <= b;
    case Comparison::gt:
        return a > b;
    case Comparison::ge:
        return a >= b;
    case Comparison::equ:
        return unordered || a == b;
    case Comparison::neu:
        return a != b;
    case Comparison::ltu:
        return !(a >= b);
    case Comparison::leu:
        return !(a > b);
    case Comparison::gtu:
        return !(a <= b);
    case Comparison::geu:
        return !(a < b);
    case Comparison::num:
        return !unordered;
    default:
        return unordered;
    }
}

enum class Combination : uint8_t { none, both, either, differ };

bool combine(Combination how, bool result, bool with)
{
    switch (how) {
    case Combination::both:
        return result && with;
    case Combination::either:
        return result || with;
    case Combination::differ:
        return result != with;
    default:
        return result;
    }
}

template <Comparison how, class T> struct Compare {
    static void run(Warp &warp, const Instruction &instruction, uint32_t lanes)
    {
        const uint64_t *a = warp.row(instruction.source[0]);
        const uint64_t *b = warp.row(instruction.source[1]);
        uint64_t *result = warp.row(instruction.destination);
        if (instruction.source[2] == no_row && instruction.second_destination == no_row) {
            for_lanes(lanes,
                      [=](int lane) { result[lane] = holds<how, T>(from_bits<T>(a[lane]), from_bits<T>(b[lane])); });
            return;
        }
        const Combination combination = static_cast<Combination>(instruction.detail);
        const uint64_t *third = instruction.source[2] == no_row ? a : warp.row(instruction.source[2]);
        const int second = instruction.second_destination;
        uint64_t *complement = second == no_row ? nullptr : warp.row(second);
        for_lanes(lanes, [=, &instruction](int lane) {
            const bool first = holds<how, T>(from_bits<T>(a[lane]), from_bits<T>(b[lane]));
            const bool with = ((third[lane] & 1) != 0) != instruction.negated;
            result[lane] = combine(combination, first, with);
            if (complement) complement[lane] = combine(combination, !first, with);
        });
    }
};

template <Comparison how> Action compare_for(Scalar type)
{
    if (type == Scalar::f32) return Compare<how, float>::run;
    if (type == Scalar::f64) return Compare<how, double>::run;
    switch (bytes_of(type)) {
    case 2:
        return is_signed(type) ? Compare<how, int16_t>::run : Compare<how, uint16_t>::run;
    case 4:
        return is_signed(type) ? Compare<how, int32_t>::run : Compare<how, uint32_t>::run;
    case 8:
        return is_signed(type) ? Compare<how, int64_t>::run : Compare<how, uint64_t>::run;
    default:
        return nullptr;
    }
}

template <int how = 0> Action compare_named(const std::string &name, Scalar type)
{
    if constexpr (how == static_cast<int>(Comparison::count)) {
        return nullptr;
    } else {
        if (name == comparison_names[how]) return compare_for<static_cast<Comparison>(how)>(type);
        return compare_named<how + 1>(name, type);
    }
}

// Unsigned orders have names of their own: lo, ls, hi, hs.
std::string plain_name(const std::string &name)
{
    if (name == "lo") return "lt";
    if (name == "ls") return "le";
    if (name == "hi") return "gt";
    if (name == "hs") return "ge";
    return name;
}

void decode_set_predicate(Decoder &d)
{
    d.set_usual_operands();
    Combination combination = Combination::none;
    if (d.has("and")) combination = Combination::both;
    if (d.has("or")) combination = Combination::either;
    if (d.has("xor")) combination = Combination::differ;
    d.instruction.detail = static_cast<uint8_t>(combination);
    d.set_action(compare_named(plain_name(d.statement.qualifiers.at(0)), d.type()));
}

struct Select {
    static uint64_t of(uint64_t yes, uint64_t no, uint64_t predicate) { return predicate & 1 ? yes : no; }
};

void decode_select(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(Applied<Select>::run);
}

struct SelectBySign {
    static uint64_t of(uint64_t yes, uint64_t no, int32_t sign) { return sign >= 0 ? yes : no; }
};

void decode_select_by_sign(Decoder &d)
{
    d.set_usual_operands();
    const bool integer = d.statement.types.size() == 2 && d.statement.types[1] == Scalar::s32;
    d.set_action(integer ? Applied<SelectBySign>::run : nullptr);
}

template <class T> struct IsFinite {
    static uint64_t of(T a) { return std::isfinite(a); }
};
template <class T> struct IsInfinite {
    static uint64_t of(T a) { return std::isinf(a); }
};
template <class T> struct IsNumber {
    static uint64_t of(T a) { return !std::isnan(a); }
};
template <class T> struct IsNaN {
    static uint64_t of(T a) { return std::isnan(a); }
};
template <class T> struct IsNormal {
    static uint64_t of(T a) { return std::isnormal(a); }
};
template <class T> struct IsSubnormal {
    static uint64_t of(T a) { return std::fpclassify(a) == FP_SUBNORMAL; }
};

void decode_test(Decoder &d)
{
    d.set_usual_operands();
    Action action = nullptr;
    if (d.has("finite")) action = for_floats<IsFinite>(d.type());
    if (d.has("infinite")) action = for_floats<IsInfinite>(d.type());
    if (d.has("number")) action = for_floats<IsNumber>(d.type());
    if (d.has("notanumber")) action = for_floats<IsNaN>(d.type());
    if (d.has("normal")) action = for_floats<IsNormal>(d.type());
    if (d.has("subnormal")) action = for_floats<IsSubnormal>(d.type());
    d.set_action(action);
}

} // namespace

void add_comparisons(DecodeTable &table)
{
    table["setp"] = decode_set_predicate;
    table["selp"] = decode_select;
    table["slct"] = decode_select_by_sign;
    table["testp"] = decode_test;
}

} // namespace ptx
