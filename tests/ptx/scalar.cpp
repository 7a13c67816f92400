#include "scalar.h"

namespace ptx
{

static const char *const names[] = {"none", "pred", "b8", "b16", "b32", "b64", "u8",  "u16",
                                    "u32",  "u64",  "s8", "s16", "s32", "s64", "f32", "f64"};

Scalar scalar_named(const std::string &word)
{
    for (int i = 1; i < 16; i++) {
        if (word == names[i]) return static_cast<Scalar>(i);
    }
    return Scalar::none;
}

const char *name_of(Scalar type) { return names[static_cast<int>(type)]; }

} // namespace ptx
