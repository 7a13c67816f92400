/**
 * @file launch_prepare.h
 * From a solver's plan to launches that the device at hand takes.
 */
#ifndef CUDA_LAUNCH_PREPARE_H
#define CUDA_LAUNCH_PREPARE_H

#include "../core/plan.h"
#include "device_context.h"
#include "launch_plan.h"

/** Plan the launches of a solver and get their kernels ready. @return CNL_OK or CNL_DEVICE_ERROR */
cnl_status launch_prepare(const device_context *context, const plan *plan, int64_t max_batch, launch_plan *made,
                          cnl_error *error);

#endif
