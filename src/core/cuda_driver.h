/**
 * @file cuda_driver.h
 * Is there a CUDA driver on this machine, and a device?
 */
#ifndef CORE_CUDA_DRIVER_H
#define CORE_CUDA_DRIVER_H

#include <conelet/status.h>

/** Open and start the driver, and count its devices. @return CNL_OK, or CNL_NOT_SUPPORTED with a sentence */
cnl_status cuda_driver_start(cnl_error *error);

#endif
