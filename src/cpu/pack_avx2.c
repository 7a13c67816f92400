#define PACK_LANES 4
#define PACK_NAME  "avx2"
#define PACK(name) name##_avx2
#include "pack_driver.h"
#include "pack_refined_steps.h"
