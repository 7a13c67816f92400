/**
 * @file npy_header.h
 * The header of NumPy's .npy format, versions 1, 2 and 3: magic, version, length, and a Python dictionary such as
 * `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
 * [NumPy Enhancement Proposal 1; numpy.lib.format]
 */
#ifndef IO_NPY_HEADER_H
#define IO_NPY_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <conelet/status.h>

enum {
    NPY_MAX_RANK = 8,
    NPY_PREFIX_BYTES = 12,
    NPY_MAX_HEADER_BYTES = 65535,
    NPY_TYPE_ROOM = 16,
    NPY_WRITTEN_BYTES = 256
};

/** Types of elements; NPY_TEXT is known so that a note in a file can be told from a number, NPY_OTHER is all else. */
typedef enum npy_type { NPY_OTHER = 0, NPY_F8, NPY_F4, NPY_I4, NPY_I8, NPY_TEXT } npy_type;

typedef struct npy_header {
    npy_type type;
    int64_t item_bytes; /**< 0 for NPY_OTHER */
    bool big_endian;
    bool fortran_order;
    int rank;
    int64_t shape[NPY_MAX_RANK];
    int64_t count;                 /**< elements */
    char type_text[NPY_TYPE_ROOM]; /**< the type as the file names it, for messages; may be cut off */
} npy_header;

/**
 * Where the header ends, from the first bytes of the file.
 *
 * @param[in]  bytes  at least NPY_PREFIX_BYTES
 * @return offset of the dictionary, and through `end` the offset of the numbers; or 0: not an .npy file that we read
 */
size_t npy_header_extent(const unsigned char *bytes, size_t *end);

/** Parse the dictionary. `key` is named in the error. */
cnl_status npy_header_parse(const char *key, const char *text, size_t length, npy_header *header, cnl_error *error);

/** Elements of a shape, or -1 if they are too many to count their bytes in an int64. */
int64_t npy_shape_count(int rank, const int64_t *shape);

/** Whether this machine stores the high byte first. */
bool npy_host_is_big_endian(void);

/**
 * Write the whole header of an array in this machine's byte order and C order (`type` NPY_F8 or NPY_I4) into `room` of
 * at least NPY_WRITTEN_BYTES.
 *
 * @return its length, a multiple of 64
 */
size_t npy_header_write(npy_type type, int rank, const int64_t *shape, char *room);

#endif
