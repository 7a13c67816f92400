/**
 * @file table_text.h
 * The table of kernels as text: docs/gpu-kernels.md has a section for each architecture, and before them a list of
 * kernels that may spill.
 */
#ifndef TESTS_CUDA_TABLE_TEXT_H
#define TESTS_CUDA_TABLE_TEXT_H

#include <stdbool.h>

#include "kernel_rows.h"

/** The section of an architecture, from its heading on; freed by the caller. `rows` may hold others too. */
char *section_write(const kernel_row *rows, int count, int architecture);

/** Where a document has the section of an architecture, up to the next one; NULL: nowhere. */
const char *section_find(const char *document, int architecture, size_t *length);

/** The document with a section in the place of the one it has, or in order among the others; freed by the caller. */
char *section_replace(const char *document, int architecture, const char *section);

/** How many bytes of local memory a document lets a kernel use that spills; 0 if it does not list it. */
size_t spill_bytes_allowed(const char *document, const kernel_code *code);

/** Print the lines in which two texts differ. @return whether there are none */
bool same_text(const char *expected, size_t length, const char *found);

#endif
