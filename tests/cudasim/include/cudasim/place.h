/* Where in the source something was called. As a default argument it is the place of the caller. */
#ifndef CUDASIM_PLACE_H
#define CUDASIM_PLACE_H

namespace cudasim
{

struct place {
    const char *file;
    int line;

    static constexpr place here(const char *file = __builtin_FILE(), int line = __builtin_LINE())
    {
        return place{file, line};
    }
};

} // namespace cudasim

#endif
