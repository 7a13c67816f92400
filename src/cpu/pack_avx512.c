#define PACK_LANES 8
#define PACK_NAME  "avx512"
#define PACK(name) name##_avx512
#include "pack_driver.h"
#include "pack_refined_steps.h"
