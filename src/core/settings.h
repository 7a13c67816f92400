/**
 * @file settings.h
 * Checking a solver's settings.
 */
#ifndef CORE_SETTINGS_H
#define CORE_SETTINGS_H

#include <conelet/solver.h>

/** Check every range of cnl_settings. @return CNL_OK, or CNL_INVALID_ARGUMENT and a sentence. */
cnl_status settings_check(const cnl_settings *settings, cnl_error *error);

#endif
