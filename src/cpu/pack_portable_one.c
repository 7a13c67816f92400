#define PACK_LANES 1
#define PACK_NAME  "portable"
#define PACK(name) name##_portable_one
#include "pack_driver.h"
