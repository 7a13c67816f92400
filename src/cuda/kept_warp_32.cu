/* Adjoint derivatives by warps from kept factors, for at most 32 rows and variables. */
#define WARP_TILES    4
#define WARPS         4
#define BLOCKS        4
#define WARP_INSTANCE INSTANCE_WARP_32
#define KEPT_NAME     kept_vjp_32
#include "kept_warp_driver.h"
