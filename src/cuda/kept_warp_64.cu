/* Adjoint derivatives by warps from kept factors, for at most 64 rows and variables. */
#define WARP_TILES    8
#define WARPS         2
#define BLOCKS        4
#define WARP_INSTANCE INSTANCE_WARP_64
#define KEPT_NAME     kept_vjp_64
#include "kept_warp_driver.h"
