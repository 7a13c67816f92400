/**
 * @file plan.h
 * What is decided once, when a solver is made: the method, and where every number of the data goes.
 */
#ifndef CORE_PLAN_H
#define CORE_PLAN_H

#include <stdbool.h>

#include <conelet/solver.h>

#include "arena.h"
#include "context.h"
#include "sparse_plan.h"
#include "structure.h"

/** How a pass over a batch solves its problems. */
typedef enum route {
    ROUTE_EMBEDDING,       /**< homogeneous embedding, n x n: takes all that is dense */
    ROUTE_SPARSE,          /**< the same on the sparse system */
    ROUTE_DUAL_BY_ROWS,    /**< complementarity problem of a positive definite P, m x m; leaves problems open */
    ROUTE_DUAL_BY_COLUMNS, /**< the same, n x n */
} route;

/** Read by every thread, written by none. */
typedef struct plan {
    const struct structure *structure;
    size_t bytes; /**< allocated for the plan itself */
    cnl_settings settings;
    cnl_method method; /**< never CNL_METHOD_AUTO */
    enum route route;  /**< of the first pass */
    bool rescue;       /**< problems that it leaves open go to ROUTE_EMBEDDING in a second pass */

    /* Dense methods: the place of each number of the data in the panels of src/engine/panel.h. Each number of P is
       added to its place with weight `P_weight`: 1 where P is an upper triangle, 1/2 where both triangles are stored.
     */
    const int32_t *P_map;
    double P_weight;
    const int32_t *A_by_rows;    /**< ROUTE_DUAL_BY_ROWS: panels of rows */
    const int32_t *A_by_columns; /**< the other dense routes and derivatives: panels of columns */
    struct sparse_plan *sparse;  /**< sparse method only */
} plan;

/** Estimated nanoseconds of one problem in a full pack, by a dense route: what the choice of a method compares. */
double plan_cost(const structure *problem, route route);

/**
 * Check a structure and settings, choose the method and lay out the data.
 *
 * @param[out] made  freed with plan_destroy()
 * @return CNL_OK, or as cnl_solver_create()
 */
cnl_status plan_create(const cnl_context *context, const cnl_structure *given, const cnl_settings *settings,
                       plan **made, cnl_error *error);

/** Free a plan; NULL is accepted. */
void plan_destroy(const cnl_context *context, plan *unwanted);

#endif
