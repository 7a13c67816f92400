/* The version: CONELET_VERSION comes from the project() line of the top CMakeLists.txt. */
#include <conelet/context.h>

const char *cnl_version(void) { return CONELET_VERSION; }
