// atom and red, lane after lane.
#include "decoder.h"
#include "warp.h"

#include <algorithm>
#include <type_traits>

namespace ptx
{
namespace
{

enum class Change : uint8_t { add, exch, min, max, cas, bit_and, bit_or, bit_xor, inc, dec, count };
const char *const change_names[] = {"add", "exch", "min", "max", "cas", "and", "or", "xor", "inc", "dec"};

template <class T> T sum(T a, T b)
{
    if constexpr (std::is_integral<T>::value) {
        return static_cast<T>(uint64_t(a) + uint64_t(b));
    } else {
        return a + b;
    }
}

template <class T> T changed(Change how, T old, T operand, T other)
{
    if constexpr (std::is_integral<T>::value) {
        if (how == Change::bit_and) return static_cast<T>(old & operand);
        if (how == Change::bit_or) return static_cast<T>(old | operand);
        if (how == Change::bit_xor) return static_cast<T>(old ^ operand);
        if (how == Change::inc) return old >= operand ? T(0) : static_cast<T>(old + 1);
        if (how == Change::dec) return old == 0 || old > operand ? operand : static_cast<T>(old - 1);
        if (how == Change::cas) return old == operand ? other : old;
    }
    if (how == Change::add) return sum(old, operand);
    if (how == Change::min) return std::min(old, operand);
    if (how == Change::max) return std::max(old, operand);
    return operand;
}

template <class T> void run(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    warp.count_access(instruction, lanes, instruction.source[0], sizeof(T));
    const Change how = static_cast<Change>(instruction.detail);
    const uint64_t *base = warp.row(instruction.source[0]);
    const uint64_t *operand = warp.row(instruction.source[1]);
    const uint64_t *other = warp.row(instruction.source[2] == no_row ? instruction.source[1] : instruction.source[2]);
    uint64_t *result = instruction.destination == no_row ? nullptr : warp.row(instruction.destination);
    for_lanes(lanes, [&](int lane) {
        const uint64_t address = base[lane] + static_cast<uint64_t>(instruction.offset);
        uint8_t *place = warp.locate(instruction, lane, address, sizeof(T), Use::atomic);
        T old;
        std::memcpy(&old, place, sizeof old);
        const T fresh = changed<T>(how, old, from_bits<T>(operand[lane]), from_bits<T>(other[lane]));
        std::memcpy(place, &fresh, sizeof fresh);
        if (result) result[lane] = to_bits(old);
    });
}

Action atomic_for(Scalar type)
{
    if (type == Scalar::f32) return run<float>;
    if (type == Scalar::f64) return run<double>;
    if (bytes_of(type) == 4) return is_signed(type) ? run<int32_t> : run<uint32_t>;
    if (bytes_of(type) == 8) return is_signed(type) ? run<int64_t> : run<uint64_t>;
    return nullptr;
}

void decode_atomic(Decoder &d)
{
    const bool has_result = d.statement.opcode == "atom";
    const size_t first = has_result ? 1 : 0;
    int how = -1;
    for (int k = 0; k < static_cast<int>(Change::count); k++) {
        if (d.has(change_names[k])) how = k;
    }
    if (how < 0) d.fail("an atomic that is not known");
    d.instruction.detail = static_cast<uint8_t>(how);
    d.instruction.space = d.has("global")                           ? Space::global
                          : d.has("shared") || d.has("shared::cta") ? Space::shared
                                                                    : Space::generic;
    d.instruction.bytes = static_cast<uint8_t>(bytes_of(d.type()));
    if (has_result) d.set_destination(0);
    d.set_address(first);
    d.instruction.source[1] = d.row_of(d.operand(first + 1));
    if (d.operands() > first + 2) d.instruction.source[2] = d.row_of(d.operand(first + 2));
    d.set_action(atomic_for(d.type()));
}

} // namespace

void add_atomics(DecodeTable &table)
{
    table["atom"] = decode_atomic;
    table["red"] = decode_atomic;
}

} // namespace ptx
