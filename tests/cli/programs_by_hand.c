#include "programs_by_hand.h"

#include <math.h>
#include <stddef.h>

#include "npz_files.h"

void write_equality(const char *path)
{
    static const double P[4] = {1, 0, 0, 1}, c[2] = {0, 0}, A[2] = {1, 1}, b[2] = {1, 3}, offset[2] = {10, 20};
    static const int32_t z = 1;
    npz_writer *writer = npz_writer_open(path);
    PUT(writer, "P", P, 2, 2);
    PUT(writer, "c", c, 2);
    PUT(writer, "A", A, 1, 2);
    PUT(writer, "b", b, 2, 1);
    PUT(writer, "offset", offset, 2);
    PUT_COUNT(writer, "z", &z);
    finish_file(writer);
}

void write_equality_sparse(const char *path)
{
    static const double P[3] = {1, 0, 1}, c[2] = {-1, 0}, A[2] = {1, 1}, b[1] = {1};
    static const int32_t P_starts[3] = {0, 1, 3}, P_rows[3] = {0, 0, 1}, A_starts[3] = {0, 1, 2}, A_rows[2] = {0, 0};
    static const int32_t z = 1;
    npz_writer *writer = npz_writer_open(path);
    PUT(writer, "P_data", P, 3);
    PUT_INTEGERS(writer, "P_indptr", P_starts, 3);
    PUT_INTEGERS(writer, "P_indices", P_rows, 3);
    PUT(writer, "A_data", A, 1, 2);
    PUT_INTEGERS(writer, "A_indptr", A_starts, 3);
    PUT_INTEGERS(writer, "A_indices", A_rows, 2);
    PUT(writer, "c", c, 2);
    PUT(writer, "b", b, 1);
    PUT_COUNT(writer, "z", &z);
    finish_file(writer);
}

void write_box(const char *path)
{
    static const double P[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, c[3] = {-2, 3, -0.25};
    static const double A[18] = {1, 0, 0, 0, 1, 0, 0, 0, 1, -1, 0, 0, 0, -1, 0, 0, 0, -1}, b[6] = {1, 1, 1, 1, 1, 1};
    static const int32_t l = 6;
    npz_writer *writer = npz_writer_open(path);
    PUT(writer, "P", P, 3, 3);
    PUT(writer, "c", c, 1, 3);
    PUT(writer, "A", A, 6, 3);
    PUT(writer, "b", b, 6);
    PUT_COUNT(writer, "l", &l);
    finish_file(writer);
}

void write_ball(const char *path)
{
    static const double c[2] = {-3, -4}, A[6] = {0, 0, -1, 0, 0, -1}, b[3] = {1, 0, 0};
    static const int32_t q[1] = {3};
    npz_writer *writer = npz_writer_open(path);
    PUT(writer, "c", c, 2);
    PUT(writer, "A", A, 3, 2);
    PUT(writer, "b", b, 3);
    PUT_INTEGERS(writer, "q", q, 1);
    finish_file(writer);
}

void write_hopeless(const char *path)
{
    static const double c[3] = {0, -1, 1}, A[6] = {1, -1, -1, -1, -1, -1}, b[6] = {-1, -1, 0, 0, 0, 0};
    static const int32_t l = 2;
    npz_writer *writer = npz_writer_open(path);
    PUT(writer, "c", c, 3, 1);
    PUT(writer, "A", A, 3, 2, 1);
    PUT(writer, "b", b, 3, 2);
    PUT_COUNT(writer, "l", &l);
    finish_file(writer);
}

void write_boxes(const char *path, int spoilt)
{
    static const double P[4] = {1, 0, 0, 1}, A[8] = {1, 0, 0, 1, -1, 0, 0, -1}, b[4] = {1, 1, 1, 1};
    static const int32_t l = 4;
    double c[BOXES * 2];
    for (int i = 0; i < BOXES; i++) {
        c[2 * i] = i == spoilt ? NAN : 0.1 * (i - BOXES / 2);
        c[2 * i + 1] = 0.15 * (BOXES / 2 - i) + 0.05;
    }
    npz_writer *writer = npz_writer_open(path);
    PUT(writer, "P", P, 2, 2);
    PUT(writer, "c", c, BOXES, 2);
    PUT(writer, "A", A, 4, 2);
    PUT(writer, "b", b, 4);
    PUT_COUNT(writer, "l", &l);
    finish_file(writer);
}
