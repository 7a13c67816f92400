#define PACK_LANES 1
#define PACK_NAME  "avx2"
#define PACK(name) name##_avx2_one
#include "pack_driver.h"
