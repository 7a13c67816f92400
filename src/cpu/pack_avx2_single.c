#define PACK_LANES 8
#define SINGLE_PRECISION
#define PACK(name)    name##_avx2_single
#define DOUBLES(name) name##_avx2
#include "pack_single_driver.h"
