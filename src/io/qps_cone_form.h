/**
 * @file qps_cone_form.h
 * From what a QPS file says to the cone form.
 */
#ifndef IO_QPS_CONE_FORM_H
#define IO_QPS_CONE_FORM_H

#include <conelet/status.h>

#include "problem_file.h"
#include "qps_model.h"

/**
 * Build the problem; its layout is told in qps_reader.h.
 *
 * @param[in,out] model  complete; its quadratic entries are reduced to those of P
 * @param[in,out] file   all zero at first; problem_file_free() also after a failure
 */
cnl_status qps_cone_form(qps_model *model, problem_file *file, cnl_error *error);

#endif
