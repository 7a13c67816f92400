/**
 * @file cuda_loader.h
 * The plug-in for CUDA: opened by the first call of the process, never closed.
 */
#ifndef CORE_CUDA_LOADER_H
#define CORE_CUDA_LOADER_H

#include "device_backend.h"

/**
 * Find the plug-in's table. Safe to call from any thread; the first call does the work, all others are told the same.
 *
 * @param[out] backend  the table, valid for ever; NULL if there is none
 * @param[out] error    NULL, or room for a sentence: which of driver, device and plug-in is missing or does not fit
 * @return CNL_OK or CNL_NOT_SUPPORTED
 */
cnl_status cuda_backend(const device_backend **backend, cnl_error *error);

#endif
