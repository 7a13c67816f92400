#define PACK_LANES 1
#define PACK_NAME  "avx512"
#define PACK(name) name##_avx512_one
#include "pack_driver.h"
