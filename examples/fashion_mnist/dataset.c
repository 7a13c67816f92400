/* The idx format: a magic number that names the type and the number of axes, the length of each axis, then the bytes;
   all numbers are big-endian. The files are compressed by gzip. */
#include "dataset.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { LONGEST_PATH = 4096, MOST_AXES = 3, MOST_IMAGES = 1000000 };

static bool fail(const char *path, const char *what)
{
    fprintf(stderr, "%s: %s\n", path, what);
    return false;
}

static bool read_big_endian(gzFile file, uint32_t *value)
{
    uint8_t bytes[4];
    if (gzread(file, bytes, sizeof bytes) != (int)sizeof bytes) return false;
    *value = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    return true;
}

/* The lengths of the axes of an array of unsigned bytes. */
static bool read_header(gzFile file, int axes, uint32_t lengths[MOST_AXES])
{
    const uint32_t unsigned_bytes = 0x0800;
    uint32_t magic;
    if (!read_big_endian(file, &magic) || magic != (unsigned_bytes | (uint32_t)axes)) return false;
    for (int axis = 0; axis < axes; axis++)
        if (!read_big_endian(file, &lengths[axis])) return false;
    return lengths[0] >= 1 && lengths[0] <= MOST_IMAGES;
}

/* `*bytes` [lengths[0], bytes_each], owned by the caller. */
static bool read_bytes(gzFile file, const char *path, int64_t count, int64_t bytes_each, uint8_t **bytes)
{
    unsigned length = (unsigned)(count * bytes_each);
    *bytes = malloc(length);
    if (!*bytes) return fail(path, "not enough memory");
    if (gzread(file, *bytes, length) != (int)length) return fail(path, "the file ends too early or is damaged");
    return true;
}

static bool read_images(gzFile file, const char *path, dataset *set)
{
    uint32_t lengths[MOST_AXES];
    if (!read_header(file, 3, lengths) || lengths[1] != IMAGE_SIDE || lengths[2] != IMAGE_SIDE)
        return fail(path, "not an idx file of images of 28 x 28 bytes");
    set->count = lengths[0];
    return read_bytes(file, path, set->count, IMAGE_PIXELS, &set->images);
}

static bool read_labels(gzFile file, const char *path, dataset *set)
{
    uint32_t lengths[MOST_AXES];
    if (!read_header(file, 1, lengths)) return fail(path, "not an idx file of bytes");
    if (lengths[0] != set->count) return fail(path, "must have a label for each image");
    if (!read_bytes(file, path, set->count, 1, &set->labels)) return false;
    for (int64_t i = 0; i < set->count; i++)
        if (set->labels[i] >= CLASS_COUNT) return fail(path, "labels must be 0 to 9");
    return true;
}

typedef bool reader(gzFile file, const char *path, dataset *set);

static bool read_file(const char *folder, const char *prefix, const char *rest, reader *read, dataset *set)
{
    char path[LONGEST_PATH];
    int length = snprintf(path, sizeof path, "%s/%s-%s", folder, prefix, rest);
    if (length >= LONGEST_PATH) return fail(folder, "the path is too long");
    gzFile file = gzopen(path, "rb");
    if (!file) return fail(path, "cannot be opened (Debian has it in the package dataset-fashion-mnist)");
    bool is_read = read(file, path, set);
    gzclose(file);
    return is_read;
}

bool dataset_load(const char *folder, const char *prefix, dataset *set)
{
    *set = (dataset){0};
    return read_file(folder, prefix, "images-idx3-ubyte.gz", read_images, set) &&
           read_file(folder, prefix, "labels-idx1-ubyte.gz", read_labels, set);
}

void dataset_free(dataset *set)
{
    free(set->images);
    free(set->labels);
    *set = (dataset){0};
}
