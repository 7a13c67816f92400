/**
 * @file allocator.h
 * The allocator of a context's options, checked, or the C library's.
 */
#ifndef CORE_ALLOCATOR_H
#define CORE_ALLOCATOR_H

#include <conelet/context.h>

/** Check an allocator, and put the C library's in the place of an empty one. @return CNL_OK or CNL_INVALID_ARGUMENT */
cnl_status allocator_choose(cnl_allocator *allocator, cnl_error *error);

#endif
