/**
 * @file machine.h
 * The context a command asks for, and the words for methods, devices and layouts.
 */
#ifndef CONELET_CLI_MACHINE_H
#define CONELET_CLI_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

#include <conelet/conelet.h>

/** Words for --method, in the order of ::cnl_method, then NULL. */
extern const char *const METHOD_WORDS[];

/** Words for --device, then NULL. */
extern const char *const DEVICE_WORDS[];

/** Words for --isa, in the order of ::cnl_isa, then NULL. */
extern const char *const ISA_WORDS[];

enum { DEVICE_CPU = 0, DEVICE_CUDA = 1 };

/** "dense", "sparse" or "absent". */
const char *layout_word(cnl_layout layout);

/** Where to run. Zero-initialise for the defaults. */
typedef struct machine_options {
    int device;
    int isa;
    long long threads; /**< 0 = as many as OpenMP would use */
} machine_options;

/** The context they ask for; complains and gives NULL on failure. */
cnl_context *machine_open(const machine_options *options);

/** @return how many threads a call will use; 0 on a device. */
int machine_threads(const machine_options *options);

/** A context in a few words: "avx512, 2 threads" or "NVIDIA H100 80GB HBM3 (sm_90)". */
void machine_words(const cnl_context *context, int threads, char *words, size_t size);

#endif
