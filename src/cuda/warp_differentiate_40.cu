/* Derivatives by warps for at most 40 variables. */
#define WARP_TILES    5
#define WARPS         1
#define BLOCKS        9
#define WARP_INSTANCE DIFFERENTIATOR_40
#define WARP_NAME     warp_differentiator_40
#include "warp_differentiate_driver.h"
