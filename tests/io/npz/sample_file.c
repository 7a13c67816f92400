#include "sample_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zip.h>

static sample_array *find(sample_file *file, const char *key)
{
    for (int i = 0; i < file->count; i++) {
        if (strcmp(file->arrays[i].key, key) == 0) return &file->arrays[i];
    }
    return NULL;
}

void sample_file_set(sample_file *file, const sample_array *array)
{
    sample_array *place = find(file, array->key);
    if (place == NULL) place = &file->arrays[file->count++];
    *place = *array;
}

void sample_file_remove(sample_file *file, const char *key)
{
    sample_array *place = find(file, key);
    if (place != NULL) *place = file->arrays[--file->count];
}

/* One element at `item`; a type without a case here is left 0. */
static void encode(const char *descr, double value, unsigned char *item, size_t size)
{
    char kind = descr[1];
    double f8 = value;
    float f4 = (float)value;
    int64_t i8 = kind == 'i' ? (int64_t)value : 0;
    int32_t i4 = kind == 'i' ? (int32_t)i8 : 0;
    const void *source = NULL;
    if (kind == 'f') source = size == 8 ? (const void *)&f8 : size == 4 ? (const void *)&f4 : NULL;
    if (kind == 'i') source = size == 8 ? (const void *)&i8 : size == 4 ? (const void *)&i4 : NULL;
    if (source == NULL) return;
    memcpy(item, source, size);
    if (descr[0] != '>') return;
    for (size_t i = 0; i < size / 2; i++) {
        unsigned char low = item[i];
        item[i] = item[size - 1 - i];
        item[size - 1 - i] = low;
    }
}

static int write_dictionary(const sample_array *array, const char *descr, char *text, size_t room)
{
    if (array->header != NULL) return snprintf(text, room, "%s\n", array->header);
    char shape[128] = "";
    for (int axis = 0; axis < array->rank; axis++) {
        sprintf(shape + strlen(shape), "%lld,", (long long)array->shape[axis]);
    }
    return snprintf(text, room, "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n", descr,
                    array->fortran ? "True" : "False", shape);
}

/* Magic, version, length of the dictionary, dictionary. */
static size_t write_header(const sample_array *array, const char *descr, unsigned char *bytes, size_t room)
{
    char text[512];
    int version = array->version > 0 ? array->version : 1;
    size_t start = version == 1 ? 10 : 12;
    int length = write_dictionary(array, descr, text, sizeof text);
    memcpy(bytes, "\x93NUMPY", 6);
    memset(bytes + 6, 0, room - 6);
    bytes[6] = (unsigned char)version;
    bytes[8] = (unsigned char)(length & 0xff);
    bytes[9] = (unsigned char)(length >> 8);
    memcpy(bytes + start, text, (size_t)length);
    return start + (size_t)length;
}

/* The whole .npy file; from malloc. */
static unsigned char *encode_array(const sample_array *array, size_t *size)
{
    const char *descr = array->descr != NULL ? array->descr : "<f8";
    long item_size = strlen(descr) > 2 ? strtol(descr + 2, NULL, 10) : 8;
    if (descr[1] == 'U') item_size *= 4; /* characters of four bytes */
    int64_t count = 1;
    for (int axis = 0; axis < array->rank; axis++) count *= array->shape[axis];
    int64_t data_bytes = count * item_size + array->extra_bytes;
    enum { HEADER_ROOM = 600 };
    unsigned char *bytes = calloc(1, HEADER_ROOM + (size_t)(count * item_size) + 64);
    if (bytes == NULL) return NULL;
    size_t header_bytes = write_header(array, descr, bytes, HEADER_ROOM);
    for (int64_t i = 0; i < count && i < SAMPLE_VALUES; i++) {
        encode(descr, array->values[i], bytes + header_bytes + i * item_size, (size_t)item_size);
    }
    *size = header_bytes + (size_t)data_bytes;
    return bytes;
}

bool sample_file_write(const sample_file *file, const char *path)
{
    int code = 0;
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    bool good = archive != NULL;
    for (int i = 0; good && i < file->count; i++) {
        char name[64];
        size_t size = 0;
        snprintf(name, sizeof name, "%s.npy", file->arrays[i].key);
        unsigned char *bytes = encode_array(&file->arrays[i], &size);
        enum { FREED_BY_LIBZIP = 1 };
        zip_source_t *source = zip_source_buffer(archive, bytes, size, FREED_BY_LIBZIP);
        zip_int64_t index = source == NULL ? -1 : zip_file_add(archive, name, source, ZIP_FL_ENC_GUESS);
        zip_int32_t method = file->deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
        good = index >= 0 && zip_set_file_compression(archive, (zip_uint64_t)index, method, 0) == 0;
    }
    good = good && zip_close(archive) == 0;
    if (!good && archive != NULL) zip_discard(archive);
    return good;
}

sample_file sample_dense(void)
{
    sample_file file = {
        .count = 7,
        .arrays = {
            {.key = "c", .rank = 2, .shape = {2, 3}, .values = {1, -2, 0.5, 4, 5, 6}},
            {.key = "b", .rank = 2, .shape = {2, 4}, .values = {1, 2, 3, 4, 5, 6, 7, 8}},
            {.key = "P",
             .rank = 3,
             .shape = {2, 3, 3},
             .values = {2, 1, 0, 1, 3, 0, 0, 0, 4, 5, 0, 0, 0, 6, 0, 0, 0, 7}},
            {.key = "A", .rank = 3, .shape = {2, 4, 3}, .values = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
                                                                   13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24}},
            {.key = "z", .descr = "<i8", .values = {1}},
            {.key = "l", .descr = "<i8", .values = {1}},
            {.key = "q", .descr = "<i8", .rank = 1, .shape = {1}, .values = {2}},
        }};
    return file;
}

sample_file sample_sparse(void)
{
    sample_file file = {.count = 11,
                        .arrays = {
                            {.key = "c", .rank = 1, .shape = {3}, .values = {1, -2, 0.5}},
                            {.key = "b", .rank = 1, .shape = {4}, .values = {1, 2, 3, 4}},
                            {.key = "P_data", .rank = 1, .shape = {4}, .values = {2, 1, 3, 4}},
                            {.key = "P_indices", .descr = "<i4", .rank = 1, .shape = {4}, .values = {0, 0, 1, 2}},
                            {.key = "P_indptr", .descr = "<i4", .rank = 1, .shape = {4}, .values = {0, 1, 3, 4}},
                            {.key = "A_data", .rank = 2, .shape = {2, 5}, .values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
                            {.key = "A_indices", .descr = "<i4", .rank = 1, .shape = {5}, .values = {0, 2, 1, 0, 3}},
                            {.key = "A_indptr", .descr = "<i4", .rank = 1, .shape = {4}, .values = {0, 2, 3, 5}},
                            {.key = "z", .descr = "<i4", .values = {1}},
                            {.key = "l", .descr = "<i4", .values = {1}},
                            {.key = "q", .descr = "<i4", .rank = 1, .shape = {1}, .values = {2}},
                        }};
    return file;
}

unsigned char *sample_bytes(const char *path, size_t *count)
{
    enum { MOST = 1 << 20 };
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) return NULL;
    unsigned char *bytes = malloc(MOST);
    *count = bytes != NULL ? fread(bytes, 1, MOST, stream) : 0;
    fclose(stream);
    return bytes;
}

bool sample_write_bytes(const char *path, const unsigned char *bytes, size_t count)
{
    FILE *stream = fopen(path, "wb");
    if (stream == NULL) return false;
    bool whole = fwrite(bytes, 1, count, stream) == count;
    return fclose(stream) == 0 && whole;
}

const char *sample_path(const char *name, char *room)
{
    const char *folder = getenv("TMPDIR");
    if (folder == NULL || strlen(folder) > 40) folder = "/tmp";
    snprintf(room, 96, "%s/conelet_%ld_%.24s", folder, (long)getpid(), name);
    return room;
}
