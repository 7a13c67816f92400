/**
 * @file device_arrays.h
 * A problem's arrays where a context's calls take them: themselves on the CPU, copies of them on a device.
 */
#ifndef CONELET_CLI_DEVICE_ARRAYS_H
#define CONELET_CLI_DEVICE_ARRAYS_H

#include <stddef.h>
#include <stdint.h>

#include <conelet/conelet.h>

/** Arrays on a context's device; none on the CPU. Owned: device_arrays_free(). */
typedef struct device_arrays {
    const cnl_context *context; /**< set by the caller, outlives the arrays */
    void *owned[16];
    size_t owned_count;
} device_arrays;

/**
 * Numbers for a call.
 *
 * @param[in,out] arrays   keeps the copy, if there is one
 * @param[in]     numbers  `count` of them; NULL gives NULL
 * @param[out]    placed   where the context's calls find them; NULL on failure
 * @return CNL_OK, or why the device took no copy
 */
cnl_status device_arrays_place(device_arrays *arrays, const double *numbers, int64_t count, const double **placed);

/** The same for numbers of any type. */
cnl_status device_arrays_place_bytes(device_arrays *arrays, const void *numbers, size_t bytes, const void **placed);

/** How many numbers of each datum a batch has, from the first problem's to the last one's end. */
typedef struct data_extents {
    int64_t P;
    int64_t c;
    int64_t A;
    int64_t b;
} data_extents;

data_extents data_extents_of(const cnl_structure *structure, int64_t batch, const cnl_data *data);

/** device_arrays_place() for the data of a batch, or a change of data. */
cnl_status device_arrays_place_data(device_arrays *arrays, const cnl_structure *structure, int64_t batch,
                                    const cnl_data *data, cnl_data *placed);

/** Free all copies. */
void device_arrays_free(device_arrays *arrays);

#endif
