// Logic, shifts, fields of bits.
#include "apply.h"
#include "decoder.h"

#include <algorithm>
#include <type_traits>

namespace ptx
{
namespace
{

template <class T> struct And {
    static T of(T a, T b) { return static_cast<T>(a & b); }
};
template <class T> struct Or {
    static T of(T a, T b) { return static_cast<T>(a | b); }
};
template <class T> struct Xor {
    static T of(T a, T b) { return static_cast<T>(a ^ b); }
};
template <class T> struct Not {
    static T of(T a) { return static_cast<T>(~a); }
};
struct NotPredicate {
    static uint64_t of(uint64_t a) { return ~a & 1; }
};
template <class T> struct IsZero {
    static T of(T a) { return a == 0 ? 1 : 0; }
};

template <class T> struct ShiftLeft {
    static T of(T a, uint32_t by) { return by >= 8 * sizeof(T) ? T(0) : static_cast<T>(uint64_t(a) << by); }
};
// A signed value fills with its sign.
template <class T> struct ShiftRight {
    static T of(T a, uint32_t by) { return static_cast<T>(a >> std::min<uint32_t>(by, 8 * sizeof(T) - 1)); }
};
template <class T> struct ShiftRightUnsigned {
    static T of(T a, uint32_t by) { return by >= 8 * sizeof(T) ? T(0) : static_cast<T>(a >> by); }
};

template <bool left, bool wraps> struct FunnelShift {
    static uint32_t of(uint32_t low, uint32_t high, uint32_t by)
    {
        const uint32_t count = wraps ? by & 31 : std::min(by, 32u);
        const uint64_t both = uint64_t(high) << 32 | low;
        return static_cast<uint32_t>(left ? (both << count) >> 32 : both >> count);
    }
};

template <class T> struct Population {
    static uint32_t of(T a) { return static_cast<uint32_t>(__builtin_popcountll(a)); }
};
template <class T> struct LeadingZeros {
    static uint32_t of(T a)
    {
        const uint32_t bits = 8 * sizeof(T);
        return a == 0 ? bits : static_cast<uint32_t>(__builtin_clzll(a)) - (64 - bits);
    }
};
template <class T> struct Reverse {
    static T of(T a)
    {
        T result = 0;
        for (unsigned bit = 0; bit < 8 * sizeof(T); bit++) {
            result = static_cast<T>(result << 1 | (a >> bit & 1));
        }
        return result;
    }
};

// Where the highest bit stands that differs from the sign; with `shift`, how far it is from the top.
template <class T, bool shift> struct HighestBit {
    static uint32_t of(T value)
    {
        using U = typename std::make_unsigned<T>::type;
        const U a = static_cast<U>(std::is_signed<T>::value && value < 0 ? ~value : value);
        if (a == 0) return ~0u;
        const uint32_t zeros = LeadingZeros<U>::of(a);
        return shift ? zeros : static_cast<uint32_t>(8 * sizeof(T)) - 1 - zeros;
    }
};
template <class T> struct FindHighest : HighestBit<T, false> {
};
template <class T> struct FindShift : HighestBit<T, true> {
};

template <class T> struct ExtractField {
    static T of(T a, uint32_t start, uint32_t length)
    {
        constexpr uint32_t bits = 8 * sizeof(T);
        using U = typename std::make_unsigned<T>::type;
        start &= 255;
        length &= 255;
        if (length == 0) return 0;
        const bool sign = std::is_signed<T>::value && (static_cast<U>(a) >> std::min(start + length - 1, bits - 1) & 1);
        const U fill = sign ? ~U(0) : U(0);
        const uint32_t inside = start >= bits ? 0 : std::min(length, bits - start);
        if (inside == 0) return static_cast<T>(fill);
        const U kept = static_cast<U>(static_cast<U>(a) >> start);
        if (inside == bits) return static_cast<T>(kept);
        const U mask = static_cast<U>((U(1) << inside) - 1);
        return static_cast<T>((kept & mask) | (fill & ~mask));
    }
};
template <class T> struct InsertField {
    static T of(T field, T into, uint32_t start, uint32_t length)
    {
        constexpr uint32_t bits = 8 * sizeof(T);
        start &= 255;
        length = std::min(length & 255, start >= bits ? 0 : bits - start);
        if (length == 0) return into;
        const T ones = length == bits ? static_cast<T>(~T(0)) : static_cast<T>((T(1) << length) - 1);
        const T mask = static_cast<T>(ones << start);
        return static_cast<T>((into & ~mask) | (static_cast<T>(field << start) & mask));
    }
};

struct PermuteBytes {
    static uint32_t of(uint32_t a, uint32_t b, uint32_t selector)
    {
        const uint64_t both = uint64_t(b) << 32 | a;
        uint32_t result = 0;
        for (int k = 0; k < 4; k++) {
            const uint32_t choice = selector >> (4 * k) & 15;
            uint32_t byte = static_cast<uint32_t>(both >> (8 * (choice & 7))) & 0xff;
            if (choice & 8) byte = byte & 0x80 ? 0xff : 0;
            result |= byte << (8 * k);
        }
        return result;
    }
};

// Bit k of the table is the result for the three operands' bits 4 a + 2 b + c = k.
struct AnyLogic {
    static uint32_t of(uint32_t a, uint32_t b, uint32_t c, uint32_t table)
    {
        uint32_t result = 0;
        for (uint32_t k = 0; k < 8; k++) {
            if (table >> k & 1) result |= (k & 4 ? a : ~a) & (k & 2 ? b : ~b) & (k & 1 ? c : ~c);
        }
        return result;
    }
};

template <template <class> class Op> void decode_logic(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(d.type() == Scalar::pred ? Applied<Op<uint64_t>>::run : for_unsigned<Op>(d.type()));
}

void decode_not(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(d.type() == Scalar::pred ? Applied<NotPredicate>::run : for_unsigned<Not>(d.type()));
}

template <template <class> class Op> void decode_unsigned(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(for_unsigned<Op>(d.type()));
}

template <template <class> class Op> void decode_integers(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(for_integers<Op>(d.type()));
}

template <class Op> void decode_only(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(Applied<Op>::run);
}

void decode_shift_right(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(is_signed(d.type()) ? for_integers<ShiftRight>(d.type()) : for_unsigned<ShiftRightUnsigned>(d.type()));
}

void decode_funnel(Decoder &d)
{
    d.set_usual_operands();
    if (d.has("l")) {
        d.set_action(d.has("wrap") ? Applied<FunnelShift<true, true>>::run : Applied<FunnelShift<true, false>>::run);
    } else {
        d.set_action(d.has("wrap") ? Applied<FunnelShift<false, true>>::run : Applied<FunnelShift<false, false>>::run);
    }
}

void decode_find_highest(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(d.has("shiftamt") ? for_integers<FindShift>(d.type()) : for_integers<FindHighest>(d.type()));
}

} // namespace

void add_bits(DecodeTable &table)
{
    table["and"] = decode_logic<And>;
    table["or"] = decode_logic<Or>;
    table["xor"] = decode_logic<Xor>;
    table["not"] = decode_not;
    table["cnot"] = decode_unsigned<IsZero>;
    table["shl"] = decode_unsigned<ShiftLeft>;
    table["shr"] = decode_shift_right;
    table["shf"] = decode_funnel;
    table["popc"] = decode_unsigned<Population>;
    table["clz"] = decode_unsigned<LeadingZeros>;
    table["brev"] = decode_unsigned<Reverse>;
    table["bfind"] = decode_find_highest;
    table["bfe"] = decode_integers<ExtractField>;
    table["bfi"] = decode_unsigned<InsertField>;
    table["prmt"] = decode_only<PermuteBytes>;
    table["lop3"] = decode_only<AnyLogic>;
}

} // namespace ptx
