#include "qps_program.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "check.h"
#include "qps_reader.h"

cnl_status program_read(const char *bytes, size_t length, problem_file **file, cnl_error *error)
{
    char path[] = "/tmp/conelet-qps-XXXXXX";
    *file = NULL;
    int handle = mkstemp(path);
    if (!CHECK_THAT(handle >= 0, "no temporary file")) return CNL_INVALID_ARGUMENT;
    CHECK_INT(write(handle, bytes, length), length);
    close(handle);
    cnl_status status = qps_read(path, file, error);
    unlink(path);
    return status;
}

size_t program_pack(const char *bytes, size_t length, char **packed)
{
    z_stream stream = {0};
    CHECK_INT(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&stream, length);
    *packed = malloc(room);
    stream.next_in = (unsigned char *)bytes;
    stream.avail_in = (unsigned)length;
    stream.next_out = (unsigned char *)*packed;
    stream.avail_out = (unsigned)room;
    CHECK_INT(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t packed_length = stream.total_out;
    deflateEnd(&stream);
    return packed_length;
}

cnl_status program_read_packed(const char *bytes, size_t length, problem_file **file, cnl_error *error)
{
    char *packed;
    size_t packed_length = program_pack(bytes, length, &packed);
    cnl_status status = program_read(packed, packed_length, file, error);
    free(packed);
    return status;
}

static void check_matrix(const cnl_pattern *pattern, const double *values, int rows, const program *expected, bool is_P)
{
    for (int column = 0; column < expected->n; column++) {
        double dense[PROGRAM_ROWS] = {0};
        int from = pattern->layout == CNL_ABSENT ? 0 : pattern->column_starts[column];
        int end = pattern->layout == CNL_ABSENT ? 0 : pattern->column_starts[column + 1];
        for (int i = from; i < end; i++) dense[pattern->row_indices[i]] = values[i];
        for (int row = 0; row < rows; row++) {
            double wanted = is_P ? expected->P[row][column] : expected->A[row][column];
            bool below_diagonal = is_P && row > column;
            CHECK_THAT(dense[row] == (below_diagonal ? 0 : wanted), "%s[%d, %d] is %g, expected %g", is_P ? "P" : "A",
                       row, column, dense[row], wanted);
        }
    }
}

void check_program(const problem_file *file, const program *expected)
{
    const cnl_structure *structure = &file->structure;
    int m = expected->z + expected->l;
    if (!CHECK_INT(structure->n, expected->n) || !CHECK_INT(structure->m, m)) return;
    CHECK_INT(structure->cones.z, expected->z);
    CHECK_INT(structure->cones.l, expected->l);
    check_matrix(&structure->P, file->data.P, expected->n, expected, true);
    check_matrix(&structure->A, file->data.A, m, expected, false);
    for (int i = 0; i < expected->n; i++) {
        CHECK_THAT(file->data.c[i] == expected->c[i], "c[%d] is %g, expected %g", i, file->data.c[i], expected->c[i]);
    }
    for (int i = 0; i < m; i++) {
        CHECK_THAT(file->data.b[i] == expected->b[i], "b[%d] is %g, expected %g", i, file->data.b[i], expected->b[i]);
    }
    CHECK_NEAR(*file->offset, expected->offset, 0);
}

void check_text(const char *text, const program *expected)
{
    problem_file *file;
    cnl_error error = {0};
    cnl_status status = program_read(text, strlen(text), &file, &error);
    if (!CHECK_THAT(status == CNL_OK, "%s", error.message)) return;
    check_program(file, expected);
    check_sound(file);
    problem_file_free(file);
}

static void check_pattern(const cnl_pattern *pattern, const double *values, int rows, int columns)
{
    bool good = pattern->layout == CNL_CSC && pattern->column_starts[0] == 0;
    for (int column = 0; column < columns && good; column++) {
        int end = pattern->column_starts[column + 1];
        good = end >= pattern->column_starts[column];
        int last = -1;
        for (int i = pattern->column_starts[column]; i < end && good; i++) {
            good = pattern->row_indices[i] > last && pattern->row_indices[i] < rows && isfinite(values[i]) &&
                   values[i] != 0;
            last = pattern->row_indices[i];
        }
    }
    CHECK_THAT(good, "a pattern or its numbers are not sound");
}

void check_sound(const problem_file *file)
{
    const cnl_structure *structure = &file->structure;
    bool good = structure->n >= 1 && structure->cones.z >= 0 && structure->cones.l >= 0 &&
                structure->cones.q_count == 0 && structure->m == structure->cones.z + structure->cones.l;
    good = good && file->batch == 1 && file->offset_stride == 0 && file->data.P_stride == 0 &&
           file->data.c_stride == 0 && file->data.A_stride == 0 && file->data.b_stride == 0;
    if (!CHECK_THAT(good, "the sizes, the batch or the strides are not sound")) return;
    check_pattern(&structure->A, file->data.A, structure->m, structure->n);
    if (structure->P.layout != CNL_ABSENT) {
        check_pattern(&structure->P, file->data.P, structure->n, structure->n);
        for (int column = 0; column < structure->n; column++) {
            int end = structure->P.column_starts[column + 1];
            bool empty = end == structure->P.column_starts[column];
            if (!empty) CHECK(structure->P.row_indices[end - 1] <= column);
        }
    }
    for (int i = 0; i < structure->n; i++) CHECK(isfinite(file->data.c[i]));
    for (int i = 0; i < structure->m; i++) CHECK(isfinite(file->data.b[i]));
    CHECK(isfinite(*file->offset));
}
