/* Adjoint derivatives by warps from kept factors, for at most 48 rows and variables. */
#define WARP_TILES    6
#define WARPS         2
#define BLOCKS        6
#define WARP_INSTANCE INSTANCE_WARP_48
#define KEPT_NAME     kept_vjp_48
#include "kept_warp_driver.h"
