#define PACK_LANES 16
#define SINGLE_PRECISION
#define PACK(name)    name##_avx512_single
#define DOUBLES(name) name##_avx512
#include "pack_single_driver.h"
