/**
 * @file arguments.h
 * Checking the arrays and strides of a call.
 */
#ifndef CORE_ARGUMENTS_H
#define CORE_ARGUMENTS_H

#include <stddef.h>
#include <stdint.h>

#include <conelet/problem.h>
#include <conelet/status.h>

#include "structure.h"

/**
 * Check the data of a solve: no NULL where numbers are needed, strides of 0 or at least the array's length.
 *
 * @param[out] message  room for a sentence; "" if nothing is wrong
 * @return CNL_OK or CNL_INVALID_ARGUMENT
 */
cnl_status data_check(const structure *shape, int64_t batch, const cnl_data *data, char *message, size_t size);

/** The same for the change of data of a forward derivative, where any array may be NULL. */
cnl_status change_check(const structure *shape, int64_t batch, const cnl_data *change, char *message, size_t size);

#endif
