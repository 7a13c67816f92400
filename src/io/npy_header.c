#include "npy_header.h"

#include <stdio.h>
#include <string.h>

static const unsigned char magic[6] = {0x93, 'N', 'U', 'M', 'P', 'Y'};

size_t npy_header_extent(const unsigned char *bytes, size_t *end)
{
    if (memcmp(bytes, magic, sizeof magic) != 0) return 0;
    int version = bytes[6];
    if (version < 1 || version > 3 || bytes[7] != 0) return 0;
    size_t length = bytes[8] | (size_t)bytes[9] << 8;
    size_t start = 10;
    if (version > 1) {
        length |= (size_t)bytes[10] << 16 | (size_t)bytes[11] << 24;
        start = 12;
    }
    if (length > NPY_MAX_HEADER_BYTES) return 0;
    *end = start + length;
    return start;
}

int64_t npy_shape_count(int rank, const int64_t *shape)
{
    const int64_t most = INT64_MAX / 16;
    int64_t count = 1;
    for (int axis = 0; axis < rank; axis++) {
        if (shape[axis] == 0) return 0;
    }
    for (int axis = 0; axis < rank; axis++) {
        if (shape[axis] > most / count) return -1;
        count *= shape[axis];
    }
    return count;
}

bool npy_host_is_big_endian(void)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return first == 0;
}

/* (3, 4), (3,) or (). */
static int write_shape(int rank, const int64_t *shape, char *room, size_t bytes)
{
    int used = snprintf(room, bytes, "(");
    for (int axis = 0; axis < rank; axis++) {
        const char *separator = axis > 0 ? " " : "";
        const char *comma = axis + 1 < rank || rank == 1 ? "," : "";
        used += snprintf(room + used, bytes - (size_t)used, "%s%lld%s", separator, (long long)shape[axis], comma);
    }
    return used + snprintf(room + used, bytes - (size_t)used, ")");
}

size_t npy_header_write(npy_type type, int rank, const int64_t *shape, char *room)
{
    enum { TEXT_START = 10, ALIGNMENT = 64 };
    char *text = room + TEXT_START;
    size_t text_room = NPY_WRITTEN_BYTES - TEXT_START;
    int used = snprintf(text, text_room,
                        "{'descr': '%c%s', 'fortran_order': False, 'shape': ", npy_host_is_big_endian() ? '>' : '<',
                        type == NPY_F8 ? "f8" : "i4");
    used += write_shape(rank, shape, text + used, text_room - (size_t)used);
    used += snprintf(text + used, text_room - (size_t)used, ", }");

    size_t unpadded = TEXT_START + (size_t)used + 1;
    size_t total = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t length = total - TEXT_START;
    memset(text + used, ' ', length - (size_t)used - 1);
    text[length - 1] = '\n';
    memcpy(room, magic, sizeof magic);
    room[6] = 1;
    room[7] = 0;
    room[8] = (char)(length & 0xff);
    room[9] = (char)(length >> 8);
    return total;
}
