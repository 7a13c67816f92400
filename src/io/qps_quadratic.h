/**
 * @file qps_quadratic.h
 * The quadratic part of the objective.
 */
#ifndef IO_QPS_QUADRATIC_H
#define IO_QPS_QUADRATIC_H

#include <conelet/status.h>

#include "qps_model.h"

/**
 * Turn the entries of Q into those of the upper triangle of P, sorted, without zeros: one triangle is mirrored to
 * the upper one; of both triangles (QMATRIX) the lower one is checked and left out.
 *
 * @return CNL_OK; CNL_INVALID_ARGUMENT if an entry is given twice, or both triangles disagree; CNL_OUT_OF_MEMORY
 */
cnl_status qps_quadratic_reduce(qps_model *model, cnl_error *error);

#endif
