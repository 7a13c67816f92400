#include "solution_file.h"

#include "npz_writer.h"

/* [batch, columns] */
static void write_rows(npz_writer *writer, const char *key, const double *rows, int64_t batch, int64_t columns)
{
    const int64_t shape[] = {batch, columns};
    if (rows != NULL) npz_write_f64(writer, key, rows, 2, shape);
}

static void write_solution(npz_writer *writer, const problem_file *problem, const cnl_solution *solution)
{
    int64_t batch = problem->batch;
    write_rows(writer, "x", solution->x, batch, problem->structure.n);
    write_rows(writer, "y", solution->y, batch, problem->structure.m);
    write_rows(writer, "s", solution->s, batch, problem->structure.m);
    if (solution->objective != NULL) npz_write_f64(writer, "obj", solution->objective, 1, &batch);
    if (solution->iterations != NULL) npz_write_i32(writer, "iterations", solution->iterations, 1, &batch);
    write_rows(writer, "residuals", solution->residuals, batch, 3);
    if (solution->status != NULL) npz_write_i32(writer, "status", solution->status, 1, &batch);
}

/* A gradient has the shape of its datum: with the batch axis if the datum had one. */
static void write_like(npz_writer *writer, const char *key, const double *numbers, const problem_file *problem,
                       bool batched, int rank, const int64_t *shape)
{
    const int64_t all[] = {problem->batch, shape[0], rank > 1 ? shape[1] : 0};
    if (numbers == NULL) return;
    if (batched) {
        npz_write_f64(writer, key, numbers, rank + 1, all);
    } else {
        npz_write_f64(writer, key, numbers, rank, shape);
    }
}

static void write_matrix(npz_writer *writer, const char *dense_key, const char *data_key, const double *numbers,
                         const problem_file *problem, bool batched, const cnl_pattern *pattern, int64_t rows)
{
    int64_t columns = problem->structure.n;
    const int64_t shape[] = {rows, columns};
    if (pattern->layout == CNL_DENSE) write_like(writer, dense_key, numbers, problem, batched, 2, shape);
    if (pattern->layout != CNL_CSC) return;
    const int64_t entries = pattern->column_starts[columns];
    write_like(writer, data_key, numbers, problem, batched, 1, &entries);
}

static void write_gradient(npz_writer *writer, const problem_file *problem, const cnl_gradient *gradient)
{
    const cnl_structure *structure = &problem->structure;
    const int64_t n = structure->n;
    const int64_t m = structure->m;
    write_matrix(writer, "dP", "dP_data", gradient->dP, problem, problem->P_batched, &structure->P, n);
    write_like(writer, "dc", gradient->dc, problem, problem->c_batched, 1, &n);
    if (problem->data.A != NULL) {
        write_matrix(writer, "dA", "dA_data", gradient->dA, problem, problem->A_batched, &structure->A, m);
    }
    write_like(writer, "db", gradient->db, problem, problem->b_batched, 1, &m);
}

cnl_status solution_file_write(const char *path, const problem_file *problem, const cnl_solution *solution,
                               const cnl_gradient *gradient, const solution_change *change, cnl_error *error)
{
    npz_writer *writer = npz_writer_open(path);
    write_solution(writer, problem, solution);
    if (gradient != NULL) write_gradient(writer, problem, gradient);
    if (change != NULL) {
        write_rows(writer, "dx", change->dx, problem->batch, problem->structure.n);
        write_rows(writer, "dy", change->dy, problem->batch, problem->structure.m);
        write_rows(writer, "ds", change->ds, problem->batch, problem->structure.m);
    }
    return npz_writer_close(writer, error);
}
