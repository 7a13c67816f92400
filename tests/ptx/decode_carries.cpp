// Sums longer than a register: add.cc, addc, sub.cc, subc, mad.lo.cc, madc.hi and so on.
#include "apply.h"
#include "decoder.h"

namespace ptx
{
namespace
{

__extension__ typedef unsigned __int128 uint128;

enum : uint8_t { takes_carry = 1, gives_carry = 2, subtracts = 4, multiplies = 8, high_half = 16 };

template <class T, class Wide> void run(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const uint8_t how = instruction.detail;
    constexpr int bits = 8 * sizeof(T);
    for_lanes(lanes, [&](int lane) {
        Wide a = from_bits<T>(warp.row(instruction.source[0])[lane]);
        Wide b = from_bits<T>(warp.row(instruction.source[1])[lane]);
        if (how & multiplies) {
            const Wide product = a * b;
            a = static_cast<T>(how & high_half ? product >> bits : product);
            b = from_bits<T>(warp.row(instruction.source[2])[lane]);
        }
        const Wide carried = how & takes_carry ? warp.carry[lane] : 0;
        const Wide result = how & subtracts ? a - b - carried : a + b + carried;
        if (how & gives_carry) warp.carry[lane] = static_cast<uint8_t>((result >> bits) & 1);
        warp.row(instruction.destination)[lane] = to_bits(static_cast<T>(result));
    });
}

// The high half of a signed product is not that of an unsigned one; nvcc uses it for unsigned numbers only.
void decode_carry(Decoder &d)
{
    const std::string &opcode = d.statement.opcode;
    uint8_t how = 0;
    if (opcode.back() == 'c') how |= takes_carry;
    if (d.has("cc")) how |= gives_carry;
    if (opcode[0] == 's') how |= subtracts;
    if (opcode[0] == 'm') how |= multiplies;
    if (d.has("hi")) how |= high_half;
    if ((how & high_half) && is_signed(d.type())) d.fail("a signed high product with carry");
    d.set_usual_operands();
    d.instruction.detail = how;
    d.set_action(bytes_of(d.type()) == 8 ? run<uint64_t, uint128> : run<uint32_t, uint64_t>);
}

// add.cc starts a chain; without .cc it is an ordinary sum.
template <int which> void decode_start(Decoder &d)
{
    static Decode usual[3];
    if (usual[which] == nullptr) {
        DecodeTable plain;
        add_arithmetic(plain);
        usual[which] = plain[which == 0 ? "add" : which == 1 ? "sub" : "mad"];
    }
    if (d.has("cc")) {
        decode_carry(d);
    } else {
        usual[which](d);
    }
}

} // namespace

void add_carries(DecodeTable &table)
{
    table["add"] = decode_start<0>;
    table["sub"] = decode_start<1>;
    table["mad"] = decode_start<2>;
    table["addc"] = decode_carry;
    table["subc"] = decode_carry;
    table["madc"] = decode_carry;
}

} // namespace ptx
