/**
 * @file devices.h
 * The numbers of devices that nobody has at hand, one for each architecture from sm_75 to sm_120.
 */
#ifndef TESTS_CUDA_DEVICES_H
#define TESTS_CUDA_DEVICES_H

#include "cuda/device_traits.h"

enum { DEVICE_COUNT = 13 };

typedef struct known_device {
    const char *name;
    bool fast_doubles; /**< as its data sheet has it */
    device_traits traits;
} known_device;

extern const known_device known_devices[DEVICE_COUNT];

/** A device of an architecture: the first one in the table. Fails the test if there is none. */
const known_device *device_of(int architecture);

#endif
