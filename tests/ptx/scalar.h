// The types of PTX registers and variables, and how a value of each lies in the 64 bits of a register.
#ifndef CONELET_TESTS_PTX_SCALAR_H
#define CONELET_TESTS_PTX_SCALAR_H

#include <cstdint>
#include <cstring>
#include <string>

namespace ptx
{

enum class Scalar : uint8_t { none, pred, b8, b16, b32, b64, u8, u16, u32, u64, s8, s16, s32, s64, f32, f64 };

// The type that a word such as "f64" names, or Scalar::none.
Scalar scalar_named(const std::string &word);

const char *name_of(Scalar type);

inline int bytes_of(Scalar type)
{
    static const int bytes[] = {0, 1, 1, 2, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8};
    return bytes[static_cast<int>(type)];
}

inline bool is_signed(Scalar type) { return type >= Scalar::s8 && type <= Scalar::s64; }

inline bool is_float(Scalar type) { return type == Scalar::f32 || type == Scalar::f64; }

// A register is 64 bits wide whatever its type; a value sits in the low bytes, and reading takes only those.
template <class T> inline T from_bits(uint64_t bits)
{
    T value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

template <class T> inline uint64_t to_bits(T value)
{
    uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof value);
    return bits;
}

} // namespace ptx

#endif
