#define PEAK_BYTES 32
#define PEAK_NAME  peak_avx2
#include "peak_loop.h"
