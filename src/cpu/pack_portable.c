#define PACK_LANES 2
#define PACK_NAME  "portable"
#define PACK(name) name##_portable
#include "pack_driver.h"
