#define PEAK_BYTES 64
#define PEAK_NAME  peak_avx512
#include "peak_loop.h"
