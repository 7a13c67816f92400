/**
 * @file device_traits.h
 * What plans are made from: a device's numbers, without any CUDA.
 */
#ifndef CUDA_DEVICE_TRAITS_H
#define CUDA_DEVICE_TRAITS_H

#include <stdbool.h>
#include <stddef.h>

#include <conelet/status.h>

/** As cudaDeviceProp and cudaDeviceGetAttribute() tell them. */
typedef struct device_traits {
    int architecture;                 /**< 90 for sm_90 */
    int multiprocessors;              /**< of the device */
    int threads;                      /**< resident on a multiprocessor, at most */
    int blocks;                       /**< likewise */
    int registers;                    /**< of a multiprocessor */
    size_t shared_per_block;          /**< bytes, at most, for a kernel that asks for them */
    size_t shared_per_multiprocessor; /**< bytes */
    size_t shared_reserved;           /**< bytes that the system takes of it for each block */
    size_t l2_bytes;                  /**< of the second-level cache */
    size_t memory_bytes;              /**< of the device */
    int single_to_double;             /**< how many times faster single precision is: 2, 32 or 64 */
} device_traits;

CNL_BEGIN_DECLS

/** Is arithmetic in double precision worth it: at half the speed of single, or at a 64th? */
bool device_doubles_are_fast(const device_traits *device);

/**
 * Blocks of a kernel that are resident on a multiprocessor at once, by NVIDIA's rules for occupancy.
 *
 * @param[in] threads       of a block
 * @param[in] registers     of a thread
 * @param[in] shared_bytes  of a block, static and dynamic together
 * @return 0 if not even one fits
 */
int device_resident_blocks(const device_traits *device, int threads, int registers, size_t shared_bytes);

CNL_END_DECLS

#endif
