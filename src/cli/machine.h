/**
 * @file machine.h
 * The context a command asks for, and the words for methods, devices and layouts.
 */
#ifndef CONELET_CLI_MACHINE_H
#define CONELET_CLI_MACHINE_H

#include <stdbool.h>

#include <conelet/conelet.h>

/** Words for --method, in the order of ::cnl_method, then NULL. */
extern const char *const METHOD_WORDS[];

/** Words for --device, then NULL. */
extern const char *const DEVICE_WORDS[];

enum { DEVICE_CPU = 0, DEVICE_CUDA = 1 };

/** "dense", "sparse" or "absent". */
const char *layout_word(cnl_layout layout);

/** A context with `threads` threads, 0 = as many as OpenMP would use; complains and gives NULL on failure. */
cnl_context *machine_open(int device, long long threads);

/** @return how many threads a call will use if --threads was `threads`. */
int machine_threads(long long threads);

#endif
