/**
 * @file opened.h
 * The fake plug-in, opened by this process as libconelet will: from here on contexts are on its device.
 */
#ifndef TESTS_CUDA_OPENED_H
#define TESTS_CUDA_OPENED_H

#include "conelet/conelet.h"
#include "fake_plugin.h"

/** Name the plug-in to libconelet, and open it here too. Ends the process if it cannot. */
fake_control *open_fake_plugin(void);

#endif
