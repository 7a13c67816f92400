/* The checks of tests/check.h, for C++. */
#ifndef CUDASIM_TESTS_CHECK_CPP_H
#define CUDASIM_TESTS_CHECK_CPP_H

extern "C" {
#include "check.h"
}

#endif
