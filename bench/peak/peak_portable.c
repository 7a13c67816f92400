#define PEAK_BYTES 16
#define PEAK_NAME  peak_portable
#include "peak_loop.h"
