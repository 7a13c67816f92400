/* Finding a driver, a device and the plug-in: by dlopen() alone, so that libconelet links nothing of CUDA.

   What was found is the one thing that the process keeps besides the CPU's features. Nothing is ever closed again: a
   driver that has started owns threads, and contexts use the table for as long as they live. */
#define _GNU_SOURCE /* dladdr, secure_getenv */
#include "cuda_loader.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cuda_driver.h"
#include "error.h"

/* SOVERSION of both libraries. */
static const char plugin_name[] = "libconelet_cuda.so.0";
static const char plugin_variable[] = "CONELET_CUDA_PLUGIN";

enum { LONGEST_PATH = 4096 };

static pthread_once_t once = PTHREAD_ONCE_INIT;

static struct {
    const device_backend *backend;
    cnl_error error; /* says why there is none */
} found;

/* The plug-in's path beside libconelet, or "" where that is not known. */
static void find_beside(char *path, size_t size)
{
    Dl_info self;
    path[0] = '\0';
    if (dladdr(&once, &self) == 0 || self.dli_fname == NULL) return;
    const char *slash = strrchr(self.dli_fname, '/');
    if (slash == NULL) return;
    int length = snprintf(path, size, "%.*s/%s", (int)(slash - self.dli_fname), self.dli_fname, plugin_name);
    if (length < 0 || (size_t)length >= size) path[0] = '\0';
}

static void *open_plugin(const char *path, cnl_error *error)
{
    void *plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (plugin == NULL) error_set(error, CNL_NOT_SUPPORTED, "the plug-in for CUDA cannot be opened: %s", dlerror());
    return plugin;
}

/* Beside libconelet, or else wherever the system looks; where both fail, a file that is there is what is wrong. */
static void *open_installed_plugin(cnl_error *error)
{
    char path[LONGEST_PATH];
    cnl_error *elsewhere = error;
    cnl_error ignored;
    find_beside(path, sizeof path);
    if (path[0] != '\0') {
        void *plugin = open_plugin(path, error);
        if (plugin != NULL) return plugin;
        if (access(path, F_OK) == 0) elsewhere = &ignored;
    }
    return open_plugin(plugin_name, elsewhere);
}

/* All that every plug-in has; the calls on a solver may come later. */
static int is_complete(const device_backend *table)
{
    return table->tile >= 1 && table->context_create && table->context_destroy && table->context_name &&
           table->context_synchronize && table->array_allocate && table->array_release && table->array_upload &&
           table->array_download && table->solver_size && table->solver_create && table->solver_destroy;
}

/* The table of an open plug-in, if it is made for this library. */
static const device_backend *take_table(void *plugin, cnl_error *error)
{
    void *symbol = dlsym(plugin, DEVICE_BACKEND_SYMBOL);
    if (symbol == NULL) {
        error_set(error, CNL_NOT_SUPPORTED, "the plug-in for CUDA has no function " DEVICE_BACKEND_SYMBOL "()");
        return NULL;
    }
    device_backend_entry *entry;
    memcpy(&entry, &symbol, sizeof entry); /* C has no cast from an object's address to a function's */
    const device_backend *table = entry();
    if (table == NULL) {
        error_set(error, CNL_NOT_SUPPORTED, "the plug-in for CUDA offers nothing");
    } else if (table->version != DEVICE_BACKEND_VERSION) { /* then nothing else of it can be read */
        error_set(error, CNL_NOT_SUPPORTED,
                  "the plug-in for CUDA has interface %d where this library has %d: they are not of one build",
                  (int)table->version, (int)DEVICE_BACKEND_VERSION);
    } else if (table->library == NULL || strcmp(table->library, cnl_version()) != 0) {
        error_set(error, CNL_NOT_SUPPORTED, "the plug-in for CUDA is of conelet %s, this library of %s",
                  table->library ? table->library : "(unknown)", cnl_version());
    } else if (!is_complete(table)) {
        error_set(error, CNL_NOT_SUPPORTED, "the plug-in for CUDA lacks a part of its interface");
    } else {
        return table;
    }
    return NULL;
}

/* Whoever names a file knows best: another runtime may stand in for the driver, so neither it nor a device is asked
   for. Not in a program that runs with rights its user does not have. */
static void find_backend(void)
{
    const char *named = secure_getenv(plugin_variable);
    void *plugin;
    if (named != NULL && named[0] != '\0')
        plugin = open_plugin(named, &found.error);
    else
        plugin = cuda_driver_start(&found.error) == CNL_OK ? open_installed_plugin(&found.error) : NULL;
    if (plugin == NULL) return;
    found.backend = take_table(plugin, &found.error);
    if (found.backend == NULL) dlclose(plugin);
}

cnl_status cuda_backend(const device_backend **backend, cnl_error *error)
{
    pthread_once(&once, find_backend);
    *backend = found.backend;
    if (found.backend == NULL && error != NULL) *error = found.error;
    return found.backend ? CNL_OK : CNL_NOT_SUPPORTED;
}
